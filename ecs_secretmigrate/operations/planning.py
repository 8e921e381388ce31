"""Making a plan: what ``plan``, ``apply`` and ``policy`` share."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from typing import TYPE_CHECKING

from ecs_secretmigrate.model.finding import Finding
from ecs_secretmigrate.model.known import Known
from ecs_secretmigrate.model.options import Options
from ecs_secretmigrate.model.plan import NOT_LATEST, Plan
from ecs_secretmigrate.model.task_definition import Skipped, TaskDefinition
from ecs_secretmigrate.operations import wiring
from ecs_secretmigrate.ports import Aws
from ecs_secretmigrate.steps import planner, scanner
from ecs_secretmigrate.steps.checks import replaced_by
from ecs_secretmigrate.steps.surroundings import Surroundings, look_around

if TYPE_CHECKING:
    from ecs_secretmigrate.model.plan import DefinitionPlan, SameValue
    from ecs_secretmigrate.model.selection import Selection
    from ecs_secretmigrate.operations.wiring import Job
    from ecs_secretmigrate.steps.planner import Draft, Venue


Around = Callable[[Aws], Surroundings]
"""What is looked at in an account; the same object for the same account."""
Ask = Callable[[Sequence[Finding], Options], Options]
"""A review: gives the options with what it decides."""


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan for one task definition, with what is needed to apply it.

    Attributes:
        part: the plan.
        drafts: its moves with the values they carry.
        job: the source it came from.
        venue: where its values go.
    """

    part: DefinitionPlan
    drafts: list[Draft]
    job: Job
    venue: Venue


def make(
    selection: Selection,
    open_all: Callable[[], list[Aws]],
    options: Options,
    *,
    offline: bool = False,
    ask: Ask | None = None,
    around: Around | None = None,
) -> tuple[Plan, list[Planned]]:
    """Read every source and plan it.

    Args:
        selection: which task definitions.
        open_all: opens the account.
        options: the choices; the plan's are these with what the review decides.
        offline: whether AWS is not asked.
        ask: the review before the plan; None where nobody is asked.
        around: what is looked at around a live task definition; None to look at the definition alone.

    Raises:
        SecretMigrateError: a source, the account or the store cannot be asked.
    """
    judge = wiring.judge()
    listed = wiring.jobs(selection, open_all, options, needs_aws=not offline)
    planned: list[Planned] = []
    skipped: list[Skipped] = []
    same: list[SameValue] = []
    read = [_latest(item for item in job.source.read() if not isinstance(item, Known)) for job in listed]
    if ask is not None:
        options = ask(scanner.scan(chain.from_iterable(read), judge, options).findings, options)
    # The jobs of one account and Region are planned together: what holds the same value there may be stored once.
    of = {id(item): job for job, items in zip(listed, read, strict=True) for item in items}
    for aws in {id(job.aws): job.aws for job in listed}.values():
        together = [item for job, items in zip(listed, read, strict=True) if job.aws is aws for item in items]
        venue = wiring.venue(options, aws)
        plan, drafts = planner.plan(together, judge, options, venue)
        skipped.extend(plan.skipped)
        same.extend(plan.same)
        for job, parts in groupby(
            zip(plan.definitions, drafts, strict=True), key=lambda pair: of[id(pair[0].definition)]
        ):
            listed_parts = list(parts)
            around_them = _looked_around([part for part, _ in listed_parts], job, around, moving(plan.definitions))
            planned.extend(
                Planned(part, drafted, job, venue) for part, (_, drafted) in zip(around_them, listed_parts, strict=True)
            )
    recorded = {
        "files": list(selection.files or ()),
        "family": list(selection.family or ()),
        "service": list(selection.service or ()),
        "cluster": list(selection.cluster or ()),
        "all": selection.everything,
    }
    return Plan(options, tuple(item.part for item in planned), tuple(skipped), recorded, tuple(same)), planned


def _latest(read: Iterable[TaskDefinition | Skipped]) -> list[TaskDefinition | Skipped]:
    """Without the revisions whose migrated copy was read too: an earlier run made it, and it is gone on from there."""
    items = list(read)
    replaced = {replaced_by(item) for item in items if isinstance(item, TaskDefinition) and item.is_live}
    return [item for item in items if isinstance(item, Skipped) or not item.is_live or item.label not in replaced]


def _looked_around(
    parts: Sequence[DefinitionPlan], job: Job, around: Around | None, labels: Container[str]
) -> Sequence[DefinitionPlan]:
    """The plans with what surrounds them, some looked at side by side; ``labels`` are all that are planned."""
    if around is None or job.aws is None or not job.live or not parts:
        return parts
    surroundings, judge = around(job.aws), wiring.judge()

    def look(part: DefinitionPlan) -> DefinitionPlan:
        return _with_its_latest(look_around(part, surroundings, judge), labels)

    return list(job.aws.each(look, parts))


def _with_its_latest(part: DefinitionPlan, labels: Container[str]) -> DefinitionPlan:
    """Without the obstacle that a newer revision is not planned, where it is: it is copied after this one."""
    blockers, warnings = (
        tuple(item for item in listed if item.code != NOT_LATEST or item.subject not in labels)
        for listed in (part.blockers, part.warnings)
    )
    return replace(part, blockers=blockers, warnings=warnings)


def looked_around(item: Planned, around: Around, labels: Container[str]) -> Planned:
    """The same with what surrounds it, where that was left for later.

    Args:
        item: what is planned.
        around: what surrounds an account's task definitions.
        labels: the ``family:revision`` of everything that is planned and moves.

    Raises:
        AwsError: the services cannot be listed.
    """
    parts = _looked_around([item.part], item.job, around, labels)
    return replace(item, part=parts[0])


def moving(parts: Iterable[DefinitionPlan]) -> frozenset[str]:
    """The labels of what moves."""
    return frozenset(part.definition.label for part in parts if part.moves)
