"""Lengths of time as people write them on a command line."""

from __future__ import annotations

import re
from datetime import timedelta

from ecs_secretmigrate.errors import UsageError

_UNITS = {"": "seconds", "s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_FORM = re.compile(r"(\d+(?:\.\d+)?)([smhdw]?)")


def duration(flag: str, text: str) -> timedelta:
    """``24h``, ``90m``, ``7d``, ``0``; a number alone is seconds.

    Raises:
        UsageError: it is none.
    """
    match = _FORM.fullmatch(text.strip().lower())
    if match is None:
        raise UsageError(f"{flag} {text} is no length of time", cure="write it as 24h, 90m, 7d or 0")
    return timedelta(**{_UNITS[match[2]]: float(match[1])})
