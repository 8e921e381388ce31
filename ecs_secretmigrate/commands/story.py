"""The demo's story: one family is migrated twice, to each store, and a container is started before and after."""

from __future__ import annotations

import os
import sys
import textwrap
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from ecs_secretmigrate.commands import settings, wiring
from ecs_secretmigrate.commands.flags import ChoosingFlags
from ecs_secretmigrate.commands.output import width
from ecs_secretmigrate.errors import VerificationError
from ecs_secretmigrate.model.receipt import Receipt
from ecs_secretmigrate.reports import render
from ecs_secretmigrate.reports.documents import (
    plan_document,
    receipt_document,
    scan_document,
    verification_document,
)
from ecs_secretmigrate.sandbox.seed import fixtures_directory
from ecs_secretmigrate.sandbox.server import Sandbox
from ecs_secretmigrate.sources.ecs import LiveSource, describe
from ecs_secretmigrate.steps import applier, planner, scanner, verifier

if TYPE_CHECKING:
    from typing import Any

    from ecs_secretmigrate.model.plan import Plan
    from ecs_secretmigrate.model.secret_value import SecretValue
    from ecs_secretmigrate.ports import Aws
    from ecs_secretmigrate.sandbox.server import StartedContainer

FAMILY = "my-app-task"
CLUSTER = "main"
_STORES = (("Secrets Manager", "secretsmanager.toml"), ("Parameter Store", "parameterstore.toml"))
# What ECS itself puts into a container; it differs from task to task.
_OWN = ("ECS_", "AWS_")
_WAIT_SECONDS = 30.0


def tell(*, brief: bool) -> None:
    """Tell the story on stdout.

    Raises:
        VerificationError: a container did not get what it got before.
    """
    for title, config in _STORES:
        with Sandbox() as server:
            aws = wiring.embedded_account(server.environment())
            wiring.fill(aws)
            _Teller(server, aws, title, config, brief=brief).tell()
    typer.echo("Both stores: the containers got the same environment before and after, and no value was shown above.")


@dataclass
class _Teller:
    server: Sandbox
    aws: Aws
    title: str
    config: str
    brief: bool

    def tell(self) -> None:
        options = settings.options(ChoosingFlags(config=fixtures_directory() / "my-app" / self.config))
        venue = wiring.venue(options, self.aws)
        judge = wiring.judge()
        self._heading(f"To {self.title}")
        before = self._start(FAMILY)

        source = LiveSource(self.aws, [FAMILY])
        self._step(f"ecs-secretmigrate scan --family {FAMILY}")
        self._show(scan_document(scanner.scan(source.read(), judge, options)))

        self._step(f"ecs-secretmigrate plan --family {FAMILY} --config my-app/{self.config}")
        plan, drafts = planner.plan(source.read(), judge, options, venue)
        self._show(plan_document(plan))

        self._step(f"ecs-secretmigrate apply --family {FAMILY} --config my-app/{self.config} --yes")
        adapters = applier.Adapters(
            venue.store, wiring.reader(self.aws), wiring.registrar(self.aws), wiring.granter(self.aws)
        )
        receipts = tuple(
            applier.apply_definition(part, drafted, options, venue, adapters)
            for part, drafted in zip(plan.definitions, drafts, strict=True)
        )
        self._show(receipt_document(Receipt(receipts)))

        self._step(f"ecs-secretmigrate verify --family {FAMILY}")
        verification = verifier.verify(
            describe(self.aws, FAMILY),
            wiring.reader(self.aws),
            wiring.granter(self.aws),
            judge,
            options,
            venue,
            lambda name: describe(self.aws, name),
            wiring.runners(self.aws),
        )
        self._show(verification_document([verification], []))

        after = self._start(FAMILY)
        self._compare(before, after)
        again = planner.plan(source.read(), judge, options, venue)[0]
        self._say(f"Planned again: {_nothing_left(again)}")
        typer.echo()

    def _start(self, family: str) -> StartedContainer:
        """Start a task and wait for its container: what it got is recorded by the embedded AWS, not by this tool."""
        known = len(self.server.containers())
        self.aws.call("ecs", "RunTask", cluster=CLUSTER, taskDefinition=family)
        deadline = time.monotonic() + _WAIT_SECONDS
        while time.monotonic() < deadline:
            started = [item for item in self.server.containers()[known:] if item.family == family]
            if started:
                return started[-1]
            time.sleep(0.02)
        raise VerificationError("the container did not start", cure="see the task's stoppedReason")

    def _compare(self, before: StartedContainer, after: StartedContainer) -> None:
        mine, theirs = _own(before), _own(after)
        same = mine.keys() == theirs.keys() and all(value.equals(theirs[name]) for name, value in mine.items())
        if not same or before.revision == after.revision:
            raise VerificationError("the container did not get the same environment", cure="please report it")
        self._say(
            f"The embedded ECS started {before.family}:{before.revision} before and {after.family}:{after.revision} "
            f"after: {len(mine)} variables, the same names, the same values."
        )

    def _heading(self, words: str) -> None:
        typer.secho(f"=== {words} ===", bold=_colour(), color=_colour() or None)
        typer.echo()

    def _step(self, words: str) -> None:
        typer.secho(f"$ {words}", bold=_colour(), color=_colour() or None)

    def _say(self, words: str) -> None:
        typer.echo(textwrap.fill(words, width()))

    def _show(self, document: dict[str, Any]) -> None:
        text = render(document, "text", colour=_colour(), width=width())
        typer.echo(text.strip().splitlines()[-1] if self.brief else text, color=_colour() or None)


def _own(container: StartedContainer) -> dict[str, SecretValue]:
    return {name: value for name, value in container.environment.items() if not name.startswith(_OWN)}


def _nothing_left(plan: Plan) -> str:
    return "nothing to move." if not plan.moves else f"{plan.moves} left."


def _colour() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ
