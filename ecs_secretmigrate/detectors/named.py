"""What a name says of its value: a password, a key, a token, or something about one."""

from __future__ import annotations

import re

from ecs_secretmigrate.detectors import inside, values
from ecs_secretmigrate.detectors.names import Name, Sort
from ecs_secretmigrate.model.verdict import Confidence, Verdict

_SLUG = re.compile(r"^[a-z][a-z0-9]*(?:[-_/.][a-z0-9]+)+$")
_SLUG_ABOUT = re.compile(r"(?:secret|credential|password|token|creds|key)s?(?:$|[-_/.])")
_NUMBER = re.compile(r"^-?\d+(?:\.\d+)?$")
_IDENTIFIER = re.compile(r"^[a-z]+(?:_[a-z]+)*$")


def judge_named(name: Name, value: str) -> Verdict | None:
    """Judge a value by its name, after its form said nothing; None for a name that names no credential."""
    bare = value.strip()
    match name.sort:
        case Sort.PASSWORD:
            return _secret("name-password", Confidence.HIGH, "the name says password") if _holds(name, bare) else None
        case Sort.CHOSEN:
            if name.doubtful and not values.looks_made(bare):
                return None
            if not _holds(name, bare) or (
                _is_locator(bare) and name.word in {"secret", "secrets"} and len(name.tokens) == 1
            ):
                return None
            return _secret("name-secret", Confidence.HIGH, "the name says secret key material")
        case Sort.ISSUED:
            return _issued(name, bare)
        case Sort.KEY | Sort.LOOSE_KEY:
            return _key(name, bare)
        case Sort.AUTH:
            if inside.user_and_password(bare):
                return _secret("name-auth", Confidence.HIGH, "the name says auth and the value is user and password")
            if values.looks_made(bare) and not values.is_host(bare) and not values.is_email(bare) and "://" not in bare:
                return _secret("name-auth", Confidence.MEDIUM, "the name says auth and the value looks made for it")
    return None


def _issued(name: Name, bare: str) -> Verdict | None:
    if not _holds(name, bare) or values.filler(bare) or (name.doubtful and not values.looks_made(bare)):
        return None
    if name.word in {"credential", "credentials", "creds"} and _is_locator(bare):
        return None
    sure = Confidence.HIGH if values.looks_made(bare) or len(bare) < 8 else Confidence.MEDIUM
    return _secret("name-token", sure, "the name says token or credential")


def _key(name: Name, bare: str) -> Verdict | None:
    if not _holds(name, bare) or _NUMBER.match(bare):
        return None
    if name.browser or (values.filler(bare) and "api" in name.tokens):
        return None
    if name.sort is Sort.KEY:
        if name.doubtful and not values.looks_made(bare):
            return None
        return _secret("name-key", Confidence.HIGH, "the name says a key that signs, encrypts or lets in")
    if (
        values.filler(bare)
        or (_IDENTIFIER.match(bare) and len(bare) > 3)
        or ("." in bare and values.is_host(bare))
        or "{" in bare
    ):
        return None
    if values.looks_made(bare):
        return _secret("name-key", Confidence.MEDIUM, "the name says key and the value looks like one")
    if len(bare) <= 3 or " " in bare or ":" in bare or "-" in bare or "/" in bare:
        return (
            _secret("name-key", Confidence.MEDIUM, "the name says key")
            if len(bare) <= 3 and name.tokens[0] != "key"
            else None
        )
    return None


def _holds(name: Name, bare: str) -> bool:
    """Whether what stands there can be the credential itself."""
    if name.browser and name.sort is not Sort.PASSWORD:
        return False
    if name.sort is not Sort.PASSWORD and (values.is_email(bare) or values.is_host(bare)):
        return False
    if bare.startswith(("http://", "https://")) and "@" not in bare:
        return False
    return not (name.sort is not Sort.PASSWORD and bare[:1] in "{[" and bare[-1:] in "}]")


def _is_locator(bare: str) -> bool:
    """Whether it reads as the name of a secret that is kept elsewhere: ``orders-db-credentials``."""
    return _SLUG.match(bare) is not None and _SLUG_ABOUT.search(bare) is not None


def _secret(detector: str, confidence: Confidence, reason: str) -> Verdict:
    return Verdict(detector, True, confidence, reason)
