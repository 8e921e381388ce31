"""``verify``: every reference resolves, the role may read it, the values are those it replaced."""

from ecs_secretmigrate.commands.flags import AccessFlags, ChoosingFlags, OutputFlags, SourceFlags
from ecs_secretmigrate.commands.groups import grouped
from ecs_secretmigrate.errors import ExitCode


@grouped
def verify(sources: SourceFlags, access: AccessFlags, choosing: ChoosingFlags, output: OutputFlags) -> int:
    """Prove that every reference can be read. Exits with 1 where one cannot."""
    from ecs_secretmigrate.commands import settings, wiring
    from ecs_secretmigrate.commands.output import emit
    from ecs_secretmigrate.model.task_definition import Skipped
    from ecs_secretmigrate.reports.documents import verification_document
    from ecs_secretmigrate.steps import verifier

    options = settings.options(choosing)
    verifications, skipped = [], []
    with wiring.accounts(access) as open_all:
        for job in wiring.jobs(sources, open_all, options, needs_aws=True):
            assert job.aws is not None
            venue = wiring.venue(options, job.aws)
            for item in job.source.read():
                if isinstance(item, Skipped):
                    skipped.append(item)
                    continue
                verifications.append(
                    verifier.verify(
                        item,
                        wiring.reader(job.aws),
                        wiring.granter(job.aws),
                        wiring.judge(),
                        options,
                        venue,
                        wiring.describer(job.aws),
                        wiring.runners(job.aws) if job.live else {},
                    )
                )
    emit(verification_document(verifications, skipped), output)
    return ExitCode.DONE if all(item.ok for item in verifications) else ExitCode.FAILED
