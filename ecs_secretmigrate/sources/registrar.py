"""A new revision of a live family.

Source: ECS API reference (``RegisterTaskDefinition``, ``ListTaskDefinitions``) as botocore's model states it.
``RegisterTaskDefinition`` has no idempotency token: a retry after a lost answer makes a second revision, so what a run
registered is found again by its tag.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import AwsError
from ecs_secretmigrate.model.registration import register_input
from ecs_secretmigrate.model.secret_value import SecretValue
from ecs_secretmigrate.sources.ecs import ACTIVE, describe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ecs_secretmigrate.model.plan import Move
    from ecs_secretmigrate.model.task_definition import Body, TaskDefinition
    from ecs_secretmigrate.ports import Aws


class Registrar:
    """Registers a new revision, or finds the one that an earlier run registered for the same change."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def publish(self, old: TaskDefinition, body: Body, moves: Sequence[Move], tags: Mapping[str, str]) -> str:
        """Register; see :class:`~ecs_secretmigrate.ports.Publisher`."""
        wanted = register_input(body, {**old.tags, **tags})
        there = [newer.source for newer in self._newer(old) if _is_it(newer, wanted, tags)]
        if there:
            return there[-1]
        answer = self._aws.call("ecs", "RegisterTaskDefinition", **wanted)
        mine = str(answer["taskDefinition"]["taskDefinitionArn"])
        return self._first(old, mine, wanted, tags)

    def _first(self, old: TaskDefinition, mine: str, wanted: Mapping[str, Any], tags: Mapping[str, str]) -> str:
        """The oldest of the same revisions, where another run, or a lost answer, made one a moment before this one."""
        if old.revision is None or int(mine.rpartition(":")[2]) == old.revision + 1:
            return mine
        twins = [newer.source for newer in self._newer(old) if newer.source != mine and _is_it(newer, wanted, tags)]
        first = min([mine, *twins], key=lambda arn: int(arn.rpartition(":")[2]))
        if first != mine:
            with suppress(AwsError):  # one too many does no harm, and whoever rolls back deregisters both
                self._aws.call("ecs", "DeregisterTaskDefinition", taskDefinition=mine)
        return first

    def _newer(self, old: TaskDefinition) -> Iterator[TaskDefinition]:
        """ACTIVE revisions after the one that was read, newest first: usually none."""
        if old.revision is None:
            return
        for page in self._aws.pages("ecs", "ListTaskDefinitions", familyPrefix=old.family, status=ACTIVE, sort="DESC"):
            for arn in page["taskDefinitionArns"]:
                family, _, revision = arn.rsplit("/", 1)[-1].rpartition(":")
                if family != old.family:
                    continue
                if int(revision) <= old.revision:
                    return
                yield describe(self._aws, arn)


def _is_it(newer: TaskDefinition, wanted: Mapping[str, Any], tags: Mapping[str, str]) -> bool:
    """Whether a revision is what would be registered, and bears our tags."""
    theirs = register_input(newer.body, newer.tags)
    return all(_text(newer.tags.get(key)) == value for key, value in tags.items()) and same(theirs, wanted)


def same(mine: Any, theirs: Any) -> bool:
    """Whether two sealed documents are equal, values compared in memory."""
    if isinstance(mine, SecretValue) or isinstance(theirs, SecretValue):
        mine, theirs = _sealed(mine), _sealed(theirs)
        return mine is not None and theirs is not None and mine.equals(theirs)
    if isinstance(mine, dict) and isinstance(theirs, dict):
        return mine.keys() == theirs.keys() and all(same(mine[key], theirs[key]) for key in mine)
    if isinstance(mine, list) and isinstance(theirs, list):
        return len(mine) == len(theirs) and all(map(same, mine, theirs))
    return bool(mine == theirs)


def _sealed(value: Any) -> SecretValue | None:
    if isinstance(value, str):
        return SecretValue(value)
    return value if isinstance(value, SecretValue) else None


def _text(value: Any) -> str | None:
    return value.reveal() if isinstance(value, SecretValue) else value
