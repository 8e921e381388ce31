"""The demo's story: one service is migrated twice, to each store, by the very command lines that a user types.

What the containers got is recorded by the embedded AWS, which resolves references with code that is not this tool's.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import textwrap
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import typer

from ecs_secretmigrate.commands.output import width
from ecs_secretmigrate.errors import ExitCode, VerificationError
from ecs_secretmigrate.operations import doors
from ecs_secretmigrate.sandbox.seed import fixtures_directory
from ecs_secretmigrate.sandbox.server import Sandbox, in_environment

if TYPE_CHECKING:
    from ecs_secretmigrate.model.secret_value import SecretValue
    from ecs_secretmigrate.sandbox.server import StartedContainer

FAMILY = "my-app-task"
SERVICE = "main/my-app"
_SOURCE = f"--service {SERVICE}"
_GO = "--yes --settle 0"
# What ECS itself puts into a container; it differs from task to task.
_OWN = ("ECS_", "AWS_")
_WAIT_SECONDS = 30.0


def tell(*, brief: bool) -> None:
    """Tell the story on stdout.

    Raises:
        VerificationError: a container did not get what it got before, or a command did not end as it should.
    """
    with _Account("Secrets Manager", "my-app/secretsmanager.toml", brief=brief) as account:
        before = account.started(1)
        account.run("There is a password in the task definition that the service runs.", f"scan {_SOURCE}", 10)
        account.run("Where it would go, and the change, without its value.", f"plan {_SOURCE} {account.config}")
        account.run(
            "A roll-out that fails: the execution role may not read the secret. The service goes back by itself.",
            f"apply {_SOURCE} {account.config} --no-grant {_GO}",
            ExitCode.ROLLED_BACK,
        )
        account.run("Again, with the grant: it goes on from there.", f"apply {_SOURCE} {account.config} {_GO}")
        account.run("Anyone can prove it, from any machine.", f"verify {_SOURCE}")
        account.compare(before, account.started(2))
        account.run(
            "The old revision still holds the password. Nothing uses it: it goes, and here is what to rotate.",
            f"retire --family {FAMILY} --soak 0 --yes",
        )
    with _Account("Parameter Store", "my-app/parameterstore.toml", brief=brief) as account:
        before = account.started(1)
        account.run("The same service to the other store.", f"apply {_SOURCE} {account.config} {_GO}")
        account.compare(before, account.started(2))
        account.run("And back to what ran before.", f"rollback {_SOURCE} --yes")
        account.compare(before, account.started(1, after=2))
    typer.echo("Both stores: the containers got the same environment before and after, and no value was shown above.")


@dataclass
class _Account:
    """An embedded AWS with the sample families, and what is told about it."""

    title: str
    file: str
    brief: bool

    def __enter__(self) -> Self:
        self._stack = contextlib.ExitStack()
        self._server = self._stack.enter_context(Sandbox())
        doors.fill(doors.embedded_account(self._server.environment()))
        self._stack.enter_context(in_environment(self._server.environment()))
        self.config = f"--config {self.file}"
        typer.secho(f"=== To {self.title} ===\n", bold=_colour(), color=_colour() or None)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def run(self, words: str, line: str, code: int = ExitCode.DONE) -> None:
        """Say what comes, show the command line, and run it as it stands there."""
        from ecs_secretmigrate.commands.app import run

        self._say(words)
        typer.secho(f"$ ecs-secretmigrate {line}", bold=_colour(), color=_colour() or None)
        real = [str(fixtures_directory() / word) if word == self.file else word for word in line.split()]
        shown = io.StringIO()
        with contextlib.redirect_stdout(shown) if self.brief else contextlib.nullcontext():
            ended = run(real)
            sys.stdout.flush()
        if self.brief:
            typer.echo(_last_words(shown.getvalue()))
        if ended != code:
            raise VerificationError(f"`{line}` ended with {ended}, not {int(code)}", cure="please report it")
        typer.echo("")

    def started(self, revision: int, *, after: int = 0) -> StartedContainer:
        """The service's newest container of a revision; one that was started after any of another, if asked for."""
        deadline = time.monotonic() + _WAIT_SECONDS
        while time.monotonic() < deadline:
            mine = [item for item in self._server.containers() if item.family == FAMILY]
            last = max((index for index, item in enumerate(mine) if item.revision == after), default=-1)
            found = [item for item in mine[last + 1 :] if item.revision == revision]
            if found:
                return found[-1]
            time.sleep(0.02)
        raise VerificationError("the container did not start", cure="see the task's stoppedReason")

    def compare(self, before: StartedContainer, after: StartedContainer) -> None:
        """The oracle's word on two containers."""
        mine, theirs = _own(before), _own(after)
        same = mine.keys() == theirs.keys() and all(value.equals(theirs[name]) for name, value in mine.items())
        if not same:
            raise VerificationError("the container did not get the same environment", cure="please report it")
        self._say(
            f"The embedded ECS started {before.family}:{before.revision} before and {after.family}:{after.revision} "
            f"after: {len(mine)} variables, the same names, the same values."
        )
        typer.echo("")

    def _say(self, words: str) -> None:
        typer.secho(textwrap.fill(words, width()), fg="cyan" if _colour() else None, color=_colour() or None)


def _last_words(text: str) -> str:
    """The last sentence of an output, whose lines were wrapped."""
    lines = text.rstrip().splitlines()
    start = len(lines) - 1
    while start > 0 and lines[start - 1] and not lines[start - 1].endswith((".", ":")):
        start -= 1
    return "\n".join(lines[start:][-3:])


def _own(container: StartedContainer) -> dict[str, SecretValue]:
    return {name: value for name, value in container.environment.items() if not name.startswith(_OWN)}


def _colour() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ
