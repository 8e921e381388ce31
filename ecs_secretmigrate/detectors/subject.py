"""What a detector sees: a name that was read, and a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecs_secretmigrate.detectors.names import Name


class Subject:
    """A name and a value to be judged.

    Attributes:
        name: the name, read.
        text: the value, at most 64 Ki characters of it.
        bare: the value without the white space around it.
        depth: how many layers (JSON, base64) it was taken out of.
    """

    __slots__ = ("bare", "depth", "name", "text")

    def __init__(self, name: Name, text: str, depth: int = 0) -> None:
        self.name = name
        self.text = text
        self.bare = text.strip()
        self.depth = depth

    def __repr__(self) -> str:
        return "Subject(********)"
