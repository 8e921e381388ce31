"""The revisions of a family in every state, what of them is to go, and what their plaintext exposed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from ecs_secretmigrate.model.task_definition import TaskDefinition
    from ecs_secretmigrate.model.usage import Rollout, User


class RevisionStatus(StrEnum):
    """ECS API reference, ``TaskDefinition.status``."""

    ACTIVE = "ACTIVE"
    INACTIVE = "INACTIVE"
    DELETE_IN_PROGRESS = "DELETE_IN_PROGRESS"


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision.

    Attributes:
        definition: the task definition, sealed.
        status: its status.
        registered_at: when it was registered, None where that is not told.
    """

    definition: TaskDefinition
    status: RevisionStatus
    registered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Exposure:
    """A credential that stood in plaintext.

    Attributes:
        label: ``CONTAINER/NAME``.
        detector: id of the detector that says what it is, or ``migrated``.
        revisions: the revisions that held it, oldest first.
        since: when the first of them was registered, as ISO 8601; empty where that is not told.
    """

    label: str
    detector: str
    revisions: tuple[str, ...]
    since: str


@dataclass(frozen=True, slots=True)
class Retirement:
    """What retiring a family comes to.

    Attributes:
        family: the family.
        going: revisions that hold plaintext and that nothing uses, ``family:revision``.
        under_way: revisions that are being deleted already.
        exposures: what was exposed, in the order to rotate it in.
        refusal: why nothing is retired; empty if it can be.
        users: who still uses what would go.
        unknown: who may use it, and does not tell: state machines that compute what they run.
        gone: those that were deleted.
        failed: those that were not, and why.
    """

    family: str
    going: tuple[str, ...] = ()
    under_way: tuple[str, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    refusal: str = ""
    users: tuple[User, ...] = ()
    unknown: tuple[User, ...] = ()
    gone: tuple[str, ...] = ()
    failed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reversal:
    """What rolling a migrated revision back came to.

    Attributes:
        label: the migrated revision.
        to: the revision it replaced.
        rollouts: what became of who ran it.
        unused: secrets and parameters of this tool's making that nothing refers to any more.
        deleted: those of them that were deleted.
        deregistered: whether the migrated revision was deregistered.
        message: why nothing was done; empty otherwise.
        exit_code: what the command ends with because of it.
    """

    label: str
    to: str
    rollouts: tuple[Rollout, ...] = ()
    unused: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    deregistered: bool = False
    message: str = ""
    exit_code: int = 0


class Stage(StrEnum):
    """Where a family's migration stands."""

    CLEAN = "nothing to move"
    PLAINTEXT = "plaintext"
    REGISTERED = "registered, not rolled out"
    ROLLING_OUT = "rolling out"
    MIGRATED = "migrated"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class FamilyStatus:
    """Where one family stands.

    Attributes:
        label: its latest ACTIVE revision.
        stage: how far it is.
        replaces: the revision that it replaces, empty for one that is not migrated.
        plaintext: how many variables of the latest revision would move.
        old: revisions in any state that still hold plaintext.
        users: who runs the family.
        next_step: what to do next.
    """

    label: str
    stage: Stage
    replaces: str
    plaintext: int
    old: tuple[str, ...]
    users: tuple[User, ...]
    next_step: str
