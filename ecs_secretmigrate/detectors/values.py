"""Reading a value: what it cannot be. Each predicate answers "why not a secret?", or None."""

from __future__ import annotations

import re

_FLAGS = frozenset(
    """
    true false yes no on off enabled disabled enable disable always never auto automatic required optional allow deny
    strict lax none default inherit t f y n 0 1 debug info warn warning error trace
    """.split()
)
_NOTHING = frozenset(
    """
    null none nil n/a na - -- undefined unset empty todo tbd fixme blank nan void unused not-used not_used notused
    not-set notset not_set "" '' disabled redacted [redacted] <redacted> (redacted) masked hidden *** ... … ? x xx xxx
    not-applicable not_applicable notapplicable
    """.split()
)
_FILLERS = re.compile(
    r"(?i)\b(?:replace|change|insert|enter|put|fill|set|add|paste)[-_ ]?(?:me|this|it|here|in|with|your|the)\b"
    r"|^(?:your|my|the|some|an?)[-_ ].*(?:key|token|secret|password|here|id|value|credential)s?(?:[-_ ]here)?$"
    r"|(?:^|[-_ <])(?:your|you)[-_ ]|[-_ ]here$|^(?:dummy|example|sample|fake|placeholder|foo|bar|foobar|test|testing|todo|fixme|secret-here)"
    r"(?:[-_ ]?(?:key|token|secret|value|api[-_ ]?key|only|1|123))*$|placeholder|change[-_]?me|replace[-_]?me|example"
)
_MASK = re.compile(r"^[*x•X0.#_-]{4,}$")
_TEMPLATES = re.compile(
    r"^\s*(?:\$\{[^}]*\}|\$\([^)]*\)|\{\{.*?\}\}|%[A-Za-z_][\w.]*%|#\{[^}]*\}#?|@@?[A-Za-z_][\w.-]*@@?|!\w+\s+\S+|<[^<>]{1,80}>"
    r"|\$[A-Za-z_]\w*|__[A-Z0-9_]+__|\[\[.*?\]\]|<%.*?%>|%\{[^}]*\})\s*$",
    re.DOTALL,
)
_HOLE = re.compile(
    r"\$\{[^}]*\}|\$\([^)]*\)|\{\{.*?\}\}|<[A-Za-z_][\w -]*>|%[A-Z_]+%|#\{[^}]*\}#?|\$[A-Z_][A-Z0-9_]*",
    re.DOTALL,
)
_REFERENCE = re.compile(
    r"^(?:arn:aws[\w-]*:|\{\{resolve:|resolve:|ssm:|ssm-parameter:|secretsmanager:|awssm://|aws-?sm:|vault:|vault://|op://|akv://|"
    r"gcpsm://|gsm://|sm://|berglas://|secret://|secretref:|secretref\+|ref\+|kms:|ejson:|sops:|doppler:|infisical:|bws:|keychain:|"
    r"file:|env:|@microsoft\.keyvault\(|projects/[^/]+/secrets/|alias/|valuefrom:|conjur:|passbolt:|keeper://|lpass:|"
    r"https://[\w-]+\.vault\.azure\.net/)",
    re.IGNORECASE,
)
_PATH = re.compile(
    r"^(?:~|\.{1,2})?/[\w.@%+~ -]+(?:/[\w.@%+~ -]+)*/?$|^[A-Za-z]:\\|^[\w.-]+(?:/[\w.-]+)*\.(?:pem|key|crt|cer|p12|pfx|jks|json|ya?ml|txt|conf|cfg|ini|toml|properties|env|kdbx|gpg|asc|pub|p8|ppk|keytab|tpl|db|sqlite3?)$"
)
_DURATION = re.compile(
    r"^(?:\d+(?:\.\d+)?\s*(?:ms|us|ns|s|sec|seconds?|m|min|minutes?|h|hrs?|hours?|d|days?|w|weeks?|y|k|kb|mb|gb|kib|mib|gib|%|b))+$|^P(?:T?\d+[DHMSWY])+$",
    re.IGNORECASE,
)
_ALGORITHM = re.compile(
    r"^(?:[HREP]S(?:256|384|512)|EdDSA|ES256K|A(?:ES)?[-_]?(?:128|192|256)(?:[-_]?(?:GCM|CBC|CTR|ECB|KW|GCMKW|SIV)(?:[-_]?\w+)?)?|AES|"
    r"SHA-?(?:1|224|256|384|512)|sha\d+|md5|bcrypt|scrypt|argon2(?:id|i|d)?|pbkdf2(?:[-_:]\w+)*|hmac[-_]?sha\d*|RSA(?:[-_]?\d+)?|"
    r"ed25519|ecdsa(?:-\w+)*|x25519|chacha20(?:[-_]?poly1305)?|bearer|basic|digest|negotiate|plain|scram-sha-\d+|jwt|oauth2?|oidc|"
    r"saml2?|ldap|kerberos|RSA-OAEP(?:-\d+)?|dir|client_secret_(?:basic|post|jwt)|private_key_jwt|authorization_code|"
    r"client_credentials|aws-kms|vault|local|file|env|environment|opaque|jwks?|symmetric|asymmetric|x-api-key|authorization)$",
    re.IGNORECASE,
)
_UUID = re.compile(r"^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.IGNORECASE)
_CLASS = re.compile(r"^(?:[a-z_][\w]*\.){2,}[A-Za-z_$][\w$]*$|^(?:[A-Z]\w*\\)+\w+$")
_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?$")
_EMAIL = re.compile(r"^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$")
_HOST = re.compile(r"^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?::\d{1,5})?$", re.IGNORECASE)
_IP = re.compile(r"^\d{1,3}(?:\.\d{1,3}){3}(?:[:/]\d{1,5})?$")
_PUBLIC_KEY = re.compile(
    r"^(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\S+|sk-ssh-\S+) AAAA|^MI(?:IB|GfMA|IC|GbMBA)[A-Za-z0-9+/]{40,}.*AQAB=*$|^MFkwEwYH|^age1[a-z0-9]{50,}$|^RW[A-Za-z0-9+/]{50,}={0,2}$"
)
_VENDOR_EXAMPLES = frozenset(
    {
        "AKIA" + "IOSFODNN7EXAMPLE",
        "wJalrXUtnFEMI" + "/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "ASIA" + "IOSFODNN7EXAMPLE",
    }
)
_LONG = 512


def nothing(value: str) -> str | None:
    """It holds nothing: empty, null, a mask, an unfilled template."""
    bare = value.strip()
    if not bare:
        return "it is empty"
    if len(bare) <= 20 and bare.lower() in _NOTHING:
        return "it is a word for nothing"
    if len(bare) > _LONG:
        return None
    if _MASK.match(bare) and len(set(bare)) <= 2:
        return "it is a mask"
    if bare[0] in "${%#@!<_[" and _TEMPLATES.match(bare):
        return "it is a template that is filled in elsewhere"
    if bare in _VENDOR_EXAMPLES:
        return "it is the example of the provider's documentation"
    return None


def reference(value: str) -> str | None:
    """It says where a secret is."""
    if len(value) > 2048:
        return None
    return "it is a reference, not a value" if _REFERENCE.match(value.strip()) else None


def plain(value: str) -> str | None:
    """It is a path, a duration, an algorithm, a date: a value that no credential looks like."""
    bare = value.strip()
    if len(bare) > _LONG:
        return None
    lowered = bare.lower()
    if lowered in _FLAGS:
        return "it is a flag"
    for pattern, why in (
        (_PATH, "it is a path"),
        (_DURATION, "it is a duration or a size"),
        (_ALGORITHM, "it is the name of an algorithm or scheme"),
        (_CLASS, "it is the name of a class"),
        (_DATE, "it is a date"),
        (_IP, "it is an address"),
    ):
        if pattern.match(bare):
            return why
    return None


def public_key(value: str) -> str | None:
    """It is the public half of a key, or a certificate."""
    head = value[:200].lstrip()
    if head.startswith("-----BEGIN ") and "PRIVATE KEY" not in value:
        return "it is a certificate or a public key"
    return "it is a public key" if _PUBLIC_KEY.match(value[:4096].strip()) else None


def filler(value: str) -> bool:
    """Whether it is a sample that stands for a real value."""
    return len(value) <= 120 and _FILLERS.search(value.strip()) is not None


def holed(value: str) -> str:
    """The value with its template placeholders taken out: what is left is what it says itself."""
    return _HOLE.sub("", value) if len(value) <= 8192 and any(mark in value for mark in "$<%{#") else value


def has_hole(value: str) -> bool:
    """Whether a part of it is a template placeholder."""
    return len(value) <= 8192 and any(mark in value for mark in "$<%{#") and _HOLE.search(value) is not None


def is_uuid(value: str) -> bool:
    """Whether it is a UUID."""
    return len(value) == 36 and _UUID.match(value) is not None


def is_email(value: str) -> bool:
    """Whether it is a mail address."""
    return "@" in value and len(value) < 255 and _EMAIL.match(value.strip()) is not None


def is_host(value: str) -> bool:
    """Whether it is a host name with a dot."""
    return "." in value and len(value) < 255 and _HOST.match(value.strip()) is not None


def looks_made(value: str) -> bool:
    """Whether it looks made by a machine or chosen as a credential, rather than a word or a setting."""
    bare = value.strip()
    if len(bare) < 8 or " " in bare:
        return False
    classes = sum(
        (
            any(c.isdigit() for c in bare[:256]),
            any(c.islower() for c in bare[:256]),
            any(c.isupper() for c in bare[:256]),
            any(not c.isalnum() for c in bare[:256]),
        )
    )
    return classes >= 3 or (classes >= 2 and any(c.isdigit() for c in bare) and len(bare) >= 12)
