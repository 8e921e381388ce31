"""One combined pattern for many words: the cheap first look."""

from __future__ import annotations

import re

from ecs_secretmigrate.detectors import words
from ecs_secretmigrate.detectors.pattern import Pattern


def branches(texts: list[str], at: int = 0) -> str:
    """One pattern for all texts, parted at each character, so that most positions fail at their first."""
    heads: dict[str, list[str]] = {}
    for text in texts:
        heads.setdefault(text[at : at + 1], []).append(text)
    parts = [re.escape(head) + branches(group, at + 1) for head, group in sorted(heads.items(), reverse=True) if head]
    return f"(?:{'|'.join([*parts, *([''] if '' in heads else [])])})"


_IN_TWO_WORDS = frozenset(
    "phrase code codes passe khau secreta segreta secrete cookie community signature auth hmac license licence serial "
    "activation sessionid".split()
)
_VOCABULARY = words.PASSWORDS | words.CHOSEN | words.ISSUED | words.KEYS | _IN_TWO_WORDS
_STEMS = sorted(
    word for word in _VOCABULARY if word.isascii() and not any(other in word and other != word for other in _VOCABULARY)
)
_HINT = Pattern(branches(_STEMS))


def may_name_a_credential(lower: str) -> bool:
    """Whether a name in small letters can be a credential's at all; most are none, and need no reading for that."""
    return not lower.isascii() or _HINT.search(lower) is not None
