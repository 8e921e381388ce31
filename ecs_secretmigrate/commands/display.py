"""Progress of a bulk run for people: one bar a phase and one line a target; plain lines where there is no terminal."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, Any, Protocol

import typer

from ecs_secretmigrate.commands.output import width
from ecs_secretmigrate.reports.wording import safe

if TYPE_CHECKING:
    from collections.abc import Callable


class Display(Protocol):
    """What is told of a run as it goes."""

    def phase(self, title: str, total: int) -> None:
        """A phase begins: so many targets."""

    def begun(self, label: str) -> None:
        """A target is begun."""

    def said(self, label: str, message: str) -> None:
        """A step of a target."""

    def ended(self, label: str, words: str) -> None:
        """A target is at its end."""

    def close(self) -> None:
        """Nothing more is told."""


def display() -> Display:
    """The display for this stderr."""
    return _Bars() if sys.stderr.isatty() else _Lines()


class _Lines:
    """A line when a target ends, and a line when a phase begins."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ended = self._total = 0

    def phase(self, title: str, total: int) -> None:
        self._ended, self._total = 0, total
        self._say(f"{title}: {total:,} to do")

    def begun(self, label: str) -> None:
        return

    def said(self, label: str, message: str) -> None:
        return

    def ended(self, label: str, words: str) -> None:
        with self._lock:
            self._ended += 1
            done = self._ended
        self._say(f"[{done}/{self._total}] {label}: {words}")

    def close(self) -> None:
        return

    def _say(self, line: str) -> None:
        with self._lock:
            typer.echo(safe(line), err=True)


class _Bars:
    """rich's: the phase's bar, and under it a line for each target under way."""

    def __init__(self) -> None:
        from rich.console import Console, Group
        from rich.live import Live
        from rich.markup import escape
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        self._escape: Callable[[str], str] = escape
        self._console = Console(stderr=True, width=width(), highlight=False)
        self._phases = Progress(
            TextColumn("{task.description}"), BarColumn(bar_width=30), MofNCompleteColumn(), TimeElapsedColumn()
        )
        self._targets = Progress(TextColumn("  {task.description}"))
        self._phase: Any = None
        self._rows: dict[str, Any] = {}
        self._live = Live(Group(self._phases, self._targets), console=self._console, transient=True)
        self._live.start()

    def phase(self, title: str, total: int) -> None:
        if self._phase is not None:
            self._phases.remove_task(self._phase)
        self._phase = self._phases.add_task(self._escape(title), total=total)

    def begun(self, label: str) -> None:
        self._rows[label] = self._targets.add_task(self._line(label, "begun"), total=None)

    def said(self, label: str, message: str) -> None:
        if label in self._rows:
            self._targets.update(self._rows[label], description=self._line(label, message))

    def ended(self, label: str, words: str) -> None:
        row = self._rows.pop(label, None)
        if row is not None:
            self._targets.remove_task(row)
        self._console.print(self._escape(safe(f"{label}: {words}")))
        self._phases.advance(self._phase)

    def close(self) -> None:
        self._live.stop()

    def _line(self, label: str, message: str) -> str:
        """What fits on a line."""
        line, room = safe(f"{label}: {message}"), width() - 4
        return self._escape(line if len(line) <= room else line[: room - 1] + "…")
