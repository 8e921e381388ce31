"""Generators of made-up values. Random parts are drawn at run time: no file holds a live-looking literal."""

import base64
import json
import random
import uuid
import zlib
from collections.abc import Mapping
from urllib.parse import quote

DIGITS = "0123456789"
LOWER = "abcdefghijklmnopqrstuvwxyz"
UPPER = LOWER.upper()
LETTERS = LOWER + UPPER
BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
BASE62 = DIGITS + UPPER + LOWER
BASE32 = UPPER + "234567"
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
HEX = "0123456789abcdef"
SYMBOLS = "!#%*+-.:=?@^_~"
CRYPT64 = "./" + BASE62
MNEMONIC_WORDS = (
    "abandon ability absorb acoustic adjust afford album anchor apple arena armor basket beach bicycle bridge cactus "
    "canyon carbon castle cherry circle clever copper coral cradle dolphin eagle ember fabric falcon forest garden "
    "ginger hammer harbor island jungle kitten ladder lemon marble meadow nephew oxygen panda pepper quantum ribbon "
    "saddle salmon timber tunnel umbrella velvet window yellow zebra"
).split()
# The heads of DER structures (lengths and object identifiers): no key material stands here.
DER = {
    "RSA PRIVATE": "308204a40201000282010100",
    "PRIVATE": "308204bd020100300d06092a864886f70d0101010500048204a7",
    "EC PRIVATE": "30770201010420",
    "ENCRYPTED PRIVATE": "308204fe302806092a864886f70d01050d30",
    "OPENSSH PRIVATE": "6f70656e7373682d6b65792d7631000000000461657332",
    "PUBLIC": "30820122300d06092a864886f70d01010105000382010f003082010a0282010100",
    "EC PKCS8": "308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420",
    "EC PUBLIC": "3059301306072a8648ce3d020106082a8648ce3d03010703420004",
    "CERTIFICATE": "3082030d308201f5a00302010202142a",
    "CERTIFICATE REQUEST": "308202a53082018d020100",
}


class Values:
    """A seeded source of values; one per topic, so that topics do not disturb each other."""

    def __init__(self, seed: str) -> None:
        self._rng = random.Random(seed)

    def chars(self, alphabet: str, length: int) -> str:
        """Return random characters of an alphabet."""
        return "".join(self._rng.choices(alphabet, k=length))

    def raw(self, length: int) -> bytes:
        """Return random bytes."""
        return self._rng.randbytes(length)

    def hex(self, length: int) -> str:
        """Return lower-case hexadecimal digits."""
        return self.chars(HEX, length)

    def digits(self, length: int) -> str:
        """Return digits, the first of which is not zero."""
        return self.chars(DIGITS[1:], 1) + self.chars(DIGITS, length - 1)

    def alnum(self, length: int) -> str:
        """Return letters and digits of both cases."""
        return self.chars(BASE62, length)

    def lower(self, length: int) -> str:
        """Return lower-case letters and digits."""
        return self.chars(LOWER + DIGITS, length)

    def upper(self, length: int) -> str:
        """Return upper-case letters and digits."""
        return self.chars(UPPER + DIGITS, length)

    def base32(self, length: int) -> str:
        """Return characters of RFC 4648 base32."""
        return self.chars(BASE32, length)

    def b64(self, nbytes: int) -> str:
        """Return standard base64 of random bytes, padded."""
        return base64.b64encode(self.raw(nbytes)).decode()

    def b64url(self, nbytes: int) -> str:
        """Return URL-safe base64 of random bytes, without padding."""
        return base64.urlsafe_b64encode(self.raw(nbytes)).decode().rstrip("=")

    def fernet(self) -> str:
        """Return a Fernet key: 32 bytes in URL-safe base64, padded."""
        return base64.urlsafe_b64encode(self.raw(32)).decode()

    def uuid(self) -> str:
        """Return a random UUID of version 4."""
        return str(uuid.UUID(bytes=self.raw(16), version=4))

    def strong(self, length: int) -> str:
        """Return a generated password with at least one symbol inside."""
        left = length // 2
        return self.alnum(left) + self.chars(SYMBOLS, 1) + self.chars(BASE62 + SYMBOLS, length - left - 2) + "7"

    def quoted(self, length: int) -> str:
        """Return a generated password in percent-encoding, as a URL carries it."""
        return quote(self.alnum(length - 3) + "/@" + self.alnum(1), safe="")

    def phrase(self, words: int) -> str:
        """Return words of a BIP-39 kind, parted by blanks."""
        return " ".join(self._rng.sample(MNEMONIC_WORDS, words))

    def checked(self, prefix: str) -> str:
        """Return a GitHub or npm style token: 30 characters and their CRC32 in six base62 digits."""
        body = self.alnum(30)
        number, check = zlib.crc32(body.encode()), ""
        for _ in range(6):
            number, rest = divmod(number, 62)
            check = BASE62[rest] + check
        return prefix + body + check

    def jwt(self, payload: Mapping[str, object], alg: str = "HS256") -> str:
        """Return a signed-looking JSON Web Token."""
        signature = self.b64url(32 if alg == "HS256" else 256)
        return f"{b64url_json({'alg': alg, 'typ': 'JWT'})}.{b64url_json(payload)}.{signature}"

    def pem(self, label: str, nbytes: int = 1190, newline: str = "\\n", head: str = "") -> str:
        """Return PEM armour around a DER-like head and random bytes; newlines are escaped unless told otherwise."""
        body = self.der(head or label.removesuffix(" KEY"), nbytes)
        lines = [body[i : i + 64] for i in range(0, len(body), 64)]
        return newline.join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""])

    def der(self, label: str, nbytes: int) -> str:
        """Return the base64 body alone, without the PEM armour."""
        return base64.b64encode(bytes.fromhex(DER[label]) + self.raw(nbytes)).decode()

    def pgp(self, label: str, nbytes: int = 700) -> str:
        """Return PGP armour around random bytes, with real newlines."""
        body = base64.b64encode(b"\x95\x03\x98\x04" + self.raw(nbytes)).decode()
        lines = [body[i : i + 64] for i in range(0, len(body), 64)]
        return "\n".join(
            [f"-----BEGIN PGP {label}-----", "", *lines, f"={self.alnum(4)}", f"-----END PGP {label}-----"]
        )

    def bcrypt(self, ident: str = "2b") -> str:
        """Return a bcrypt-like hash."""
        return f"${ident}$12${self.chars(CRYPT64, 53)}"

    def argon2(self) -> str:
        """Return an argon2id-like hash."""
        return f"$argon2id$v=19$m=65536,t=3,p=4${self.b64(16).rstrip('=')}${self.b64(32).rstrip('=')}"

    def crypt(self, ident: str = "6") -> str:
        """Return a shadow-like SHA-crypt hash."""
        return f"${ident}${self.chars(CRYPT64, 16)}${self.chars(CRYPT64, 86)}"

    def scram(self) -> str:
        """Return a SCRAM-SHA-256 verifier as PostgreSQL stores it."""
        return f"SCRAM-SHA-256$4096:{self.b64(16)}${self.b64(32)}:{self.b64(32)}"

    def aws_id(self, prefix: str = "AK") -> str:
        """Return an AWS access key id."""
        return prefix + "IA" + self.base32(16)

    def aws_secret(self) -> str:
        """Return an AWS secret access key."""
        return self.b64(30)

    def openai(self, lead: str = "proj-") -> str:
        """Return an OpenAI key with its marker in the middle."""
        return "sk-" + lead + self.b64url(55) + "T3Blbk" + "FJ" + self.b64url(55)

    def slack_hook(self, service: str = "services") -> str:
        """Return a Slack incoming webhook or workflow trigger."""
        return f"https://hooks.slack.com/{service}/T0{self.upper(9)}/B0{self.upper(9)}/{self.alnum(24)}"


def b64_text(text: str) -> str:
    """Return the standard base64 of a text."""
    return base64.b64encode(text.encode()).decode()


def b64url_json(data: Mapping[str, object]) -> str:
    """Return the URL-safe base64 of compact JSON, without padding."""
    return base64.urlsafe_b64encode(compact(data).encode()).decode().rstrip("=")


def compact(data: object) -> str:
    """Return JSON without blanks."""
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False)
