"""A task definition as the rooms pass it around: camelCase keys, every value that could be a secret sealed."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.model.paths import Path, json_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Body = dict[str, Any]
"""``RegisterTaskDefinition`` input as API JSON, where values are :class:`SecretValue` and structure is plain."""


class Shape(StrEnum):
    """How much of a task definition a document holds."""

    TASK_DEFINITION = "task definition"
    CONTAINER_DEFINITIONS = "container definitions"  # a bare array: the rest stands elsewhere (Terraform, say)


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was looked at and is not a task definition.

    Attributes:
        source: what was looked at.
        reason: why it is not one, without quoting it.
    """

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class TaskDefinition:
    """One task definition and where it came from.

    Attributes:
        source: a file's path as given, ``-``, or an ARN.
        body: the sealed document.
        family: the family's name; a bare array of containers goes by its file's name.
        shape: whether all of the task definition is here.
        account: 12-digit account id, None for a file.
        region: Region of a live one, None for a file.
        arn: ARN of a live revision, None for a file.
        revision: number of a live revision, None for a file.
        tags: the tags of a live revision.
        notes: remarks on how it was read, one line each.
        unmodelled: paths of fields in the answer that the installed botocore does not know (they would be lost).
        prefix: steps from the document's root to the body.
        original_keys: for a path of ``body``, its last key as the document spells it, where that differs.
    """

    source: str
    body: Body
    family: str
    shape: Shape = Shape.TASK_DEFINITION
    account: str | None = None
    region: str | None = None
    arn: str | None = None
    revision: int | None = None
    tags: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    unmodelled: tuple[str, ...] = ()
    prefix: Path = ()
    original_keys: Mapping[Path, str] = field(default_factory=dict)

    @property
    def is_live(self) -> bool:
        """Whether it was read from an account."""
        return self.arn is not None

    @property
    def label(self) -> str:
        """``family:revision`` for a live one, the source for a file."""
        return f"{self.family}:{self.revision}" if self.revision is not None else self.source

    def document_path(self, path: Path) -> Path:
        """The path in the document as it was read."""
        steps = [self.original_keys.get(path[: i + 1], step) for i, step in enumerate(path)]
        if self.shape is Shape.CONTAINER_DEFINITIONS:
            steps = steps[1:]  # the document's root is the array itself
        return (*self.prefix, *steps)

    def location(self, path: Path) -> str:
        """The JSONPath in the document as it was read."""
        return json_path(self.document_path(path))


def containers(body: Body) -> Iterator[tuple[int, Body]]:
    """Yield each well-formed container definition with its index."""
    listed = body.get("containerDefinitions")
    for index, container in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(container, dict):
            yield index, container


def container_name(container: Body, index: int) -> str:
    """The container's name, or its index where it has none."""
    name = container.get("name")
    return name if isinstance(name, str) and name else f"[{index}]"


def entries(owner: Body, key: str) -> Iterator[tuple[int, Body]]:
    """Yield each well-formed entry (an object with a ``name``) of a list such as ``environment`` or ``secrets``."""
    listed = owner.get(key)
    for index, entry in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(entry, dict) and isinstance(entry.get("name"), str):
            yield index, entry
