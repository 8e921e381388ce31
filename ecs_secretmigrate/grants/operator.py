"""What the person or pipeline that runs this tool must be allowed, verb by verb.

Source: IAM actions as the service authorisation reference names them; several ECS actions take no resource.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import UsageError
from ecs_secretmigrate.model.storage import StoreKind

if TYPE_CHECKING:
    from collections.abc import Sequence

_READ = ("ecs:DescribeTaskDefinition", "ecs:ListTaskDefinitionFamilies", "ecs:ListTaskDefinitions")
_LOOK = {
    StoreKind.SECRETS_MANAGER: (
        "secretsmanager:BatchGetSecretValue",
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetSecretValue",
    ),
    StoreKind.PARAMETER_STORE: ("ssm:GetParameters",),
}
_WRITE = {
    StoreKind.SECRETS_MANAGER: (
        "secretsmanager:CreateSecret",
        "secretsmanager:PutSecretValue",
        "secretsmanager:TagResource",
    ),
    StoreKind.PARAMETER_STORE: ("ssm:AddTagsToResource", "ssm:PutParameter"),
}
_GRANT = ("iam:GetRolePolicy", "iam:ListRolePolicies", "iam:PutRolePolicy")
_REGISTER = ("ecs:RegisterTaskDefinition", "ecs:TagResource", "iam:PassRole")
VERBS = ("scan", "plan", "apply", "verify")
"""The verbs that call AWS."""


def operator_policy(store: StoreKind, verbs: Sequence[str] | None = None) -> dict[str, Any]:
    """The policy for an operator who uses these verbs.

    Args:
        store: the store in use.
        verbs: the verbs; None for all.

    Raises:
        UsageError: there is no such verb.
    """
    chosen = tuple(verbs or VERBS)
    unknown = sorted(set(chosen) - set(VERBS))
    if unknown:
        raise UsageError(f"{', '.join(unknown)} calls no AWS", cure=f"name {', '.join(VERBS)}")
    actions: set[str] = set(_READ)
    if set(chosen) & {"plan", "apply", "verify"}:
        # Both stores: a task definition may refer to either already.
        actions.update(*_LOOK.values())
    if "verify" in chosen:
        actions.update(("iam:GetRole", "iam:SimulatePrincipalPolicy"))
    if "apply" in chosen:
        actions.update(_WRITE[store], _GRANT, _REGISTER)
    passed = {"iam:PassRole"} & actions
    statements: list[dict[str, Any]] = [
        {"Sid": "Migrate", "Effect": "Allow", "Action": sorted(actions - passed), "Resource": "*"}
    ]
    if passed:
        statements.append(
            {
                "Sid": "PassRolesToTasks",
                "Effect": "Allow",
                "Action": "iam:PassRole",
                "Resource": "*",
                "Condition": {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}},
            }
        )
    return {"Version": "2012-10-17", "Statement": statements}
