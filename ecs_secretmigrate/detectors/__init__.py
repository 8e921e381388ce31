"""Why a value is a secret, and why it is not: one detector a file.

The value decides over the name: first what it cannot be, then what it holds for certain, then what its name says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecs_secretmigrate.detectors import (
    capability_url,
    command_line,
    config_file,
    connection_string,
    encoded,
    entropy,
    http_header,
    json_web_token,
    named,
    nothing,
    password_hash,
    plain,
    private_key,
    provider_token,
    public_half,
    reference,
    seed_phrase,
    structured,
    url_credentials,
    user_password,
)
from ecs_secretmigrate.detectors.names import read
from ecs_secretmigrate.detectors.rule import Rule, benign
from ecs_secretmigrate.detectors.subject import Subject

if TYPE_CHECKING:
    from ecs_secretmigrate.model.verdict import Verdict

__all__ = ["judge"]

NAME = Rule("benign-name", False, "a name and a value that say nothing of a credential")
_MAX = 65_536
_SHORTEST_FORM = 5


def judge(name: str, value: str) -> Verdict:
    """Judge one value.

    Args:
        name: the variable's name; empty where the place has none.
        value: its text. What stands beyond the first 64 Ki characters is not looked at.

    Returns:
        Whether it is a secret, how sure that is, and why, without quoting it.
    """
    return _judge(Subject(read(name), value if len(value) <= _MAX else value[:_MAX]))


def _judge(subject: Subject) -> Verdict:
    verdict = reference.find(subject) or nothing.find(subject)
    if verdict is None and len(subject.bare) >= _SHORTEST_FORM:
        verdict = _by_form(subject)
    return (
        verdict
        or plain.find(subject)
        or nothing.find_template(subject)
        or public_half.find_named(subject)
        or named.find(subject)
        or entropy.find(subject)
        or benign(NAME.id, "neither its name nor its form says a credential")
    )


def _by_form(subject: Subject) -> Verdict | None:
    """What a value holds for certain, whatever its name. Each begins with a cheap look at whether it can be at all."""
    return (
        public_half.find(subject)
        or provider_token.find(subject)
        or private_key.find(subject)
        or password_hash.find(subject)
        or json_web_token.find(subject)
        or capability_url.find(subject)
        or url_credentials.find(subject)
        or config_file.find(subject)
        or structured.find(subject, _judge)
        or connection_string.find(subject)
        or command_line.find(subject)
        or http_header.find(subject)
        or encoded.find(subject, _judge)
        or user_password.find(subject)
        or seed_phrase.find(subject)
    )
