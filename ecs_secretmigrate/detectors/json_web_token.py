"""A JSON Web Token that is not meant for browsers (RFC 7519)."""

from __future__ import annotations

import binascii
import json
from typing import TYPE_CHECKING

from ecs_secretmigrate.detectors.pattern import Pattern
from ecs_secretmigrate.detectors.rule import Rule, benign, found

if TYPE_CHECKING:
    from ecs_secretmigrate.detectors.subject import Subject
    from ecs_secretmigrate.model.verdict import Verdict

RULE = Rule("jwt", True, "a JSON Web Token that is not meant for browsers", "RFC 7519")

_TOKEN = Pattern(
    r"(?<![A-Za-z0-9_-])(e[yw][A-Za-z0-9_-]{8,8192})\.((?:e[yw])?[A-Za-z0-9_-]{8,16384})\.[A-Za-z0-9_-]{8,8192}"
)


def find(subject: Subject) -> Verdict | None:
    """Say so if the value holds a token."""
    text = subject.text
    if "ey" not in text or text.count(".") < 2:
        return None
    match = _TOKEN.search(text)
    header = _decoded(match[1]) if match else None
    if match is None or header is None or not {"alg", "typ", "enc"}.intersection(header):
        return None
    claims = _decoded(match[2]) or {}
    if claims.get("role") in {"anon", "anonymous", "public"} or subject.name.browser:
        return benign("benign-public", "it is a token meant for browsers")
    return found(RULE.id, "it is a JSON Web Token")


def _decoded(part: str) -> dict[str, object] | None:
    try:
        content = json.loads(binascii.a2b_base64(part.replace("-", "+").replace("_", "/") + "=" * (-len(part) % 4)))
    except (ValueError, RecursionError, binascii.Error):
        return None
    return content if isinstance(content, dict) else None
