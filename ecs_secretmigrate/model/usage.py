"""Who runs a task definition, and what became of moving them to another revision."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ecs_secretmigrate.model.secret_value import SecretValue


class UserKind(StrEnum):
    """What can run a task definition."""

    SERVICE = "service"
    TASK = "standalone task"
    RULE = "EventBridge rule"
    SCHEDULE = "schedule"
    STATE_MACHINE = "state machine"


ANY_REVISION = "<REVISION>"
"""In a trait that a person may need: where the new revision's ARN belongs."""


@dataclass(frozen=True, slots=True)
class User:
    """Something that runs a revision of a family.

    Attributes:
        kind: what it is.
        arn: its ARN.
        label: what a person calls it, such as ``CLUSTER/SERVICE``.
        runs: the task definition as it names it: ``family:revision``, or ``family`` alone.
        follows: whether it names the family alone, and so takes the latest ACTIVE revision by itself.
        draining: whether a deployment that is being replaced still holds it.
        next_step: what a person must do to move it, where it cannot be moved from here; empty if it can.
        overrides: what it sets in plaintext with each start, as CONTAINER/NAME and value: overrides take no reference.
        since: since when a service runs it: when its deployment was made; None where that is not told.
        traits: what moving it needs to know, such as its cluster; no values.
    """

    kind: UserKind
    arn: str
    label: str
    runs: str
    follows: bool = False
    draining: bool = False
    next_step: str = ""
    overrides: tuple[tuple[str, SecretValue], ...] = ()
    since: datetime | None = None
    traits: Mapping[str, str] = field(default_factory=dict)

    @property
    def family(self) -> str:
        """The family it runs."""
        return self.runs.rpartition(":")[0] or self.runs

    @property
    def title(self) -> str:
        """``service main/web``."""
        return f"{self.kind} {self.label}"


@dataclass(frozen=True, slots=True)
class Owner:
    """Something that deploys the task definition and would bring the plaintext back.

    Attributes:
        name: what it is, such as ``CloudFormation stack shop``.
        certain: whether it is known to own it; False for a hint.
        cure: what to change at the source.
    """

    name: str
    certain: bool
    cure: str


class RolloutStanding(StrEnum):
    """How moving one user came out."""

    MOVED = "moved"
    ALREADY = "runs it already"
    FOLLOWS = "follows by itself"
    UNVERIFIED = "moved, but nothing was started"
    """A service with a desired count of 0."""
    LEFT = "left"
    """It cannot be moved from here, or runs something else."""
    ROLLED_BACK = "rolled back"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Rollout:
    """What became of one user.

    Attributes:
        user: who.
        standing: how it came out.
        to: the revision it was moved to, ``family:revision``.
        cause: what went wrong, in a person's words; empty otherwise.
        cure: what to do about it.
    """

    user: User
    standing: RolloutStanding
    to: str
    cause: str = ""
    cure: str = ""

    @property
    def ok(self) -> bool:
        """Whether nothing went wrong."""
        return self.standing not in {RolloutStanding.ROLLED_BACK, RolloutStanding.FAILED}


def short(task_definition: str) -> str:
    """``family:revision`` (or ``family``) out of an ARN, or the name itself."""
    return task_definition.rsplit("/", 1)[-1]
