"""A URL with a password in it, before the host or in the query."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ecs_secretmigrate.detectors import reference, shapes
from ecs_secretmigrate.detectors.keywords import may_name_a_credential
from ecs_secretmigrate.detectors.names import CREDENTIALS, Sort, read
from ecs_secretmigrate.detectors.pattern import Pattern
from ecs_secretmigrate.detectors.rule import Rule, found

if TYPE_CHECKING:
    from ecs_secretmigrate.detectors.subject import Subject
    from ecs_secretmigrate.model.verdict import Verdict

PASSWORD = Rule("url-password", True, "a URL with a password in it", "RFC 3986, section 3.2.1")
QUERY = Rule("url-query", True, "a URL whose query carries a credential")

_URL = Pattern(r"(?<![A-Za-z0-9])([A-Za-z][A-Za-z0-9+.:-]{1,40})://([^\s\"'<>\\^`|]{3,2048})")
_END_OF_AUTHORITY = Pattern(r"[/?#]")
_QUERY = Pattern(r"[?&;]([A-Za-z][\w.-]{1,40})=([^&\s;#\"']{1,1024})")
_MOST_PARAMETERS = 1000
_TOKEN = 24
"""A token in the place of the user: NATS, notification services."""
_PARAMETERS = frozenset("appid sig signature code key pwd pass auth".split())


def find(subject: Subject) -> Verdict | None:
    """Say so if a URL in the value carries a credential."""
    text = subject.text
    if "://" not in text:
        return None
    if "@" in text:
        for match in _URL.finditer(text):
            if _has_password(match[1].lower(), match[2]):
                return found(PASSWORD.id, "it is a URL with a password in it")
    if "=" in text:
        for match in itertools.islice(_QUERY.finditer(text), _MOST_PARAMETERS):
            if _carries(match[1], match[2]):
                return found(QUERY.id, "it is a URL whose query carries a credential")
    return None


def _has_password(scheme: str, rest: str) -> bool:
    authority = _END_OF_AUTHORITY.split(rest, maxsplit=1)[0]
    at = authority.rfind("@")
    if at < 0:
        if "@" not in rest or ":" not in rest.split("@", 1)[0]:
            return False
        # A password with an unescaped slash or question mark in it.
        authority = rest[: rest.rfind("@")]
        if "?" in authority or scheme in {"http", "https"}:
            return False
        at = len(authority)
    user, colon, password = authority[:at].partition(":")
    if colon:
        return reference.is_value(unquote(password))
    if "sentry" in authority or "ingest" in authority:
        return False  # a DSN's public key
    alone = unquote(user)
    if not reference.is_value(alone) or not shapes.looks_made(alone):
        return False
    return scheme in {"redis", "rediss", "http", "https"} or (len(alone) >= _TOKEN and shapes.is_mixed(alone))


def _carries(parameter: str, text: str) -> bool:
    lower = parameter.lower()
    sort = read(parameter).sort if may_name_a_credential(lower) else Sort.NEUTRAL
    if sort not in CREDENTIALS and lower not in _PARAMETERS:
        return False
    value = unquote(text)
    if not reference.is_value(value) or value[:1] == "/":
        return False
    if sort not in CREDENTIALS:
        return shapes.looks_made(value)
    return sort is Sort.PASSWORD or len(value) >= 6
