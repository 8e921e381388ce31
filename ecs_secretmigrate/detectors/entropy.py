"""A machine-made value under a name that says nothing."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from ecs_secretmigrate.detectors.names import Sort
from ecs_secretmigrate.detectors.pattern import Pattern
from ecs_secretmigrate.detectors.rule import Rule, found
from ecs_secretmigrate.model.verdict import Confidence

if TYPE_CHECKING:
    from ecs_secretmigrate.detectors.subject import Subject
    from ecs_secretmigrate.model.verdict import Verdict

RULE = Rule("entropy", True, "a random value under a name that says nothing")

_ALPHABET = Pattern(r"[A-Za-z0-9+/=_-]+")
_HEX = Pattern(r"(?:0x)?[0-9a-fA-F]+")
_UUIDISH = Pattern(r"[0-9a-f]{8}-[0-9a-f]{4}")
_LEAST = 24
_MOST = 512
_SURE = 32


def find(subject: Subject) -> Verdict | None:
    """Say so if the value is one run of letters of both cases and digits, long and varied: no digest, id or word."""
    bare = subject.bare
    if subject.name.sort is not Sort.NEUTRAL or not _LEAST <= len(bare) <= _MOST:
        return None
    if not _ALPHABET.fullmatch(bare) or _HEX.fullmatch(bare) or _UUIDISH.search(bare):
        return None
    kinds = [_kind(character) for character in bare]
    signs = sum(character in "+/=" for character in bare)
    if min(kinds.count(0) + signs, kinds.count(1), kinds.count(2)) < 2:
        return None
    # Words and identifiers keep to one case for long; a random run changes its class again and again.
    changes = sum(a != b for a, b in itertools.pairwise(kinds))
    if changes * 5 < len(bare) * 2 or len(set(bare)) * 2 < min(len(bare), 40):
        return None
    confidence = Confidence.MEDIUM if len(bare) >= _SURE else Confidence.LOW
    return found(RULE.id, "it looks random and its name says nothing", confidence)


def _kind(character: str) -> int:
    return 0 if character.isdigit() else 1 if character.isupper() else 2 if character.islower() else 3
