"""What the person or pipeline that runs this tool must be allowed, verb by verb.

Source: IAM actions as the service authorisation reference names them; several ECS actions take no resource.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import UsageError
from ecs_secretmigrate.model.storage import StoreKind

if TYPE_CHECKING:
    from collections.abc import Sequence

_READ = frozenset(
    {
        "ecs:DescribeServices",
        "ecs:DescribeTaskDefinition",
        "ecs:ListClusters",
        "ecs:ListServices",
        "ecs:ListTaskDefinitionFamilies",
    }
)
_REVISIONS = frozenset({"ecs:ListTaskDefinitions"})
_USERS = frozenset(
    {
        "ecs:DescribeServices",
        "ecs:DescribeTasks",
        "ecs:ListClusters",
        "ecs:ListServices",
        "ecs:ListTasks",
        "events:ListEventBuses",
        "events:ListRules",
        "events:ListTargetsByRule",
        "scheduler:GetSchedule",
        "scheduler:ListSchedules",
        "states:DescribeStateMachine",
        "states:ListStateMachines",
    }
)
_RESOLVE = frozenset({"secretsmanager:GetSecretValue", "ssm:GetParameters"})
_LOOK = {
    # BatchGetSecretValue asks for GetSecretValue on each secret too.
    StoreKind.SECRETS_MANAGER: frozenset(
        {"secretsmanager:BatchGetSecretValue", "secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"}
    ),
    StoreKind.PARAMETER_STORE: frozenset({"ssm:DescribeParameters", "ssm:GetParameters"}),
}
# Asked with --share and --reuse-existing. The latter looks into Secrets Manager whatever the store: what AWS's own
# services manage is there.
_EQUALS = {
    StoreKind.SECRETS_MANAGER: frozenset({"secretsmanager:ListSecrets"}),
    StoreKind.PARAMETER_STORE: frozenset(
        {
            "secretsmanager:BatchGetSecretValue",
            "secretsmanager:GetSecretValue",
            "secretsmanager:ListSecrets",
            "ssm:DescribeParameters",
        }
    ),
}
_WRITE = {
    StoreKind.SECRETS_MANAGER: frozenset(
        {"secretsmanager:CreateSecret", "secretsmanager:PutSecretValue", "secretsmanager:TagResource"}
    ),
    StoreKind.PARAMETER_STORE: frozenset({"ssm:AddTagsToResource", "ssm:ListTagsForResource", "ssm:PutParameter"}),
}
_PREFLIGHT = frozenset(
    {
        "cloudformation:DescribeStackResources",
        "ecs:DescribeContainerInstances",
        "ecs:ListContainerInstances",
        "iam:GetRole",
        "iam:GetRolePolicy",
        "iam:ListRolePolicies",
        "iam:SimulatePrincipalPolicy",
        "kms:DescribeKey",
    }
)
_MOVE = frozenset(
    {
        "ecs:DescribeServiceDeployments",
        "ecs:DescribeServiceRevisions",
        "ecs:ListServiceDeployments",
        "ecs:StopServiceDeployment",
        "ecs:UpdateService",
        "events:PutTargets",
        "iam:PassRole",
        "scheduler:UpdateSchedule",
        "states:UpdateStateMachine",
    }
)
_REGISTER = frozenset(
    {
        # Of two runs at once the second takes back what it registered.
        "ecs:DeregisterTaskDefinition",
        "ecs:RegisterTaskDefinition",
        "ecs:TagResource",
        "iam:PutRolePolicy",
    }
)
_WHOSE = frozenset({"secretsmanager:DescribeSecret", "ssm:ListTagsForResource"})
_UNDO = {
    StoreKind.SECRETS_MANAGER: _WHOSE | {"secretsmanager:DeleteSecret"},
    StoreKind.PARAMETER_STORE: _WHOSE | {"ssm:DeleteParameters"},
}
VERBS = ("scan", "plan", "apply", "verify", "status", "rollback", "retire")
"""The verbs that call AWS."""
TARGETS = "targets"
"""What a bulk run needs where it starts, besides: named, and not among all."""
_TARGETS = frozenset({"ec2:DescribeRegions", "organizations:ListAccounts", "sts:AssumeRole"})


def actions_of(store: StoreKind, verb: str) -> frozenset[str]:
    """The actions that a verb takes with a store; ``sts:GetCallerIdentity`` needs no permission."""
    match verb:
        case "targets":
            return _TARGETS
        case "scan":
            return _READ | _REVISIONS
        case "plan":
            return _READ | _USERS | _REVISIONS | _LOOK[store] | _EQUALS[store] | _PREFLIGHT
        case "apply":
            return actions_of(store, "plan") | _RESOLVE | _WRITE[store] | _REGISTER | _MOVE
        case "verify":
            return _READ | _USERS | _RESOLVE | {"iam:SimulatePrincipalPolicy"}
        case "status":
            return _READ | _USERS | _REVISIONS
        case "rollback":
            return _READ | _USERS | _REVISIONS | _MOVE | _UNDO[store] | {"ecs:DeregisterTaskDefinition"}
    return _READ | _USERS | _REVISIONS | {"ecs:DeleteTaskDefinitions", "ecs:DeregisterTaskDefinition"}


_MOVERS = frozenset({"apply", "rollback"})
_CODEDEPLOY = (
    "codedeploy:BatchGetDeploymentGroups",
    "codedeploy:CreateDeployment",
    "codedeploy:GetDeployment",
    "codedeploy:GetDeploymentConfig",
    "codedeploy:ListApplications",
    "codedeploy:ListDeploymentGroups",
    "codedeploy:RegisterApplicationRevision",
)


def operator_policy(
    store: StoreKind, verbs: Sequence[str] | None = None, *, kms_key_id: str | None = None, codedeploy: bool = False
) -> dict[str, Any]:
    """The policy for an operator who uses these verbs.

    Args:
        store: the store in use.
        verbs: the verbs; None for all.
        kms_key_id: the customer managed key that values are encrypted with.
        codedeploy: whether CodeDeploy deployments are started.

    Raises:
        UsageError: there is no such verb.
    """
    chosen = tuple(verbs or VERBS)
    unknown = sorted(set(chosen) - {*VERBS, TARGETS})
    if unknown:
        raise UsageError(f"{', '.join(unknown)} calls no AWS", cure=f"name {', '.join((*VERBS, TARGETS))}")
    actions = frozenset[str]().union(*(actions_of(store, verb) for verb in chosen))
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
                "Condition": {
                    "StringEquals": {
                        "iam:PassedToService": [
                            "ecs-tasks.amazonaws.com",
                            "events.amazonaws.com",
                            "scheduler.amazonaws.com",
                        ]
                    }
                },
            }
        )
    if codedeploy and _MOVERS & set(chosen):
        statements.append({"Sid": "StartCodeDeploy", "Effect": "Allow", "Action": list(_CODEDEPLOY), "Resource": "*"})
    if kms_key_id and set(chosen) - {"scan", "status", "retire"}:
        statements.append(_key_use(store, kms_key_id, writes="apply" in chosen))
    return {"Version": "2012-10-17", "Statement": statements}


def _key_use(store: StoreKind, key: str, *, writes: bool) -> dict[str, Any]:
    """The key through the store only: writing encrypts, and reading back, to compare, decrypts."""
    condition: dict[str, Any] = {"StringLike": {"kms:ViaService": f"{store.value}.*.amazonaws.com"}}
    resource = key if key.startswith("arn:") else f"arn:*:kms:*:*:key/{key}"
    if "alias/" in key:
        condition["ForAnyValue:StringEquals"] = {"kms:ResourceAliases": key.rsplit(":", 1)[-1]}
        resource = "*"
    actions = ["kms:Decrypt", *(["kms:Encrypt", "kms:GenerateDataKey"] if writes else [])]
    return {"Sid": "UseTheKey", "Effect": "Allow", "Action": actions, "Resource": resource, "Condition": condition}
