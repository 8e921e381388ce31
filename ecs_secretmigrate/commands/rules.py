"""``rules``: what the scanner looks for; ``rules explain NAME``: what it says of one value, which it never shows."""

from typing import TYPE_CHECKING, Annotated

import typer

from ecs_secretmigrate.commands.flags import OutputFlags
from ecs_secretmigrate.commands.groups import grouped
from ecs_secretmigrate.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from typing import Any

app = typer.Typer(rich_markup_mode=None, no_args_is_help=False)

EXPLAIN = {"ignore_unknown_options": True, "allow_extra_args": True}
"""What is too much may be a value: it must come here, and not into a message."""


@app.callback(invoke_without_command=True)
@grouped
def rules(context: typer.Context, output: OutputFlags) -> int:
    """List the detectors: what each looks for, and where the format is documented."""
    if context.invoked_subcommand is not None:
        return ExitCode.DONE
    from ecs_secretmigrate.commands.output import emit
    from ecs_secretmigrate.detectors.catalogue import RULES

    listed = [
        {"id": rule.id, "secret": rule.secret, "looksFor": rule.looks_for, "source": rule.source} for rule in RULES
    ]
    emit({"version": 1, "kind": "catalogue", "rules": listed}, output)
    return ExitCode.DONE


@app.command("explain", context_settings=EXPLAIN)
@grouped
def explain(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The variable's name.")],
    output: OutputFlags,
) -> int:
    """Say why a value is a secret, or is none. The value is asked for, or read from stdin; it is never shown."""
    if context.args or "=" in name:
        raise UsageError(
            "rules explain takes a NAME only: a value never goes on the command line, where the shell's history and "
            "every user of the machine can read it",
            cure="leave it out, it is asked for or read from stdin; and if it is a secret, rotate it",
        )
    from ecs_secretmigrate.commands.output import emit

    emit(_explained(name, _value(name)), output)
    return ExitCode.DONE


def _explained(name: str, value: str) -> "dict[str, Any]":
    from ecs_secretmigrate.detectors import judge
    from ecs_secretmigrate.detectors.catalogue import RULES
    from ecs_secretmigrate.detectors.names import read
    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.model.verdict import Confidence

    verdict, was_read = judge(name, value), read(name)
    rule = next((rule for rule in RULES if rule.id == verdict.detector), None)
    levels = list(Confidence)
    least = Options().min_confidence
    return {
        "version": 1,
        "kind": "explanation",
        "name": name,
        "readAs": was_read.sort.value,
        "word": was_read.word,
        "secret": verdict.secret,
        "move": verdict.secret and levels.index(verdict.confidence) <= levels.index(least),
        "confidence": verdict.confidence.value,
        "minConfidence": least.value,
        "detector": verdict.detector,
        "reason": verdict.reason,
        "looksFor": rule.looks_for if rule is not None else "",
        "source": rule.source if rule is not None else "",
    }


def _value(name: str) -> str:
    """The value: typed without being shown, or all of stdin without the line's end that ``echo`` adds."""
    import sys

    if not sys.stdin.isatty():
        text = sys.stdin.buffer.read().decode("utf-8", "replace")
        return text.removesuffix("\r\n") if text.endswith("\r\n") else text.removesuffix("\n")
    import getpass
    import warnings

    from ecs_secretmigrate.reports.wording import safe

    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass(f"Value of {safe(name)} (not shown; several lines: give them on stdin): ")
        except getpass.GetPassWarning:
            raise UsageError("this terminal cannot hide what is typed", cure="give the value on stdin") from None
        except EOFError:
            raise UsageError("no value was given", cure="type it, or give it on stdin") from None
