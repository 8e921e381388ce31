"""``scan``: finds plaintext secrets. Writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ecs_secretmigrate.commands.flags import (
    AccessFlags,
    ChoosingFlags,
    OutputFlags,
    ReviewFlags,
    SourceFlags,
    TargetFlags,
)
from ecs_secretmigrate.commands.groups import grouped
from ecs_secretmigrate.errors import ExitCode

if TYPE_CHECKING:
    from ecs_secretmigrate.commands.report import Report
    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.operations.bulk import Unit
    from ecs_secretmigrate.ports import Aws


@grouped
def scan(
    sources: SourceFlags,
    targets: TargetFlags,
    access: AccessFlags,
    choosing: ChoosingFlags,
    review: ReviewFlags,
    output: OutputFlags,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="End with 0 even where secrets are found.")] = False,
    cache: Annotated[
        bool,
        typer.Option(
            "--cache/--no-cache", help="With --all: do not read again revisions whose names and verdicts are known."
        ),
    ] = True,
    strict_baseline: Annotated[
        bool,
        typer.Option(
            "--strict-baseline",
            help="End with 10 also where the baseline keeps what is not found any more in a family that was read.",
        ),
    ] = False,
) -> int:
    """Find plaintext secrets. Exits with 10 where there are any that no --baseline keeps."""
    from contextlib import ExitStack

    from ecs_secretmigrate.commands import settings
    from ecs_secretmigrate.commands.output import emit_flow, progress
    from ecs_secretmigrate.errors import UsageError
    from ecs_secretmigrate.operations import doors, scanning, wiring
    from ecs_secretmigrate.reports.documents import ScanDocument

    if targets.targets is not None:
        from functools import partial

        from ecs_secretmigrate.commands import bulk

        if review.interactive:
            raise UsageError("--interactive reviews one account", cure="leave it or --targets out")
        ended = bulk.run(
            "scan",
            targets,
            sources,
            access,
            lambda target: settings.options(choosing, target=target),
            partial(work, cache=cache and not doors.emulated(access)),
            output,
        )
        return ExitCode.DONE if exit_zero and ended == ExitCode.FINDINGS else ended
    remembered = settings.baseline_file(choosing, interactive=review.interactive)
    if strict_baseline and remembered is None:
        raise UsageError("--strict-baseline needs a baseline", cure="give --baseline FILE")
    options = settings.options(choosing, interactive=review.interactive)
    with ExitStack() as stack:
        open_all = stack.enter_context(doors.accounts(access, targets.rate_share))
        verdicts = stack.enter_context(
            scanning.remembered(
                sources, options, emulated=doors.emulated(access), wanted=cache and not review.interactive
            )
        )
        read = scanning.read(sources, open_all, options, verdicts)
        if review.interactive:
            from ecs_secretmigrate.commands import reviewing
            from ecs_secretmigrate.steps import scanner

            ask = reviewing.reviewer(review, choosing, sources)
            assert ask is not None
            held = list(read)
            options = ask(scanner.scan(held, wiring.judge(), options).findings, options)
            read = iter(held)
        flow = scanning.Flow(options, verdicts=verdicts)
        emit_flow(ScanDocument(flow.scan(read)), output)
    stale: list[str] = []
    if options.decisions:
        from ecs_secretmigrate.operations import baseline

        stale = baseline.stale(options.decisions, flow.families, flow.applied)
    for line in stale:
        progress(f"note: {line}: take it out of {remembered}")
    found = flow.open_findings or (strict_baseline and bool(stale))
    return ExitCode.FINDINGS if found and not exit_zero else ExitCode.DONE


def work(unit: Unit, aws: Aws, options: Options, *_: Any, cache: bool = True, **__: Any) -> Report:
    """Scanning one account and Region."""
    from ecs_secretmigrate.commands.report import Report
    from ecs_secretmigrate.operations import scanning
    from ecs_secretmigrate.reports.documents import ScanDocument

    selection = unit.target.selection
    with scanning.remembered(selection, options, emulated=False, wanted=cache) as verdicts:
        flow = scanning.Flow(options, verdicts=verdicts)
        read = scanning.read(selection, lambda: [aws], options, verdicts)
        document = ScanDocument(flow.scan(read)).whole()
    return Report(document, ExitCode.FINDINGS if flow.open_findings else ExitCode.DONE)
