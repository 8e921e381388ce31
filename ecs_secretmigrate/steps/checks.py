"""What stands in the way of a plan, and what is worth knowing: each check a named predicate."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecs_secretmigrate.model.finding import Destination
from ecs_secretmigrate.model.plan import Action, Obstacle
from ecs_secretmigrate.model.registration import REPLACES_TAG
from ecs_secretmigrate.model.secret_value import SecretValue
from ecs_secretmigrate.model.task_definition import Shape, containers
from ecs_secretmigrate.steps.transformer import MAX_BYTES, wire_size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ecs_secretmigrate.model.finding import Finding
    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.model.plan import Move
    from ecs_secretmigrate.model.task_definition import Body, TaskDefinition

MAX_TAGS = 50
"""Most tags on one revision, AWS's own not counted (``RegisterTaskDefinition``)."""
OUR_TAGS = 1
"""How many tags a migrated revision gets."""
_NOT_IN_A_TAG = re.compile(r"[^\w\s.:/=+\-@]", re.UNICODE)
_VARIABLE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def tag_text(text: str) -> str:
    """Text as a tag's value takes it: 256 characters out of letters, digits, spaces and ``_ . : / = + - @``."""
    return _NOT_IN_A_TAG.sub("_", text)[:256]


def blockers(definition: TaskDefinition, moves: Sequence[Move], options: Options) -> Iterator[Obstacle]:
    """What must be mended before anything is written."""
    if not moves:
        return
    body = definition.body
    if definition.unmodelled:
        yield Obstacle(
            "unknown-fields",
            f"ECS answers fields that this boto3 does not know ({', '.join(definition.unmodelled)}); registering again "
            "would lose them: pip install --upgrade boto3",
        )
    has_role = bool(body.get("executionRoleArn")) or options.execution_role_arn is not None
    if definition.shape is Shape.TASK_DEFINITION and not has_role and any(move.value_from for move in moves):
        yield Obstacle(
            "execution-role-missing",
            "ECS takes secrets only with an execution role, and there is none: give --execution-role-arn",
        )
    for index, container in containers(body):
        yield from _malformed(index, container, moves)
    own_tags = [key for key in definition.tags if not key.lower().startswith("aws:")]
    if len(set(own_tags) | {REPLACES_TAG}) > MAX_TAGS:
        yield Obstacle(
            "too-many-tags",
            f"the revision has {len(own_tags)} tags and needs {OUR_TAGS} more; {MAX_TAGS} are allowed: remove one",
        )


def replaced_by(definition: TaskDefinition) -> str:
    """The ``family:revision`` that a migrated revision replaces, empty for any other."""
    tag = definition.tags.get(REPLACES_TAG)
    return tag.reveal() if isinstance(tag, SecretValue) else str(tag or "")


def _malformed(index: int, container: Body, moves: Sequence[Move]) -> Iterator[Obstacle]:
    mine = [move for move in moves if move.path[1] == index]
    if any(move.destination is Destination.SECRETS for move in mine) and not isinstance(
        container.get("secrets", []), list | None
    ):
        yield Obstacle("secrets-not-a-list", "secrets is not a list here: render the template first")
    log = container.get("logConfiguration")
    if isinstance(log, dict):
        log_moves = [move for move in mine if move.destination is Destination.SECRET_OPTIONS]
        if log_moves and not isinstance(log.get("secretOptions", []), list | None):
            yield Obstacle("secrets-not-a-list", "secretOptions is not a list here: render the template first")
        if log.get("logDriver") == "awsfirelens":
            for move in log_moves:
                if not _VARIABLE_NAME.fullmatch(move.name):
                    yield Obstacle(
                        "option-name",
                        "FireLens hands a secret option to the router as a variable of its name, and this name cannot "
                        "be one: exclude it with --exclude",
                        move.label,
                    )


def size_blocker(new: Body) -> Obstacle | None:
    """A reference can be longer than the value it replaces."""
    if wire_size(new) <= MAX_BYTES:
        return None
    return Obstacle(
        "too-large",
        "the new task definition would be larger than the 64 KiB that ECS takes: use shorter names "
        "(--name-template) or move fewer variables",
    )


def warnings(
    definition: TaskDefinition,
    moves: Sequence[Move],
    left: Sequence[Finding],
    options: Options,
) -> Iterator[Obstacle]:
    """What is worth knowing and stops nothing."""
    for move in moves:
        if len(move.removed) > 1 and move.value_from:
            yield Obstacle(
                "duplicate-name",
                f"the name stands {len(move.removed)} times in environment; the last one is what the container gets, "
                "and what is stored",
                move.label,
            )
        if move.action is Action.DROP and move.path[:-1] not in move.removed and move.path not in move.removed:
            yield Obstacle(
                "shadowed",
                "a later entry of the same name is empty, and wins: the plaintext before it is removed, not stored; "
                "rotate it, it was exposed",
                move.label,
            )
        elif move.action is Action.DROP:
            yield Obstacle(
                "already-a-secret",
                "the same name stands in secrets already, which wins: the plaintext beside it is removed, not stored; "
                "rotate it, it was exposed",
                move.label,
            )
    for finding in left:
        if finding.placed.destination is None and not finding.accepted:
            yield Obstacle("no-destination", f"stays at {finding.location}: {finding.placed.advice}", finding.label)
    if moves and definition.shape is Shape.CONTAINER_DEFINITIONS:
        yield Obstacle(
            "role-elsewhere",
            "this file holds container definitions only: see to it that the task definition around it has an execution "
            "role that may read the secrets (ecs-secretmigrate policy)",
        )
    if moves and options.execution_role_arn and not definition.body.get("executionRoleArn"):
        compat = definition.body.get("requiresCompatibilities") or []
        if "FARGATE" not in compat:
            yield Obstacle(
                "role-added",
                "with an execution role the awslogs driver uses that role too on EC2: it needs logs:CreateLogStream "
                "and logs:PutLogEvents",
            )
