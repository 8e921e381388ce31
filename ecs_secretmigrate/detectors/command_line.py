"""A credential among command-line flags: ``--password x``, ``-u user:password``, ``-Ddb.password=x``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecs_secretmigrate.detectors import reference
from ecs_secretmigrate.detectors.connection_string import holds_credential
from ecs_secretmigrate.detectors.pattern import Pattern
from ecs_secretmigrate.detectors.rule import Rule, found

if TYPE_CHECKING:
    from ecs_secretmigrate.detectors.subject import Subject
    from ecs_secretmigrate.model.verdict import Verdict

RULE = Rule("command-line", True, "a credential among command-line flags")

_FLAG = Pattern(r"(?:^|\s)--?([A-Za-z][\w.-]{1,60})(?:=|\s{1,5})(\"[^\"]{1,1024}\"|'[^']{1,1024}'|[^\s-][^\s]{0,1023})")
_USER = Pattern(r"(?:^|\s)(?:-u|--user|--proxy-user|-U)\s{1,5}[\w.@\\-]{1,100}[:%](\S{1,256})")
_MYSQL = Pattern(r"\b(?:mysql|mysqldump|mysqladmin|mariadb)\b[^\0]{0,400}?\s-p([^\s-]\S{0,127})")
# A user's flag before it, and -p (cqlsh, mongosh, sqlcmd -P) or -w (the LDAP tools' -D) is the password's.
_AFTER_USER = Pattern(
    r"(?:^|\s)(?:(?:-u|-U|--user(?:name)?)[\s=]{1,3}\S{1,100}[^\0]{0,200}?\s-[pP]|-D\s{1,3}\S{1,200}[^\0]{0,200}?\s-w)"
    r"(?:\s{1,3}([^\s-]\S{3,127})|(?<=p)((?=\S{0,60}\d)(?=\S{0,60}[A-Za-z])\S{6,127}))"
)
_REDIS_ACL = Pattern(r"\buser\s+\S{1,100}\s[^\0>]{0,200}>(\S{1,256})")
_SSHPASS = Pattern(r"\bsshpass\s+-p\s{0,3}(\S{1,128})")
_REDIS = Pattern(r"\bredis-cli\b[^\0]{0,200}?\s-a\s{1,3}(\S{1,256})")


def find(subject: Subject) -> Verdict | None:
    """Say so if a flag in the value carries a credential."""
    text = subject.text
    if " " not in text:
        return None
    if "user " in text and ">" in text:
        rule = _REDIS_ACL.search(text)
        if rule is not None and ("~" in text or "+@" in text) and reference.is_value(rule[1]):
            return found(RULE.id, "it is a Redis ACL rule with a password in it")
    if "-" not in text:
        return None
    if holds_credential((match[1], match[2].strip("\"'")) for match in _FLAG.finditer(text)):
        return found(RULE.id, "a command-line flag in it carries a credential")
    for word, pattern in (
        ("-", _USER),
        ("-p", _MYSQL),
        ("-", _AFTER_USER),
        ("sshpass", _SSHPASS),
        ("redis-cli", _REDIS),
    ):
        if word in text:
            flag = pattern.search(text)
            if flag is not None and reference.is_value((flag[1] or flag[flag.re.groups]).strip("\"'")):
                return found(RULE.id, "a command-line flag in it carries a credential")
    return None
