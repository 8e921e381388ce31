"""Ctrl-C while something is being changed: what is in flight is finished, nothing more is begun."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from typing import TYPE_CHECKING

import typer

from ecs_secretmigrate.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator


class Interrupts(threading.Event):
    """Set once Ctrl-C was pressed within :meth:`finishing`; pressed again, the process ends at once."""

    @contextlib.contextmanager
    def finishing(self) -> Iterator[None]:
        """Within it Ctrl-C only asks to come to an end; outside it ends the command as it does anywhere."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGINT, self._pressed)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    def _pressed(self, *_: object) -> None:
        if self.is_set():
            # Any crash is safe: a run that ends anywhere is simply run again.
            os._exit(ExitCode.INTERRUPTED)
        self.set()
        typer.echo(
            "Finishing what is in flight. Ctrl-C again ends at once; either way, run it again to go on.", err=True
        )
