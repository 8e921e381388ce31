"""Small questions about a text that several detectors ask: is it a host, a sample, a template, made by a machine?"""

from __future__ import annotations

import re

from ecs_secretmigrate.detectors.pattern import Pattern

_FILLERS = Pattern(
    r"\b(?:replace|change|insert|enter|put|fill|set|add|paste|update)[-_ ]?(?:me|this|it|here|in|with|your|the)\b"
    r"|^(?:your|my|the|some|an?|use)[-_ .].*(?:key|token|secret|password|here|id|value|credential)s?(?:[-_ ]here)?$"
    r"|(?:^|[-_ <.])(?:your|you)[-_ .]|[-_ ]here$|^(?:dummy|example|sample|fake|placeholder|foo|bar|foobar|test|testing|todo"
    r"|fixme|secret-here|mock|stub|invalid|ignored?|local|none|unset|tbd)(?:[-_ ]?(?:key|token|secret|value|api[-_ ]?key|only|1|123))*$"
    r"|placeholder|change[-_]?me|replace[-_]?me|example|xxxx|__set_|^<.*>$|\.\.\.|[-_]goes[-_]",
    re.IGNORECASE,
)
_TEMPLATE = Pattern(
    r"(?:\$\{[^}]*\}|\$\([^)]*\)|\{\{.*?\}\}|%[A-Za-z_][\w.]*%|#\{[^}]*\}#?|@@?[A-Za-z_][\w.-]*@@?|!\w+\s+\S+|<[^<>=\"/]{1,80}>"
    r"|\$[A-Za-z_]\w*|\{[A-Za-z_][\w.]*\}|__[A-Z0-9_]+__|\[\[.*?\]\]|<%.*?%>|%\{[^}]*\}|\$\[[^\]]*\])",
    re.DOTALL,
)
_HOLE = Pattern(
    r"\$\{[\w.:?!@/-]{1,200}\}|\$\([\w.-]{1,100}\)|\{\{[^{}]{1,300}\}\}|<[A-Za-z_][\w -]{1,60}>|%[A-Z][A-Z0-9_]{2,}%"
    r"|#\{[\w.-]{1,100}\}#?|(?<![\w])\$[A-Z_][A-Z0-9_]{2,}|%\([A-Za-z_]\w*\)s",
)
_MARKS = "$<%{#"
_EMAIL = Pattern(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HOST = Pattern(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?::\d{1,5})?", re.IGNORECASE)
_UUID = Pattern(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_CLASSES = Pattern(r"([a-z])|([A-Z])|([0-9])|([^A-Za-z0-9])")
_SLUG = Pattern(r"[a-z][a-z0-9]*(?:[-_/.:][a-z0-9]+)+")
_LOOK = 8192


def is_filler(text: str) -> bool:
    """Whether it is a sample that stands for a real value."""
    return len(text) <= 120 and _FILLERS.search(text) is not None


def is_template(text: str) -> bool:
    """Whether all of it is a placeholder that something fills in before the container starts."""
    return text[:1] in "${%#@!<_[" and len(text) <= 512 and _TEMPLATE.fullmatch(text) is not None


def has_hole(text: str) -> bool:
    """Whether a part of it is a template's placeholder."""
    return len(text) <= _LOOK and any(mark in text for mark in _MARKS) and _HOLE.search(text) is not None


def without_holes(text: str) -> str:
    """The text with its placeholders taken out: what is left is what it says itself."""
    return _HOLE.sub("", text)


def is_uuid(text: str) -> bool:
    """Whether it is a UUID (RFC 9562)."""
    return len(text) == 36 and _UUID.fullmatch(text) is not None


def is_email(text: str) -> bool:
    """Whether it is a mail address."""
    return "@" in text and len(text) < 255 and _EMAIL.fullmatch(text) is not None


def is_host(text: str) -> bool:
    """Whether it is a host name with a dot in it."""
    return "." in text and len(text) < 255 and _HOST.fullmatch(text) is not None


def looks_made(text: str) -> bool:
    """Whether it looks made by a machine or chosen as a credential, rather than a word or a setting."""
    if len(text) < 8 or " " in text:
        return False
    head = text[:256]
    lower, upper = not head.isupper() and head.lower() != head.upper(), head.lower() != head
    has_lower = lower and any(c.islower() for c in head)
    has_digit = any(c.isdigit() for c in head)
    classes = has_lower + upper + has_digit + (not head.isalnum())
    return classes >= 3 or (classes >= 2 and has_digit and len(text) >= 12)


def is_mixed(text: str) -> bool:
    """Whether it has a digit and letters of both cases."""
    return any(map(str.isdigit, text)) and any(map(str.isupper, text)) and any(map(str.islower, text))


def is_slug(text: str) -> bool:
    """Whether it is words of small letters and digits, joined: ``caching_sha2_password``, ``orders-db``."""
    return _SLUG.fullmatch(text) is not None


def is_mask(text: str) -> bool:
    """Whether it is one sign again and again: ``****``, ``xxxx``, ``0000``."""
    return len(text) >= 3 and len(set(text)) <= 2 and set(text) <= set("*x\u2022X0.#_-")
