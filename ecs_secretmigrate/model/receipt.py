"""What an ``apply`` did, and what a ``verify`` saw: for people and reports; nothing depends on keeping it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecs_secretmigrate.model.plan import Move
    from ecs_secretmigrate.model.task_definition import Skipped
    from ecs_secretmigrate.model.usage import Rollout


class Standing(StrEnum):
    """How one task definition came out."""

    MIGRATED = "migrated"
    NOTHING_TO_DO = "nothing to do"
    ROLLED_BACK = "rolled back"
    BLOCKED = "blocked"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class DefinitionReceipt:
    """What was done for one task definition.

    Attributes:
        source: its file or ARN.
        label: ``family:revision`` or the file.
        family: its family.
        standing: how it came out.
        moves: the moves, with their final references.
        written: what became of each secret or parameter, by name.
        compared: how many variables the parity proof compared.
        published: the new revision's ARN or the file written; empty if none.
        granted: the execution role that was allowed to read; empty if none had to be.
        message: why it was blocked or failed; empty otherwise.
        exit_code: what the command ends with because of it.
        rollouts: what became of who runs it.
    """

    source: str
    label: str
    family: str
    standing: Standing
    moves: tuple[Move, ...] = ()
    written: tuple[tuple[str, str], ...] = ()
    compared: int = 0
    published: str = ""
    granted: str = ""
    message: str = ""
    exit_code: int = 0
    rollouts: tuple[Rollout, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an ``apply`` did.

    Attributes:
        definitions: one receipt a task definition.
        skipped: what was looked at and is not one.
    """

    definitions: tuple[DefinitionReceipt, ...]
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was verified.

    Attributes:
        subject: ``CONTAINER/NAME``, or the role, or the task definition.
        what: what was checked.
        ok: whether it holds.
        detail: why not, and what to do; empty if it holds.
        known: whether it could be told at all; what could not be told does not fail.
    """

    subject: str
    what: str
    ok: bool
    detail: str = ""
    known: bool = True


@dataclass(frozen=True, slots=True)
class Verification:
    """What was verified of one task definition.

    Attributes:
        source: its file or ARN.
        label: ``family:revision`` or the file.
        checks: what was checked.
    """

    source: str
    label: str
    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Whether all of it holds."""
        return all(check.ok or not check.known for check in self.checks)
