"""A plan: what would move where, and what stands in the way. It holds no value and no hash of one."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ecs_secretmigrate.model.finding import Destination, Finding
    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.model.paths import Path
    from ecs_secretmigrate.model.storage import StoreKind
    from ecs_secretmigrate.model.task_definition import Skipped, TaskDefinition
    from ecs_secretmigrate.model.usage import Owner, User

NOT_LATEST = "not-latest"
"""Code of the obstacle that a newer revision is not part of the plan."""
PLAN_VERSION = 1
"""Version of the saved plan's format."""


class Action(StrEnum):
    """What a move does to the store."""

    CREATE = "create"
    """A new secret or parameter."""
    MERGE = "merge"
    """A new key in a JSON secret that exists."""
    REUSE = "reuse"
    """It holds exactly this value already."""
    UPDATE = "update"
    """It holds another value, which is replaced (``--on-conflict update``)."""
    MAP = "map"
    """A secret that exists is named by the configuration file; nothing is written."""
    POINT = "point"
    """A secret that exists was found to hold this value (``--reuse-existing``); nothing is written."""
    DROP = "drop"
    """The same name stands in ``secrets`` already, which wins: only the plaintext goes."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a value goes.

    Attributes:
        store: which store.
        name: name of the secret or parameter.
        key: key of the secret's JSON object, None for the whole string.
    """

    store: StoreKind
    name: str
    key: str | None = None

    def __str__(self) -> str:
        return f"{self.name} [{self.key}]" if self.key is not None else self.name


@dataclass(frozen=True, slots=True)
class Move:
    """One variable (or log option) that leaves the plaintext.

    Attributes:
        container: the container's name.
        name: the variable's or option's name.
        path: path of the value in the body; of the last one where the name repeats.
        removed: paths of all the entries that go: more than one where the name repeats.
        location: JSONPath of the value in the document as it was read.
        destination: the list that takes the reference.
        action: what is done to the store.
        target: where the value goes; None for ``MAP``, ``POINT`` and ``DROP``.
        value_from: the reference; unknown parts of a new secret's ARN are ``??????``.
        detector: why it moves: the detector's id, or ``include``.
        confidence: how sure the detector is.
        reason: why, for a person.
        kms_key_id: the customer managed key of a secret that was found; empty where ``--kms-key-id`` or none applies.
    """

    container: str
    name: str
    path: Path
    removed: tuple[Path, ...]
    location: str
    destination: Destination
    action: Action
    target: Target | None
    value_from: str
    detector: str
    confidence: str
    reason: str
    kms_key_id: str = ""

    @property
    def label(self) -> str:
        """``CONTAINER/NAME``."""
        return f"{self.container}/{self.name}"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A blocker (nothing is done while it stands) or a warning.

    Attributes:
        code: a stable id, such as ``execution-role-missing``.
        message: what is wrong, and what to do.
        subject: the variable it is about, empty for the whole task definition.
    """

    code: str
    message: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class DefinitionPlan:
    """The plan for one task definition.

    Attributes:
        definition: the task definition, sealed.
        account: account the values go to; None if not known offline.
        region: Region the values go to; None if not known offline.
        moves: what moves.
        left: findings that stay: no native destination, below the confidence asked for, or excluded.
        blockers: what must be mended first.
        warnings: what is worth knowing.
        execution_role_arn: the role that must be able to read the references; None if there is none.
        sets_execution_role: whether the role is set by this plan (``--execution-role-arn``).
        policy: the policy the execution role needs.
        diff: the redacted unified diff.
        changes: the structured change list.
        monthly_cost: US dollars a month that the new secrets or parameters cost.
        users: who runs the family.
        owners: what else deploys it.
    """

    definition: TaskDefinition
    account: str | None
    region: str | None
    moves: tuple[Move, ...]
    left: tuple[Finding, ...] = ()
    blockers: tuple[Obstacle, ...] = ()
    warnings: tuple[Obstacle, ...] = ()
    execution_role_arn: str | None = None
    sets_execution_role: bool = False
    policy: dict[str, Any] = field(default_factory=dict)
    diff: str = ""
    changes: tuple[dict[str, Any], ...] = ()
    monthly_cost: float = 0.0
    users: tuple[User, ...] = ()
    owners: tuple[Owner, ...] = ()


@dataclass(frozen=True, slots=True)
class SameValue:
    """Variables of one account and Region that hold the same value: their names, and nothing of the value.

    Attributes:
        account: the account; None if not known offline.
        region: the Region; None if not known offline.
        variables: ``FAMILY/CONTAINER/NAME`` of each.
        stored: the one secret or parameter that holds it for all; empty where each has its own.
    """

    account: str | None
    region: str | None
    variables: tuple[str, ...]
    stored: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan over any number of task definitions.

    Attributes:
        options: the choices it was made with.
        definitions: one plan a task definition.
        skipped: what was looked at and is not one.
        sources: the sources as the command line gave them, to be read again by ``apply``.
        same: which variables hold the same value.
    """

    options: Options
    definitions: tuple[DefinitionPlan, ...]
    skipped: tuple[Skipped, ...] = ()
    sources: dict[str, Any] = field(default_factory=dict)
    same: tuple[SameValue, ...] = ()

    @property
    def blocked(self) -> bool:
        """Whether anything must be mended before it can be applied."""
        return any(part.blockers for part in self.definitions)

    @property
    def moves(self) -> int:
        """How many variables move."""
        return sum(len(part.moves) for part in self.definitions)

    @property
    def monthly_cost(self) -> float:
        """US dollars a month that the new secrets or parameters cost."""
        return sum(part.monthly_cost for part in self.definitions)
