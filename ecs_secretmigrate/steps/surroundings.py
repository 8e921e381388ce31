"""What stands around a live task definition: who runs it, what else deploys it, and what would go wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import AwsAccessDeniedError, AwsError
from ecs_secretmigrate.model.plan import Action, Obstacle
from ecs_secretmigrate.model.policy import with_keys
from ecs_secretmigrate.model.usage import UserKind
from ecs_secretmigrate.model.verdict import Confidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ecs_secretmigrate.model.plan import DefinitionPlan
    from ecs_secretmigrate.model.task_definition import TaskDefinition
    from ecs_secretmigrate.model.usage import Owner, User
    from ecs_secretmigrate.ports import Judge, Keys, Owners, Preflight, Runner


_THERE = frozenset({Action.MAP, Action.REUSE, Action.MERGE, Action.UPDATE})
"""What is done to secrets that exist."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Through what they are seen.

    Attributes:
        runners: by kind, what runs task definitions.
        owners: tells what else deploys them.
        checks: what is looked at before anything is written.
        keys: tells what secrets that exist already are encrypted with.
        allows_drift: whether to go on although something else deploys the definition.
    """

    runners: Mapping[UserKind, Runner]
    owners: Owners | None = None
    checks: Sequence[Preflight] = ()
    keys: Keys | None = None
    allows_drift: bool = False


def look_around(part: DefinitionPlan, around: Surroundings, judge: Judge) -> DefinitionPlan:
    """The plan with its users, its owners, and the obstacles they bring.

    Raises:
        AwsError: the services cannot be listed.
    """
    warnings: list[Obstacle] = []
    users = tuple(users_of(part.definition, around.runners, warnings))
    part = replace(part, users=users)
    blockers: list[Obstacle] = []
    if part.moves:
        part = replace(part, owners=tuple(_owners(part, around, warnings)), policy=_policy(part, around, warnings))
        for owner in part.owners:
            is_blocker = owner.certain and not around.allows_drift
            text = f"{owner.name} deploys this: its next deploy brings the plaintext back. {owner.cure}"
            hint = (
                f"it looks as if {owner.name} deploys this: its next deploy may bring the plaintext back. {owner.cure}"
            )
            obstacle = Obstacle("owned", text if owner.certain else hint)
            (blockers if is_blocker else warnings).append(obstacle)
        warnings.extend(_overridden(users, judge))
    for check in around.checks:
        try:
            for blocks, obstacle in check.check(part):
                (blockers if blocks else warnings).append(obstacle)
        except AwsError as error:
            warnings.append(Obstacle("not-checked", f"could not be checked beforehand: {error.message}"))
    return replace(part, blockers=(*part.blockers, *blockers), warnings=(*part.warnings, *warnings))


def users_of(
    definition: TaskDefinition, runners: Mapping[UserKind, Runner], warnings: list[Obstacle]
) -> Iterator[User]:
    """Everything that runs a revision of the family, or computes what it runs."""
    for kind, runner in runners.items():
        try:
            listed = list(runner.users())
        except AwsError as error:
            if kind is UserKind.SERVICE:
                raise
            denied = isinstance(error, AwsAccessDeniedError)
            why = "access denied" if denied else error.code or "no answer"
            warnings.append(Obstacle("users-unknown", f"it could not be seen whether any {kind} runs this: {why}"))
            continue
        yield from (user for user in listed if user.family == definition.family or not user.runs)


def _owners(part: DefinitionPlan, around: Surroundings, warnings: list[Obstacle]) -> Sequence[Owner]:
    if around.owners is None:
        return ()
    try:
        return around.owners.of(part.definition, part.users)
    except AwsError as error:
        warnings.append(Obstacle("owners-unknown", f"it could not be seen what else deploys this: {error.message}"))
        return ()


def _policy(part: DefinitionPlan, around: Surroundings, warnings: list[Obstacle]) -> dict[str, Any]:
    """What the role needs, with the keys of secrets that are there already: they need not be the one that is given."""
    there = [move.value_from for move in part.moves if move.action in _THERE]
    if around.keys is None or not there:
        return part.policy
    try:
        keys = around.keys.of(there)
    except AwsError as error:
        warnings.append(
            Obstacle(
                "keys-unknown", f"it could not be seen what secrets that exist are encrypted with: {error.message}"
            )
        )
        return part.policy
    partition = (part.definition.arn or "arn:aws").split(":")[1]
    return with_keys(part.policy, keys, partition=partition, region=part.region or "")


def _overridden(users: Sequence[User], judge: Judge) -> Iterator[Obstacle]:
    for user in users:
        for label, value in user.overrides:
            verdict = judge(label.rpartition("/")[2], value.reveal())
            if verdict.secret and verdict.confidence is not Confidence.LOW:
                yield Obstacle(
                    "override",
                    f"the {user.title} sets {label} in plaintext with each start, and an override takes no reference: "
                    "put it into the task definition, and take it out there",
                )
