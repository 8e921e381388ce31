"""What happens in a run, for machines: JSON lines, each written as it happens. No value is in one."""

from __future__ import annotations

import json
import os
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TextIO

from ecs_secretmigrate.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


class Events:
    """Writes events to a file (0600, appended to); to nowhere where there is no file.

    Args:
        path: the file, or None.

    Raises:
        UsageError: it cannot be written.
    """

    def __init__(self, path: Path | None) -> None:
        self._lock = threading.Lock()
        self._file: TextIO | None = None
        if path is not None:
            try:
                descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            except OSError as error:
                raise UsageError(f"--events {path} cannot be written", cure=str(error.strerror)) from None
            self._file = os.fdopen(descriptor, "w", encoding="utf-8")

    def write(self, event: str, **details: Any) -> None:
        """Write one event with its time in UTC."""
        if self._file is None:
            return
        row = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, **details}
        with self._lock:
            self._file.write(json.dumps(row, ensure_ascii=False) + "\n")
            self._file.flush()

    def close(self) -> None:
        """No more events."""
        if self._file is not None:
            self._file.close()
