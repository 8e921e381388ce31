"""A token in the form its provider documents, under whatever name."""

from __future__ import annotations

import re
import zlib
from functools import cache
from typing import TYPE_CHECKING

from ecs_secretmigrate.detectors.formats import PROVIDERS, Provider
from ecs_secretmigrate.detectors.keywords import branches
from ecs_secretmigrate.detectors.pattern import Pattern
from ecs_secretmigrate.detectors.rule import Rule, benign, found
from ecs_secretmigrate.model.verdict import Confidence

if TYPE_CHECKING:
    from ecs_secretmigrate.detectors.subject import Subject
    from ecs_secretmigrate.model.verdict import Verdict

RULES: tuple[Rule, ...] = tuple(
    Rule(f"provider-{row.id}", True, row.title, row.source)
    for row in {row.id: row for row in reversed(PROVIDERS)}.values()
)

_PATTERNS = tuple((row, Pattern(row.rest)) for row in PROVIDERS)
_MARKED = tuple((row, pattern) for row, pattern in _PATTERNS if not row.prefix)
_PREFIXES = sorted({row.prefix for row in PROVIDERS if row.prefix})


@cache
def _under(prefix: str) -> list[tuple[Provider, Pattern]]:
    """The rows that it may be under a prefix, the longest prefix first: sk-ant- before sk-."""
    rows = ((row, pattern) for row, pattern in _PATTERNS if row.prefix and prefix.startswith(row.prefix))
    return sorted(rows, key=lambda pair: -len(pair[0].prefix))


# The cheap first pass: where no prefix and no mark is, no documented token can be.
_START = Pattern(r"(?<![A-Za-z0-9_])" + branches(_PREFIXES))
_SHORTEST = 16
_SHORTEST_MARKED = 30
_LEAST_VARIETY = 5
_SAMPLE = Pattern(
    r"your|x{4}|example|placeholder|change|replace|dummy|redacted|\.\.\.|here$|insert|0{8}|\*{3}|1234567890abc",
    re.IGNORECASE,
)
_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CHECKED = ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "npm_")
"""GitHub's and npm's tokens end with the CRC-32 of what stands between prefix and it, in base 62.

Source: GitHub blog, "Behind GitHub's new authentication token formats"; npm blog, "Changelog: automation tokens".
"""


def find(subject: Subject) -> Verdict | None:
    """Say so if the value holds a documented token."""
    text = subject.text
    if len(text) < _SHORTEST:
        return None
    hit = _token(text)
    if hit is None:
        return None
    row, token = hit
    rest = token[len(row.prefix) :]
    if len(set(rest)) < _LEAST_VARIETY or _SAMPLE.search(token) is not None:
        return benign("benign-empty", "it is a sample in the form of a provider's token")
    if row.id == "google" and _is_for_browsers(subject):
        return benign("benign-public", "it is a key for browsers")
    if token.startswith(_CHECKED) and not _checksum_holds(token):
        return found(
            f"provider-{row.id}",
            f"it has the form of a {row.title}, although its checksum does not hold: cut short, or made up",
            Confidence.MEDIUM,
        )
    return found(f"provider-{row.id}", f"it has the documented form of a {row.title}")


def _is_for_browsers(subject: Subject) -> bool:
    """Whether the name says a web page's key; Google's keys look the same on both sides."""
    tokens = subject.name.tokens
    if {"backend", "server", "admin"}.intersection(tokens):
        return False
    return subject.name.browser or bool({"firebase", "browser"}.intersection(tokens))


def _token(text: str) -> tuple[Provider, str] | None:
    """The first documented token in a text."""
    for start in _START.finditer(text):
        for row, pattern in _under(start[0]):
            rest = pattern.match(text, start.start() + len(row.prefix))
            if rest is not None:
                return row, row.prefix + rest[0]
    if len(text) < _SHORTEST_MARKED:
        return None
    for row, pattern in _MARKED:
        if row.mark in text:
            match = pattern.search(text)
            if match is not None:
                return row, match[0]
    return None


def _checksum_holds(token: str) -> bool:
    number = zlib.crc32(token[4:-6].encode())
    digits = ""
    while number:
        number, digit = divmod(number, 62)
        digits = _BASE62[digit] + digits
    return token[-6:] == digits.rjust(6, "0")
