"""Reading a variable's name: what kind of thing does it name?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from ecs_secretmigrate.detectors import words

_SPLIT = re.compile(r"[^\W_]+", re.UNICODE)
_CAMEL = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+|[^\W\dA-Za-z_]+", re.UNICODE)
_QUANTITIES = frozenset({"max", "min", "num", "number", "total", "count", "limit", "n"})
_ID_WORDS = frozenset(
    """
    id ids uuid guid arn hash sha sha1 sha256 sha512 md5 digest checksum etag commit revision rev build release version
    image tag fingerprint thumbprint trace traceparent span request correlation pubkey public cert certificate ca
    modulus jwks address contract wallet txid block genesis sri csp integrity nonce sku path url uri host endpoint
    """.split()
)


class Sort(StrEnum):
    """What a name names."""

    PASSWORD = "password"
    CHOSEN = "chosen"
    ISSUED = "issued"
    KEY = "key"
    LOOSE_KEY = "loose-key"
    AUTH = "auth"
    ABOUT = "about"
    USER = "user"
    NEUTRAL = "neutral"
    IDENTIFIER = "identifier"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Name:
    """A name, read.

    Attributes:
        sort: what it names.
        word: the word that says so.
        tokens: its words, lower case.
        doubtful: whether a word after the credential's own is unknown, so that the value has a say.
        browser: whether its value is meant for browsers.
    """

    sort: Sort
    word: str
    tokens: tuple[str, ...]
    doubtful: bool = False
    browser: bool = False


@lru_cache(maxsize=65_536)
def read(name: str) -> Name:
    """Read a name; the same names come again and again, so what is read is kept."""
    tokens = tuple(tokens_of(name[:512]))
    lowered = name.lower()
    browser = lowered.startswith(words.PUBLIC_PREFIXES)
    if not tokens:
        return Name(Sort.NEUTRAL, "", tokens)
    significant = _significant(tokens)
    head = significant[-1] if significant else tokens[-1]
    found = _credential(significant)
    if found is None:
        sort = Sort.IDENTIFIER if _ID_WORDS.intersection(tokens) else Sort.NEUTRAL
        if head in {"user", "username", "login", "email", "admin", "usr"}:
            sort = Sort.USER
        return Name(sort, head, tokens, browser=browser)
    index, sort, word = found
    if sort is Sort.PUBLIC:
        return Name(sort, word, tokens, browser=True)
    after = significant[index + 1 :]
    if any(token in words.NOT_SECRET_HEADS for token in after):
        return Name(Sort.ABOUT, after[-1], tokens, browser=browser)
    if word in {"tokens", "keys", "secrets", "passwords"} and _QUANTITIES.intersection(significant):
        return Name(Sort.ABOUT, word, tokens, browser=browser)
    if word == "secret" and index and significant[index - 1] in {"credentials", "pull", "tls"} and not after:
        return Name(Sort.ABOUT, "secret", tokens, browser=browser)
    return Name(sort, word, tokens, doubtful=bool(after) and sort is not Sort.PASSWORD, browser=browser)


def _significant(tokens: tuple[str, ...]) -> list[str]:
    """The words without numbers and without last words that say nothing."""
    kept = [token for token in tokens if not token.isdigit()]
    while len(kept) > 1 and kept[-1] in words.TRAILING:
        kept.pop()
    return kept


def _credential(tokens: list[str]) -> tuple[int, Sort, str] | None:
    """The last word that names a credential: its index, sort and itself."""
    for index in range(len(tokens) - 1, -1, -1):
        token = tokens[index]
        if token in words.PASSWORDS:
            return index, Sort.PASSWORD, token
        if token in words.CHOSEN:
            return index, Sort.CHOSEN, token
        if token in words.ISSUED:
            return index, Sort.ISSUED, token
        if token in words.KEYS:
            return index, _key(tokens, index), token
        if token == "phrase" and index and tokens[index - 1] in {"pass", "seed", "secret", "recovery"}:
            return index, Sort.PASSWORD, "passphrase"
        if token in {"passe", "passer"} and "mot" in tokens:
            return index, Sort.PASSWORD, "mot de passe"
        if token in {"auth", "authorization"} and index == len(tokens) - 1:
            return index, Sort.AUTH, token
    return None


def _key(tokens: list[str], index: int) -> Sort:
    before = tokens[:index]
    if not before:
        return Sort.LOOSE_KEY
    nearest = before[-1]
    if words.PUBLIC_KEY_KINDS.intersection(before[-2:]) and nearest not in {
        "secret",
        "private",
        "access",
        "api",
    }:
        return Sort.PUBLIC
    if words.CLIENT_SIDE.intersection(before) and nearest not in {"secret", "private", "admin"}:
        return Sort.PUBLIC
    if nearest == "kms":
        return Sort.PUBLIC
    if nearest in {"id", "client"}:
        return Sort.LOOSE_KEY
    return Sort.KEY if nearest in words.SECRET_KEY_KINDS else Sort.LOOSE_KEY


def tokens_of(name: str) -> list[str]:
    """The words of a name: parted at punctuation, at capitals, at digits, and where two words run together."""
    tokens: list[str] = []
    for part in _SPLIT.findall(name):
        shouting = part.isupper() or part.islower()
        pieces = re.findall(r"[^\W\d_]+|\d+", part) if shouting else _CAMEL.findall(part)
        for piece in pieces:
            tokens.extend(_parted(piece.lower()))
    return tokens


def _parted(word: str) -> list[str]:
    """A word, or the two that run together in it: ``pgpassword`` gives ``pg`` and ``password``."""
    if len(word) < 6 or word in words.NOT_SECRET_HEADS or word in words.PASSWORDS | words.CHOSEN | words.ISSUED:
        return [word]
    for ending in words.RUN_TOGETHER:
        first = word.removesuffix(ending)
        if first != word and (first in words.COMMON or (len(ending) > 5 and len(first) > 1)):
            return [*_parted(first), ending]
    for start in ("password", "passwd", "apikey", "secretkey", "token", "secret"):
        last = word.removeprefix(start)
        if last != word and last in words.COMMON | words.NOT_SECRET_HEADS:
            return [start, last]
    return [word]
