"""The command: the only place that catches errors and sets the exit code."""

from __future__ import annotations

import sys
import traceback
from typing import TYPE_CHECKING, Annotated

import typer

from ecs_secretmigrate import __version__
from ecs_secretmigrate.commands import (
    apply,
    demo,
    plan,
    policy,
    retire,
    rollback,
    rules,
    sandbox,
    scan,
    show,
    status,
    targets,
    verify,
)
from ecs_secretmigrate.errors import ExitCode, SecretMigrateError

if TYPE_CHECKING:
    from collections.abc import Sequence

app = typer.Typer(
    name="ecs-secretmigrate",
    help="Move plaintext secrets out of Amazon ECS task definitions into Secrets Manager or Parameter Store.",
    no_args_is_help=True,
    add_completion=False,
    # Plain help starts in half the time; locals in a traceback would show values.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
)


def _version(*, asked: bool) -> None:
    if asked:
        typer.echo(f"ecs-secretmigrate {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """What stands before the verb."""


VERBS = {
    "scan": scan.scan,
    "plan": plan.plan,
    "show": show.show,
    "apply": apply.apply,
    "verify": verify.verify,
    "status": status.status,
    "rollback": rollback.rollback,
    "retire": retire.retire,
    "policy": policy.policy,
    "demo": demo.demo,
    "sandbox": sandbox.sandbox,
}
for name, verb in VERBS.items():
    app.command(name, context_settings=sandbox.CONTEXT if name == "sandbox" else None)(verb)
app.add_typer(rules.app, name="rules")
app.add_typer(targets.app, name="targets")


# typer carries its own copy of click; this is what its usage errors have in common.
_USAGE: type[Exception] = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")


def main() -> None:
    """The console script."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; nothing is raised and no traceback is shown.

    Args:
        arguments: the words after the program's name.
    """
    try:
        result = app(args=list(arguments), prog_name="ecs-secretmigrate", standalone_mode=False)
    except SecretMigrateError as error:
        _say(str(error))
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        _say("interrupted: run it again to go on")
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        return ExitCode.FAILED
    except _USAGE as error:
        verb = getattr(getattr(error, "ctx", None), "info_name", None)
        hint = f" (see {verb} --help)" if verb else ""
        message: str = error.format_message()  # type: ignore[attr-defined]
        if type(error).__name__ == "NoArgsIsHelpError":
            typer.echo(message, err=True)
            return ExitCode.USAGE
        _say(f"{message.rstrip('.')}{hint}")
        return ExitCode.USAGE
    except Exception as error:  # noqa: BLE001 - the last line of defence: a message may hold a value, its place cannot
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{frame.filename.rsplit('/ecs_secretmigrate/', 1)[-1]}:{frame.lineno}"
        _say(f"internal error: {type(error).__name__} at {place}: please report it; what is done stays done")
        return ExitCode.FAILED
    return int(result or 0)


def _say(message: str) -> None:
    typer.echo(f"ecs-secretmigrate: {message}", err=True)
