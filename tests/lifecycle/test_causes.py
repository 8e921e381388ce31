"""What ECS says of stopped tasks, as public issues and the agent's source quote it, and what a person is told."""

from __future__ import annotations

import pytest

from ecs_secretmigrate.rollouts.causes import explain

PULL = "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: "
ASM = PULL + "unable to retrieve secret from asm: service call has been retried 1 time(s): "
SSM = PULL + "unable to retrieve secrets from ssm: service call has been retried 1 time(s): "


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        (ASM + "AccessDeniedException: User: x is not authorized to perform: secretsmanager:GetSecretValue", "may not read a secret"),
        (SSM + "AccessDeniedException: User: x is not authorized to perform: ssm:GetParameters", "may not read a secret"),
        (ASM + "failed to fetch secret: AccessDeniedException: Access to KMS is not allowed", "may not decrypt"),
        (SSM + "AccessDeniedException: x is not authorized to perform: kms:Decrypt on the resource", "may not decrypt"),
        (ASM + "KMSInvalidStateException: arn is pending deletion", "is disabled or waits to be deleted"),
        (ASM + "ResourceNotFoundException: Secrets Manager can't find the specified secret", "does not exist"),
        ("ResourceNotFoundException: The task can't retrieve the secret with ARN 'a' from AWS Secrets Manager.", "does not exist"),
        (SSM + "invalid ssm parameters: /web/app/DB_PASSWORD", "a parameter does not exist"),
        (ASM + "RequestCanceled: request context canceled caused by: context deadline exceeded", "cannot be reached"),
        (SSM + "RequestCanceled: request context canceled caused by: context deadline exceeded", "cannot be reached"),
        (ASM + "invalid character 'h' looking for beginning of value", "is not JSON"),
        (ASM + "retrieved secret from Secrets Manager did not contain json key DB", "no such JSON key"),
        (ASM + "ThrottlingException: Rate exceeded", "slow down"),
        (PULL + "unable to retrieve ecr registry auth: AccessDeniedException: x is not authorized to perform: ecr:GetAuthorizationToken", "registry"),
        ("ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: AccessDenied", "log driver"),
        ("CannotPullContainerError: pull image manifest has been retried 5 time(s)", "image cannot be pulled"),
        ("Task failed container health checks", "fails its health check"),
        ("Task failed ELB health checks in (target-group x): Health checks failed", "load balancer"),
        ("Essential container in task exited", "ended by itself"),
        ("OutOfMemoryError: Container killed due to memory usage", "out of memory"),
        ("service web was unable to place a task because no container instance met all of its requirements.", "no instance"),
        ("ECS was unable to assume the role 'arn:aws:iam::1:role/x'", "may not assume"),
        ("something new", "ECS says: something new"),
    ],
)  # fmt: skip
def test_each_text_has_its_plain_cause(said: str, cause: str) -> None:
    """Two words that stand in many of the texts, "secrets" and "denied", do not decide alone."""
    found = explain([said])
    assert cause in found.text
    assert found.cure


def test_a_containers_reason_is_plainer_than_its_tasks() -> None:
    """ECS says of the task first that an essential container ended: why it did is what helps."""
    found = explain(["Essential container in task exited", "OutOfMemoryError: Container killed due to memory usage"])
    assert "out of memory" in found.text
