"""``scan``: finds plaintext secrets. Writes nothing."""

from typing import Annotated

import typer

from ecs_secretmigrate.commands.flags import AccessFlags, ChoosingFlags, OutputFlags, SourceFlags
from ecs_secretmigrate.commands.groups import grouped
from ecs_secretmigrate.errors import ExitCode


@grouped
def scan(
    sources: SourceFlags,
    access: AccessFlags,
    choosing: ChoosingFlags,
    output: OutputFlags,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="End with 0 even where secrets are found.")] = False,
) -> int:
    """Find plaintext secrets. Exits with 10 where there are any."""
    from itertools import chain

    from ecs_secretmigrate.commands import settings, wiring
    from ecs_secretmigrate.commands.output import emit
    from ecs_secretmigrate.reports.documents import scan_document
    from ecs_secretmigrate.steps import scanner

    options = settings.options(choosing)
    with wiring.accounts(access) as open_all:
        listed = wiring.jobs(sources, open_all, options, needs_aws=False)
        read = chain.from_iterable(job.source.read() for job in listed)
        result = scanner.scan(read, wiring.judge(), options)
    emit(scan_document(result), output)
    found = any(not finding.why_kept for finding in result.findings)
    return ExitCode.FINDINGS if found and not exit_zero else ExitCode.DONE
