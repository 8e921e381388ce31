"""``scan``: finds plaintext secrets. Writes nothing."""

from typing import Annotated

import typer

from ecs_secretmigrate.commands.flags import AccessFlags, ChoosingFlags, OutputFlags, ReviewFlags, SourceFlags
from ecs_secretmigrate.commands.groups import grouped
from ecs_secretmigrate.errors import ExitCode


@grouped
def scan(
    sources: SourceFlags,
    access: AccessFlags,
    choosing: ChoosingFlags,
    review: ReviewFlags,
    output: OutputFlags,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="End with 0 even where secrets are found.")] = False,
    strict_baseline: Annotated[
        bool,
        typer.Option(
            "--strict-baseline",
            help="End with 10 also where the baseline keeps what is not found any more in a family that was read.",
        ),
    ] = False,
) -> int:
    """Find plaintext secrets. Exits with 10 where there are any that no --baseline keeps."""
    from ecs_secretmigrate.commands import baseline, settings, wiring
    from ecs_secretmigrate.commands.output import emit, progress
    from ecs_secretmigrate.errors import UsageError
    from ecs_secretmigrate.reports.documents import scan_document
    from ecs_secretmigrate.steps import scanner

    remembered = settings.baseline_file(choosing, interactive=review.interactive)
    if strict_baseline and remembered is None:
        raise UsageError("--strict-baseline needs a baseline", cure="give --baseline FILE")
    ask = None
    if review.interactive:
        from ecs_secretmigrate.commands import reviewing

        ask = reviewing.reviewer(review, choosing, sources)
    options = settings.options(choosing, interactive=review.interactive)
    with wiring.accounts(access) as open_all:
        listed = wiring.jobs(sources, open_all, options, needs_aws=False)
        read = [item for job in listed for item in job.source.read()]
        result = scanner.scan(read, wiring.judge(), options)
        if ask is not None:
            options = ask(result.findings, options)
            result = scanner.scan(read, wiring.judge(), options)
    stale = baseline.stale(options.decisions, result)
    for line in stale:
        progress(f"note: {line}: take it out of {remembered}")
    emit(scan_document(result), output)
    found = any(not finding.why_kept for finding in result.findings) or (strict_baseline and bool(stale))
    return ExitCode.FINDINGS if found and not exit_zero else ExitCode.DONE
