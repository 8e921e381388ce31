"""What a name says of its value: a password, a key, a token, or something about one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecs_secretmigrate.detectors import shapes, user_password, words
from ecs_secretmigrate.detectors.names import Sort
from ecs_secretmigrate.detectors.pattern import Pattern
from ecs_secretmigrate.detectors.rule import Rule, benign, found
from ecs_secretmigrate.model.verdict import Confidence

if TYPE_CHECKING:
    from ecs_secretmigrate.detectors.names import Name
    from ecs_secretmigrate.detectors.subject import Subject
    from ecs_secretmigrate.model.verdict import Verdict

ABOUT = Rule("benign-about", False, "a name of something about a credential: its length, lifetime, header, file")
PASSWORD = Rule("name-password", True, "a name that says password, in many languages")
SECRET = Rule("name-secret", True, "a name that says secret, salt, PIN, seed")
TOKEN = Rule("name-token", True, "a name that says token or credential")
KEY = Rule("name-key", True, "a name that says a key that signs, encrypts or lets in")
AUTH = Rule("name-auth", True, "a name that says auth, cookie or licence, with a value that looks made for it")

_SLUG = Pattern(r"[a-z][a-z0-9]*(?:[-_/.][a-z0-9]+)+")
_LOCATES = Pattern(r"(?:secret|credential|password|token|cred|key)s?(?:$|[-_/.])")
_PLACE = Pattern(r"[A-Za-z][A-Za-z_-]{1,30}(?:[/.][A-Za-z][A-Za-z0-9_-]{1,30})+")
_NUMBER = Pattern(r"-?\d+(?:\.\d+)?")
_WORD = Pattern(r"[a-z]+(?:[_.-][a-z]+)*|[A-Z]{1,5}|[a-z]+(?:[A-Z][a-z]+)*")
_HEX = Pattern(r"[0-9a-fA-F]{32,}")
_OF_A_TRACE = frozenset({"correlation", "trace", "span", "request", "build", "commit", "release", "revision"})
_SIZES = frozenset({"bytes", "bits", "chars", "digits"})
_CODE = Pattern(r"\d{3,}[#*]?|\d{4,}(?:[ ,;-]\d{4,})+|\d{2,4}(?:-\d{2,4}){2,}")
_WEAK_LONGEST = 8
_LEAST_DENSE = 24


def find(subject: Subject) -> Verdict | None:
    """Judge a value by its name, after its form said nothing; None for a name that names no credential."""
    name, bare = subject.name, subject.bare
    match name.sort:
        case Sort.ABOUT:
            return _about(name, bare)
        case Sort.PASSWORD:
            return _password(name, bare)
        case Sort.CHOSEN:
            return _chosen(name, bare)
        case Sort.ISSUED:
            return _issued(name, bare)
        case Sort.KEY:
            return _key(name, bare)
        case Sort.LOOSE_KEY:
            return _loose_key(name, bare)
        case Sort.INDEX:
            if _HEX.fullmatch(bare):
                return found(KEY.id, "the name says key, and the value is as random as one", Confidence.MEDIUM)
        case Sort.AUTH:
            return _auth(name, bare)
    return None


def _about(name: Name, bare: str) -> Verdict:
    if (
        name.word == "secret_id"
        and {"vault", "approle", "bao", "role"}.intersection(name.tokens)
        and shapes.is_uuid(bare)
    ):
        return found(SECRET.id, "a SecretID lets in, as a password does", Confidence.MEDIUM)
    return benign(ABOUT.id, "the name is of something about a credential, not of the credential")


def _password(name: Name, bare: str) -> Verdict | None:
    if not _holds(name, bare) or (name.doubtful and not shapes.looks_made(bare)):
        return None
    if shapes.is_filler(bare) and name.foreign:
        return None
    if name.word == "passwords" and _NUMBER.fullmatch(bare):
        return None  # how many
    return found(PASSWORD.id, "the name says password")


def _chosen(name: Name, bare: str) -> Verdict | None:
    if not _holds(name, bare):
        return None
    if _NUMBER.fullmatch(bare) and (name.word == "seed" or _SIZES.intersection(name.tokens)):
        return None  # a random generator's seed, a size
    if name.word in {"pin", "pins", "puk", "codes"}:
        is_code = _CODE.fullmatch(bare) is not None or shapes.looks_made(bare)
        return found(SECRET.id, "the name says a code that lets in") if is_code else None
    if name.doubtful and not shapes.looks_made(bare) and bare.count(" ") < 5:
        return None
    if name.foreign and (shapes.is_filler(bare) or _locates(bare)):
        return None
    if name.word in {"secret", "secrets"} and _locates(bare) and not _signs(name) and not shapes.is_filler(bare):
        return None
    return found(SECRET.id, "the name says secret key material")


def _signs(name: Name) -> bool:
    """Whether the name says what the secret is for, so that even a word is the secret itself."""
    return bool(words.SECRET_KEY_KINDS.intersection(name.tokens[:-1]))


def _issued(name: Name, bare: str) -> Verdict | None:
    if not _holds(name, bare) or (name.doubtful and not shapes.looks_made(bare)):
        return None
    if shapes.is_filler(bare) and (name.foreign or not _is_own_choice(name)):
        return None
    if name.word in {"credential", "credentials", "creds", "cred"} and _locates(bare):
        return None
    if _NUMBER.fullmatch(bare) and len(bare) < 4:
        return None
    if bare.isupper() and bare.isalpha() and len(bare) <= 5:
        return None  # the sign of a currency, of a token that is traded
    sure = shapes.looks_made(bare) or len(bare) < _WEAK_LONGEST
    return found(TOKEN.id, "the name says token or credential", Confidence.HIGH if sure else Confidence.MEDIUM)


def _is_own_choice(name: Name) -> bool:
    """Whether whoever runs the service makes the token: an admin's, a metrics endpoint's."""
    own = {"admin", "master", "root", "metrics", "internal", "static", "bootstrap", "setup", "agent", "cluster", "join"}
    return bool(own.intersection(name.tokens))


def _key(name: Name, bare: str) -> Verdict | None:
    if not _holds(name, bare) or (_NUMBER.fullmatch(bare) and len(bare) < 6):
        return None
    if name.foreign and shapes.is_filler(bare):
        return None
    if name.doubtful and not shapes.looks_made(bare):
        return None
    return found(KEY.id, "the name says a key that signs, encrypts or lets in")


def _loose_key(name: Name, bare: str) -> Verdict | None:
    """A key of something unknown: its value decides."""
    if not _holds(name, bare) or _NUMBER.fullmatch(bare) or shapes.is_filler(bare) or _WORD.fullmatch(bare):
        return None
    if "{" in bare or ":" in bare or "/" in bare[:1] or _is_slug(bare) or not shapes.looks_made(bare):
        return None
    return found(KEY.id, "the name says key and the value looks like one", Confidence.MEDIUM)


def _is_slug(bare: str) -> bool:
    """Whether it is words, joined; groups of hexadecimal digits are none."""
    dense = len(bare) >= _LEAST_DENSE and sum(map(str.isdigit, bare)) * 4 >= len(bare)
    return not dense and _SLUG.fullmatch(bare) is not None


def _auth(name: Name, bare: str) -> Verdict | None:
    if name.word not in {"license", "licence", "serial", "cookie"} and user_password.is_pair(bare):
        return found(AUTH.id, "the name says auth and the value is user and password")
    if not _holds(name, bare) or "://" in bare or bare.startswith("/") or _WORD.fullmatch(bare):
        return None
    if shapes.is_filler(bare) or _is_slug(bare) or not shapes.looks_made(bare) or "," in bare or bare[:2] == "__":
        return None
    return found(AUTH.id, f"the name says {name.word} and the value looks made for it", Confidence.MEDIUM)


def _holds(name: Name, bare: str) -> bool:
    """Whether what stands there can be the credential itself."""
    is_password = name.sort is Sort.PASSWORD
    if "://" in bare and "@" not in bare:
        return False
    if _OF_A_TRACE.intersection(name.tokens) and (shapes.is_uuid(bare) or _HEX.fullmatch(bare)):
        return False
    if is_password:
        return True
    if name.browser or shapes.is_host(bare) or shapes.is_email(bare):
        return False
    return not (bare[:1] in {"{", "["} and bare[-1:] in {"}", "]"})


def _locates(bare: str) -> bool:
    """Whether it reads as the name of a secret that is kept elsewhere: ``orders-db-credentials``, ``prod/orders/db``."""
    if bare.count("/") >= 1 and _PLACE.fullmatch(bare) is not None:
        return True
    return _SLUG.fullmatch(bare) is not None and _LOCATES.search(bare) is not None
