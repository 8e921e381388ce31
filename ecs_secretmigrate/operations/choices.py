"""The choices of the configuration file where they stand in another file: checked, and left as they are written."""

from __future__ import annotations

from dataclasses import MISSING, fields
from enum import Enum
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.model.options import CustomPlace, Mapped, Options, Override
from ecs_secretmigrate.operations.reading import BAD

if TYPE_CHECKING:
    from ecs_secretmigrate.model.paths import Path
    from ecs_secretmigrate.operations.reading import Reading
    from ecs_secretmigrate.sources.documents import Node

_ROWS: dict[str, type] = {"secret": Override, "map": Mapped, "place": CustomPlace}
_BASELINE = "baseline"
# The three tables under the names of their fields, what reviews decided, and a name for files.
_ELSEWHERE = {"overrides", "maps", "places", "decisions", "family"}
_DEFAULTS = {field.name: field.default for field in fields(Options) if field.name not in _ELSEWHERE}

KEYS = frozenset({*_DEFAULTS, *_ROWS, _BASELINE})
"""Keys of the configuration file that hold for a target."""


def choice(reading: Reading, path: Path, node: Node) -> Any:
    """The value of one of :data:`KEYS`, as the configuration file would hold it."""
    key = str(path[-1])
    if key in _ROWS:
        rows = [_row(reading, where, row, _ROWS[key]) for where, row in reading.items(path, node)]
        return BAD if BAD in rows or not isinstance(node, list) else rows
    default = _DEFAULTS.get(key)
    if isinstance(default, bool):
        return reading.flag(path, node)
    if isinstance(default, tuple):
        texts = reading.texts(path, node)
        return BAD if texts is BAD else list(texts)
    text = reading.text(path, node)
    if text is not BAD and isinstance(default, Enum):
        values = [str(member.value) for member in type(default)]
        return text if text in values else reading.wrong(path, "is none of the choices", f"write {' or '.join(values)}")
    return text


def _row(reading: Reading, path: Path, node: Node, kind: type) -> Any:
    if not isinstance(node, dict):
        return reading.wrong(path, "must be a list of maps", f"each has {', '.join(f.name for f in fields(kind))}")
    given = reading.table(path, node, [field.name for field in fields(kind)])
    missing = [field.name for field in fields(kind) if field.default is MISSING and field.name not in given]
    if missing:
        return reading.wrong(path, f"has no {' and no '.join(missing)}", "write it")
    row = {key: reading.text((*path, key), value) for key, value in given.items()}
    return BAD if BAD in row.values() or set(row) != set(node) else row
