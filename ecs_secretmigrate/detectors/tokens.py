"""The words of a variable's name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ecs_secretmigrate.detectors import words
from ecs_secretmigrate.detectors.pattern import Pattern

_SPLIT = Pattern(r"[^\W_]+", re.UNICODE)
_SHOUTED = Pattern(r"[^\W\d_]+|\d+", re.UNICODE)
_CAMEL = Pattern(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+|[^\W\dA-Za-z_]+", re.UNICODE)
_PLAIN = Pattern(r"[a-z]+|\d+")
_SPLITTABLE = (
    words.PASSWORDS
    | words.CHOSEN
    | words.ISSUED
    | words.KEYS
    | words.NOT_SECRET_HEADS
    | words.QUALIFIERS
    | words.SECRET_KEY_KINDS
    | {"store", "pre", "de", "pub", "sec", "priv"}
) - {"a", "b", "c", "v", "x", "y", "de", "us", "pre"}
_CREDENTIAL_WORDS = words.PASSWORDS | words.CHOSEN | words.ISSUED | words.KEYS


def tokens_of(name: str, *, parted: bool = True) -> list[str]:
    """The words of a name: parted at punctuation, at capitals, at digits, and where two words run together.

    Args:
        name: the name.
        parted: whether to look for words that run together at all.
    """
    if not name.isascii():
        name = _without_accents(name)
    elif name.isupper() or name.islower():
        pieces = _PLAIN.findall(name.lower())
        return [token for piece in pieces for token in _parted(piece)] if parted else pieces
    tokens: list[str] = []
    for part in _SPLIT.findall(name):
        pieces = _SHOUTED.findall(part) if part.isupper() or part.islower() else _CAMEL.findall(part)
        for piece in pieces:
            tokens.extend(_parted(piece.lower()))
    return tokens


_LONG_WORDS = (
    "password", "passwd", "passphrase", "passwort", "kennwort", "wachtwoord", "contrasena", "motdepasse",
)  # fmt: skip
_ENDINGS = (
    "userpass",
    "dbpass",
    "adminpass",
    "rootpass",
    "encryptkey",
    "encryptionkey",
    "signingkey",
    "secretkey",
    "privatekey",
    "accesskey",
    "sharedkey",
    "token",
    "secret",
    "schluessel",
    "schlussel",
    "apikey",
)


def _without_accents(name: str) -> str:
    """Latin letters without their accents; other scripts as they are, for there the marks are letters."""
    plain: list[str] = []
    for character in unicodedata.normalize("NFKC", name):
        base = unicodedata.normalize("NFKD", character)
        plain.append(base[0] if base[0].isascii() else _NO_ACCENT.get(character, character))
    return "".join(plain)


_NO_ACCENT = {"ł": "l", "ø": "o", "\u0131": "i", "ß": "ss", "đ": "d"}


@lru_cache(maxsize=16_384)
def _parted(word: str) -> tuple[str, ...]:
    """A word, or those that run together in it: ``pgpassword`` gives ``pg`` and ``password``."""
    if not word.isascii():
        return tuple(meaning for text, meaning in words.SCRIPTS if text in word) or (word,)
    if len(word) < 5 or word in words.WHOLE or word in _SPLITTABLE:
        return (word,)
    for text in _LONG_WORDS:
        # So long a word stands for itself, whatever surrounds it.
        before, found, after = word.partition(text)
        if found:
            return (*(_parted(before) if before else ()), text, *(_parted(after) if after else ()))
    parts = _cover(word)
    if parts is not None and _CREDENTIAL_WORDS.intersection(parts):
        return parts
    for text in _ENDINGS:
        if word.endswith(text) and len(word) > len(text) + 2:
            return (word.removesuffix(text), text)
    return (word,)


def _cover(word: str) -> tuple[str, ...] | None:
    """The fewest known words that make up this one."""
    if len(word) > 40:
        return None
    best: list[tuple[str, ...] | None] = [()] + [None] * len(word)
    for end in range(2, len(word) + 1):
        for start in range(max(0, end - 16), end - 1):
            head = best[start]
            if head is not None and word[start:end] in _SPLITTABLE:
                known = best[end]
                if known is None or len(head) + 1 < len(known):
                    best[end] = (*head, word[start:end])
    return best[len(word)]
