"""``retire``: old revisions that still hold plaintext are deregistered and deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ecs_secretmigrate.commands.flags import AccessFlags, ChoosingFlags, OutputFlags, SourceFlags, TargetFlags
from ecs_secretmigrate.commands.groups import grouped
from ecs_secretmigrate.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import timedelta

    from ecs_secretmigrate.commands.report import Report
    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.model.revision import Retirement
    from ecs_secretmigrate.operations.bulk import Unit
    from ecs_secretmigrate.ports import Aws


@grouped
def retire(
    sources: SourceFlags,
    targets: TargetFlags,
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
    from ecs_secretmigrate.commands import settings
    from ecs_secretmigrate.commands.durations import duration
    from ecs_secretmigrate.commands.output import confirm, emit, progress
    from ecs_secretmigrate.operations import doors
    from ecs_secretmigrate.operations.lifecycle import Retiring
    from ecs_secretmigrate.reports.lifecycle import retirement_document

    rest = duration("--soak", soak)
    if targets.targets is not None:
        from ecs_secretmigrate.commands import bulk

        return bulk.run(
            "retire",
            targets,
            sources,
            access,
            lambda target: settings.options(choosing, target=target),
            _work(rest, dry_run=dry_run),
            output,
            first=None if yes or dry_run else _work(rest, dry_run=True),
            question="Delete these revisions for good? Rolling back ends here.",
        )
    with doors.accounts(access, targets.rate_share) as open_all:
        retiring = Retiring(sources, open_all, settings.options(choosing), rest)
        if retiring.going and not dry_run:
            confirm(f"Delete {', '.join(retiring.going)} for good? Rolling back ends here.", yes=yes)
        done = retiring.verdicts if dry_run else retiring.carry_out(progress)
    emit(retirement_document(done, dry_run=dry_run), output)
    return _code(done)


def _code(done: Sequence[Retirement]) -> int:
    if any(item.refusal for item in done):
        return ExitCode.BLOCKED
    return ExitCode.FAILED if any(item.failed for item in done) else ExitCode.DONE


def _work(soak: timedelta, *, dry_run: bool) -> Callable[..., Report]:
    def work(unit: Unit, aws: Aws, options: Options, progress: Callable[[str], None], **__: Any) -> Report:
        from ecs_secretmigrate.commands.report import Report
        from ecs_secretmigrate.operations.lifecycle import Retiring
        from ecs_secretmigrate.reports.lifecycle import retirement_document

        retiring = Retiring(unit.target.selection, lambda: [aws], options, soak)
        done = retiring.verdicts if dry_run else retiring.carry_out(progress)
        return Report(retirement_document(done, dry_run=dry_run), _code(done))

    return work
