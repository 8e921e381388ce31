"""A password's hash or verifier: it can be cracked, and often is all it takes to log in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecs_secretmigrate.detectors.pattern import Pattern
from ecs_secretmigrate.detectors.rule import Rule, found
from ecs_secretmigrate.detectors.words import PASSWORDS

if TYPE_CHECKING:
    from ecs_secretmigrate.detectors.subject import Subject
    from ecs_secretmigrate.model.verdict import Verdict

RULE = Rule(
    "password-hash",
    True,
    "a password's hash or verifier: bcrypt, argon2, crypt, SCRAM, PBKDF2, LDAP schemes",
    "https://passlib.readthedocs.io/en/stable/modular_crypt_format.html",
)

_FORMS = Pattern(
    r"\$2[abxy]?\$\d\d\$[./A-Za-z0-9]{53}|\$(?:apr1|1|5|6|y|7|gy|sha1|md5|P|H|S)\$[^$\s]{0,40}\$?[^\s:,]{10,200}"
    r"|\$argon2(?:id|i|d)\$(?:v=\d+\$)?m=\d|argon2\$argon2\S{16,}|bcrypt(?:_sha256)?\$\S{16,}|"
    r"\{(?:SSHA|SHA|SMD5|MD5|CRYPT|SSHA256|SSHA512|SHA256|SHA512|PBKDF2[\w-]{0,10}|ARGON2)\}[A-Za-z0-9+/=$.]{16,}|SCRAM-SHA-(?:1|256|512)\$\d+:\S{16,}|"
    r"pbkdf2(?:_sha\d+|:sha\d+)[$:]\d+[$:]\S{16,}|\$scrypt\$\S{16,}|scrypt:\d+:\d+:\d+\$\S{16,}|\$pbkdf2(?:-sha\d+)?\$|(?<![0-9A-Fa-f*])\*[0-9A-F]{40}(?![0-9A-F])|"
    r"\$ml\$\d+\$|\$shiro1\$|\$PHPASS|\$P\$[./A-Za-z0-9]{31}|\$S\$[./A-Za-z0-9]{52}"
)
_POSTGRES = Pattern(r"md5[0-9a-f]{32}")
_DIGEST = Pattern(r"[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128}", re.IGNORECASE)
_LONGEST = 65_536


def find(subject: Subject) -> Verdict | None:
    """Say so if the value holds a password's hash."""
    text = subject.text
    if len(text) < 16:
        return None
    marked = "$" in text or "{" in text or "*" in text or "SCRAM" in text or "pbkdf2:" in text or "scrypt:" in text
    if (marked and _FORMS.search(text) is not None) or (text[:3] == "md5" and _POSTGRES.fullmatch(subject.bare)):
        return found(RULE.id, "it is a password's hash")
    tokens = subject.name.tokens
    if _HASHES.intersection(tokens) and PASSWORDS.intersection(tokens) and _DIGEST.fullmatch(subject.bare):
        return found(RULE.id, "it is a digest, and the name says of a password")
    return None


_HASHES = frozenset({"hash", "sha", "md", "sha256", "md5", "digest", "hashed"})
