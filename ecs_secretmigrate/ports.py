"""The few narrow Protocols the rooms meet through. Rooms side by side never import one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ecs_secretmigrate.model.holding import Holding, Wish
    from ecs_secretmigrate.model.known import Known
    from ecs_secretmigrate.model.plan import DefinitionPlan, Move, Obstacle
    from ecs_secretmigrate.model.revision import Revision
    from ecs_secretmigrate.model.secret_value import SecretValue
    from ecs_secretmigrate.model.storage import Conflict, Entry, Stored, StoreKind, Written
    from ecs_secretmigrate.model.task_definition import Body, Skipped, TaskDefinition
    from ecs_secretmigrate.model.usage import Owner, Rollout, User
    from ecs_secretmigrate.model.verdict import Verdict

Item = TypeVar("Item")
Result = TypeVar("Result")


class Aws(Protocol):
    """One account and Region of AWS: the single door for every API call.

    Parameters may hold :class:`~ecs_secretmigrate.model.secret_value.SecretValue` leaves; they are opened only
    as the request is made. Answers of operations that return secret values come back with those values wrapped.
    """

    @property
    def region(self) -> str:
        """The Region, such as ``eu-west-1``."""

    @property
    def account(self) -> str:
        """The 12-digit account id of the caller (one ``sts:GetCallerIdentity``, then remembered)."""

    @property
    def caller(self) -> str:
        """ARN of the caller, as ``sts:GetCallerIdentity`` gives it."""

    @property
    def partition(self) -> str:
        """The partition of the caller's ARN: ``aws``, ``aws-cn`` or ``aws-us-gov``."""

    def call(self, service: str, operation: str, /, **parameters: Any) -> dict[str, Any]:
        """Make one call, such as ``call("ecs", "DescribeTaskDefinition", taskDefinition="web:3")``.

        The answer to ``DescribeTaskDefinition`` has a further key ``_unmodelled``: paths of the fields in the raw
        answer that the installed botocore does not know and has dropped.

        Raises:
            AwsError: the call failed; the message quotes no value.
        """

    def pages(self, service: str, operation: str, /, **parameters: Any) -> Iterator[dict[str, Any]]:
        """Make as many calls as the listing has pages, and yield each page.

        Raises:
            AwsError: a call failed.
        """

    def each(self, function: Callable[[Item], Result], items: Iterable[Item], /) -> Iterator[Result]:
        """Do something for each item, some at a time in threads; yield the results in the items' order.

        Raises:
            Exception: whatever the function raised for an item, when its turn comes; no further item is begun.
        """

    def remembering(self) -> Aws:
        """A door to the same that asks what surrounds task definitions (clusters, roles, stacks) once a run."""

    def elsewhere(self, region: str) -> Aws:
        """The same account in another Region (itself, where it is the same)."""


class Judge(Protocol):
    """Decides whether a value is a secret."""

    def __call__(self, name: str, value: str) -> Verdict:
        """Judge one value by its name and its text."""


class Source(Protocol):
    """Where task definitions come from."""

    def read(self) -> Iterator[TaskDefinition | Skipped | Known]:
        """Read each, sealed; what is known already only where a scan asked for that.

        Raises:
            SourceError: one that was asked for by name cannot be read.
            AwsError: a call failed.
        """


class Store(Protocol):
    """Where secret values go."""

    @property
    def kind(self) -> StoreKind:
        """Which of the two it is."""

    def name_problems(self, name: str) -> list[str]:
        """What the store would say against a name, one sentence each; no call is made."""

    def content_problems(self, entry: Entry, existing: Stored | None) -> list[str]:
        """What the store would say against the value to be written; no call is made."""

    def monthly_cost(self, entry: Entry, existing: Stored | None) -> float:
        """US dollars a month that writing the entry adds."""

    def planned_reference(self, name: str, *, partition: str, region: str, account: str) -> str:
        """The reference a new entry will have; what only the store knows stands as ``??????``."""

    def look_up(self, names: Sequence[str]) -> Mapping[str, Stored]:
        """What exists under these names, with its value.

        Raises:
            AwsError: a call failed.
        """

    def conflict(self, entry: Entry, existing: Stored) -> Conflict | None:
        """What stands between what exists and the entry; None if it holds it already or can take it."""

    def holds(self, entry: Entry, existing: Stored) -> bool:
        """Whether what exists holds the entry already."""

    def write(self, entry: Entry, *, is_new: bool = False) -> Written:
        """Put the entry into the store; doing it again changes nothing.

        Args:
            entry: what to write.
            is_new: whether it was not there when it was planned: creating it is tried first, without a look.

        Raises:
            BlockedError: another value is there and may not be replaced.
            AwsError: a call failed.
        """


class Holdings(Protocol):
    """What one of the stores holds already."""

    @property
    def kind(self) -> StoreKind:
        """Which of the two it is."""

    def find(self, wish: Wish) -> tuple[list[Holding], list[str]]:
        """What others stored there under this name or tag, and what could not be read, one sentence each.

        Raises:
            AwsError: a call failed.
        """

    def ours(self, references: Sequence[str]) -> tuple[list[Holding], list[str]]:
        """What this tool stored there, and what could not be read.

        Args:
            references: ``valueFrom`` texts of migrated revisions: a listing may lag by minutes.

        Raises:
            AwsError: a call failed.
        """


class ReferenceReader(Protocol):
    """Reads references with the calls that the ECS agent makes."""

    def secret_string(self, arn: str, region: str, version_stage: str | None, version_id: str | None) -> SecretValue:
        """``GetSecretValue``: the whole ``SecretString``.

        Raises:
            AwsError: it cannot be read.
        """

    def parameters(self, references: Sequence[str], region: str | None) -> Mapping[str, SecretValue]:
        """``GetParameters`` with decryption; at most ten a call; names that do not exist are left out.

        Raises:
            AwsError: they cannot be read.
        """


class Granter(Protocol):
    """Lets an execution role read the references."""

    def grant(self, role: str, policy: Mapping[str, Any], family: str) -> bool:
        """Merge the policy into an inline policy of our own name; False where nothing was missing.

        Raises:
            AwsError: a call failed.
            BlockedError: the role has no room left.
        """

    def may_read(self, role: str, policy: Mapping[str, Any]) -> list[str]:
        """Of what the policy allows, the actions on resources that the role may not do yet (advisory)."""


class Publisher(Protocol):
    """Puts the new task definition where it belongs."""

    def publish(self, old: TaskDefinition, body: Body, moves: Sequence[Move], tags: Mapping[str, str]) -> str:
        """Write or register it; return where it is: an ARN or a file's path.

        Args:
            old: the task definition as it was read.
            body: the new body.
            moves: what was moved, with final references: a file is edited by them.
            tags: further tags for a new revision.

        Raises:
            SourceError: a file cannot be written as asked.
            AwsError: a call failed.
        """


class Runner(Protocol):
    """One kind of thing that runs task definitions: services, rules, schedules."""

    def users(self) -> Iterable[User]:
        """Everything of this kind in the account and Region that runs a task definition; listed once a run.

        Raises:
            AwsError: a call failed.
        """

    def move(self, user: User, revision: str, progress: Callable[[str], None], back_to: str = "") -> Rollout:
        """Make the user run this revision, and wait until it does.

        On failure a service is brought back to what it ran, and the result says why.

        Args:
            user: one of :meth:`users`.
            revision: ARN of the revision.
            progress: told of each step, one line.
            back_to: ``family:revision`` that a service goes back to where it runs the revision already, and badly.

        Raises:
            AwsError: a call failed.
        """

    def settled(self, user: User) -> str:
        """Why the user does not run its revision as it should; empty if it does."""


class Owners(Protocol):
    """Tells what else deploys a task definition."""

    def of(self, definition: TaskDefinition, users: Iterable[User]) -> list[Owner]:
        """What owns the definition or a service that runs it.

        Raises:
            AwsError: a call failed.
        """


class Preflight(Protocol):
    """A check that is made before anything is written."""

    def check(self, part: DefinitionPlan) -> Iterator[tuple[bool, Obstacle]]:
        """What stands in the way (True) or is worth knowing (False).

        Raises:
            AwsError: a call failed; what could not be checked is said as a warning.
        """


class Revisions(Protocol):
    """The revisions of families, in every state."""

    def of(self, family: str) -> list[Revision]:
        """Every revision of a family, ACTIVE, INACTIVE and DELETE_IN_PROGRESS, oldest first.

        Raises:
            AwsError: a call failed.
        """

    def elsewhere(self, family: str, pinned: Iterable[str]) -> Iterable[TaskDefinition]:
        """What other families may run: the latest ACTIVE revision of each, and the pinned ``family:revision`` given.

        Raises:
            AwsError: a call failed.
        """

    def deregister(self, label: str) -> None:
        """Make ``family:revision`` INACTIVE.

        Raises:
            AwsError: the call failed.
        """

    def remove(self, revisions: Sequence[Revision], progress: Callable[[str], None]) -> list[tuple[str, str]]:
        """Deregister and delete; return the ``family:revision`` of those that were left, and why.

        Raises:
            AwsError: a call failed.
        """


class Keys(Protocol):
    """Tells what secrets and parameters that exist are encrypted with."""

    def of(self, references: Iterable[str]) -> Mapping[str, str]:
        """By ``valueFrom``, the customer managed key; what has the store's AWS managed key is left out.

        Raises:
            AwsError: a call failed.
        """


class Removal(Protocol):
    """Removes what this tool stored."""

    def ours(self, references: Iterable[str], family: str) -> list[str]:
        """Of what these ``valueFrom`` refer to, what this tool made for the family, by ARN or name.

        Raises:
            AwsError: a call failed.
        """

    def delete(self, names: Sequence[str]) -> None:
        """Delete them, with the longest time to change one's mind that the store gives.

        Raises:
            AwsError: a call failed.
        """
