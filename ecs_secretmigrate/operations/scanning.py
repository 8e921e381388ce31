"""Scanning sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ecs_secretmigrate.operations import wiring
from ecs_secretmigrate.steps import scanner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ecs_secretmigrate.model.baseline import Identity
    from ecs_secretmigrate.model.finding import Finding, ScanResult
    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.model.selection import Selection
    from ecs_secretmigrate.model.task_definition import Skipped, TaskDefinition
    from ecs_secretmigrate.ports import Aws


def read(
    selection: Selection, open_all: Callable[[], list[Aws]], options: Options
) -> Iterator[TaskDefinition | Skipped]:
    """Read every source, one task definition after the other: none is held on to.

    Raises:
        SecretMigrateError: a source cannot be read.
    """
    for job in wiring.jobs(selection, open_all, options, needs_aws=False):
        yield from job.source.read()


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
    """

    options: Options
    families: set[str] = field(default_factory=set)
    applied: set[Identity] = field(default_factory=set)
    open_findings: bool = False

    def scan(
        self, read: Iterable[TaskDefinition | Skipped]
    ) -> Iterator[Skipped | tuple[TaskDefinition, int, list[Finding]]]:
        """Scan one task definition after the other.

        Raises:
            SecretMigrateError: a source cannot be read.
        """
        decided = {decision.family for decision in self.options.decisions}
        for item in scanner.stream(read, wiring.judge(), self.options):
            if isinstance(item, tuple):
                definition, _, findings = item
                if definition.family in decided:
                    self.families.add(definition.family)
                self.applied.update(finding.decision.identity for finding in findings if finding.decision is not None)
                self.open_findings = self.open_findings or any(not finding.why_kept for finding in findings)
            yield item
