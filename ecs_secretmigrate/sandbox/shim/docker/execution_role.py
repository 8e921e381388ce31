"""What ECS does before a container starts and ministack does not: may the execution role read every secret?

Source: ECS developer guide, "Amazon ECS task execution IAM role": the execution role, not the task role, reads them.
"""

from __future__ import annotations

import functools
import os
from typing import Any

import boto3

from docker.errors import APIError

_LABEL = "com.amazonaws.ecs."


@functools.cache
def _client(service: str, account: str, region: str) -> Any:
    return boto3.session.Session(
        aws_access_key_id=account,
        aws_secret_access_key="sandbox",
        region_name=region,
    ).client(service, endpoint_url=f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}")


def check(labels: dict[str, str]) -> None:
    """Refuse to start a container whose role may not read what its definition refers to.

    Raises:
        APIError: it may not.
    """
    _, _, _, region, account, _ = labels[f"{_LABEL}task-arn"].split(":", 5)
    revision = f"{labels[f'{_LABEL}task-definition-family']}:{labels[f'{_LABEL}task-definition-version']}"
    ecs = _client("ecs", account, region)
    definition = ecs.describe_task_definition(taskDefinition=revision)["taskDefinition"]
    name = labels[f"{_LABEL}container-name"]
    container = next(item for item in definition["containerDefinitions"] if item["name"] == name)
    references = [
        *container.get("secrets", []),
        *container.get("logConfiguration", {}).get("secretOptions", []),
    ]
    role = definition.get("executionRoleArn", "")
    for reference in references:
        action, resource = _needed(reference["valueFrom"], region, account)
        answer = _client("iam", account, region).simulate_principal_policy(
            PolicySourceArn=role, ActionNames=[action], ResourceArns=[resource]
        )
        if answer["EvaluationResults"][0]["EvalDecision"] != "allowed":
            raise APIError(
                f"AccessDeniedException: {role} is not authorized to perform: {action} on resource: {resource}"
            )


def _needed(value_from: str, region: str, account: str) -> tuple[str, str]:
    if ":secretsmanager:" in value_from:
        return "secretsmanager:GetSecretValue", ":".join(value_from.split(":")[:7])
    if value_from.startswith("arn:"):
        return "ssm:GetParameters", value_from
    return "ssm:GetParameters", f"arn:aws:ssm:{region}:{account}:parameter/{value_from.lstrip('/')}"
