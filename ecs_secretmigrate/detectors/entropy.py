"""A machine-made value under a name that says nothing."""

from __future__ import annotations

import itertools
import re

_ALPHABET = re.compile(r"^[A-Za-z0-9+/=_-]+$")
_HEX = re.compile(r"^(?:0x)?[0-9a-fA-F]+$")
_UUIDISH = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}")
_LEAST = 24
_MOST = 512


def looks_random(value: str) -> bool:
    """Whether a value is one run of letters of both cases and digits, long and varied, and no digest, id or word."""
    bare = value.strip()
    if not _LEAST <= len(bare) <= _MOST or not _ALPHABET.match(bare) or _HEX.match(bare) or _UUIDISH.search(bare):
        return False
    digits = sum(character.isdigit() for character in bare)
    upper = sum(character.isupper() for character in bare)
    lower = sum(character.islower() for character in bare)
    if digits < 3 or upper < 3 or lower < 3:
        return False
    # Words and identifiers keep to one case for long; a random run changes its class again and again.
    changes = sum(_kind(a) != _kind(b) for a, b in itertools.pairwise(bare))
    return changes * 2 >= len(bare) and len(set(bare)) * 2 >= min(len(bare), 40)


def _kind(character: str) -> int:
    return 0 if character.isdigit() else 1 if character.isupper() else 2 if character.islower() else 3
