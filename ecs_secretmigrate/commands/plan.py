"""``plan``: what would be stored where, and how the task definition would change. Writes nothing to AWS."""

from pathlib import Path
from typing import Annotated, Any

import typer

from ecs_secretmigrate.commands.flags import (
    AccessFlags,
    ChoosingFlags,
    OutputFlags,
    ReviewFlags,
    SourceFlags,
    StoringFlags,
    TargetFlags,
)
from ecs_secretmigrate.commands.groups import grouped
from ecs_secretmigrate.errors import ExitCode, UsageError


@grouped
def plan(
    sources: SourceFlags,
    targets: TargetFlags,
    access: AccessFlags,
    choosing: ChoosingFlags,
    review: ReviewFlags,
    storing: StoringFlags,
    output: OutputFlags,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Save the plan here, for `apply` and `show`; it holds no value."),
    ] = None,
    detailed_exitcode: Annotated[
        bool, typer.Option("--detailed-exitcode", help="End with 11 where changes are pending.")
    ] = False,
    allow_drift: Annotated[
        bool, typer.Option("--allow-drift", help="Warn, and do not block, where a stack or another tool deploys it.")
    ] = False,
    offline: Annotated[
        bool, typer.Option("--offline", help="Files only: do not ask AWS what the store holds already.")
    ] = False,
) -> int:
    """Show what would move where. Exits with 12 where something stands in the way."""
    import json

    from ecs_secretmigrate.commands import settings
    from ecs_secretmigrate.commands.output import emit, progress, write
    from ecs_secretmigrate.operations import doors, planning, wiring
    from ecs_secretmigrate.reports.documents import plan_document

    if targets.targets is not None:
        return _of_targets(
            sources, targets, access, choosing, review, storing, output, out, offline, detailed_exitcode, allow_drift
        )
    if offline and sources.is_live:
        raise UsageError("--offline reads files only", cure="leave it out, or name a FILE or DIRECTORY")
    ask = None
    if review.interactive:
        from ecs_secretmigrate.commands import reviewing

        ask = reviewing.reviewer(review, choosing, sources)
    options = settings.options(choosing, storing, interactive=review.interactive)
    with doors.accounts(access, targets.rate_share) as open_all:
        made, _ = planning.make(
            sources,
            open_all,
            options,
            offline=offline,
            ask=ask,
            around=wiring.looking(options, allow_drift=allow_drift),
        )
    document = plan_document(made)
    if out is not None:
        write(out, json.dumps(document, indent=2, ensure_ascii=False) + "\n")
        progress(f"plan saved to {out}")
    emit(document, output)
    if made.blocked:
        return ExitCode.BLOCKED
    return ExitCode.CHANGES_PENDING if detailed_exitcode and made.moves else ExitCode.DONE


def _of_targets(
    sources: SourceFlags,
    targets: TargetFlags,
    access: AccessFlags,
    choosing: ChoosingFlags,
    review: ReviewFlags,
    storing: StoringFlags,
    output: OutputFlags,
    out: Path | None,
    offline: bool,
    detailed_exitcode: bool,
    allow_drift: bool,
) -> int:
    """Plan many accounts."""
    from dataclasses import replace

    from ecs_secretmigrate.commands import bulk, settings
    from ecs_secretmigrate.commands.apply import plan_work
    from ecs_secretmigrate.commands.flags import RolloutFlags
    from ecs_secretmigrate.commands.report import Report
    from ecs_secretmigrate.errors import UsageError
    from ecs_secretmigrate.operations.applying import Ways

    if out is not None or offline or review.interactive:
        raise UsageError(
            "--out, --offline and --interactive are for one account",
            cure="leave them out: apply --targets plans each account anew, and refuses what it cannot do",
        )
    plan_one = plan_work(RolloutFlags(), Ways(allow_drift=allow_drift))

    def work(*given: Any, **named: Any) -> Report:
        report = plan_one(*given, **named)
        pending = detailed_exitcode and report.document["moves"] and not report.code
        return replace(report, code=ExitCode.CHANGES_PENDING) if pending else report

    return bulk.run(
        "plan",
        targets,
        sources,
        access,
        lambda target: settings.options(choosing, storing, target=target),
        work,
        output,
    )
