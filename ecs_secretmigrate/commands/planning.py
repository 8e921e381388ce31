"""Making a plan from a command line: what ``plan``, ``apply`` and ``policy`` share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecs_secretmigrate.commands import wiring
from ecs_secretmigrate.model.plan import Plan
from ecs_secretmigrate.steps import planner

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ecs_secretmigrate.commands.flags import SourceFlags
    from ecs_secretmigrate.commands.wiring import Job
    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.model.plan import DefinitionPlan
    from ecs_secretmigrate.model.task_definition import Skipped
    from ecs_secretmigrate.ports import Aws
    from ecs_secretmigrate.steps.planner import Draft, Venue


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
    sources: SourceFlags, open_all: Callable[[], list[Aws]], options: Options, *, offline: bool = False
) -> tuple[Plan, list[Planned]]:
    """Read every source and plan it.

    Raises:
        SecretMigrateError: a source, the account or the store cannot be asked.
    """
    return plan_jobs(wiring.jobs(sources, open_all, options, needs_aws=not offline), sources, options)


def plan_jobs(listed: Sequence[Job], sources: SourceFlags, options: Options) -> tuple[Plan, list[Planned]]:
    """Plan what these jobs read."""
    judge = wiring.judge()
    planned: list[Planned] = []
    skipped: list[Skipped] = []
    for job in listed:
        venue = wiring.venue(options, job.aws)
        plan, drafts = planner.plan(job.source.read(), judge, options, venue)
        skipped.extend(plan.skipped)
        planned.extend(
            Planned(part, drafted, job, venue) for part, drafted in zip(plan.definitions, drafts, strict=True)
        )
    recorded = {
        "files": list(sources.files or ()),
        "family": list(sources.family or ()),
        "all": sources.everything,
    }
    return Plan(options, tuple(item.part for item in planned), tuple(skipped), recorded), planned
