"""Is the execution role there, may ECS assume it, has it room, and who else would gain what it is given?

Sources: IAM API reference (``GetRole``, ``ListRolePolicies``); ECS developer guide, "Task execution IAM role".
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import AwsError
from ecs_secretmigrate.grants.inline import MAX_INLINE, InlinePolicy, name_of
from ecs_secretmigrate.model.plan import Obstacle

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ecs_secretmigrate.model.plan import DefinitionPlan
    from ecs_secretmigrate.ports import Aws

_TASKS = "ecs-tasks.amazonaws.com"
_MISSING = frozenset({"NoSuchEntity", "NoSuchEntityException"})
_SHARED_BY_DEFAULT = frozenset({"ecsTaskExecutionRole"})
"""The role that the ECS console makes once and offers to every task definition."""


class RoleCheck:
    """Checks the execution role of a plan.

    Args:
        aws: the account and Region.
        grants: whether the role is to be granted what it needs.
    """

    def __init__(self, aws: Aws, *, grants: bool) -> None:
        self._aws = aws
        self._grants = grants
        self._policies = InlinePolicy(aws)

    def check(self, part: DefinitionPlan) -> Iterator[tuple[bool, Obstacle]]:
        """See :class:`~ecs_secretmigrate.ports.Preflight`."""
        if not part.moves or not part.execution_role_arn:
            return
        role = name_of(part.execution_role_arn)
        try:
            described = self._aws.call("iam", "GetRole", RoleName=role)["Role"]
        except AwsError as error:
            if error.code not in _MISSING:
                raise
            yield (
                True,
                Obstacle(
                    "execution-role-unknown",
                    f"the execution role {role} does not exist: create it with the trust of {_TASKS} and the policy "
                    "AmazonECSTaskExecutionRolePolicy, or register the task definition with another",
                ),
            )
            return
        if not _trusts_tasks(described.get("AssumeRolePolicyDocument")):
            yield (
                True,
                Obstacle(
                    "execution-role-trust",
                    f"ECS may not assume the execution role {role}: let {_TASKS} do sts:AssumeRole in its trust policy",
                ),
            )
        if self._grants:
            used = self._policies.length_with(part.execution_role_arn, part.policy, part.definition.family)
            if used > MAX_INLINE:
                yield (
                    True,
                    Obstacle(
                        "execution-role-full",
                        f"the role {role} has no room: its inline policies would have {used:,} characters, "
                        f"{MAX_INLINE:,} are allowed; attach a managed policy with what `ecs-secretmigrate policy` "
                        "prints, and use --no-grant",
                    ),
                )
            yield from self._shared(part, role)
        else:
            yield from self._unread(part)

    def _shared(self, part: DefinitionPlan, role: str) -> Iterator[tuple[bool, Obstacle]]:
        """Who else gains what the role is given."""
        assert part.execution_role_arn is not None
        own = part.definition.family
        others = [name for name in self._policies.families_of(part.execution_role_arn) if name != own]
        if others or role in _SHARED_BY_DEFAULT:
            named = ", ".join(others) or "every task definition that was made in the console with it"
            yield (
                False,
                Obstacle(
                    "execution-role-shared",
                    f"the execution role {role} is shared: {named} will be able to read these secrets too; a role of "
                    "its own for this family would be better",
                ),
            )

    def _unread(self, part: DefinitionPlan) -> Iterator[tuple[bool, Obstacle]]:
        """Without a grant: what the role cannot read already, by simulation."""
        assert part.execution_role_arn is not None
        missing = self._policies.may_read(part.execution_role_arn, part.policy)
        if missing:
            yield (
                False,
                Obstacle(
                    "execution-role-cannot-read",
                    f"it looks as if the execution role may not do {missing[0]}"
                    + (f" and {len(missing) - 1} more" if len(missing) > 1 else "")
                    + ", and --no-grant leaves it so: no task will start with the new revision",
                ),
            )


def _trusts_tasks(document: Any) -> bool:
    """Whether a trust policy lets ECS tasks assume the role (conditions are not weighed)."""
    if document is None:
        return True
    policy: Mapping[str, Any] = json.loads(document) if isinstance(document, str) else document
    statements = policy.get("Statement", [])
    for statement in statements if isinstance(statements, list) else [statements]:
        principal = statement.get("Principal", {})
        services = principal.get("Service", []) if isinstance(principal, dict) else [principal]
        listed = [services] if isinstance(services, str) else services
        if statement.get("Effect") == "Allow" and (_TASKS in listed or "*" in listed):
            return True
    return False
