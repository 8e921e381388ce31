"""Every revision of a family, in every state, and removing some.

Source: ECS API reference: ``ListTaskDefinitions`` lists one status a call, ``DeregisterTaskDefinition`` takes one
revision, ``DeleteTaskDefinitions`` at most ten INACTIVE ones and tells in ``failures`` which it left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecs_secretmigrate.errors import AwsError
from ecs_secretmigrate.model.revision import Revision, RevisionStatus
from ecs_secretmigrate.model.usage import short
from ecs_secretmigrate.sources.ecs import describe_with

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ecs_secretmigrate.model.task_definition import TaskDefinition
    from ecs_secretmigrate.ports import Aws

BATCH = 10
"""Most revisions in one ``DeleteTaskDefinitions``."""


class Revisions:
    """The revisions of one account and Region."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def of(self, family: str) -> list[Revision]:
        """Every revision of the family, oldest first; see :class:`~ecs_secretmigrate.ports.Revisions`."""
        found = [revision for status in RevisionStatus for revision in self._with(family, status)]
        return sorted(found, key=lambda revision: revision.definition.revision or 0)

    def _with(self, family: str, status: RevisionStatus) -> Iterator[Revision]:
        for page in self._aws.pages("ecs", "ListTaskDefinitions", familyPrefix=family, status=status.value):
            for arn in page["taskDefinitionArns"]:
                if short(arn).rpartition(":")[0] != family:
                    continue
                try:
                    definition, raw = describe_with(self._aws, arn)
                except AwsError as error:
                    if error.code == "ClientException":
                        continue  # it was deleted since it was listed
                    raise
                yield Revision(definition, RevisionStatus(raw.get("status", status.value)), raw.get("registeredAt"))

    def elsewhere(self, family: str, pinned: Iterable[str]) -> Iterator[TaskDefinition]:
        """What other families may run: the latest ACTIVE revision of each, and the pinned ones given."""
        seen: set[str] = set()
        names = [
            name
            for page in self._aws.pages("ecs", "ListTaskDefinitionFamilies", status=RevisionStatus.ACTIVE.value)
            for name in page["families"]
        ]
        for name in dict.fromkeys([*names, *pinned]):
            if (name.rpartition(":")[0] or name) == family:
                continue
            try:
                definition, _ = describe_with(self._aws, name)
            except AwsError as error:
                if error.code == "ClientException":
                    continue  # it is gone since it was listed
                raise
            if definition.source not in seen:
                seen.add(definition.source)
                yield definition

    def deregister(self, label: str) -> None:
        """Make a revision INACTIVE; done already is done."""
        self._aws.call("ecs", "DeregisterTaskDefinition", taskDefinition=label)

    def remove(self, revisions: Sequence[Revision], progress: Callable[[str], None]) -> list[tuple[str, str]]:
        """Deregister what is ACTIVE and delete all of them; return those that were left, and why."""
        for revision in revisions:
            if revision.status is RevisionStatus.ACTIVE:
                self.deregister(revision.definition.label)
                progress(f"{revision.definition.label}: deregistered")
        labels = [revision.definition.label for revision in revisions]
        failed: list[tuple[str, str]] = []
        for start in range(0, len(labels), BATCH):
            batch = labels[start : start + BATCH]
            answer = self._aws.call("ecs", "DeleteTaskDefinitions", taskDefinitions=batch)
            left = [
                (short(str(item.get("arn", ""))), str(item.get("reason") or item.get("detail") or "no reason given"))
                for item in answer.get("failures", [])
            ]
            failed.extend(left)
            for label in batch:
                if label not in {name for name, _ in left}:
                    progress(f"{label}: deleted")
        return failed
