"""``user:password``, alone or in a list, under a name that says basic auth, users or login."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecs_secretmigrate.detectors import reference, shapes
from ecs_secretmigrate.detectors.names import Sort
from ecs_secretmigrate.detectors.pattern import Pattern
from ecs_secretmigrate.detectors.rule import Rule, found
from ecs_secretmigrate.model.verdict import Confidence

if TYPE_CHECKING:
    from ecs_secretmigrate.detectors.subject import Subject
    from ecs_secretmigrate.model.verdict import Verdict

RULE = Rule("user-password", True, "user:password, alone or in a list", "RFC 7617")

_PAIR = Pattern(r"[\w.@+-]{1,64}[:/]([^\s:/,][^\s,]{1,127})")
_NAMES = frozenset(
    "basic auth users userpass login logins credentials creds htpasswd bundle account accounts pair sasl htpass breakglass".split()
)
_BY_MAIL = Pattern(r"(?:^|\s)[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}:([^\s:/@]{6,128})$")
_MADE = Pattern(r"(?!sha|md5|SHA|MD5)[\w.+-]{3,64}: ?[\w+/=~-]{20,128}")
_LONG_RUN = 32
_LONGEST = 4096


def find(subject: Subject) -> Verdict | None:
    """Say so if the value is such a pair, and its name is one for pairs."""
    bare = subject.bare
    if "@" in bare:
        match = _BY_MAIL.search(bare)
        if match is not None and reference.is_value(match[1]) and not match[1].isdigit():
            return found(RULE.id, "it is a mail address and a password")
    if ":" not in bare and "/" not in bare:
        return None
    if _NAMES.intersection(subject.name.tokens):
        sure = ":" in bare or shapes.looks_made(bare.partition("/")[2])
        return found(RULE.id, "it is user and password") if sure and is_pair(bare) else None
    if subject.name.sort is Sort.USER and is_pair(bare) and shapes.looks_made(bare.partition(":")[2]):
        return found(RULE.id, "it is user and password")
    if (
        subject.name.sort in {Sort.NEUTRAL, Sort.LOOSE_KEY}
        and _MADE.fullmatch(bare)
        and _is_random(bare.partition(":")[2])
    ):
        return found(RULE.id, "it is a name and something made up", Confidence.MEDIUM)
    return None


def _is_random(text: str) -> bool:
    shouted = len(text) >= _LONG_RUN and any(map(str.isdigit, text)) and any(map(str.isupper, text))
    return shouted or shapes.is_mixed(text)


def is_pair(bare: str) -> bool:
    """Whether a text is ``user:password``, or a list of them."""
    if len(bare) > _LONGEST or (":" not in bare and "/" not in bare):
        return False
    for part in bare.split(","):
        match = _PAIR.fullmatch(part.strip())
        if (
            match is None
            or not reference.is_value(match[1])
            or match[1].isdigit()
            or shapes.is_host(part.split(":")[0])
        ):
            return False
    return True
