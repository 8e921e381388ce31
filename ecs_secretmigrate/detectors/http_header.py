"""An HTTP header or cookie with a credential (RFC 9110, section 11; RFC 6265)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecs_secretmigrate.detectors import reference, shapes
from ecs_secretmigrate.detectors.pattern import Pattern
from ecs_secretmigrate.detectors.rule import Rule, found

if TYPE_CHECKING:
    from ecs_secretmigrate.detectors.subject import Subject
    from ecs_secretmigrate.model.verdict import Verdict

RULE = Rule("http-header", True, "an HTTP header or cookie with a credential", "RFC 9110, section 11")

_HEADER = Pattern(
    r"(?:^|[\s,;\"'=:{])(?:authorization|proxy-authorization|x-[\w-]{0,40}(?:key|token|auth|team|secret|password)[\w-]{0,20}|api-key|apikey|"
    r"cookie|set-cookie|private-token|job-token|dd-api-key|ocp-apim-subscription-key|signoz-access-token|signoz-ingestion-key|lightstep-access-token)"
    r"\"?\s{0,3}(?:[:=]|%3d)\s{0,3}\"?(?:(?:bearer|basic|token|splunk|apikey|digest|bot|key)(?:\s|%20){1,3})?([^\s,;\"']{6,8192})",
    re.IGNORECASE,
)
_SCHEME = Pattern(
    r"(?:bearer|basic|token|splunk|apikey|api-token|bot|sso-key|ssws|genie[kK]ey|key|negotiate)\s{1,3}([A-Za-z0-9+/=._~:|-]{6,8192})",
    re.IGNORECASE,
)
_COOKIE = Pattern(
    r"(?:(?!-)[\w.-]{0,30}(?:sess|sid|auth|token|jwt|csrf)[\w.-]{0,30})=([\w%.~+/=-]{16,4096})", re.IGNORECASE
)
_SEES = (
    "sess",
    "SESS",
    "sid",
    "SID",
    "uthori",
    "ookie",
    "oken",
    "ey",
    "ecret",
    "assword",
    "eam",
    "uth",
    "TOKEN",
    "KEY",
    "UTH",
)


def find(subject: Subject) -> Verdict | None:
    """Say so if the value is, or holds, such a header."""
    bare = subject.bare
    if " " in bare[:12]:
        scheme = _SCHEME.fullmatch(bare)
        if scheme is not None and reference.is_value(scheme[1]) and not shapes.is_filler(scheme[1]):
            is_word = scheme[1].isalpha() and scheme[1].islower()
            if not is_word:
                return found(RULE.id, "it is an HTTP header with a credential")
    if (":" in bare or "=" in bare) and any(word in bare for word in _SEES):
        for match in _HEADER.finditer(bare):
            is_word = match[1].replace("-", "").replace("_", "").isalpha() and match[1].islower()
            if reference.is_value(match[1]) and not shapes.is_filler(match[1]) and not is_word:
                return found(RULE.id, "it holds an HTTP header with a credential")
        if "=" in bare:
            cookie = _COOKIE.match(bare)
            if (
                cookie is not None
                and shapes.looks_made(cookie[1])
                and not shapes.is_slug(cookie[1])
                and "://" not in bare
            ):
                return found(RULE.id, "it is a session's cookie")
    return None
