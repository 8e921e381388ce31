"""The edits a migration makes to a document; paths are those of the document as read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecs_secretmigrate.model.paths import Path


@dataclass(frozen=True, slots=True)
class Remove:
    """Take a list item or a map's entry out.

    Attributes:
        path: the item or entry.
    """

    path: Path


@dataclass(frozen=True, slots=True)
class Insert:
    """Add an entry to a list that holds references, which is made beside another key where it does not exist.

    Attributes:
        owner: path of the map that holds the list.
        key: the list's key, as it is to be spelt.
        after: the key of ``owner`` beside which a new list is put, whose style it takes.
        members: the entry's keys and texts, in order.
        like: path of a list item whose text is taken over, inner layout and all, its members renamed; None to
            write a new one.
        renamed: for ``like``: the member that is renamed, and its new name.
    """

    owner: Path
    key: str
    after: str
    members: tuple[tuple[str, str], ...]
    like: Path | None = None
    renamed: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class SetKey:
    """Add a key with a text to a map, or give the key that is there this text.

    Attributes:
        owner: path of the map.
        key: the key.
        text: its text.
        after: the key to put it after, if there is one.
    """

    owner: Path
    key: str
    text: str
    after: str = ""


Edit = Remove | Insert | SetKey
