"""``verify``: every reference resolves, the role may read it, the values are those it replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.commands.flags import AccessFlags, ChoosingFlags, OutputFlags, SourceFlags, TargetFlags
from ecs_secretmigrate.commands.groups import grouped
from ecs_secretmigrate.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecs_secretmigrate.commands.report import Report
    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.model.selection import Selection
    from ecs_secretmigrate.operations.bulk import Unit
    from ecs_secretmigrate.ports import Aws


@grouped
def verify(
    sources: SourceFlags, targets: TargetFlags, access: AccessFlags, choosing: ChoosingFlags, output: OutputFlags
) -> int:
    """Prove that every reference can be read. Exits with 1 where one cannot."""
    from ecs_secretmigrate.commands import settings
    from ecs_secretmigrate.commands.output import emit
    from ecs_secretmigrate.operations import doors

    if targets.targets is not None:
        from ecs_secretmigrate.commands import bulk

        return bulk.run(
            "verify", targets, sources, access, lambda target: settings.options(choosing, target=target), work, output
        )
    with doors.accounts(access, targets.rate_share) as open_all:
        report = _verified(sources, open_all, settings.options(choosing))
    emit(report.document, output)
    return report.code


def work(unit: Unit, aws: Aws, options: Options, *_: Any, **__: Any) -> Report:
    """Verifying one account and Region."""
    return _verified(unit.target.selection, lambda: [aws], options)


def _verified(selection: Selection, open_all: Callable[[], list[Aws]], options: Options) -> Report:
    from ecs_secretmigrate.commands.report import Report
    from ecs_secretmigrate.operations import lifecycle
    from ecs_secretmigrate.reports.documents import verification_document

    verifications, skipped = lifecycle.verify(selection, open_all, options)
    ok = all(item.ok for item in verifications)
    return Report(verification_document(verifications, skipped), ExitCode.DONE if ok else ExitCode.FAILED)
