"""``rollback``: what runs a migrated revision runs again what that replaced."""

from typing import Annotated

import typer

from ecs_secretmigrate.commands.flags import AccessFlags, OutputFlags, RolloutFlags, SourceFlags
from ecs_secretmigrate.commands.groups import grouped
from ecs_secretmigrate.errors import ExitCode, SecretMigrateError, UsageError


@grouped
def rollback(
    sources: SourceFlags,
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
    from ecs_secretmigrate.commands import wiring
    from ecs_secretmigrate.commands.output import confirm, emit, progress
    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.model.revision import Reversal
    from ecs_secretmigrate.model.task_definition import TaskDefinition
    from ecs_secretmigrate.reports.lifecycle import reversal_document
    from ecs_secretmigrate.steps.checks import replaced_by
    from ecs_secretmigrate.steps.reverter import roll_back

    if sources.files:
        raise UsageError("a file is rolled back by source control", cure="name a live --family or --service")
    done: list[Reversal] = []
    with wiring.accounts(access) as open_all:
        jobs = wiring.jobs(sources, open_all, Options(), needs_aws=True)
        read = [(job, item) for job in jobs for item in job.source.read() if isinstance(item, TaskDefinition)]
        going_back = ", ".join(f"{item.label} to {replaced_by(item)}" for _, item in read if replaced_by(item))
        if going_back:
            confirm(f"Go back from {going_back}? The plaintext is in use again then.", yes=yes)
        for job, item in read:
            assert job.aws is not None
            try:
                reversal = roll_back(
                    item,
                    wiring.runners(job.aws, rolling),
                    wiring.revisions(job.aws),
                    wiring.removal(job.aws),
                    progress,
                    deregisters=deregister,
                    deletes_secrets=delete_secrets,
                )
            except SecretMigrateError as error:
                reversal = Reversal(item.label, replaced_by(item), message=str(error), exit_code=error.exit_code)
            done.append(reversal)
    emit(reversal_document(done), output)
    return max((item.exit_code for item in done), default=ExitCode.DONE)
