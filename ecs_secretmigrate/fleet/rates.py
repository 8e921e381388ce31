"""The rates that AWS gives an account and Region, an API or a group of APIs a bucket: data, in one table.

Sources: Secrets Manager user guide, "Quotas" (confirmed); ECS API reference, "Request throttling", Systems Manager
general reference, IAM: from AWS's pages as remembered and marked UNCONFIRMED here. They are where pacing starts: what
AWS answers corrects them (:mod:`ecs_secretmigrate.fleet.pacing`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """A token bucket.

    Attributes:
        name: what it is called; APIs that share a bucket share it.
        burst: calls it holds when full.
        per_second: calls that flow back a second.
        is_global: whether all Regions of the account share it.
    """

    name: str
    burst: float
    per_second: float
    is_global: bool = False


_DEFINITION_WRITES = Rate("ecs task definition modify", 20, 1)  # UNCONFIRMED
_DEFINITION_READS = Rate("ecs task definition read", 100, 20)  # UNCONFIRMED
_SERVICE_WRITES = Rate("ecs service modify", 50, 5)  # UNCONFIRMED
_SERVICE_READS = Rate("ecs service read", 100, 20)  # UNCONFIRMED
_CLUSTER_READS = Rate("ecs cluster read", 50, 20)  # the bucket is confirmed, the refill is not
_TASK_READS = Rate("ecs task read", 100, 20)  # UNCONFIRMED
_SECRET_WRITES = Rate("secretsmanager write", 50, 50)
_IAM_WRITES = Rate("iam write", 5, 5, is_global=True)  # UNCONFIRMED
_IAM_READS = Rate("iam read", 20, 20, is_global=True)  # UNCONFIRMED

_BY_OPERATION: dict[tuple[str, str], Rate] = {
    **{
        ("ecs", name): _DEFINITION_WRITES
        for name in ("RegisterTaskDefinition", "DeregisterTaskDefinition", "DeleteTaskDefinitions")
    },
    **{
        ("ecs", name): _DEFINITION_READS
        for name in ("DescribeTaskDefinition", "ListTaskDefinitions", "ListTaskDefinitionFamilies")
    },
    ("ecs", "UpdateService"): _SERVICE_WRITES,
    **{
        ("ecs", name): _SERVICE_READS
        for name in ("DescribeServices", "ListServices", "ListServiceDeployments", "DescribeServiceDeployments")
    },
    **{("ecs", name): _TASK_READS for name in ("ListTasks", "DescribeTasks")},
    ("ssm", "PutParameter"): Rate("ssm PutParameter", 3, 3),  # UNCONFIRMED; 10 with higher throughput
    **{
        ("ssm", name): Rate("ssm read", 40, 40)
        for name in ("GetParameter", "GetParameters", "GetParametersByPath", "GetParameterHistory")
    },
    ("secretsmanager", "GetSecretValue"): Rate("secretsmanager GetSecretValue", 10_000, 10_000),
    ("secretsmanager", "DescribeSecret"): Rate("secretsmanager DescribeSecret", 40_000, 40_000),
    ("secretsmanager", "BatchGetSecretValue"): Rate("secretsmanager BatchGetSecretValue", 100, 100),
    ("secretsmanager", "ListSecrets"): Rate("secretsmanager ListSecrets", 100, 100),
    ("secretsmanager", "CreateSecret"): Rate("secretsmanager CreateSecret", 50, 50),
    **{("secretsmanager", name): _SECRET_WRITES for name in ("PutSecretValue", "UpdateSecret", "TagResource")},
    **{("iam", name): _IAM_WRITES for name in ("PutRolePolicy", "DeleteRolePolicy")},
    ("organizations", "ListAccounts"): Rate("organizations", 4, 4, is_global=True),  # UNCONFIRMED
}
_BY_SERVICE: dict[str, Rate] = {
    "ecs": _CLUSTER_READS,
    "iam": _IAM_READS,
    "sts": Rate("sts", 100, 100),  # UNCONFIRMED
    "kms": Rate("kms", 100, 100),  # UNCONFIRMED
    "ec2": Rate("ec2 describe", 50, 20),  # UNCONFIRMED
    "ssm": Rate("ssm other", 10, 5),  # UNCONFIRMED
    "events": Rate("events", 50, 25),  # UNCONFIRMED
    "scheduler": Rate("scheduler", 50, 25),  # UNCONFIRMED
    "cloudformation": Rate("cloudformation", 20, 10),  # UNCONFIRMED
    "codedeploy": Rate("codedeploy", 20, 10),  # UNCONFIRMED
}
_OTHER = Rate("other", 20, 10)


def rate_of(service: str, operation: str) -> Rate:
    """The bucket that a call takes from.

    Args:
        service: botocore service name, such as ``ecs``.
        operation: API operation, such as ``RegisterTaskDefinition``.
    """
    return _BY_OPERATION.get((service, operation)) or _BY_SERVICE.get(service) or _OTHER
