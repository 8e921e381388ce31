"""``retire``: old revisions that still hold plaintext are deregistered and deleted."""

from typing import Annotated

import typer

from ecs_secretmigrate.commands.flags import AccessFlags, ChoosingFlags, OutputFlags, SourceFlags
from ecs_secretmigrate.commands.groups import grouped
from ecs_secretmigrate.errors import ExitCode, UsageError


@grouped
def retire(
    sources: SourceFlags,
    access: AccessFlags,
    choosing: ChoosingFlags,
    output: OutputFlags,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; required without a terminal.")] = False,
    soak: Annotated[
        str,
        typer.Option("--soak", metavar="TIME", help="How long the migrated revision must have run: 24h, 90m, 7d, 0."),
    ] = "24h",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would go, and what to rotate; delete nothing.")
    ] = False,
) -> int:
    """Delete the old revisions that still hold plaintext. Rolling back ends here."""
    from datetime import UTC, datetime

    from ecs_secretmigrate.commands import settings, wiring
    from ecs_secretmigrate.commands.durations import duration
    from ecs_secretmigrate.commands.output import confirm, emit, progress
    from ecs_secretmigrate.model.task_definition import TaskDefinition
    from ecs_secretmigrate.reports.lifecycle import retirement_document
    from ecs_secretmigrate.steps import retirer

    if sources.files:
        raise UsageError("a file has no revisions", cure="name a live --family, --service or --cluster, or give --all")
    options = settings.options(choosing)
    rest = duration("--soak", soak)
    done = []
    with wiring.accounts(access) as open_all:
        considered = []
        for job in wiring.jobs(sources, open_all, options, needs_aws=True):
            assert job.aws is not None
            revisions, runners = wiring.revisions(job.aws), wiring.runners(job.aws)
            families = [item.family for item in job.source.read() if isinstance(item, TaskDefinition)]
            for family in dict.fromkeys(families):
                verdict, going = retirer.consider(
                    revisions.of(family), runners, wiring.judge(), options, soak=rest, now=datetime.now(UTC)
                )
                considered.append((verdict, going, revisions))
        labels = [label for verdict, _, _ in considered if not verdict.refusal for label in verdict.going]
        if labels and not dry_run:
            confirm(f"Delete {', '.join(labels)} for good? Rolling back ends here.", yes=yes)
        for verdict, going, revisions in considered:
            ready = going and not verdict.refusal and not dry_run
            done.append(retirer.carry_out(verdict, going, revisions, progress) if ready else verdict)
    emit(retirement_document(done, dry_run=dry_run), output)
    if any(item.refusal for item in done):
        return ExitCode.BLOCKED
    return ExitCode.FAILED if any(item.failed for item in done) else ExitCode.DONE
