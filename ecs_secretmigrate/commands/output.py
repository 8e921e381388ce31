"""Writing results: to stdout, or to a file that is whole or not there, readable by its owner only."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING, Any

import typer

from ecs_secretmigrate.errors import BlockedError, UsageError
from ecs_secretmigrate.reports import flow, render

if TYPE_CHECKING:
    from pathlib import Path

    from ecs_secretmigrate.commands.flags import OutputFlags
    from ecs_secretmigrate.reports.documents import ScanDocument


def emit(document: dict[str, Any], flags: OutputFlags) -> None:
    """Render a document in the format asked for and write it where it was asked for.

    Raises:
        UsageError: the format makes no sense for it, or the file cannot be written.
    """
    colour = flags.output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    text = render(document, flags.format.value, colour=colour, width=width())
    if flags.output is None or str(flags.output) == "-":
        typer.echo(text, nl=not text.endswith("\n"), color=colour or None)
    else:
        write(flags.output, text)
        typer.echo(f"written to {flags.output}", err=True)


def emit_flow(document: ScanDocument, flags: OutputFlags) -> None:
    """The same for a scan, which is written as it is found.

    Raises:
        UsageError: the file cannot be written.
        SecretMigrateError: a source cannot be read.
    """
    colour = flags.output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    pieces = flow(document, flags.format.value, colour=colour, width=width())
    if flags.output is None or str(flags.output) == "-":
        for piece in pieces:
            typer.echo(piece, nl=False, color=colour or None)
    else:
        from ecs_secretmigrate.sources.writing import write_whole

        write_whole(flags.output, (piece.encode("utf-8", "backslashreplace") for piece in pieces), mode=0o600)
        typer.echo(f"written to {flags.output}", err=True)


def write(path: Path, text: str) -> None:
    """Write a file, whole or not at all, mode 0600."""
    from ecs_secretmigrate.sources.writing import write_whole

    write_whole(path, text.encode("utf-8", "backslashreplace"), mode=0o600)


def confirm(question: str, *, yes: bool) -> None:
    """Ask before something is done that cannot be taken back easily.

    Raises:
        UsageError: there is no terminal to ask on.
        BlockedError: the answer is no.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError("there is no terminal to ask on", cure="give --yes")
    if not typer.confirm(question, err=True):
        raise BlockedError("nothing was changed", cure="run it again when you are ready")


def progress(message: str) -> None:
    """A line for the person who waits, on stderr."""
    typer.echo(message, err=True)


def width() -> int:
    """Columns of the terminal, 80 where there is none."""
    return min(shutil.get_terminal_size((80, 24)).columns, 120)
