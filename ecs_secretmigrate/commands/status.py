"""``status``: where each migration stands, read from AWS alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.commands.flags import AccessFlags, ChoosingFlags, OutputFlags, SourceFlags, TargetFlags
from ecs_secretmigrate.commands.groups import grouped
from ecs_secretmigrate.errors import ExitCode

if TYPE_CHECKING:
    from ecs_secretmigrate.commands.report import Report
    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.operations.bulk import Unit
    from ecs_secretmigrate.ports import Aws


@grouped
def status(
    sources: SourceFlags, targets: TargetFlags, access: AccessFlags, choosing: ChoosingFlags, output: OutputFlags
) -> int:
    """Tell where each migration stands. Needs no file of an earlier run."""
    from ecs_secretmigrate.commands import settings
    from ecs_secretmigrate.commands.output import emit
    from ecs_secretmigrate.operations import doors, lifecycle
    from ecs_secretmigrate.reports.lifecycle import status_document

    if targets.targets is not None:
        from ecs_secretmigrate.commands import bulk

        return bulk.run(
            "status", targets, sources, access, lambda target: settings.options(choosing, target=target), work, output
        )
    if not sources.is_live and not sources.files:
        sources = replace(sources, everything=True)
    with doors.accounts(access, targets.rate_share) as open_all:
        found = lifecycle.status(sources, open_all, settings.options(choosing))
    emit(status_document(found), output)
    return ExitCode.DONE


def work(unit: Unit, aws: Aws, options: Options, *_: Any, **__: Any) -> Report:
    """Asking one account and Region."""
    from ecs_secretmigrate.commands.report import Report
    from ecs_secretmigrate.operations import lifecycle
    from ecs_secretmigrate.reports.lifecycle import status_document

    found = lifecycle.status(unit.target.selection, lambda: [aws], options)
    return Report(status_document(found), ExitCode.DONE)
