"""A machine-made value under a name that says nothing."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from ecs_secretmigrate.detectors import words
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
_ONE_CASE = Pattern(r"[a-z0-9]{32,}|[A-Z0-9]{32,}")
_TYPED_ID = Pattern(r"[a-z]{2,8}[-_]")
_GROUPS = Pattern(r"(?=\D*\d)(?:[A-Z0-9]{4,8}-){3,7}[A-Z0-9]{4,8}")
_LICENCES = frozenset({"license", "licence", "serial", "activation"})
_COMMIT = 40
_LEAST = 24
_MOST = 512
_SURE = 32


def find(subject: Subject) -> Verdict | None:
    """Say so if the value is one run of letters of both cases and digits, long and varied: no digest, id or word."""
    bare = subject.bare
    if subject.name.sort is Sort.NEUTRAL and _LICENCES.intersection(subject.name.tokens) and _GROUPS.fullmatch(bare):
        return found(RULE.id, "it has the form of a licence's key, and its name says licence", Confidence.MEDIUM)
    if subject.name.sort is not Sort.NEUTRAL or not _LEAST <= len(bare) <= _MOST:
        return None
    if not _ALPHABET.fullmatch(bare) or _UUIDISH.search(bare):
        return None
    if _HEX.fullmatch(bare):
        return _hexadecimal(subject.name.tokens, bare.removeprefix("0x"))
    issued = bool(words.SERVICES.intersection(subject.name.tokens))
    if issued and _ONE_CASE.fullmatch(bare) and _is_varied_run(bare):
        return found(RULE.id, "it looks random, and its name says a company that issues credentials", Confidence.MEDIUM)
    kinds = [_kind(character) for character in bare]
    signs = sum(character in "+/=" for character in bare)
    if min(kinds.count(0) + signs, kinds.count(1), kinds.count(2)) < 2:
        return None
    # Words and identifiers keep to one case for long; a random run changes its class again and again.
    changes = sum(a != b for a, b in itertools.pairwise(kinds))
    if changes * 5 < len(bare) * 2 or len(set(bare)) * 2 < min(len(bare), 40):
        return None
    confidence = Confidence.MEDIUM if len(bare) >= _SURE or (issued and not _TYPED_ID.match(bare)) else Confidence.LOW
    return found(RULE.id, "it looks random and its name says nothing", confidence)


def _hexadecimal(tokens: tuple[str, ...], digits: str) -> Verdict | None:
    """Say so if it is as long as a key: a name that says digest, commit or id is no longer neutral here.

    Forty digits are a Git commit's.
    """
    if len(digits) < _SURE or len(digits) == _COMMIT or words.CLIENT_SIDE.intersection(tokens) or len(set(digits)) < 8:
        return None
    return found(RULE.id, "it looks like a key's hexadecimal digits, and its name says nothing", Confidence.MEDIUM)


def _is_varied_run(bare: str) -> bool:
    changes = sum(a.isdigit() != b.isdigit() for a, b in itertools.pairwise(bare))
    return changes * 6 >= len(bare)


def _kind(character: str) -> int:
    return 0 if character.isdigit() else 1 if character.isupper() else 2 if character.islower() else 3
