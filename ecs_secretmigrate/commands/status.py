"""``status``: where each migration stands, read from AWS alone."""

from ecs_secretmigrate.commands.flags import AccessFlags, ChoosingFlags, OutputFlags, SourceFlags
from ecs_secretmigrate.commands.groups import grouped
from ecs_secretmigrate.errors import ExitCode, UsageError


@grouped
def status(sources: SourceFlags, access: AccessFlags, choosing: ChoosingFlags, output: OutputFlags) -> int:
    """Tell where each migration stands. Needs no file of an earlier run."""
    from dataclasses import replace

    from ecs_secretmigrate.commands import settings, wiring
    from ecs_secretmigrate.commands.output import emit
    from ecs_secretmigrate.model.task_definition import TaskDefinition
    from ecs_secretmigrate.reports.lifecycle import status_document
    from ecs_secretmigrate.steps.status import status as status_of

    if sources.files:
        raise UsageError("a file has no status", cure="name a live --family, --service or --cluster, or give --all")
    options = settings.options(choosing)
    if not sources.is_live:
        sources = replace(sources, everything=True)
    found = []
    with wiring.accounts(access) as open_all:
        for job in wiring.jobs(sources, open_all, options, needs_aws=True):
            assert job.aws is not None
            runners = wiring.runners(job.aws)
            revisions = wiring.revisions(job.aws)
            for item in job.source.read():
                assert isinstance(item, TaskDefinition)
                found.append(status_of(item, revisions.of(item.family), runners, wiring.judge(), options))
    emit(status_document(found), output)
    return ExitCode.DONE
