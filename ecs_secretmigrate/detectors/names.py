"""Reading a variable's name: what kind of thing does it name?

An English compound says what it is with its last word: PASSWORD_MIN_LENGTH is a length, TOKEN_URL a URL. Words that
say nothing (PROD, V2, VALUE) are passed over, and the word nearest before them that names a credential decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from ecs_secretmigrate.detectors import words
from ecs_secretmigrate.detectors.keywords import may_name_a_credential
from ecs_secretmigrate.detectors.tokens import tokens_of

_QUANTITIES = frozenset({"max", "min", "num", "number", "total", "count", "limit", "n", "context", "output", "input"})
_ID_WORDS = frozenset(
    """
    id ids uuid guid arn hash sha sha1 sha256 sha512 md5 md digest checksum etag org organization commit revision rev build release version
    image tag fingerprint thumbprint trace traceparent span request correlation pubkey public cert certificate ca
    modulus jwks address identifier contract mint program wallet account sid aud merkle database txid block genesis sri csp integrity nonce sku path url uri host endpoint
    """.split()
)
_USERS = frozenset({"user", "username", "login", "email", "admin", "usr"})
_ASKS_FOR_MORE = frozenset({"pat", "cred", "jwt", "bearer", "seed", "dek", "kek"})
_HEAD_LAST = frozenset(
    """
    password passwd passwords pass passphrase passcode pwd pw psw pswd passw passwrd psswd pword secret secrets salt
    salts pepper pin pins seed mnemonic totp otp token tokens credential credentials creds cred apikey apikeys apitoken
    authtoken accesstoken accesskey bearer jwt pat key keys
    """.split()
)
"""English words: what follows them has the last say. In Romance and Slavic languages it only tells whose it is."""


_SECRETS_KEPT = frozenset({"credentials", "pull", "tls", "existing"})
"""Kubernetes and Helm name a Secret object with these: imagePullSecret, existingSecret."""
_ASKED = frozenset({"forgot", "forgotten", "show", "hide", "toggle", "require", "requires"})
_CIPHERS = frozenset({"encryption", "encrypt", "crypto", "cipher"})


_OTHER_LANGUAGES = (words.PASSWORDS | words.CHOSEN) - _HEAD_LAST


class Sort(StrEnum):
    """What a name names."""

    PASSWORD = "password"
    CHOSEN = "chosen"
    ISSUED = "issued"
    KEY = "key"
    LOOSE_KEY = "loose-key"
    INDEX = "index"
    AUTH = "auth"
    ABOUT = "about"
    USER = "user"
    NEUTRAL = "neutral"
    IDENTIFIER = "identifier"
    PUBLIC = "public"


CREDENTIALS = frozenset({Sort.PASSWORD, Sort.CHOSEN, Sort.ISSUED, Sort.KEY})
"""Names that say a credential outright."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name, read.

    Attributes:
        sort: what it names.
        word: the word that says so.
        tokens: its words, lower case.
        doubtful: whether a word after the credential's own is unknown, so that the value has a say.
        browser: whether its value is meant for browsers.
        foreign: whether somebody else issues the value: a company's name, an API's key, a client's secret.
    """

    sort: Sort
    word: str
    tokens: tuple[str, ...]
    doubtful: bool = False
    browser: bool = False
    foreign: bool = False


@lru_cache(maxsize=4_096)
def read(name: str) -> Name:
    """Read a name; the same names come again and again, so what is read is kept."""
    name = name[:512]
    lower = name.lower()
    may_be = may_name_a_credential(lower)
    tokens = tuple(tokens_of(name, parted=may_be))
    browser = lower.startswith(words.PUBLIC_PREFIXES)
    if not tokens:
        return Name(Sort.NEUTRAL, "", tokens)
    significant = _significant(tokens)
    found = _credential(significant) if may_be else None
    if found is None:
        return Name(_without_credential(significant, tokens), significant[-1], tokens, browser=browser)
    index, sort, word = found
    if sort is Sort.PUBLIC:
        return Name(sort, word, tokens, browser=True)
    after = significant[index + 1 :]
    before = significant[:index]
    if word not in _HEAD_LAST and words.FOREIGN_ABOUT.intersection(significant):
        return Name(Sort.ABOUT, word, tokens, browser=browser)
    if after and (_is_about(after, word) or (word == "secret" and after[0] == "manager")):
        # Vault's AppRole: the SecretID is the credential, whatever "id" says elsewhere.
        is_secret_id = word == "secret" and after == ["id"]
        return Name(Sort.ABOUT, "secret_id" if is_secret_id else after[-1], tokens, browser=browser)
    if word in {"tokens", "keys", "secrets", "passwords", "pins"} and _QUANTITIES.intersection(significant):
        return Name(Sort.ABOUT, word, tokens, browser=browser)
    if word in {"secret", "secrets"} and before and before[-1] in _SECRETS_KEPT and not after:
        return Name(Sort.ABOUT, "secret", tokens, browser=browser)
    if before and before[-1] in _ASKED:
        return Name(Sort.ABOUT, before[-1], tokens, browser=browser)
    doubtful = word in _ASKS_FOR_MORE or (
        word in _HEAD_LAST and any(token not in words.QUALIFIERS and token.isascii() for token in after)
    )
    return Name(sort, word, tokens, doubtful=doubtful, browser=browser, foreign=_is_foreign(sort, before, after, word))


def _is_foreign(sort: Sort, before: list[str], after: list[str], word: str) -> bool:
    if words.SERVICES.intersection(before) or words.SERVICES.intersection(after):
        return True
    nearest = before[-1] if before else ""
    return (
        word in {"apikey", "apikeys", "clientsecret", "licensekey", "licencekey"}
        or (nearest == "client" and word == "secret")
        or (nearest in {"api", "license", "licence"} and sort is Sort.KEY)
    )


def _is_about(after: list[str], word: str) -> bool:
    if word == "pass" and after[0] in {"through", "thru", "host"}:
        return True
    if "hash" in after and word not in words.PASSWORDS:
        return True  # the digest of a token opens nothing
    return any(token in words.NOT_SECRET_HEADS for token in after)


def _without_credential(significant: list[str], tokens: tuple[str, ...]) -> Sort:
    if significant[-1] in _USERS:
        return Sort.USER
    return Sort.IDENTIFIER if _ID_WORDS.intersection(tokens) else Sort.NEUTRAL


def _significant(tokens: tuple[str, ...]) -> list[str]:
    """The words without numbers and without last words that say nothing."""
    kept = [token for token in tokens if not token.isdigit()] or list(tokens)
    while len(kept) > 1 and kept[-1] in words.TRAILING:
        kept.pop()
    return kept


def _credential(tokens: list[str]) -> tuple[int, Sort, str] | None:
    """The last word that names a credential: its index, sort and itself."""
    last = len(tokens) - 1
    for index in range(last, -1, -1):
        token = tokens[index]
        before = tokens[:index]
        if token in words.PASSWORDS:
            return index, Sort.PASSWORD, token
        if token in words.CHOSEN:
            return index, Sort.CHOSEN, token
        if token in _ASKS_FOR_MORE and any(word in _OTHER_LANGUAGES for word in before):
            continue  # SECRETO_JWT: in Romance languages the first word decides
        if token in words.ISSUED:
            if words.CLIENT_SIDE.intersection(before) and not {"secret", "private", "admin", "auth"} & set(before):
                return index, Sort.PUBLIC, token
            if {"public", "publishable"}.intersection(tokens[index - 1 : index] + tokens[index + 1 : index + 2]):
                return index, Sort.PUBLIC, token
            return index, Sort.ISSUED, token
        if token in words.KEYS:
            return index, _key(before, tokens[index + 1 :]), token
        found = _in_two_words(token, before, is_last=index == last)
        if found is not None:
            return index, found[0], found[1]
    return None


_TWO_WORDS: dict[tuple[str, str], tuple[Sort, str]] = {
    **{(first, "phrase"): (Sort.PASSWORD, "passphrase") for first in ("pass", "seed", "secret", "recovery", "backup")},
    **{
        (first, "code"): (Sort.CHOSEN, "pin")
        for first in (
            "pass",
            "pin",
            "security",
            "unlock",
            "backup",
            "recovery",
            "pairing",
            "door",
            "access",
            "alarm",
            "gate",
            "entry",
            "safe",
            "lock",
            "panel",
        )
    },
    ("backup", "codes"): (Sort.CHOSEN, "codes"),
    ("recovery", "codes"): (Sort.CHOSEN, "codes"),
    ("de", "passe"): (Sort.PASSWORD, "mot de passe"),
    ("palavra", "passe"): (Sort.PASSWORD, "palavra passe"),
    ("mat", "khau"): (Sort.PASSWORD, "mat khau"),
    ("frase", "secreta"): (Sort.PASSWORD, "passphrase"),
    ("frase", "segreta"): (Sort.PASSWORD, "passphrase"),
    ("phrase", "secrete"): (Sort.PASSWORD, "passphrase"),
    ("fa", "codes"): (Sort.CHOSEN, "codes"),
    ("mfa", "codes"): (Sort.CHOSEN, "codes"),
    ("erlang", "cookie"): (Sort.CHOSEN, "cookie"),
    ("snmp", "community"): (Sort.PASSWORD, "community"),
    ("session", "signature"): (Sort.CHOSEN, "signature"),
}
"""Two words that name a credential together."""


def _in_two_words(token: str, before: list[str], *, is_last: bool) -> tuple[Sort, str] | None:
    if before and (before[-1], token) in _TWO_WORDS:
        return _TWO_WORDS[before[-1], token]
    if not is_last:
        return None
    if token in {"auth", "authorization", "hmac", "basicauth", "authentication", "preauth"}:
        return Sort.AUTH, token
    if token in {"cookie", "license", "licence", "serial", "activation", "sessionid"} and before:
        return Sort.AUTH, token
    return None


def _key(before: list[str], after: list[str]) -> Sort:
    if after and after[0] in words.PUBLIC_HALVES:
        return Sort.PUBLIC
    if not before:
        return Sort.LOOSE_KEY
    nearest = before[-1]
    if nearest not in {"secret", "private", "access", "api"} and words.PUBLIC_HALVES.intersection(before[-2:]):
        return Sort.PUBLIC
    if words.CLIENT_SIDE.intersection(before) and nearest not in {"secret", "private", "admin"}:
        return Sort.PUBLIC
    if nearest == "kms":
        return Sort.PUBLIC
    if nearest in words.SECRET_KEY_KINDS or nearest in words.SERVICES:
        return Sort.KEY
    if nearest in words.INDEX_KEYS:
        return Sort.KEY if _CIPHERS.intersection(before) else Sort.INDEX
    if nearest in words.PRODUCTS:
        return Sort.KEY
    return Sort.LOOSE_KEY
