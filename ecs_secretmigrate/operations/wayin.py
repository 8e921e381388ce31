"""Which account, which Regions, and how one gets in: the texts that name them, checked for their form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.model.target import ALL_REGIONS
from ecs_secretmigrate.operations.reading import BAD
from ecs_secretmigrate.sources.documents import Scalar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecs_secretmigrate.model.paths import Path
    from ecs_secretmigrate.operations.reading import Reading
    from ecs_secretmigrate.sources.documents import Node

_ACCOUNT = re.compile(r"[0-9]{12}", re.ASCII)
_REGION = re.compile(r"[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}")
# IAM user guide, "IAM and STS quotas": names of roles; API reference of AssumeRole: RoleSessionName, ExternalId.
_ROLE = re.compile(r"(arn:aws[a-z-]*:iam::(?P<account>[0-9]{12}):role/)?/?([\w+=,.@-]+/)*[\w+=,.@-]{1,64}", re.ASCII)
_SESSION = re.compile(r"[\w+=,.@-]{2,64}", re.ASCII)
_EXTERNAL_ID = re.compile(r"[\w+=,.@:/-]{2,1224}", re.ASCII)


def account(reading: Reading, path: Path, node: Node) -> Any:
    """12 digits; a number counts as it is written."""
    text = reading.text(path, node, number=True)
    if text is BAD or _ACCOUNT.fullmatch(text):
        return text
    if isinstance(node, Scalar) and node.kind == "number":
        return reading.wrong(path, "is a number and has lost digits", 'put it in quotes, such as "001122223333"')
    return reading.wrong(path, "must be 12 digits", 'write it in quotes, such as "111122223333"')


def name(reading: Reading, path: Path, node: Node) -> Any:
    """Any text."""
    return reading.text(path, node)


def role(reading: Reading, path: Path, node: Node) -> Any:
    """A role's name or ARN."""
    return _formed(reading, path, node, _ROLE, "a role's name or its ARN")


def external_id(reading: Reading, path: Path, node: Node) -> Any:
    """What AssumeRole takes as ExternalId."""
    return _formed(reading, path, node, _EXTERNAL_ID, "2 to 1224 letters, digits and +=,.@:/-")


def session_name(reading: Reading, path: Path, node: Node) -> Any:
    """What AssumeRole takes as RoleSessionName."""
    return _formed(reading, path, node, _SESSION, "2 to 64 letters, digits and +=,.@-")


def regions(reading: Reading, path: Path, node: Node) -> Any:
    """A tuple of Regions, each once, from a list or one text; or :data:`ALL_REGIONS` alone."""
    texts = reading.texts(path, node)
    return texts if texts is BAD or texts == (ALL_REGIONS,) else checked_regions(reading, path, texts)


def checked_regions(reading: Reading, path: Path, texts: Sequence[str]) -> Any:
    """The texts, each once, if all have the form of a Region."""
    if not texts:
        return reading.wrong(path, "is empty", "write at least one Region, or leave it out")
    if all(_REGION.fullmatch(text) for text in texts):
        return tuple(dict.fromkeys(texts))
    return reading.wrong(path, "holds what is no Region", "write it such as eu-west-1")


def account_of(role_text: str | None) -> str | None:
    """The account in a role's ARN; None for a name."""
    found = _ROLE.fullmatch(role_text or "")
    return found["account"] if found else None


def _formed(reading: Reading, path: Path, node: Node, form: re.Pattern[str], words: str) -> Any:
    text = reading.text(path, node)
    if text is BAD or form.fullmatch(text):
        return text
    return reading.wrong(path, "has not the form it must have", f"write {words}")
