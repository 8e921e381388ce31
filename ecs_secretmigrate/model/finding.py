"""What the scanner found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecs_secretmigrate.model.baseline import Decision
    from ecs_secretmigrate.model.paths import Path
    from ecs_secretmigrate.model.secret_value import SecretValue
    from ecs_secretmigrate.model.task_definition import Skipped, TaskDefinition
    from ecs_secretmigrate.model.verdict import Confidence


class Destination(StrEnum):
    """Where ECS takes a reference instead of a value."""

    SECRETS = "secrets"
    SECRET_OPTIONS = "secretOptions"  # noqa: S105 - a member of the ECS API


@dataclass(frozen=True, slots=True)
class PlacedValue:
    """A sealed value and the place it stands in.

    Attributes:
        path: its path in the body.
        name: the variable's, option's or label's name; empty where a place has none (an argument).
        value: the value.
        container: the container's name, None outside a container.
        destination: where a reference to it could stand, or None.
        advice: what to do about a secret here where there is no destination.
    """

    path: Path
    name: str
    value: SecretValue
    container: str | None
    destination: Destination | None
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A plaintext secret, without the secret.

    Attributes:
        definition: the task definition it stands in.
        placed: the place (and, sealed, the value).
        detector: id of the detector with the strongest reason.
        confidence: how sure the detector is.
        reason: why, in one sentence for a person.
        move: whether ``plan`` would move it.
        why_kept: why it would not, where it has a destination or is kept on purpose; empty otherwise.
        decision: what a review decided about it; None where it is open.
    """

    definition: TaskDefinition
    placed: PlacedValue
    detector: str
    confidence: Confidence
    reason: str
    move: bool
    why_kept: str = ""
    decision: Decision | None = None

    @property
    def label(self) -> str:
        """``CONTAINER/NAME``, as ``--include`` and ``--exclude`` take it, or what there is of it."""
        return "/".join(part for part in (self.placed.container, self.placed.name) if part)

    @property
    def accepted(self) -> bool:
        """Whether a review decided that it stays in plaintext."""
        return self.decision is not None and self.decision.keeps

    @property
    def location(self) -> str:
        """JSONPath into the document as it was read."""
        return self.definition.location(self.placed.path)


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What a scan saw.

    Attributes:
        definitions: the task definitions read, in order.
        skipped: what was not one.
        values: how many values were judged.
        findings: the findings, in the order of their places.
    """

    definitions: tuple[TaskDefinition, ...]
    skipped: tuple[Skipped, ...]
    values: int
    findings: tuple[Finding, ...]
