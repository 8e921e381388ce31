"""A credential inside base64 text (RFC 4648)."""

from __future__ import annotations

import binascii
from typing import TYPE_CHECKING

from ecs_secretmigrate.detectors.names import CREDENTIALS
from ecs_secretmigrate.detectors.pattern import Pattern
from ecs_secretmigrate.detectors.rule import Rule, benign, found
from ecs_secretmigrate.detectors.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecs_secretmigrate.model.verdict import Verdict

RULE = Rule("base64", True, "a credential inside base64 text", "RFC 4648")

_ALPHABET = Pattern(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_LEAST = 24
_LAYERS = 3
# GIF, PNG, JPEG, gzip, zip, PDF, WebAssembly, a class file: what they start with, in base64.
_BINARY = ("R0lGOD", "iVBORw0KGgo", "/9j/", "H4sI", "UEsDB", "JVBERi0", "AGFzbQ", "yv66vg", "PHN2Zy", "AAABAA", "Qk0")


def find(subject: Subject, judge: Callable[[Subject], Verdict]) -> Verdict | None:
    """Say so if the value is base64 of text with a credential in it, or of something that has none.

    Args:
        subject: the value.
        judge: judges what is inside.
    """
    bare = subject.bare
    if len(bare) < _LEAST or subject.depth >= _LAYERS or not _ALPHABET.match(bare):
        return None
    if bare.startswith(_BINARY):
        return benign("benign-plain", "it is base64 of a picture or an archive")
    text = unwrapped(bare)
    if text is None:
        return None
    inner = judge(Subject(subject.name, text, subject.depth + 1))
    if inner.secret and not inner.detector.startswith(("name-", "entropy")):
        return found(RULE.id, f"it is base64 of a credential: {inner.reason}", inner.confidence)
    if subject.name.sort not in CREDENTIALS:
        return benign("benign-plain", "it is base64 of text without a credential")
    return None


def unwrapped(bare: str) -> str | None:
    """The text that base64 wraps; None where it wraps none."""
    compact = "".join(bare.split()) if " " in bare or "\n" in bare else bare
    if _ALPHABET.fullmatch(compact) is None:
        return None
    padded = compact.rstrip("=")
    try:
        # Its beginning tells whether it is text at all.
        _text(padded[:64])
        text = _text(padded)
    except (binascii.Error, ValueError):
        return None
    head = text[:2048].translate(_LAID_OUT)
    return text if head.isprintable() and (" " in head or any(mark in head for mark in _STRUCTURE)) else None


_LAID_OUT = str.maketrans("\r\n\t", "   ")
_STRUCTURE = "{[:=-"


def _text(part: str) -> str:
    part += "=" * (-len(part) % 4)
    return binascii.a2b_base64(part.replace("-", "+").replace("_", "/"), strict_mode=True).decode("utf-8")
