"""The same value in several places: told in the plan, stored once with ``--share``, and what exists is pointed at.

How ``--share`` comes to the same end from wherever an earlier run stopped: what this tool stored is looked through
first, and a value that is there is not stored again, whatever its name. Only a value that is nowhere gets a name, that
of the first variable that holds it by family, container and name, as it would be stored alone. So no name has to be
found again, and no digest of a value is kept to find it by.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ecs_secretmigrate.model.by_value import ByValue
from ecs_secretmigrate.model.plan import Action, Obstacle, SameValue, Target
from ecs_secretmigrate.model.storage import SEVERAL
from ecs_secretmigrate.model.task_definition import containers
from ecs_secretmigrate.steps.checks import replaced_by
from ecs_secretmigrate.steps.environment import references
from ecs_secretmigrate.steps.reusing import Reuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ecs_secretmigrate.model.holding import Holding
    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.model.task_definition import TaskDefinition
    from ecs_secretmigrate.steps.planner import Draft, Venue

_SHOWN = 5


@dataclass(slots=True)
class Batch:
    """One task definition's part of what is arranged together.

    Attributes:
        definition: the task definition.
        drafts: its drafts; arranging replaces them.
        warnings: what arranging has to say.
    """

    definition: TaskDefinition
    drafts: list[Draft]
    warnings: list[Obstacle] = field(default_factory=list)

    def label(self, draft: Draft) -> str:
        """``FAMILY/CONTAINER/NAME``."""
        return f"{self.definition.family}/{draft.move.label}"


@dataclass(frozen=True, slots=True)
class _Member:
    batch: Batch
    index: int

    @property
    def draft(self) -> Draft:
        return self.batch.drafts[self.index]

    @property
    def order(self) -> tuple[str, str, str]:
        return self.batch.definition.family, self.draft.move.container, self.draft.move.name

    def becomes(self, draft: Draft) -> None:
        self.batch.drafts[self.index] = draft


def arrange(batches: Sequence[Batch], options: Options, venue: Venue) -> tuple[SameValue, ...]:
    """Give variables that hold the same value, in one account and Region, the places the options ask for.

    Returns:
        Which variables hold the same value.

    Raises:
        AwsError: what exists cannot be listed.
    """
    if options.reuse_existing and any(_free(batches)):
        _reuse(batches, options, venue)
    if options.share and any(_free(batches)):
        _share(batches, options, venue)
    return tuple(_same(batches, venue))


def _members(batches: Iterable[Batch]) -> Iterator[_Member]:
    """Every variable whose value says something: short words are equal by chance."""
    for batch in batches:
        for index, draft in enumerate(batch.drafts):
            if draft.move.action is not Action.DROP and draft.value.is_telling:
                yield _Member(batch, index)


def _free(batches: Iterable[Batch]) -> Iterator[_Member]:
    """Those of which neither ``[[map]]`` nor ``[[secret]]`` says where they go."""
    return (item for item in _members(batches) if item.draft.move.action is Action.CREATE and not item.draft.named)


def _reuse(batches: Sequence[Batch], options: Options, venue: Venue) -> None:
    if venue.offline:
        _first_of(batches).warnings.append(
            Obstacle("not-looked-up", "offline, --reuse-existing could not look for secrets that hold these values")
        )
        return
    reuse = Reuse(venue.holdings, options.reuse_existing)
    for member in list(_free(batches)):
        draft, warning = reuse.point(member.draft)
        member.becomes(draft)
        if warning is not None:
            member.batch.warnings.append(warning)
    _say_unread(batches, reuse.unread)


def _share(batches: Sequence[Batch], options: Options, venue: Venue) -> None:
    stored: ByValue[Holding] = ByValue()
    for store in () if venue.offline else venue.holdings:
        if store.kind is options.store:
            found, unread = store.ours(_migrated(batches))
            for holding in found:
                stored.add(holding.value, holding)
            _say_unread(batches, unread)
    groups: ByValue[_Member] = ByValue()
    for member in _free(batches):
        groups.add(member.draft.value, member)
    for members in groups.groups():
        first = min(members, key=lambda member: member.order)
        equal = stored.of(first.draft.value)
        if not equal and len({member.order for member in members}) == 1:
            continue
        target, value_from, key = first.draft.move.target, first.draft.move.value_from, ""
        if equal:
            best = min(equal, key=lambda holding: holding.name)
            target, value_from, key = Target(options.store, best.name), best.reference, best.kms_key_id
        families = {member.batch.definition.family for member in members}
        shared_by = families.pop() if len(families) == 1 else SEVERAL
        for member in members:
            move = replace(member.draft.move, target=target, value_from=value_from, kms_key_id=key)
            member.becomes(replace(member.draft, move=move, shared_by=shared_by))


def _migrated(batches: Iterable[Batch]) -> list[str]:
    """The references of revisions that this tool made: what they share is found though the listing lags."""
    return [
        reference
        for batch in batches
        if replaced_by(batch.definition)
        for _, container in containers(batch.definition.body)
        for reference in references(container)
    ]


def _same(batches: Sequence[Batch], venue: Venue) -> Iterator[SameValue]:
    groups: ByValue[_Member] = ByValue()
    for member in _members(batches):
        groups.add(member.draft.value, member)
    for members in groups.groups():
        labels = sorted({member.batch.label(member.draft) for member in members})
        if len(labels) < 2:
            continue
        stored = {str(member.draft.move.target or member.draft.move.value_from) for member in members}
        yield SameValue(venue.account, venue.region, tuple(labels), stored.pop() if len(stored) == 1 else "")


def _first_of(batches: Sequence[Batch]) -> Batch:
    return next(_free(batches)).batch


def _say_unread(batches: Sequence[Batch], unread: Sequence[str]) -> None:
    """Once in a plan, not once a task definition."""
    if not unread:
        return
    more = f" and {len(unread) - _SHOWN} more" if len(unread) > _SHOWN else ""
    moving = next((batch for batch in batches if batch.drafts), batches[0])
    moving.warnings.append(
        Obstacle("unread", f"could not be read, and so not be compared: {', '.join(unread[:_SHOWN])}{more}")
    )
