"""Verdicts on revisions, remembered on disk by ARN: a revision never changes, so it need not be read again.

The file holds names and verdicts, no value and no hash of one; losing it loses nothing. A verdict holds for the choices
and the detectors that it was made with.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from ecs_secretmigrate import __version__, detectors
from ecs_secretmigrate.model.known import Known

if TYPE_CHECKING:
    from types import TracebackType

    from ecs_secretmigrate.model.options import Options

PLACE = "ECS_SECRETMIGRATE_CACHE"
"""Environment variable: the folder of the file, in the stead of the user's own cache folder."""
_FILE = "verdicts.sqlite3"
_WAIT_SECONDS = 10.0
_AT_ONCE = 500


class Verdicts:
    """The file of one user; several runs, and threads of one, may use it at once.

    Whatever happens to the file, a scan goes on: what cannot be read there is not known, and is read from AWS.

    Args:
        folder: where it is.
        options: the choices that the verdicts are made with.
    """

    def __init__(self, folder: Path, options: Options) -> None:
        self._made_with = _made_with(options)
        self._fresh: list[Known] = []
        self._base: sqlite3.Connection | None = None
        with contextlib.suppress(OSError, sqlite3.Error):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path = folder / _FILE
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            base = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False)
            base.execute("PRAGMA journal_mode = WAL")
            base.execute("CREATE TABLE IF NOT EXISTS verdict (arn TEXT PRIMARY KEY, made_with TEXT, row TEXT)")
            self._base = base

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # What was read before a run ended is known all the same.
        self._write()
        if self._base is not None:
            self._base.close()

    def speaks_of(self, account: str, region: str) -> bool:
        """Whether anything is known of an account and Region."""
        query = "SELECT 1 FROM verdict WHERE arn LIKE ? AND made_with = ? LIMIT 1"
        return self._one(query, f"arn:%:ecs:{region}:{account}:%") is not None

    def known(self, arn: str) -> Known | None:
        """What is known of a revision."""
        row = self._one("SELECT row FROM verdict WHERE arn = ? AND made_with = ?", arn)
        if row is None:
            return None
        with contextlib.suppress(ValueError, TypeError, KeyError):
            read = json.loads(row)
            return Known(**{**read, "notes": tuple(read["notes"]), "findings": tuple(read["findings"])})
        return None

    def remember(self, known: Known) -> None:
        """Remember what a scan saw."""
        self._fresh.append(known)
        if len(self._fresh) >= _AT_ONCE:
            self._write()

    def _one(self, query: str, arn: str) -> Any:
        if self._base is None:
            return None
        with contextlib.suppress(sqlite3.Error):
            row = self._base.execute(query, (arn, self._made_with)).fetchone()
            return None if row is None else row[0]
        return None

    def _write(self) -> None:
        """Many in one short transaction: another run, or another account of this one, waits no longer than that."""
        rows = [(known.source, self._made_with, json.dumps(asdict(known), ensure_ascii=False)) for known in self._fresh]
        self._fresh.clear()
        if self._base is None or not rows:
            return
        with contextlib.suppress(sqlite3.Error):
            self._base.execute("BEGIN IMMEDIATE")
            self._base.executemany("INSERT OR REPLACE INTO verdict VALUES (?, ?, ?)", rows)
            self._base.execute("COMMIT")


def folder(*, emulated: bool) -> Path | None:
    """The folder of the file; None where nothing is remembered: an emulator's revisions are not those of AWS."""
    named = os.environ.get(PLACE)
    if named:
        return Path(named)
    if emulated:
        return None
    import platformdirs

    return platformdirs.user_cache_path("ecs-secretmigrate")


def _made_with(options: Options) -> str:
    """The choices, the version and the detectors as they are, in one text."""
    made = hashlib.sha256(f"{__version__} {json.dumps(asdict(options), sort_keys=True, default=str)}".encode())
    for path in sorted(Path(detectors.__file__).parent.glob("*.py")):
        made.update(path.read_bytes())
    return made.hexdigest()
