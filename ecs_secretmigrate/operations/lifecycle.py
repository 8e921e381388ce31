"""What comes after a migration: proving it, telling where it stands, undoing it, retiring what it replaced."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from ecs_secretmigrate.errors import SecretMigrateError, UsageError
from ecs_secretmigrate.model.options import Options
from ecs_secretmigrate.model.revision import Reversal
from ecs_secretmigrate.model.task_definition import Skipped, TaskDefinition
from ecs_secretmigrate.operations import wiring
from ecs_secretmigrate.steps import retirer, reverter, verifier
from ecs_secretmigrate.steps.checks import replaced_by
from ecs_secretmigrate.steps.status import status as status_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import timedelta

    from ecs_secretmigrate.model.receipt import Verification
    from ecs_secretmigrate.model.revision import FamilyStatus, Retirement, Revision
    from ecs_secretmigrate.model.selection import Rolling, Selection
    from ecs_secretmigrate.model.usage import UserKind
    from ecs_secretmigrate.operations.wiring import Job
    from ecs_secretmigrate.ports import Aws, Revisions, Runner


def verify(
    selection: Selection, open_all: Callable[[], list[Aws]], options: Options
) -> tuple[list[Verification], list[Skipped]]:
    """Prove that every reference can be read, gives what it replaced, and that services run it.

    Raises:
        SecretMigrateError: a source cannot be read, or the account cannot be asked.
    """
    verifications: list[Verification] = []
    skipped: list[Skipped] = []
    for job in wiring.jobs(selection, open_all, options, needs_aws=True):
        assert job.aws is not None
        items = list(job.source.read())
        skipped.extend(item for item in items if isinstance(item, Skipped))
        one = partial(_verify, job.aws, wiring.runners(job.aws) if job.live else {}, options)
        verifications.extend(job.aws.each(one, [item for item in items if isinstance(item, TaskDefinition)]))
    return verifications, skipped


def _verify(aws: Aws, runners: Mapping[UserKind, Runner], options: Options, item: TaskDefinition) -> Verification:
    return verifier.verify(
        item,
        wiring.reader(aws),
        wiring.granter(aws),
        wiring.judge(),
        options,
        wiring.venue(options, aws),
        wiring.describer(aws),
        runners,
    )


def status(selection: Selection, open_all: Callable[[], list[Aws]], options: Options) -> list[FamilyStatus]:
    """Tell where each migration stands, from AWS alone.

    Raises:
        UsageError: files are named.
        SecretMigrateError: the account cannot be asked.
    """
    found: list[FamilyStatus] = []
    for job in _live(selection, open_all, options, "a file has no status"):
        assert job.aws is not None
        runners, revisions = wiring.runners(job.aws), wiring.revisions(job.aws)
        found.extend(
            status_of(item, revisions.of(item.family), runners, wiring.judge(), options) for item in _definitions(job)
        )
    return found


class Reverting:
    """Rolling back, in two steps: what would go back is told before anything does.

    Args:
        selection: the migrated revisions.
        open_all: opens the account.
        rolling: how long it may take.
        only_migrated: whether what is not migrated is passed over, and not said to be none.

    Raises:
        UsageError: files are named.
        SecretMigrateError: the account cannot be asked.
    """

    def __init__(
        self,
        selection: Selection,
        open_all: Callable[[], list[Aws]],
        rolling: Rolling,
        *,
        only_migrated: bool = False,
    ) -> None:
        self._rolling = rolling
        jobs = _live(selection, open_all, Options(), "a file is rolled back by source control")
        self._read = [
            (job, item) for job in jobs for item in _definitions(job) if replaced_by(item) or not only_migrated
        ]

    @property
    def going_back(self) -> list[tuple[str, str]]:
        """The migrated revisions, and what each replaced."""
        return [(item.label, replaced_by(item)) for _, item in self._read if replaced_by(item)]

    def carry_out(
        self, progress: Callable[[str], None], *, deregisters: bool = False, deletes_secrets: bool = False
    ) -> list[Reversal]:
        """Go back; what cannot does not stop the rest."""
        return [
            self._one(job, item, progress, deregisters=deregisters, deletes_secrets=deletes_secrets)
            for job, item in self._read
        ]

    def _one(
        self,
        job: Job,
        item: TaskDefinition,
        progress: Callable[[str], None],
        *,
        deregisters: bool,
        deletes_secrets: bool,
    ) -> Reversal:
        assert job.aws is not None
        try:
            return reverter.roll_back(
                item,
                wiring.runners(job.aws, self._rolling),
                wiring.revisions(job.aws),
                wiring.removal(job.aws),
                progress,
                deregisters=deregisters,
                deletes_secrets=deletes_secrets,
            )
        except SecretMigrateError as error:
            return Reversal(item.label, replaced_by(item), message=str(error), exit_code=error.exit_code)


class Retiring:
    """Retiring, in two steps: what would go is told before anything does.

    Args:
        selection: the families.
        open_all: opens the account.
        options: the choices that say what would move.
        soak: how long a migrated revision must have been there.

    Raises:
        UsageError: files are named.
        SecretMigrateError: the account cannot be asked.
    """

    def __init__(
        self, selection: Selection, open_all: Callable[[], list[Aws]], options: Options, soak: timedelta
    ) -> None:
        self._considered: list[tuple[Retirement, list[Revision], Revisions]] = []
        for job in _live(selection, open_all, options, "a file has no revisions"):
            assert job.aws is not None
            revisions, runners = wiring.revisions(job.aws), wiring.runners(job.aws)
            for family in dict.fromkeys(item.family for item in _definitions(job)):
                verdict, going = retirer.consider(
                    revisions.of(family), runners, wiring.judge(), options, soak=soak, now=datetime.now(UTC)
                )
                self._considered.append((verdict, going, revisions))

    @property
    def going(self) -> list[str]:
        """The ``family:revision`` of what would go."""
        return [label for verdict, _, _ in self._considered if not verdict.refusal for label in verdict.going]

    @property
    def verdicts(self) -> list[Retirement]:
        """What would go, and why what may not."""
        return [verdict for verdict, _, _ in self._considered]

    def carry_out(self, progress: Callable[[str], None]) -> list[Retirement]:
        """Deregister and delete what may go."""
        return [
            retirer.carry_out(verdict, going, revisions, progress) if going and not verdict.refusal else verdict
            for verdict, going, revisions in self._considered
        ]


def _live(selection: Selection, open_all: Callable[[], list[Aws]], options: Options, why_not: str) -> Sequence[Job]:
    if selection.files:
        raise UsageError(why_not, cure="name a live --family, --service or --cluster, or give --all")
    return wiring.jobs(selection, open_all, options, needs_aws=True)


def _definitions(job: Job) -> list[TaskDefinition]:
    return [item for item in job.source.read() if isinstance(item, TaskDefinition)]
