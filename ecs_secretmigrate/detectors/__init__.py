"""Why a value is a secret, and why it is not: one detector a file.

The value decides over the name: first what it holds for certain, then what it cannot be, then what its name says.
"""

from __future__ import annotations

from functools import lru_cache

from ecs_secretmigrate.detectors import entropy, inside, material, providers, values
from ecs_secretmigrate.detectors.named import judge_named
from ecs_secretmigrate.detectors.names import Name, Sort, read
from ecs_secretmigrate.model.verdict import Confidence, Verdict

__all__ = ["judge"]

_HIGH, _MEDIUM, _LOW = Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW
_MAX = 65_536
_NESTED_DEPTH = 3
_HASH_MARKS = frozenset("${*:")


def judge(name: str, value: str) -> Verdict:
    """Judge one value.

    Args:
        name: the variable's name; empty where the place has none.
        value: its text. What stands beyond the first 64 Ki characters is not looked at.

    Returns:
        Whether it is a secret, how sure that is, and why, without quoting it.
    """
    return _judge(read(name), value[:_MAX], 0)


def _judge(name: Name, value: str, depth: int) -> Verdict:
    why = values.nothing(value)
    if why is not None:
        return _benign("benign-empty", why)
    why = values.reference(value)
    if why is not None:
        return _benign("benign-reference", why)
    found = _by_form(name, value, depth)
    if found is not None:
        return found
    if providers.PUBLISHABLE.match(value.strip()):
        return _benign("benign-public", "its provider documents it as public")
    why = values.public_key(value)
    if why is not None:
        return _benign("benign-public", why)
    why = values.plain(value)
    if why is not None and not _credential_all_the_same(name, value.strip(), why):
        return _benign("benign-plain", why)
    if values.has_hole(value) and not values.looks_made(values.holed(value)):
        return _benign("benign-empty", "it is a template that is filled in elsewhere")
    if name.sort is Sort.ABOUT:
        return _benign("benign-about", "the name is of something about a credential, not of the credential")
    if name.sort is Sort.PUBLIC or (name.browser and name.sort is not Sort.PASSWORD):
        return _benign("benign-public", "the name says that it is public")
    named = judge_named(name, value)
    if named is not None:
        return named
    if name.sort is Sort.NEUTRAL and entropy.looks_random(value):
        return Verdict(
            "entropy",
            True,
            _MEDIUM if len(value) >= 32 else _LOW,
            "it looks random and its name says nothing",
        )
    return _benign("benign-name", "neither its name nor its form says a credential")


def _credential_all_the_same(name: Name, bare: str, why: str) -> bool:
    """Whether a value that looks plain can be a credential under this name: a PIN, a password that is a word."""
    if name.sort is Sort.PASSWORD and why not in {"it is a flag", "it is a path"}:
        return True
    return name.sort in _CREDENTIALS and bare.isdigit() and len(bare) > 1


_CREDENTIALS = frozenset({Sort.PASSWORD, Sort.CHOSEN, Sort.ISSUED})


def _by_form(name: Name, value: str, depth: int) -> Verdict | None:
    """What a value holds for certain, whatever its name."""
    provider = providers.find(value)
    if provider is not None and not (provider.id == "google" and _is_browser(name)):
        return Verdict(f"provider-{provider.id}", True, _HIGH, f"it has the documented form of a {provider.title}")
    if len(value) < 5:
        return None
    if material.private_key(value):
        return Verdict("private-key", True, _HIGH, "it is a private key")
    if (value.startswith("md5") or _HASH_MARKS.intersection(value)) and material.password_hash(value):
        return Verdict("password-hash", True, _HIGH, "it is a password's hash")
    if value.count(".") >= 2:
        claims = material.jwt(value)
        if claims is not None:
            if claims.get("role") == "anon" or _is_browser(name):
                return _benign("benign-public", "it is a token meant for browsers")
            return Verdict("jwt", True, _HIGH, "it is a JSON Web Token")
    if "://" in value:
        found = _in_url(value)
        if found is not None:
            return found
    return _in_text(name, value, depth)


def _in_url(value: str) -> Verdict | None:
    if material.capability_url(value):
        return Verdict("capability-url", True, _HIGH, "it is a URL that lets in whoever has it")
    if inside.url_password(value) is not None:
        return Verdict("url-password", True, _HIGH, "it is a URL with a password in it")
    if inside.query_secret(value) is not None:
        return Verdict("url-query", True, _HIGH, "it is a URL whose query carries a credential")
    return None


def _in_text(name: Name, value: str, depth: int) -> Verdict | None:
    stripped = value.strip()
    if inside.configuration_file(value):
        return Verdict("nested", True, _HIGH, "it holds a credential of a configuration file")
    if depth < _NESTED_DEPTH and (stripped[:1] in {"{", "["} or "\n" in value):
        found = _nested(value, depth)
        if found is not None:
            return found
        if stripped[:1] in {"{", "["} and stripped[-1:] in {"}", "]"}:
            return None
    if inside.driver_dsn(stripped):
        return Verdict("connection-string", True, _HIGH, "it is a connection string with a password in it")
    if inside.header(value):
        return Verdict("http-header", True, _HIGH, "it is an HTTP header with a credential")
    if name.sort is not Sort.PASSWORD and inside.connection_pair(value) is not None:
        return Verdict("connection-string", True, _HIGH, "it is a list of settings with a credential in it")
    if depth < _NESTED_DEPTH and len(stripped) >= 24:
        text = inside.unwrapped(stripped)
        if text is not None and (text.lstrip()[:1] in "{[-" or ":" in text or "=" in text):
            found = _by_form(name, text, depth + 1)
            if found is not None and found.secret:
                return found
            if text.lstrip()[:1] in "{[" and name.sort not in _CREDENTIALS:
                return _benign("benign-plain", "it is base64 of settings without a credential")
    if ":" in value and any(token in _USERS for token in name.tokens) and inside.user_and_password(stripped):
        return Verdict("connection-string", True, _HIGH, "it is user and password")
    return None


_USERS = frozenset({"basic", "auth", "users", "userpass", "login", "credentials", "htpasswd", "bundle"})


def _nested(value: str, depth: int) -> Verdict | None:
    public_project = '"authDomain"' in value
    for key, text in inside.nested(value):
        if public_project and key in {"apiKey", "appId"}:
            continue
        if key in {"d", "k"} and '"kty"' in value and len(text) > 20:
            return Verdict("private-key", True, _HIGH, "it is a private JSON Web Key")
        if key == "auth" and '"auths"' in value and text:
            return Verdict("nested", True, _HIGH, "it holds a registry's credentials")
        found = _judge(read(key), text, depth + 1)
        if found.secret and found.confidence is not _LOW and found.detector != "entropy":
            return Verdict("nested", True, found.confidence, f"it holds a credential inside: {found.reason}")
    return None


def _is_browser(name: Name) -> bool:
    return name.browser or "firebase" in name.tokens or ("maps" in name.tokens and "browser" in name.tokens)


@lru_cache(maxsize=64)
def _benign(detector: str, reason: str) -> Verdict:
    return Verdict(detector, False, _HIGH, reason)
