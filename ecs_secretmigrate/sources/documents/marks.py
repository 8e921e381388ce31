"""A document's structure with the exact place of everything in its text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecs_secretmigrate.model.paths import Path
    from ecs_secretmigrate.model.secret_value import SecretValue


@dataclass(frozen=True, slots=True)
class Scalar:
    """A leaf: its text, sealed.

    Attributes:
        value: decoded text of a string, the text as written of a number or boolean, empty for null.
        kind: ``string``, ``number``, ``boolean`` or ``null``.
    """

    value: SecretValue
    kind: str


Node = dict[str, "Node"] | list["Node"] | Scalar
"""What a document says; of a key that repeats in a mapping the last one counts."""


@dataclass(slots=True)
class Mark:
    """A node and the stretch of text it takes, in characters.

    Attributes:
        kind: ``map``, ``list`` or ``scalar``.
        start: first character.
        end: one past the last character of its content, without trailing space and comments.
        scalar: the leaf, for a scalar.
        entries: key and value marks, for a map, in the order written, repeated keys included.
        items: items, for a list.
        block: whether it is in YAML's block style (by indentation), not in brackets.
        shared: whether it is reached through an alias or a merge key, and so stands in several places.
    """

    kind: str
    start: int
    end: int
    scalar: Scalar | None = None
    entries: list[Entry] = field(default_factory=list)
    items: list[Mark] = field(default_factory=list)
    block: bool = False
    shared: bool = False


@dataclass(slots=True)
class Entry:
    """A key and its value in a map.

    Attributes:
        key: the key's text.
        key_start: first character of the key.
        key_end: one past its last character.
        value: the value.
    """

    key: str
    key_start: int
    key_end: int
    value: Mark

    @property
    def start(self) -> int:
        """First character of the entry."""
        return self.key_start

    @property
    def end(self) -> int:
        """One past the last character of the entry."""
        return max(self.key_end, self.value.end)


def tree(mark: Mark) -> Node:
    """What the marks say."""
    if mark.kind == "map":
        return {entry.key: tree(entry.value) for entry in mark.entries}
    if mark.kind == "list":
        return [tree(item) for item in mark.items]
    assert mark.scalar is not None
    return mark.scalar


def at(root: Mark, path: Path) -> Mark:
    """The mark at a path.

    Raises:
        KeyError: there is none.
    """
    mark = root
    for step in path:
        if isinstance(step, int) and mark.kind == "list" and step < len(mark.items):
            mark = mark.items[step]
        elif isinstance(step, str) and mark.kind == "map":
            mark = entry_of(mark, step).value
        else:
            raise KeyError(path)
    return mark


def entry_of(mark: Mark, key: str) -> Entry:
    """The entry of a key: the last one, if it repeats.

    Raises:
        KeyError: there is none.
    """
    for entry in reversed(mark.entries):
        if entry.key == key:
            return entry
    raise KeyError(key)


def repeated_keys(mark: Mark, path: Path = ()) -> list[Path]:
    """Paths of the keys that stand more than once in their map."""
    found: list[Path] = []
    seen: set[str] = set()
    for entry in mark.entries:
        here = (*path, entry.key)
        if entry.key in seen:
            found.append(here)
        seen.add(entry.key)
        found.extend(repeated_keys(entry.value, here))
    for index, item in enumerate(mark.items):
        found.extend(repeated_keys(item, (*path, index)))
    return found
