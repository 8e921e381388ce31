"""The command: the only place that catches errors and sets the exit code."""

from __future__ import annotations

import sys
import traceback
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer

from ecs_secretmigrate import __version__
from ecs_secretmigrate.errors import ExitCode, SecretMigrateError

if TYPE_CHECKING:
    from collections.abc import Sequence

HELP = "Move plaintext secrets out of Amazon ECS task definitions into Secrets Manager or Parameter Store."
VERBS = (
    "scan",
    "plan",
    "show",
    "apply",
    "verify",
    "status",
    "rollback",
    "retire",
    "policy",
    "demo",
    "sandbox",
    "rules",
    "targets",
)
"""Each is a file of its name beside this one, with a function of its name, or an ``app`` of verbs of its own."""


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
        result = _app(arguments)(args=list(arguments), prog_name="ecs-secretmigrate", standalone_mode=False)
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


def _version(*, asked: bool) -> None:
    if asked:
        typer.echo(f"ecs-secretmigrate {__version__}")
        raise typer.Exit


def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """What stands before the verb."""


def _app(arguments: Sequence[str]) -> typer.Typer:
    """The command line with the one verb that is asked for, so that the others cost nothing, or with all of them."""
    app = typer.Typer(
        name="ecs-secretmigrate",
        no_args_is_help=True,
        add_completion=False,
        # Plain help starts in half the time; locals in a traceback would show values.
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        pretty_exceptions_show_locals=False,
    )
    app.callback(help=HELP)(_options)  # with one verb alone typer would leave its name out
    for name in arguments[:1] if arguments[:1] and arguments[0] in VERBS else VERBS:
        module = import_module(f"ecs_secretmigrate.commands.{name}")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name)
        else:
            app.command(name, context_settings=getattr(module, "CONTEXT", None))(getattr(module, name))
    return app


def _say(message: str) -> None:
    typer.echo(f"ecs-secretmigrate: {message}", err=True)
