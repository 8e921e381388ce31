"""Planning: what moves where, what stands in the way, and how it will look. Nothing is written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecs_secretmigrate.errors import GuardError
from ecs_secretmigrate.model.finding import Destination, Finding
from ecs_secretmigrate.model.places import places
from ecs_secretmigrate.model.plan import Action, DefinitionPlan, Move, Obstacle, Plan, Target
from ecs_secretmigrate.model.policy import execution_role_policy
from ecs_secretmigrate.model.task_definition import Shape, container_name, containers, entries
from ecs_secretmigrate.steps import checks, differ, guard, naming, scanner, settling, transformer
from ecs_secretmigrate.steps.sharing import Batch, arrange

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ecs_secretmigrate.model.finding import PlacedValue
    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.model.paths import Path
    from ecs_secretmigrate.model.secret_value import SecretValue
    from ecs_secretmigrate.model.storage import Stored
    from ecs_secretmigrate.model.task_definition import Body, Skipped, TaskDefinition
    from ecs_secretmigrate.ports import Holdings, Judge, Store

UNKNOWN_PLACE = ("aws", "REGION", "ACCOUNT")
"""Partition, Region and account in a reference that is planned offline."""


@dataclass(frozen=True, slots=True)
class Venue:
    """Where the values go.

    Attributes:
        store: the store.
        partition: ``aws`` or one of its kin.
        region: the Region; None offline.
        account: the account; None offline.
        offline: whether the store cannot be asked what it holds.
        holdings: what exists there already; needed to share and to reuse.
    """

    store: Store
    partition: str = "aws"
    region: str | None = None
    account: str | None = None
    offline: bool = False
    holdings: Sequence[Holdings] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A move before its store was asked, with the value it carries.

    Attributes:
        move: the move.
        value: what it carries; never leaves memory but into the store.
        named: whether the configuration file names its place.
        shared_by: the family whose variables share the place, or ``SEVERAL``; empty where it is the variable's own.
    """

    move: Move
    value: SecretValue
    named: bool = False
    shared_by: str = ""


def plan(
    read: Iterable[TaskDefinition | Skipped], judge: Judge, options: Options, venue: Venue
) -> tuple[Plan, list[list[Draft]]]:
    """Plan every task definition read; the drafts stand beside the plan, which holds no values."""
    result = scanner.scan(read, judge, options)
    by_definition: dict[int, list[Finding]] = defaultdict(list)
    for finding in result.findings:
        by_definition[id(finding.definition)].append(finding)
    batches: list[Batch] = []
    stay: list[list[Finding]] = []
    for definition in result.definitions:
        drafted, left = _draft(definition, by_definition[id(definition)], options, venue)
        batches.append(Batch(definition, drafted))
        stay.append(left)
    same = arrange(batches, options, venue)
    existing = settling.look_up((draft for batch in batches for draft in batch.drafts), venue)
    priced: set[str] = set()
    planned = [
        _plan_one(batch, left, options, venue, existing, priced) for batch, left in zip(batches, stay, strict=True)
    ]
    parts, drafts = [part for part, _ in planned], [settled for _, settled in planned]
    return Plan(options, tuple(parts), result.skipped, same=same), drafts


def _plan_one(
    batch: Batch,
    left: Sequence[Finding],
    options: Options,
    venue: Venue,
    existing: Mapping[str, Stored],
    priced: set[str],
) -> tuple[DefinitionPlan, list[Draft]]:
    """Plan one task definition; ``priced`` are the names whose cost another one bears."""
    definition = batch.definition
    blockers: list[Obstacle] = []
    drafts = settling.settle(batch.drafts, options, venue, definition, existing, blockers)
    moves = tuple(draft.move for draft in drafts)
    role = definition.body.get("executionRoleArn")
    is_whole = definition.shape is Shape.TASK_DEFINITION
    sets_role = bool(moves) and is_whole and not role and options.execution_role_arn is not None
    new_role = options.execution_role_arn if sets_role else None
    blockers.extend(checks.blockers(definition, moves, options))
    new = transformer.transform(definition.body, moves, execution_role_arn=new_role)
    if not blockers:
        try:
            guard.check(definition.body, new, moves, execution_role_arn=new_role)
        except GuardError as error:
            blockers.append(Obstacle("guard", str(error)))
    partition, region, account = _place(venue)
    policy = execution_role_policy(
        (move.value_from for move in moves if move.action is not Action.DROP),
        partition=partition,
        region=region,
        account=account,
        kms_key_id=options.kms_key_id,
        found_keys=(move.kms_key_id for move in moves),
    )
    warnings = (*checks.warnings(definition, moves, left, options), *batch.warnings)
    size = checks.size_blocker(new)
    return (
        DefinitionPlan(
            definition=definition,
            account=venue.account,
            region=venue.region,
            moves=moves,
            left=tuple(left),
            blockers=(*blockers, *([size] if size and moves else [])),
            warnings=warnings,
            execution_role_arn=role if isinstance(role, str) else new_role,
            sets_execution_role=sets_role,
            policy=policy,
            diff=differ.unified_diff(definition.body, new, definition.label),
            changes=differ.change_list(definition, moves, new_role),
            monthly_cost=round(settling.cost(drafts, options, venue, priced), 2),
        ),
        drafts,
    )


def _draft(
    definition: TaskDefinition, findings: Sequence[Finding], options: Options, venue: Venue
) -> tuple[list[Draft], list[Finding]]:
    """Group what is found by variable: of a name that repeats, every entry goes and the last value is stored."""
    occurrences: dict[tuple[object, ...], list[PlacedValue]] = defaultdict(list)
    for placed in places(definition.body):
        if placed.destination is not None:
            occurrences[_identity(placed)].append(placed)
    chosen: dict[tuple[object, ...], Finding | None] = {}
    left: list[Finding] = []
    for finding in findings:
        if finding.move:
            chosen.setdefault(_identity(finding.placed), finding)
        else:
            left.append(finding)
    accepted = {_identity(finding.placed) for finding in left if finding.accepted}
    for identity, placed_values in occurrences.items():
        last = placed_values[-1]
        if identity in accepted or last.value.is_empty:
            continue
        if naming.mapped(last.container or "", last.name, options):
            chosen.setdefault(identity, None)
    moved = {identity for identity in occurrences if identity in chosen}
    drafts = [
        _draft_one(definition, occurrences[identity], chosen[identity], options, venue)
        for identity in occurrences
        if identity in moved
    ]
    return drafts, [finding for finding in left if _identity(finding.placed) not in moved]


def _identity(placed: PlacedValue) -> tuple[object, ...]:
    return (*placed.path[:2], placed.destination, placed.name if placed.destination else placed.path)


def _draft_one(
    definition: TaskDefinition,
    placed_values: list[PlacedValue],
    finding: Finding | None,
    options: Options,
    venue: Venue,
) -> Draft:
    last = placed_values[-1]
    assert last.container is not None
    assert last.destination is not None
    entry = naming.mapped(last.container, last.name, options)
    target: Target | None = None
    removed: tuple[Path, ...] = (last.path,)
    kept_empty = False
    if last.destination is Destination.SECRETS:
        removed = _all_entries(definition, last)
        # What the container gets is the last entry: where that is empty, only the dead plaintext before it goes.
        kept_empty = not _has_reference(definition, last) and (last.path[:-1] != removed[-1] or last.value.is_empty)
    if kept_empty:
        action, value_from, removed = Action.DROP, "", removed[:-1]
    elif _has_reference(definition, last):
        action, value_from = Action.DROP, ""
    elif entry is not None:
        action, value_from = Action.MAP, entry.value_from
    else:
        action = Action.CREATE
        target = naming.target_for(_variable(definition, last, venue), options)
        partition, region, account = _place(venue)
        base = venue.store.planned_reference(target.name, partition=partition, region=region, account=account)
        value_from = settling.with_key(base, target)
    move = Move(
        container=last.container,
        name=last.name,
        path=last.path,
        removed=removed,
        location=definition.location(last.path),
        destination=last.destination,
        action=action,
        target=target,
        value_from=value_from,
        detector=finding.detector if finding else "map",
        confidence=finding.confidence.value if finding else "high",
        reason=finding.reason if finding else "the configuration file names the secret that holds it",
    )
    return Draft(move, last.value, named=naming.overridden(last.container, last.name, options) is not None)


def _all_entries(definition: TaskDefinition, placed: PlacedValue) -> tuple[Path, ...]:
    """Every entry of this name in the container's environment, with or without a value."""
    owner = placed.path[:2]
    container = definition.body["containerDefinitions"][owner[1]]
    return tuple(
        (*owner, "environment", index)
        for index, entry in entries(container, "environment")
        if entry["name"] == placed.name
    )


def _has_reference(definition: TaskDefinition, placed: PlacedValue) -> bool:
    container = definition.body["containerDefinitions"][placed.path[1]]
    owner, key = (
        (container, "secrets")
        if placed.destination is Destination.SECRETS
        else (container["logConfiguration"], "secretOptions")
    )
    return any(entry["name"] == placed.name for _, entry in entries(owner, key))


def _variable(definition: TaskDefinition, placed: PlacedValue, venue: Venue) -> naming.Variable:
    names = {
        container_name(container, index): (_names(container, "environment", "secrets"), _option_names(container))
        for index, container in containers(definition.body)
    }
    variables, _ = names[placed.container or ""]
    is_option = placed.destination is Destination.SECRET_OPTIONS
    return naming.Variable(
        family=definition.family,
        container=placed.container or "",
        # A log option and a variable of one container may bear the same name, and hold different values.
        name=f"log-{placed.name}" if is_option and placed.name in variables else placed.name,
        account=venue.account or "",
        region=venue.region or "",
        alone=sum(placed.name in of_variables | of_options for of_variables, of_options in names.values()) <= 1,
    )


def _names(owner: Body, *keys: str) -> set[str]:
    return {entry["name"] for key in keys for _, entry in entries(owner, key)}


def _option_names(container: Body) -> set[str]:
    log = container.get("logConfiguration")
    if not isinstance(log, dict):
        return set()
    options = log.get("options")
    return _names(log, "secretOptions") | set(options if isinstance(options, dict) else ())


def _place(venue: Venue) -> tuple[str, str, str]:
    unknown = UNKNOWN_PLACE
    return venue.partition, venue.region or unknown[1], venue.account or unknown[2]
