"""Verifying: every reference resolves, the execution role may read it, and the values are those it replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecs_secretmigrate.errors import AwsError, SourceError
from ecs_secretmigrate.model.policy import execution_role_policy
from ecs_secretmigrate.model.receipt import Check, Verification
from ecs_secretmigrate.model.secret_value import SecretValue
from ecs_secretmigrate.model.task_definition import Shape, container_name, containers, entries
from ecs_secretmigrate.model.usage import UserKind
from ecs_secretmigrate.steps import agent, prover, scanner
from ecs_secretmigrate.steps.checks import replaced_by
from ecs_secretmigrate.steps.environment import references
from ecs_secretmigrate.steps.surroundings import users_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.model.task_definition import TaskDefinition
    from ecs_secretmigrate.ports import Granter, Judge, ReferenceReader, Runner
    from ecs_secretmigrate.steps.planner import Venue


def verify(
    definition: TaskDefinition,
    reader: ReferenceReader,
    granter: Granter,
    judge: Judge,
    options: Options,
    venue: Venue,
    previous: Callable[[str], TaskDefinition],
    runners: Mapping[UserKind, Runner],
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
        runners: what runs task definitions; empty for a file.
    """
    checks = [
        *_references(definition, reader),
        *_role(definition, granter, venue),
        *_parity(definition, reader, previous),
        *_plaintext(definition, judge, options),
        *_users(definition, runners),
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
        yield Check(role, what, ok=False, detail=f"could not be told: {error}", known=False)
        return
    detail = f"not allowed: {'; '.join(missing)} (ecs-secretmigrate policy prints what it needs)" if missing else ""
    yield Check(role, what, ok=not missing, detail=detail)


def _parity(
    definition: TaskDefinition, reader: ReferenceReader, previous: Callable[[str], TaskDefinition]
) -> Iterator[Check]:
    label = replaced_by(definition)
    if not label:
        return
    what = f"the containers get what {label} gave them"
    try:
        old = previous(label)
    except (AwsError, SourceError):
        return  # retired: there is nothing left to compare with, which is the aim
    problems, _ = prover.compare(old.body, definition.body, reader)
    yield Check(definition.label, what, ok=not problems, detail="; ".join(problems))


def _users(definition: TaskDefinition, runners: Mapping[UserKind, Runner]) -> Iterator[Check]:
    """Who runs the family runs this revision, if it is a migrated one, and runs it as it should."""
    old = replaced_by(definition)
    for user in users_of(definition, runners, []):
        if user.draining:
            continue
        if user.runs == definition.label and user.kind is UserKind.SERVICE:
            why_not = runners[user.kind].settled(user)
            yield Check(user.title, f"it runs {definition.label}, and is steady", ok=not why_not, detail=why_not)
        elif old and user.runs == old and not user.follows and user.kind is not UserKind.TASK:
            detail = user.next_step or f"it runs {old}: run `ecs-secretmigrate apply --family {definition.family}`"
            yield Check(user.title, f"it runs {definition.label}", ok=False, detail=detail)


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
