"""Step Functions state machines that start tasks.

Source: Step Functions developer guide, "Run Amazon ECS or Fargate tasks": ``Parameters.TaskDefinition`` (in JSONata
``Arguments``) of a state on ``arn:aws:states:::ecs:runTask``: a family, an ARN, or a path that is computed.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.model.secret_value import SecretValue
from ecs_secretmigrate.model.usage import Rollout, RolloutStanding, User, UserKind, short
from ecs_secretmigrate.rollouts import naming, overrides

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ecs_secretmigrate.ports import Aws


class Machines:
    """The state machines of one account and Region."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def users(self) -> list[User]:
        """Every state that runs a task definition, by the name it gives."""
        arns = [
            str(item["stateMachineArn"])
            for page in self._aws.pages("stepfunctions", "ListStateMachines")
            for item in page["stateMachines"]
        ]
        return [user for users in self._aws.each(lambda arn: list(self._users(arn)), arns) for user in users]

    def _users(self, arn: str) -> Iterator[User]:
        definition = self._definition(arn)
        if definition is None:
            return
        for named, computed in dict.fromkeys(_named(_parsed(definition), 0)):
            yield User(
                UserKind.STATE_MACHINE,
                arn,
                arn.rsplit(":", 1)[-1],
                "" if computed else short(named),
                follows=not computed and naming.is_family_alone(named),
                next_step="it computes which task definition it runs: look at its definition and its input"
                if computed
                else naming.elsewhere(named, self._aws.account, self._aws.region),
                overrides=overrides.in_text(definition),
                traits={"named": named},
            )

    def _definition(self, arn: str) -> SecretValue | None:
        answer = self._aws.call("stepfunctions", "DescribeStateMachine", stateMachineArn=arn)
        definition = answer.get("definition")
        return definition if isinstance(definition, SecretValue) else None

    def move(self, user: User, revision: str, progress: Callable[[str], None], back_to: str = "") -> Rollout:
        """Put the new revision's name where the old one's stands in the definition; its text is otherwise kept."""
        to = short(revision)
        definition = self._definition(user.arn)
        before = json.dumps(user.traits["named"])
        after = json.dumps(naming.like(user.traits["named"], revision))
        if definition is None or before not in definition.reveal():
            return Rollout(
                user,
                RolloutStanding.LEFT,
                to,
                cause="its definition does not name the revision as text",
                cure="change it by hand",
            )
        if before == after:
            return Rollout(user, RolloutStanding.ALREADY, to)
        text = SecretValue(definition.reveal().replace(before, after))
        self._aws.call("stepfunctions", "UpdateStateMachine", stateMachineArn=user.arn, definition=text)
        progress(f"{user.title}: now {to}")
        return Rollout(user, RolloutStanding.MOVED, to)

    def settled(self, user: User) -> str:
        """A state machine has nothing to wait for."""
        return ""


def _parsed(definition: SecretValue) -> Any:
    try:
        return json.loads(definition.reveal())
    except (ValueError, RecursionError):
        return None


def _named(node: Any, depth: int) -> Iterator[tuple[str, bool]]:
    """Names of task definitions, and whether each is a path or an expression that computes one."""
    if depth > 64:
        return
    if isinstance(node, dict):
        if "ecs:runTask" in str(node.get("Resource", "")):
            for holder in (node.get("Parameters"), node.get("Arguments")):
                yield from _named_by(holder)
        for child in node.values():
            yield from _named(child, depth + 1)
    elif isinstance(node, list):
        for child in node:
            yield from _named(child, depth + 1)


def _named_by(holder: Any) -> Iterator[tuple[str, bool]]:
    if not isinstance(holder, dict):
        return
    plain, path = holder.get("TaskDefinition"), holder.get("TaskDefinition.$")
    if isinstance(plain, str):
        yield plain, plain.startswith(("$", "{%"))
    if isinstance(path, str):
        yield path, True
