"""Credentials inside something bigger: URLs, connection strings, flags, headers, JSON and YAML, base64 of these."""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from ecs_secretmigrate.detectors import values
from ecs_secretmigrate.detectors.names import Sort, read

if TYPE_CHECKING:
    from collections.abc import Iterator

_URL = re.compile(r"(?<![A-Za-z0-9])([A-Za-z][A-Za-z0-9+.:-]{1,40})://([^\s\"'<>\\^`|]{3,2048})")
_QUERY = re.compile(r"[?&;]([A-Za-z][\w.-]{1,40})=([^&\s;#\"']{1,1024})")
_PAIR = re.compile(
    r"(?:^|[;,\s&?{\[(\"'])\s*-{0,2}(?:D)?([A-Za-z][\w.\- ]{1,60}?)\s*=\s*(\"[^\"]{1,1024}\"|'[^']{1,1024}'|[^;,\s\"'&]{1,1024}(?=[;,\s\"'&)]|$))"
)
_FLAG = re.compile(r"(?:^|\s)--?([A-Za-z][\w.-]{1,60})(?:=|\s+)(\"[^\"]{1,1024}\"|'[^']{1,1024}'|[^\s-][^\s]{0,1023})")
_SHORT_USER = re.compile(r"(?:^|\s)(?:-u|--user)\s+[\w.@-]+:(\S+)")
_HEADER = re.compile(
    r"(?:^|[\s,;\"'=:])(?:authorization|proxy-authorization|x-[\w-]*(?:key|token|auth|team|secret)[\w-]*|api-key|apikey|cookie|set-cookie|private-token)\s*[:=]\s*(?:(?:bearer|basic|token|splunk|apikey|digest|bot)\s+)?([^\s,;\"']{6,})",
    re.IGNORECASE,
)
_SCHEME = re.compile(
    r"^(?:bearer|basic|token|splunk|apikey|api-token|bot)\s+([A-Za-z0-9+/=._~:|-]{6,})$", re.IGNORECASE
)
_ORACLE = re.compile(r"(?:^|:|\s)[A-Za-z][\w$#]{0,40}/([^/@\s\"]{2,128})@(?://)?[\w.-]+(?::\d+)?(?:[/:]\w+)?")
_DSN = re.compile(r"^[\w.%+-]{1,80}:([^@/\s:]{1,256})@(?:tcp|udp|unix|[\w.-]+)(?:\([^)]*\)|:\d+|/)")
_NPMRC = re.compile(r"_(?:authToken|auth|password)\s*=\s*(\S{6,})")
_NETRC = re.compile(r"\bmachine\s+\S+.*?\bpassword\s+(\S+)", re.DOTALL)
_USER_PASS = re.compile(r"^[\w.@+-]{1,64}:([^\s:/,][^\s,]{1,127})$")
_YAML_LINE = re.compile(r"(?m)^\s*-?\s*([A-Za-z][\w.-]{1,60})\s*:\s+(\S.*)$")
_BASE64 = re.compile(r"^[A-Za-z0-9+/_-]{16,}={0,2}$")
_SECRET_PARAMS = frozenset("sig signature code key pwd pass auth".split())
_DEPTH = 6
_WINDOW = 65_536


def url_password(value: str) -> str | None:
    """A URL with a password in it, which is not a template; the scheme, or None."""
    if "://" not in value:
        return None
    for match in _URL.finditer(value[:_WINDOW]):
        scheme, rest = match[1].lower(), match[2]
        authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
        at = authority.rfind("@")
        if at < 0 and "@" in rest and ":" in rest.split("@", 1)[0]:
            # A password with an unescaped slash or question mark in it.
            authority = rest[: rest.rfind("@") + 1]
            at = len(authority) - 1
            if "?" in authority or scheme in {"http", "https"}:
                continue
        if at < 0:
            continue
        user, colon, password = authority[:at].partition(":")
        del user
        if colon and _is_value(unquote(password)):
            return scheme
        if (
            not colon
            and "sentry" not in authority
            and scheme in {"redis", "rediss"}
            and _is_value(authority[:at])
            and values.looks_made(authority[:at])
        ):
            return scheme
        if (
            not colon
            and scheme in {"https", "http"}
            and values.looks_made(unquote(authority[:at]))
            and "sentry" not in authority
            and "ingest" not in authority
        ):
            return scheme
    return None


def query_secret(value: str) -> str | None:
    """A URL whose query carries a credential; the parameter's name, or None."""
    if "://" not in value or "=" not in value:
        return None
    for match in _QUERY.finditer(value[:_WINDOW]):
        name = match[1]
        sort = read(name).sort
        known = sort in {Sort.PASSWORD, Sort.CHOSEN, Sort.ISSUED, Sort.KEY} or name.lower() in _SECRET_PARAMS
        if known and _is_value(unquote(match[2])) and (sort is Sort.PASSWORD or len(match[2]) >= 6):
            return name
    return None


def connection_pair(value: str) -> str | None:
    """A ``key=value`` list (ADO, ODBC, libpq, JAAS, cloud connection strings, ``-D`` and ``--`` flags) with a credential."""
    if "=" not in value and "-" not in value:
        return None
    window = value[:_WINDOW]
    if "=" in window:
        for match in _PAIR.finditer(window):
            name = match[1].strip()
            if _names_credential(name) and _is_value(match[2].strip("\"'")):
                return name
    if "-" in window and " " in window:
        for match in _FLAG.finditer(window):
            if _names_credential(match[1]) and _is_value(match[2].strip("\"'")):
                return match[1]
        if _SHORT_USER.search(window):
            return "user"
    return None


def _names_credential(name: str) -> bool:
    last = name.rsplit(".", 1)[-1].rsplit(" ", 1)[-1] if "." in name else name
    for candidate in {name, last}:
        found = read(candidate)
        if (
            found.sort in {Sort.PASSWORD, Sort.CHOSEN, Sort.ISSUED, Sort.KEY}
            and not found.doubtful
            and not found.browser
        ):
            return True
    return False


def header(value: str) -> bool:
    """An HTTP header or cookie with a credential."""
    if len(value) > _WINDOW:
        return False
    scheme = _SCHEME.match(value.strip())
    if scheme is not None:
        return _is_value(scheme[1])
    return any(_is_value(match[1]) for match in _HEADER.finditer(value)) if ":" in value or "=" in value else False


def user_and_password(value: str) -> bool:
    """``user:password``, alone or in a list."""
    parts = [part.strip() for part in value[:4096].split(",")]
    return all(
        (match := _USER_PASS.match(part)) is not None and _is_value(match[1]) and not match[1].isdigit()
        for part in parts
    )


def driver_dsn(value: str) -> bool:
    """``user:password@tcp(host)/db`` and Oracle's ``user/password@host``."""
    if "@" not in value or len(value) > 4096:
        return False
    match = _DSN.match(value)
    if match is not None and _is_value(match[1]):
        return True
    if "://" in value and "jdbc:oracle" not in value:
        return False
    oracle = _ORACLE.search(value)
    return oracle is not None and _is_value(oracle[1]) and not values.is_email(value)


def configuration_file(value: str) -> bool:
    """``.npmrc`` or ``.netrc`` text."""
    if "_auth" in value or "_password" in value:
        match = _NPMRC.search(value[:_WINDOW])
        if match is not None and _is_value(match[1]):
            return True
    return "machine " in value and _NETRC.search(value[:_WINDOW]) is not None


def nested(value: str) -> Iterator[tuple[str, str]]:
    """The names and texts inside JSON or YAML, base64 of them included; nothing for other text."""
    text = value.strip()
    if text[:1] in {"{", "["} and text[-1:] in {"}", "]"}:
        yield from _from_json(text)
    elif "\n" in text and ":" in text:
        yield from ((match[1], match[2].strip().strip("\"'")) for match in _YAML_LINE.finditer(text[:_WINDOW]))


def unwrapped(value: str) -> str | None:
    """The text that base64 wraps, if it is text with structure; None else."""
    bare = "".join(value.split()) if len(value) <= 200_000 else ""
    if len(bare) < 24 or not _BASE64.match(bare[:4096]):
        return None
    try:
        padded = bare.rstrip("=")
        padded += "=" * (-len(padded) % 4)
        text = base64.b64decode(padded.replace("-", "+").replace("_", "/"), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None
    printable = sum(character.isprintable() or character in "\r\n\t" for character in text[:2048])
    return text if text and printable == len(text[:2048]) else None


def _from_json(text: str) -> Iterator[tuple[str, str]]:
    try:
        content = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return
    yield from _walk(content, "", 0)


def _walk(node: Any, name: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > _DEPTH:
        return
    if isinstance(node, dict):
        for key, child in node.items():
            yield from _walk(child, str(key), depth + 1)
        label = node.get("name") or node.get("key")
        if isinstance(label, str) and isinstance(node.get("value"), str):
            yield label, node["value"]
    elif isinstance(node, list):
        for child in node[:1000]:
            yield from _walk(child, name, depth + 1)
    elif isinstance(node, str):
        yield name, node


def _is_value(text: str) -> bool:
    """Whether a credential's place holds one: not empty, no template, no mask, no reference."""
    if not text or values.nothing(text) is not None or values.reference(text) is not None:
        return False
    return (
        not values.has_hole(text)
        and not (text.startswith("<") and text.endswith(">"))
        and text.lower() not in {"true", "false"}
    )
