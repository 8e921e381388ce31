"""A mnemonic phrase of a wallet: twelve to twenty-four words that are its key (BIP-39)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecs_secretmigrate.detectors.pattern import Pattern
from ecs_secretmigrate.detectors.rule import Rule, found
from ecs_secretmigrate.model.verdict import Confidence

if TYPE_CHECKING:
    from ecs_secretmigrate.detectors.subject import Subject
    from ecs_secretmigrate.model.verdict import Verdict

RULE = Rule(
    "seed-phrase",
    True,
    "a wallet's mnemonic phrase of 12, 15, 18, 21 or 24 words",
    "https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki",
)

_PHRASE = Pattern(r"[a-z]{3,8}(?:[ ,]{1,2}[a-z]{3,8}){11,23}")
_COUNTS = frozenset({12, 15, 18, 21, 24})
_PROSE = frozenset("the and for with from that this was are not but into has have been were its their your our".split())
_NAMES = frozenset("wallet seed mnemonic phrase recovery backup words hd bip39 ledger signer deployer eth btc".split())
_LONGEST = 240


def find(subject: Subject) -> Verdict | None:
    """Say so if the value is such a phrase."""
    bare = subject.bare
    if len(bare) > _LONGEST or bare.count(" ") + bare.count(",") < 11 or _PHRASE.fullmatch(bare) is None:
        return None
    words = re.split(r"[ ,]+", bare)
    if len(words) not in _COUNTS or _PROSE.intersection(words):
        return None
    sure = _NAMES.intersection(subject.name.tokens)
    return found(RULE.id, "it is a wallet's mnemonic phrase", Confidence.HIGH if sure else Confidence.LOW)
