"""Values that look real, made when a test runs: none stands in a file."""

from __future__ import annotations

import base64
import json
import random
import string
import zlib

_RANDOM = random.Random(20260101)
ALNUM = string.ascii_letters + string.digits
HEX = "0123456789abcdef"
BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase


def run(length: int, alphabet: str = ALNUM) -> str:
    """A random text that holds a digit and letters of both cases where the alphabet has them."""
    while True:
        text = "".join(_RANDOM.choice(alphabet) for _ in range(length))
        wanted = [
            kind
            for kind in (string.digits, string.ascii_lowercase, string.ascii_uppercase)
            if set(kind) & set(alphabet)
        ]
        if length < 12 or all(set(kind) & set(text) for kind in wanted):
            return text


def hexed(length: int) -> str:
    """Random hexadecimal digits."""
    return run(length, HEX)


def checked(prefix: str) -> str:
    """A token with GitHub's and npm's checksum."""
    body = run(30)
    number, digits = zlib.crc32(body.encode()), ""
    while number:
        number, digit = divmod(number, 62)
        digits = BASE62[digit] + digits
    return prefix + body + digits.rjust(6, "0")


def b64(text: str | bytes) -> str:
    """Base64 of a text."""
    return base64.b64encode(text.encode() if isinstance(text, str) else text).decode()


def jwt(**claims: object) -> str:
    """A JSON Web Token with made-up signature."""
    part = lambda content: base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")  # noqa: E731
    return f"{part({'alg': 'HS256', 'typ': 'JWT'})}.{part(claims)}.{run(43)}"


def pem(kind: str, body: int = 400) -> str:
    """PEM text of random bytes."""
    lines = b64(_RANDOM.randbytes(body))
    return f"-----BEGIN {kind}-----\n{lines}\n-----END {kind}-----\n"


def uuid() -> str:
    """A random UUID."""
    return "-".join(hexed(length) for length in (8, 4, 4, 4, 12))
