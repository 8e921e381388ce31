"""``rollback``: what runs a migrated revision runs again what that replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ecs_secretmigrate.commands.flags import AccessFlags, OutputFlags, RolloutFlags, SourceFlags, TargetFlags
from ecs_secretmigrate.commands.groups import grouped
from ecs_secretmigrate.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecs_secretmigrate.commands.report import Report
    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.operations.bulk import Unit
    from ecs_secretmigrate.ports import Aws


@grouped
def rollback(
    sources: SourceFlags,
    targets: TargetFlags,
    access: AccessFlags,
    rolling: RolloutFlags,
    output: OutputFlags,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; required without a terminal.")] = False,
    deregister: Annotated[
        bool,
        typer.Option(
            "--deregister", help="Deregister the migrated revision: what names the family alone goes back too."
        ),
    ] = False,
    delete_secrets: Annotated[
        bool,
        typer.Option(
            "--delete-secrets",
            help="Delete the secrets that nothing refers to any more (30 days to restore; parameters at once).",
        ),
    ] = False,
) -> int:
    """Put services, rules and schedules back to the recorded previous revision."""
    from ecs_secretmigrate.commands.output import confirm, emit, progress
    from ecs_secretmigrate.operations import doors
    from ecs_secretmigrate.operations.lifecycle import Reverting
    from ecs_secretmigrate.reports.lifecycle import reversal_document

    if targets.targets is not None:
        from ecs_secretmigrate.commands import bulk, status
        from ecs_secretmigrate.model.options import Options

        return bulk.run(
            "rollback",
            targets,
            sources,
            access,
            lambda _: Options(),
            _work(rolling, deregisters=deregister, deletes_secrets=delete_secrets),
            output,
            first=None if yes else status.work,
            question="Go back from every migrated revision? The plaintext is in use again then.",
        )
    with doors.accounts(access, targets.rate_share) as open_all:
        reverting = Reverting(sources, open_all, rolling)
        going_back = ", ".join(f"{label} to {old}" for label, old in reverting.going_back)
        if going_back:
            confirm(f"Go back from {going_back}? The plaintext is in use again then.", yes=yes)
        done = reverting.carry_out(progress, deregisters=deregister, deletes_secrets=delete_secrets)
    emit(reversal_document(done), output)
    return max((item.exit_code for item in done), default=ExitCode.DONE)


def _work(rolling: RolloutFlags, *, deregisters: bool, deletes_secrets: bool) -> Callable[..., Report]:
    def work(unit: Unit, aws: Aws, _: Options, progress: Callable[[str], None], **__: Any) -> Report:
        from ecs_secretmigrate.commands.report import Report
        from ecs_secretmigrate.operations.lifecycle import Reverting
        from ecs_secretmigrate.reports.lifecycle import reversal_document

        # Of many families most are not migrated: there is nothing to say of those.
        reverting = Reverting(unit.target.selection, lambda: [aws], rolling, only_migrated=True)
        done = reverting.carry_out(progress, deregisters=deregisters, deletes_secrets=deletes_secrets)
        return Report(reversal_document(done), max((item.exit_code for item in done), default=ExitCode.DONE))

    return work
