"""A private key: PEM, PGP, PuTTY, with its newlines written out, or the body of a PEM without its header."""

from __future__ import annotations

import binascii
from typing import TYPE_CHECKING

from ecs_secretmigrate.detectors.pattern import Pattern
from ecs_secretmigrate.detectors.rule import Rule, found

if TYPE_CHECKING:
    from ecs_secretmigrate.detectors.subject import Subject
    from ecs_secretmigrate.model.verdict import Verdict

RULE = Rule(
    "private-key", True, "a private key: PEM, PGP, PuTTY, JWK, with literal newlines, or its base64", "RFC 7468"
)

_HEADER = Pattern(
    r"-----BEGIN (?:[A-Z0-9 ]{0,30})PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File-\d|BEGIN SSH2 ENCRYPTED PRIVATE KEY"
)
_SHORTEST_DER = 60
_LONGEST = 20_000
# PKCS#12 (RFC 7292) has version 3. SEQUENCE { INTEGER version …: PKCS#1 and PKCS#8 (RFC 8017, RFC 5958); SEC 1 (RFC 5915) has version 1.
_VERSIONS = (
    b"\x02\x01\x00\x02\x82",
    b"\x02\x01\x00\x02\x81",
    b"\x02\x01\x00\x30",
    b"\x02\x01\x01\x04",
    b"\x02\x01\x01\x30",
    b"\x02\x01\x03\x30",
)


def find(subject: Subject) -> Verdict | None:
    """Say so if the value is a private key."""
    text = subject.text
    if "PRIVATE KEY" in text or "PuTTY-User-Key" in text:
        if _HEADER.search(text) is None:
            return None
        return found(RULE.id, "it is a private key")
    bare = subject.bare
    if bare[:1] == "M" and _SHORTEST_DER <= len(bare) <= _LONGEST and _is_private_der(bare):
        return found(RULE.id, "it is the body of a private key")
    if bare.startswith("b3BlbnNzaC1rZXktdjE") and len(bare) >= _SHORTEST_DER:
        return found(RULE.id, "it is the body of an OpenSSH private key")
    return None


def _is_private_der(text: str) -> bool:
    try:
        der = binascii.a2b_base64("".join(text.replace("\\n", "").split()), strict_mode=True)
    except (binascii.Error, ValueError):
        return False
    if der[:1] != b"\x30" or len(der) < 40:
        return False
    length = der[1]
    body = der[2 + (length & 0x7F) :] if length & 0x80 else der[2:]
    return body.startswith(_VERSIONS)
