"""Not a secret: a value whose form no credential has. A flag, a path, a duration, an algorithm, a class, a date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecs_secretmigrate.detectors.names import CREDENTIALS, Sort
from ecs_secretmigrate.detectors.pattern import Pattern
from ecs_secretmigrate.detectors.rule import Rule, benign

if TYPE_CHECKING:
    from ecs_secretmigrate.detectors.subject import Subject
    from ecs_secretmigrate.model.verdict import Verdict

RULE = Rule("benign-plain", False, "a flag, path, duration, algorithm, class, date or address")

_FLAG = "it is a flag"
_PATH = "it is a path"
_FLAGS = frozenset(
    """
    true false yes no on off enabled disabled enable disable always never auto automatic required optional allow deny
    strict lax none default inherit t f y n 0 1 debug info warn warning error trace include omit same-origin verify-full
    prefer require ifneeded if_needed always-on read write readwrite
    """.split()
)
_ALGORITHMS = (
    r"[HREP]S(?:256|384|512)|EdDSA|ES256K|A(?:ES)?[-_]?(?:128|192|256)(?:[-_]?(?:GCM|CBC|CTR|ECB|KW|GCMKW|SIV)(?:[-_]?\w+)?)?|AES|"
    r"SHA-?(?:1|224|256|384|512)|md5|bcrypt|scrypt|argon2(?:id|i|d)?|pbkdf2(?:[-_:]\w+)*|hmac[-_]?sha\d*|RSA(?:[-_]?\d+)?|"
    r"ed25519|ecdsa(?:-\w+)*|x25519|chacha20(?:[-_]?poly1305)?|bearer|basic|digest|negotiate|plain|scram-sha-\d+|jwt|oauth2?|oidc|"
    r"saml2?|ldap|kerberos|RSA-OAEP(?:-\d+)?|dir|client_secret_(?:basic|post|jwt)|private_key_jwt|authorization_code|"
    r"client_credentials|aws-kms|vault|local|file|env|environment|opaque|jwks?|symmetric|asymmetric|x-[a-z-]+|authorization|"
    r"secp256[kr]1|prime256v1|P-(?:256|384|521)|blowfish|3?des|cookie|header|query|body|session"
)
_FORMS = Pattern(
    r"(?P<path>(?:[a-z]{2,12}:)?(?:~|\.{1,2})?/[\w.@%+~ -]+(?:/[\w.@%+~ -]+)*/?|[A-Za-z]:\\.*"
    r"|[\w.-]+(?:/[\w.-]+)*\.(?:pem|key|crt|cer|p12|pfx|jks|json|ya?ml|txt|conf|cfg|ini|toml|properties|env|kdbx|gpg|asc|pub|p8|ppk|keytab|tpl|db|sqlite3?|html?|js|py|sh|sql|log|xml|csv))"
    r"|(?P<duration>(?:\d+(?:\.\d+)?\s*(?:ms|us|ns|s|sec|seconds?|m|min|minutes?|h|hrs?|hours?|d|days?|w|weeks?|y|k|kb|mb|gb|kib|mib|gib|%|b))+|P(?:T?\d+[DHMSWY])+)"
    rf"|(?P<algorithm>{_ALGORITHMS})"
    r"|(?P<class>(?:[a-z_]\w*\.){2,}[A-Za-z_$][\w$]*|(?:[A-Z]\w*\\)+\w+)"
    r"|(?P<date>\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?)"
    r"|(?P<address>\d{1,3}(?:\.\d{1,3}){3}(?:[:/]\d{1,5})?)",
    re.IGNORECASE,
)
_CLASS = Pattern(r"(?:[a-z_][a-z0-9_]*\.){2,}[A-Z][a-z]+(?:[A-Z]\w*)+")
_BASE64 = Pattern(r"[A-Za-z0-9+/]+={0,2}")
_REASONS = {
    "path": _PATH,
    "duration": "it is a duration or a size",
    "algorithm": "it is the name of an algorithm or scheme",
    "class": "it is the name of a class",
    "date": "it is a date",
    "address": "it is an address",
}


def find(subject: Subject) -> Verdict | None:
    """Say so if the value has such a form, and its name does not say that even so it is a credential."""
    bare = subject.bare
    if len(bare) > 512:
        return None
    if bare.lower() in _FLAGS:
        why = _FLAG
    else:
        match = _FORMS.fullmatch(bare)
        if match is None or match.lastgroup is None:
            return None
        why = _REASONS[match.lastgroup]
    sort = subject.name.sort
    if why == _PATH and sort in CREDENTIALS and _may_be_base64(bare):
        return None
    if sort is Sort.PASSWORD and why not in {_FLAG, _PATH} and not _CLASS.fullmatch(bare):
        return None  # a password may be a word, a date, a number
    if sort in CREDENTIALS and bare.isdigit() and len(bare) > 3:
        return None
    if sort in CREDENTIALS and why == _REASONS["duration"] and len(bare) > 8:
        return None
    return benign(RULE.id, why)


def _may_be_base64(bare: str) -> bool:
    """Whether what begins with a slash is one made-up run all the same."""
    kinds = [str.isdigit, str.isupper, str.islower]
    return len(bare) >= 20 and _BASE64.fullmatch(bare) is not None and all(any(map(kind, bare)) for kind in kinds)
