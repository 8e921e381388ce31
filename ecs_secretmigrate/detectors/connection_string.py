"""A password or key in a list of settings: ADO, ODBC, libpq, JAAS, cloud connection strings, driver DSNs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecs_secretmigrate.detectors import reference, shapes
from ecs_secretmigrate.detectors.keywords import may_name_a_credential
from ecs_secretmigrate.detectors.names import CREDENTIALS, Sort, read
from ecs_secretmigrate.detectors.pattern import Pattern
from ecs_secretmigrate.detectors.rule import Rule, found

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecs_secretmigrate.detectors.subject import Subject
    from ecs_secretmigrate.model.verdict import Verdict

RULE = Rule(
    "connection-string",
    True,
    "a password or key in a connection string: ADO, ODBC, libpq, JAAS, a driver's DSN, Oracle's user/password@host",
    "https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING",
)

_PAIR = Pattern(
    r"(?:^|[;,\s&?{\[(\"'])\s{0,5}(?:-{1,2}D?|/)?([A-Za-z][\w.\- ]{1,60}?)[\"'\])]{0,3}\s{0,5}=>?\s{0,5}"
    r"(\"[^\"]{1,1024}\"|'[^']{1,1024}'|[^;,\s\"'&]{1,1024}(?=[;,\s\"'&)]|$))"
)
_COLONS = Pattern(r"(?:^|,)\s{0,3}([A-Za-z][\w-]{1,40}):([^,\s:]{6,512})(?=,|$)")
_QUOTED = Pattern(r"([A-Za-z][\w.-]{1,60})[\"'\])]{0,3}\s{0,5}(?:=>|:=|[:=,(])\s{0,5}(?=([\"'])([^\"'\n]{4,512})\2)")
_SAID = Pattern(r"(?i)(?:^|[\s;{])(?:password|passwd|pwd|passphrase)\s{0,3}:\s{0,3}([^\s,;\"'{}]{4,128})")
_ORACLE = Pattern(
    r"(?:^|:|\s)[A-Za-z][\w$#]{0,40}/([^/@\s\"]{2,128})@(?!sha256:)(?://)?[\w.-]{1,255}(?::\d+)?(?:[/:]\w+)?"
)
_DSN = Pattern(r"[\w.%+-]{1,80}:([^@/\s:]{1,256})@(?:tcp|udp|unix|[\w.-]{1,255})(?:\([^)]*\)|:\d+|/)")
_FILE = Pattern(r"(?:/[\w.-]{1,100}){1,12}\.(?:key|pem|crt|cer|p12|pfx|jks|p8|der)")
_LONGEST_DSN = 4096
_MOST_READ = 600
_NAMES_A_VARIABLE = ("-env", "_env", "-from", "-var")
_SIGNING = frozenset({"accountkey", "sharedaccesskey", "sharedaccesssignature", "sharedsecret"})


def find(subject: Subject) -> Verdict | None:
    """Say so if the value is such a list with a credential in it."""
    text = subject.text
    if "@" in text and len(text) <= _LONGEST_DSN and _is_dsn(subject.bare):
        return found(RULE.id, "it is a connection string with a password in it")
    is_colon_list = "," in text and ":" in text and "{" not in text and len(text) <= _LONGEST_DSN
    if is_colon_list and holds_credential((match[1], match[2]) for match in _COLONS.finditer(text)):
        return found(RULE.id, "it is a list of settings with a credential in it")
    if ("'" in text or '"' in text) and holds_credential((match[1], match[3]) for match in _QUOTED.finditer(text)):
        return found(RULE.id, "it is code or settings with a credential in it")
    if ":" in text and any(reference.is_value(match[1]) for match in _SAID.finditer(text)):
        return found(RULE.id, "it says a password in so many words")
    if "=" not in text or (subject.name.sort is Sort.PASSWORD and not _is_list(text)):
        return None
    is_odbc = "driver=" in text[:_LONGEST_DSN].lower()
    pairs = ((match[1].strip(), match[2].strip("\"'")) for match in _PAIR.finditer(text))
    if holds_credential((name, _unquoted(value, is_odbc=is_odbc)) for name, value in pairs):
        return found(RULE.id, "it is a list of settings with a credential in it")
    return None


def holds_credential(settings: Iterable[tuple[str, str]]) -> bool:
    """Whether one of some settings is a credential. At most so many names are read."""
    left = _MOST_READ
    for name, text in settings:
        if not may_name_a_credential(name.lower()) or name.lower().endswith(_NAMES_A_VARIABLE):
            continue
        if left == 0:
            return False
        left -= 1
        if names_credential(name) and reference.is_value(text):
            return True
    return False


def _unquoted(text: str, *, is_odbc: bool) -> str:
    """A setting's text: nothing where it is a file's path, and without the braces that ODBC puts around it."""
    if _FILE.fullmatch(text.replace("%2F", "/")):
        return ""
    return text[1:-1] if is_odbc and text[:1] == "{" and text[-1:] == "}" else text


def _is_list(text: str) -> bool:
    """Whether a value under a password's name is a list all the same: a password may hold an equals sign."""
    return text.count("=") >= 2 and (";" in text or " " in text)


def names_credential(name: str) -> bool:
    """Whether a setting's name says a credential."""
    candidates = {name, re.split(r"[. ]", name)[-1]} if "." in name or " " in name else {name}
    for candidate in candidates:
        if candidate.lower() in _SIGNING:
            return True
        read_name = read(candidate)
        if read_name.sort in CREDENTIALS and not read_name.doubtful and not read_name.browser:
            return True
    return False


def _is_dsn(bare: str) -> bool:
    match = _DSN.match(bare)
    if match is not None and reference.is_value(match[1]):
        return True
    if "/" not in bare or ("://" in bare and "jdbc:oracle" not in bare):
        return False
    oracle = _ORACLE.search(bare)
    return oracle is not None and reference.is_value(oracle[1]) and not shapes.is_email(bare)
