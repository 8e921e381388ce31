"""Verifying: every reference resolves, the execution role may read it, and the values are those it replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecs_secretmigrate.errors import AwsError, SourceError
from ecs_secretmigrate.model.policy import execution_role_policy
from ecs_secretmigrate.model.receipt import Check, Verification
from ecs_secretmigrate.model.secret_value import SecretValue
from ecs_secretmigrate.model.task_definition import Shape, container_name, containers, entries
from ecs_secretmigrate.steps import agent, prover, scanner
from ecs_secretmigrate.steps.checks import REPLACES_TAG
from ecs_secretmigrate.steps.environment import references

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.model.task_definition import TaskDefinition
    from ecs_secretmigrate.ports import Granter, Judge, ReferenceReader
    from ecs_secretmigrate.steps.planner import Venue


def verify(
    definition: TaskDefinition,
    reader: ReferenceReader,
    granter: Granter,
    judge: Judge,
    options: Options,
    venue: Venue,
    previous: Callable[[str], TaskDefinition],
) -> Verification:
    """Verify one task definition.

    Args:
        definition: the task definition, sealed.
        reader: how references are read.
        granter: tells what the role may read.
        judge: decides whether what is left in plaintext is a secret.
        options: the choices that say what would move.
        venue: account and Region.
        previous: reads the ``family:revision`` that a migrated revision replaces.
    """
    checks = [
        *_references(definition, reader),
        *_role(definition, granter, venue),
        *_parity(definition, reader, previous),
        *_plaintext(definition, judge, options),
    ]
    return Verification(definition.source, definition.label, tuple(checks))


def _references(definition: TaskDefinition, reader: ReferenceReader) -> Iterator[Check]:
    listed = dict(containers(definition.body))
    resolved = agent.resolve([ref for container in listed.values() for ref in references(container)], reader)
    for index, container in listed.items():
        log = container.get("logConfiguration")
        owners = [(container, "secrets"), *([(log, "secretOptions")] if isinstance(log, dict) else [])]
        for owner, key in owners:
            for _, entry in entries(owner, key):
                subject = f"{container_name(container, index)}/{entry['name']}"
                value_from = entry.get("valueFrom")
                if not isinstance(value_from, str):
                    yield Check(subject, "the reference resolves", ok=False, detail="valueFrom is not a reference")
                    continue
                result = resolved[value_from]
                ok = isinstance(result, SecretValue)
                yield Check(subject, "the reference resolves", ok=ok, detail="" if ok else result.reason)  # type: ignore[union-attr]


def _role(definition: TaskDefinition, granter: Granter, venue: Venue) -> Iterator[Check]:
    wanted = [ref for _, container in containers(definition.body) for ref in references(container)]
    if not wanted or definition.shape is not Shape.TASK_DEFINITION:
        return
    role = definition.body.get("executionRoleArn")
    what = "the execution role may read the references"
    if not isinstance(role, str) or not role:
        yield Check("execution role", what, ok=False, detail="there is none: set executionRoleArn")
        return
    policy = execution_role_policy(
        wanted, partition=venue.partition, region=venue.region or "", account=venue.account or ""
    )
    try:
        missing = granter.may_read(role, policy)
    except AwsError as error:
        yield Check(role, what, ok=False, detail=f"could not be told: {error}")
        return
    detail = f"not allowed: {'; '.join(missing)} (ecs-secretmigrate policy prints what it needs)" if missing else ""
    yield Check(role, what, ok=not missing, detail=detail)


def _parity(
    definition: TaskDefinition, reader: ReferenceReader, previous: Callable[[str], TaskDefinition]
) -> Iterator[Check]:
    tag = definition.tags.get(REPLACES_TAG)
    if tag is None:
        return
    label = tag.reveal() if isinstance(tag, SecretValue) else str(tag)
    what = f"the containers get what {label} gave them"
    try:
        old = previous(label)
    except (AwsError, SourceError):
        return  # retired: there is nothing left to compare with, which is the aim
    problems, _ = prover.compare(old.body, definition.body, reader)
    yield Check(definition.label, what, ok=not problems, detail="; ".join(problems))


def _plaintext(definition: TaskDefinition, judge: Judge, options: Options) -> Iterator[Check]:
    what = "no plaintext secret is left that could be moved"
    _, findings = scanner.scan_definition(definition, judge, options)
    moving = [finding.label for finding in findings if finding.move]
    yield Check(
        definition.label,
        what,
        ok=not moving,
        detail=f"still in plaintext: {', '.join(moving)}" if moving else "",
    )
