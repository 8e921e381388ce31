"""Making a plan from a command line: what ``plan``, ``apply`` and ``policy`` share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from ecs_secretmigrate.commands import wiring
from ecs_secretmigrate.model.plan import Plan
from ecs_secretmigrate.ports import Aws
from ecs_secretmigrate.steps import planner, scanner
from ecs_secretmigrate.steps.surroundings import Surroundings, look_around

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecs_secretmigrate.commands.flags import SourceFlags
    from ecs_secretmigrate.commands.reviewing import Reviewer
    from ecs_secretmigrate.commands.wiring import Job
    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.model.plan import DefinitionPlan, SameValue
    from ecs_secretmigrate.model.task_definition import Skipped
    from ecs_secretmigrate.steps.planner import Draft, Venue


Around = Callable[[Aws], Surroundings]
"""What is looked at in an account; the same object for the same account."""


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
    sources: SourceFlags,
    open_all: Callable[[], list[Aws]],
    options: Options,
    *,
    offline: bool = False,
    ask: Reviewer | None = None,
    around: Around | None = None,
) -> tuple[Plan, list[Planned]]:
    """Read every source and plan it.

    Args:
        sources: the flags.
        open_all: opens the account.
        options: the choices; the plan's are these with what the review decides.
        offline: whether AWS is not asked.
        ask: the review before the plan; None where nobody is asked.
        around: what is looked at around a live task definition; None to look at the definition alone.

    Raises:
        SecretMigrateError: a source, the account or the store cannot be asked.
    """
    return plan_jobs(wiring.jobs(sources, open_all, options, needs_aws=not offline), sources, options, ask, around)


def plan_jobs(
    listed: Sequence[Job],
    sources: SourceFlags,
    options: Options,
    ask: Reviewer | None = None,
    around: Around | None = None,
) -> tuple[Plan, list[Planned]]:
    """Plan what these jobs read."""
    judge = wiring.judge()
    planned: list[Planned] = []
    skipped: list[Skipped] = []
    same: list[SameValue] = []
    read = [list(job.source.read()) for job in listed]
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
        planned.extend(
            Planned(_looked_around(part, job, around), drafted, job, venue)
            for part, drafted in zip(plan.definitions, drafts, strict=True)
            for job in [of[id(part.definition)]]
        )
    recorded = {
        "files": list(sources.files or ()),
        "family": list(sources.family or ()),
        "service": list(sources.service or ()),
        "cluster": list(sources.cluster or ()),
        "all": sources.everything,
    }
    return Plan(options, tuple(item.part for item in planned), tuple(skipped), recorded, tuple(same)), planned


def _looked_around(part: DefinitionPlan, job: Job, around: Around | None) -> DefinitionPlan:
    if around is None or job.aws is None or not job.live:
        return part
    return look_around(part, around(job.aws), wiring.judge())
