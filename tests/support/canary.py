"""Values to look for where no value may be: in every spelling that a careless program could give them."""

from __future__ import annotations

import base64
import html
import json
import random
import shlex
import string
import urllib.parse


def canary(seed: int) -> str:
    """A value with everything in it that some format escapes; made when it is needed, so that no file holds it."""
    chance = random.Random(seed)
    letters = "".join(chance.choices(string.ascii_letters + string.digits, k=10))
    tail = "".join(chance.choices(string.ascii_letters + string.digits, k=10))
    return f"{letters}\"'\\/+ %&<é\n{tail}"


def leaks(value: str, text: str | bytes) -> list[str]:
    """The spellings in which a value stands in a text: raw, escaped, encoded, or a fragment of eight characters."""
    haystack = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    found = [name for name, needle in _spellings(value).items() if needle and needle in haystack]
    raw = value.encode()
    pieces = [raw[i : i + 8] for i in range(max(1, len(raw) - 7))]
    return found + [f"fragment {i}" for i, piece in enumerate(pieces) if len(piece) == 8 and piece in haystack]


def _spellings(value: str) -> dict[str, bytes]:
    raw = value.encode()
    encoded: dict[str, bytes] = {
        "raw": raw,
        "json": json.dumps(value)[1:-1].encode(),
        "json-utf8": json.dumps(value, ensure_ascii=False)[1:-1].encode(),
        "url": urllib.parse.quote(value, safe="").encode(),
        "url-plus": urllib.parse.quote_plus(value).encode(),
        "html": html.escape(value).encode(),
        "repr": repr(value)[1:-1].encode(),
        "shell": shlex.quote(value).encode(),
        "utf-16": value.encode("utf-16-le"),
        "hex": raw.hex().encode(),
    }
    for shift in range(3):
        for name, encode in (("base64", base64.b64encode), ("base64url", base64.urlsafe_b64encode)):
            # Of each alignment, the middle that does not depend on what stands around it.
            encoded[f"{name}-{shift}"] = encode(b"\0" * shift + raw)[4:-4]
    return encoded
