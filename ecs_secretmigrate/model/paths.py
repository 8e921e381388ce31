"""Paths into a JSON-like document, and their JSONPath spelling."""

from __future__ import annotations

import re

Path = tuple[str | int, ...]
"""Keys and indexes from the root: ``("containerDefinitions", 0, "environment", 2, "value")``."""

_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def json_path(path: Path) -> str:
    """Spell a path as JSONPath: ``$.containerDefinitions[0].environment[2].value`` (RFC 9535)."""
    parts = ["$"]
    for step in path:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        elif _PLAIN_KEY.fullmatch(step):
            parts.append(f".{step}")
        else:
            escaped = step.replace("\\", "\\\\").replace("'", "\\'")
            parts.append(f"['{escaped}']")
    return "".join(parts)
