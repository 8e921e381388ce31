"""The text of a file that tools keep credentials in: .npmrc, .netrc, .pypirc, .pgpass, AWS credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecs_secretmigrate.detectors import reference
from ecs_secretmigrate.detectors.pattern import Pattern
from ecs_secretmigrate.detectors.rule import Rule, found

if TYPE_CHECKING:
    from ecs_secretmigrate.detectors.subject import Subject
    from ecs_secretmigrate.model.verdict import Verdict

RULE = Rule(
    "config-file",
    True,
    "a credential in the text of .npmrc, .netrc, .pgpass or an INI file",
    "https://docs.npmjs.com/cli/configuring-npm/npmrc",
)

_NPMRC = Pattern(r"_(?:authToken|auth|password)\s{0,5}=\s{0,5}(\S{6,})")
_NETRC = Pattern(r"\bmachine\s+\S{1,255}\s[^\0]{0,255}?\bpassword\s+(\S+)")
_PGPASS = Pattern(r"[\w.*-]{1,255}:(?:\d{1,5}|\*):[\w.*-]{1,64}:[\w.*-]{1,64}:(\S{1,128})")


def find(subject: Subject) -> Verdict | None:
    """Say so if the value is such a file with a credential in it."""
    text = subject.text
    if "_auth" in text or "_password" in text:
        match = _NPMRC.search(text)
        if match is not None and reference.is_value(match[1]):
            return found(RULE.id, "it holds a credential of an .npmrc file")
    if "machine " in text:
        match = _NETRC.search(text)
        if match is not None and reference.is_value(match[1]):
            return found(RULE.id, "it holds a credential of a .netrc file")
    if text.count(":") == 4 and " " not in subject.bare:
        match = _PGPASS.fullmatch(subject.bare)
        if match is not None and reference.is_value(match[1]):
            return found(RULE.id, "it is a line of a .pgpass file")
    return None
