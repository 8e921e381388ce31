"""Key material and verifiers by their form: PEM, PGP, JWK, password hashes, JWTs, capability URLs."""

from __future__ import annotations

import base64
import binascii
import json
import re

_PRIVATE = re.compile(
    r"-----BEGIN (?:[A-Z0-9 ]{0,30})PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File-\d|BEGIN SSH2 ENCRYPTED PRIVATE KEY"
)
_HASH = re.compile(
    r"\$2[abxy]?\$\d\d\$[./A-Za-z0-9]{53}|\$(?:apr1|1|5|6|y|7|sha1|md5)\$[^$\s]{0,40}\$?[^\s:,]{10,}|\$argon2(?:id|i|d)\$v=\d+\$|"
    r"\{(?:SSHA|SHA|SMD5|CRYPT|SSHA256|SSHA512|PBKDF2[^}]*)\}[A-Za-z0-9+/=]{16,}|SCRAM-SHA-(?:1|256)\$\d+:|"
    r"pbkdf2(?:_sha\d+|:sha\d+)[$:]\d+[$:]|\$scrypt\$|scrypt:\d+:\d+:\d+\$|\$pbkdf2-sha\d+\$\d+\$|(?<![0-9A-Fa-f*])\*[0-9A-F]{40}(?![0-9A-F])|"
    r"^md5[0-9a-f]{32}$"
)
_JWT = re.compile(
    r"(?<![A-Za-z0-9_-])ey[JA-Z][A-Za-z0-9_-]{8,}\.(ey[A-Za-z0-9_-]{4,}|[A-Za-z0-9_-]{8,})\.[A-Za-z0-9_-]{8,}"
)
_CAPABILITY = re.compile(
    r"https?://(?:hooks\.slack\.com/(?:services|workflows|triggers)/\S{10,}|(?:\w+\.)?discord(?:app)?\.com/api/webhooks/\d+/\S{10,}|"
    r"[\w.-]+\.webhook\.office\.com/webhookb2/\S{20,}|outlook\.office(?:365)?\.com/webhook/\S{20,}|chat\.googleapis\.com/v1/spaces/\S+[?&](?:key|token)=\S+|"
    r"[\w.-]+\.logic\.azure\.com\S*[?&]sig=\S+|hooks\.zapier\.com/hooks/catch/\S+|hc-ping\.com/\S{10,}|(?:[\w-]+\.)?hook\.(?:eu|us)\d?\.make\.com/\S{10,}|"
    r"maker\.ifttt\.com/trigger/\S+/key/\S+|api\.telegram\.org/bot\d+:\S+|[\w.-]+\.(?:alchemy|alchemyapi)\.(?:com|io)/v2/[\w-]{16,}|"
    r"[\w.-]+\.infura\.io/(?:ws/)?v3/[0-9a-f]{32}|[\w.-]+\.quiknode\.pro/[0-9a-f]{20,}|rpc\.ankr\.com/\w+/[0-9a-f]{32,}|calendar\.google\.com/calendar/ical/\S+/private-\S+|"
    r"api\.opsgenie\.com/\S*apiKey=\S+|events\.pagerduty\.com/integration/[0-9a-f]{20,}|[\w.-]*pushover\.net/\S+token=\S+|api\.netlify\.com/build_hooks/\w{10,}|"
    r"api\.vercel\.com/v1/integrations/deploy/\S{10,}|api\.render\.com/deploy/\S+\?key=\S+|(?:open\.feishu\.cn|open\.larksuite\.com)/open-apis/bot/v2/hook/\S{10,}|"
    r"oapi\.dingtalk\.com/robot/send\?access_token=\S+|qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=\S+|[\w.-]+\.ngrok\S*[?&]token=\S+|"
    r"heartbeat\.uptimerobot\.com/\S{10,}|uptime\.betterstack\.com/api/v1/heartbeat/\S{10,}|[\w.-]*rollbar\.com/\S*access_token=\S+|"
    r"[\w.-]+/api/v4/projects/\d+/ref/\S+/trigger/pipeline\?token=\S+|mattermost\.[\w.-]+/hooks/\w{20,}|[\w.-]+/hooks/[a-z0-9]{26}\b|[\w.-]*rocket\.chat/hooks/\S{20,})",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"[?&](?:sig|X-Amz-Signature|X-Goog-Signature|Signature)=[^&\s]{16,}", re.IGNORECASE)


def private_key(value: str) -> bool:
    """A private key: PEM, PGP or PuTTY, also with its newlines written out, or the body of a PEM without its header."""
    if "PRIVATE KEY" in value or "PuTTY-User-Key" in value:
        return _PRIVATE.search(value) is not None
    head = value[:4].strip()
    if not head.startswith("MII") or len(value) < 200 or len(value) > 20_000:
        return False
    try:
        der = base64.b64decode("".join(value.split()), validate=True)
    except (binascii.Error, ValueError):
        return False
    # A private key is SEQUENCE { INTEGER version …: PKCS#1 and PKCS#8 (RFC 8017, RFC 5958).
    body = der[4:] if der[1:2] == b"\x82" else der[3:] if der[1:2] == b"\x81" else der[2:]
    return body.startswith((b"\x02\x01\x00", b"\x02\x01\x01"))


def password_hash(value: str) -> bool:
    """A password's hash or verifier: it can be cracked, and often is all it takes."""
    return len(value) >= 16 and len(value) <= 65_536 and _HASH.search(value) is not None


def capability_url(value: str) -> bool:
    """A URL that lets in whoever has it."""
    return _CAPABILITY.search(value) is not None or _SIGNED.search(value) is not None


def jwt(value: str) -> dict[str, object] | None:
    """The claims of the first JSON Web Token in a value (RFC 7519), or None."""
    if ".ey" not in value and value.count(".") < 2:
        return None
    match = _JWT.search(value)
    if match is None:
        return None
    try:
        header = json.loads(_base64url(match[0].split(".", 1)[0]))
    except (ValueError, RecursionError):
        return None
    if not isinstance(header, dict) or not {"alg", "typ", "enc"}.intersection(header):
        return None
    try:
        claims = json.loads(_base64url(match[1]))
    except (ValueError, RecursionError):
        return {}
    return claims if isinstance(claims, dict) else {}


def _base64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
