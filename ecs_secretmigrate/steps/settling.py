"""Asking the store: what each entry would do to it, what stands in the way, and what it costs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from ecs_secretmigrate.model.plan import Action, Obstacle, Target
from ecs_secretmigrate.model.reference import InvalidReference, SecretReference, parse_reference
from ecs_secretmigrate.model.storage import FAMILY_TAG, Entry, OnConflict, Stored
from ecs_secretmigrate.steps import checks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.model.task_definition import TaskDefinition
    from ecs_secretmigrate.ports import Store
    from ecs_secretmigrate.steps.planner import Draft, Venue


def look_up(drafts: Iterable[Draft], venue: Venue) -> Mapping[str, Stored]:
    """What exists under the names that these drafts go to, of however many task definitions: in as few calls as can be.

    Raises:
        AwsError: the store cannot be asked.
    """
    names = dict.fromkeys(draft.move.target.name for draft in drafts if draft.move.target is not None)
    usable = [name for name in names if not venue.store.name_problems(name)]
    return venue.store.look_up(usable) if usable and not venue.offline else {}


def settle(
    drafts: list[Draft],
    options: Options,
    venue: Venue,
    definition: TaskDefinition,
    existing: Mapping[str, Stored],
    blockers: list[Obstacle],
) -> list[Draft]:
    """Hold every entry against the store's rules and against what exists; settle each move's action."""
    store = venue.store
    _refuse_collisions(drafts, blockers)
    settled = {id(draft): draft for draft in drafts}
    wanted = entries_for(drafts, definition, options)
    named = [entry for entry in wanted if not _name_blocked(store, entry, drafts, blockers)]
    for entry in named:
        stored = existing.get(entry.name)
        theirs = [d for d in drafts if d.move.target is not None and d.move.target.name == entry.name]
        action = _action(store, entry, stored, theirs, blockers)
        if action is None:
            continue
        for draft in theirs:
            value_from = draft.move.value_from
            if stored is not None and draft.move.target is not None:
                value_from = with_key(stored.arn, draft.move.target)
            settled[id(draft)] = replace(draft, move=replace(draft.move, action=action, value_from=value_from))
    for draft in drafts:
        if draft.move.action is Action.MAP:
            parsed = parse_reference(draft.move.value_from)
            if isinstance(parsed, InvalidReference):
                blockers.append(Obstacle("map-invalid", f"[[map]]: {parsed.reason}", draft.move.label))
    return list(settled.values())


def entries_for(drafts: Sequence[Draft], definition: TaskDefinition, options: Options) -> list[Entry]:
    """What is to be written: one entry a secret or parameter, all its keys together."""
    whole: dict[str, Draft] = {}
    keyed: dict[str, dict[str, Draft]] = defaultdict(dict)
    for draft in drafts:
        target = draft.move.target
        if target is None:
            continue
        if target.key is None:
            whole[target.name] = draft
        else:
            keyed[target.name][target.key] = draft
    common = {"kms_key_id": options.kms_key_id, "on_conflict": options.on_conflict}
    return [
        *(
            Entry(
                name,
                value=draft.value,
                tags=_tags(definition, draft),
                description=_description(definition, draft)[:512],
                shared=bool(draft.shared_by),
                **common,  # type: ignore[arg-type]
            )
            for name, draft in whole.items()
        ),
        *(
            Entry(
                name,
                keys={key: draft.value for key, draft in drafts_by_key.items()},
                tags=_tags(definition, None),
                description=f"Variables of the ECS task definition {definition.family}"[:512],
                **common,  # type: ignore[arg-type]
            )
            for name, drafts_by_key in keyed.items()
        ),
    ]


def _description(definition: TaskDefinition, draft: Draft) -> str:
    if draft.shared_by:
        return "Shared by variables of ECS task definitions"
    return f"{draft.move.label} of the ECS task definition {definition.family}"


def _tags(definition: TaskDefinition, draft: Draft | None) -> dict[str, str]:
    """Where the value came from; 256 characters a value is what both stores take."""
    tags = {FAMILY_TAG: definition.family}
    if draft is not None and draft.shared_by:
        tags[FAMILY_TAG] = draft.shared_by
    elif draft is not None:
        tags["ecs-secretmigrate:container"] = draft.move.container
        tags["ecs-secretmigrate:name"] = draft.move.name
    return {key: checks.tag_text(value) for key, value in tags.items()}


def with_key(reference: str, target: Target) -> str:
    """The reference to what a store's entry holds under the target's key; to all of it where it has none."""
    return SecretReference(reference, json_key=target.key).value_from if target.key is not None else reference


def _action(
    store: Store, entry: Entry, stored: Stored | None, drafts: Sequence[Draft], blockers: list[Obstacle]
) -> Action | None:
    """What writing an entry does to the store; None where it cannot be."""
    labels = ", ".join(draft.move.label for draft in drafts)
    action = Action.CREATE
    if stored is not None:
        if store.holds(entry, stored):
            return Action.REUSE
        conflict = store.conflict(entry, stored)
        if conflict is None:
            action = Action.MERGE if entry.keys else Action.UPDATE
        elif conflict.may_update and entry.on_conflict is OnConflict.UPDATE:
            action = Action.UPDATE
        else:
            blockers.append(Obstacle("conflict", f"{entry.name} {conflict.text}: {conflict.cure}", labels))
            return None
    blockers.extend(
        Obstacle("value-refused", f"{entry.name}: {problem}", labels)
        for problem in store.content_problems(entry, stored)
    )
    return action


def _refuse_collisions(drafts: Sequence[Draft], blockers: list[Obstacle]) -> None:
    """Two variables may share a name in the store only if they are equal; whole and keyed never mix."""
    seen: dict[Target, Draft] = {}
    forms: dict[str, bool] = {}
    for draft in drafts:
        target = draft.move.target
        if target is None:
            continue
        other = seen.setdefault(target, draft)
        if not other.value.equals(draft.value):
            blockers.append(
                Obstacle(
                    "name-collision",
                    f"{target} would take two different values, of {other.move.label} too: put "
                    "{container} and {name} into --name-template",
                    draft.move.label,
                )
            )
        if forms.setdefault(target.name, target.key is None) is not (target.key is None):
            blockers.append(
                Obstacle(
                    "name-collision",
                    f"{target.name} would be both a whole value and a JSON object: choose two names",
                    draft.move.label,
                )
            )


def _name_blocked(store: Store, entry: Entry, drafts: Sequence[Draft], blockers: list[Obstacle]) -> bool:
    problems = store.name_problems(entry.name)
    labels = ", ".join(d.move.label for d in drafts if d.move.target and d.move.target.name == entry.name)
    blockers.extend(
        Obstacle(
            "name-invalid",
            f"the name {entry.name!r} cannot be used: {problem}; change --name-template",
            labels,
        )
        for problem in problems
    )
    return bool(problems)


def cost(drafts: Sequence[Draft], options: Options, venue: Venue, priced: set[str]) -> float:
    """US dollars a month that what is new costs; what is ``priced`` is counted elsewhere, and what is new is added."""
    fresh = [draft for draft in drafts if draft.move.action is Action.CREATE]
    if not fresh:
        return 0.0
    definition_free = {draft.move.target.name: draft for draft in fresh if draft.move.target}
    definition_free = {name: draft for name, draft in definition_free.items() if name not in priced}
    priced.update(definition_free)
    return sum(
        venue.store.monthly_cost(Entry(name, value=draft.value, on_conflict=options.on_conflict), None)
        for name, draft in definition_free.items()
    )
