"""Scanning sources."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ecs_secretmigrate.model.known import Known
from ecs_secretmigrate.operations import wiring
from ecs_secretmigrate.reports.documents import known_revision
from ecs_secretmigrate.steps import scanner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ecs_secretmigrate.model.baseline import Identity
    from ecs_secretmigrate.model.finding import Finding, ScanResult
    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.model.selection import Selection
    from ecs_secretmigrate.model.task_definition import Skipped, TaskDefinition
    from ecs_secretmigrate.operations.verdicts import Verdicts
    from ecs_secretmigrate.ports import Aws
    from ecs_secretmigrate.steps.scanner import Read


def read(
    selection: Selection, open_all: Callable[[], list[Aws]], options: Options, verdicts: Verdicts | None = None
) -> Iterator[Read]:
    """Read every source, one task definition after the other: none is held on to.

    Args:
        selection: which task definitions.
        open_all: opens the account.
        options: the choices.
        verdicts: what is known of revisions already; those are not read again.

    Raises:
        SecretMigrateError: a source cannot be read.
    """

    def known(aws: Aws) -> Callable[[str], Known | None] | None:
        # Families are listed in a tenth of the calls that it takes to list all their revisions.
        return verdicts.known if verdicts is not None and verdicts.speaks_of(aws.account, aws.region) else None

    for job in wiring.jobs(selection, open_all, options, needs_aws=False, known=known):
        yield from job.source.read()


@contextmanager
def remembered(selection: Selection, options: Options, *, emulated: bool, wanted: bool) -> Iterator[Verdicts | None]:
    """The verdicts on disk, where they serve: all of an account is scanned, and no review has a say.

    Args:
        selection: which task definitions.
        options: the choices.
        emulated: whether it is not AWS that is asked.
        wanted: whether the user wants them.
    """
    if not wanted or not selection.everything or options.decisions:
        yield None
        return
    from ecs_secretmigrate.operations.verdicts import Verdicts, folder

    place = folder(emulated=emulated)
    if place is None:
        yield None
        return
    with Verdicts(place, options) as verdicts:
        yield verdicts


def scan(selection: Selection, open_all: Callable[[], list[Aws]], options: Options) -> ScanResult:
    """Find plaintext secrets.

    Raises:
        SecretMigrateError: a source cannot be read.
    """
    return scanner.scan(read(selection, open_all, options), wiring.judge(), options)


@dataclass(slots=True)
class Flow:
    """A scan whose findings flow by; what a command must know of them is noted as they pass.

    Attributes:
        options: the choices.
        families: the families that were read, of those that the baseline speaks of.
        applied: what of the baseline's decisions the findings are on.
        open_findings: whether there is a finding that would move or that nobody has decided to leave.
        verdicts: where what is seen of live revisions is remembered.
    """

    options: Options
    families: set[str] = field(default_factory=set)
    applied: set[Identity] = field(default_factory=set)
    open_findings: bool = False
    verdicts: Verdicts | None = None

    def scan(self, read: Iterable[Read]) -> Iterator[Skipped | Known | tuple[TaskDefinition, int, list[Finding]]]:
        """Scan one task definition after the other.

        Raises:
            SecretMigrateError: a source cannot be read.
        """
        decided = {decision.family for decision in self.options.decisions}
        for item in scanner.stream(read, wiring.judge(), self.options):
            if isinstance(item, Known):
                self.open_findings = self.open_findings or item.open
            elif isinstance(item, tuple):
                definition, values, findings = item
                if self.verdicts is not None and definition.is_live:
                    self.verdicts.remember(known_revision(definition, values, findings))
                if definition.family in decided:
                    self.families.add(definition.family)
                self.applied.update(finding.decision.identity for finding in findings if finding.decision is not None)
                self.open_findings = self.open_findings or any(not finding.why_kept for finding in findings)
            yield item
