"""Not a secret: there is nothing there. Empty, null, a mask, a template that is filled in elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecs_secretmigrate.detectors import shapes
from ecs_secretmigrate.detectors.pattern import Pattern
from ecs_secretmigrate.detectors.rule import Rule, benign

if TYPE_CHECKING:
    from ecs_secretmigrate.detectors.subject import Subject
    from ecs_secretmigrate.model.verdict import Verdict

RULE = Rule("benign-empty", False, "nothing: empty, null, a mask, an unfilled template, a documentation's example")

_WORDS = frozenset(
    """
    null none nil n/a na - -- undefined unset empty todo tbd fixme blank nan void unused not-used not_used notused
    not-set notset not_set "" '' disabled redacted [redacted] <redacted> (redacted) masked hidden *** ... … ? x xx xxx
    not-applicable not_applicable notapplicable {} [] "null" 'null' (none) <none> <null> [none] ~ #n/a no-value omitted
    """.split()
)
_VARIABLE = Pattern(r"[A-Z]{2,20}(?:_[A-Z]{2,20}){1,6}")
_VENDOR_EXAMPLES = frozenset(
    {
        "AKIA" + "IOSFODNN7EXAMPLE",
        "ASIA" + "IOSFODNN7EXAMPLE",
        "AKIA" + "I44QH8DHBEXAMPLE",
        "wJalrXUtnFEMI" + "/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "wJalrXUtnFEMI" + "/K7MDENG+bPxRfiCYEXAMPLEKEY",
        "je7MtGbClwBF" + "/2Zp9Utk/h3yCo8nvbEXAMPLEKEY",
    }
)


def find(subject: Subject) -> Verdict | None:
    """Say so if the value holds nothing."""
    bare, name = subject.bare, subject.name
    if name.word in {"pin", "pins"} and bare.isdigit():
        return None  # 0000 opens a door
    if _VARIABLE.fullmatch(bare) and subject.depth == 0 and name.tokens and _says_the_same(bare, name.tokens):
        return benign(RULE.id, "it repeats its own name: something fills it in elsewhere")
    why = reason(bare)
    return benign(RULE.id, why) if why else None


def _says_the_same(bare: str, tokens: tuple[str, ...]) -> bool:
    words = tuple(bare.lower().split("_"))
    return tokens[-len(words) :] == words


def find_template(subject: Subject) -> Verdict | None:
    """Say so if what the value says besides its placeholders is no credential."""
    text = subject.text
    if shapes.has_hole(text) and not shapes.looks_made(shapes.without_holes(text)):
        return benign(RULE.id, "it is a template that is filled in elsewhere")
    return None


def reason(bare: str) -> str:
    """Why it holds nothing; empty if it holds something."""
    if not bare:
        return "it is empty"
    if len(bare) <= 16 and bare.lower() in _WORDS:
        return "it is a word for nothing"
    if len(bare) > 512:
        return ""
    if bare[0] in "*x\u2022X0.#_-" and shapes.is_mask(bare) and (len(bare) > 3 or bare[0] != "0"):
        return "it is a mask"
    if shapes.is_template(bare):
        return "it is a template that is filled in elsewhere"
    if bare in _VENDOR_EXAMPLES:
        return "it is the example of the provider's documentation"
    return ""
