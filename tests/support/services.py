"""Clusters, services and what else runs tasks, arranged for a test."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.support.accounts import Emulated

CLUSTER = "main"
EVENTS_ROLE = "arn:aws:iam::123456789012:role/events"
NETWORK = {"awsvpcConfiguration": {"subnets": ["subnet-1"]}}


def service(
    emulated: Emulated, name: str, revision: str, *, desired: int = 1, breaker: bool = True, **more: Any
) -> str:
    """Create a service and wait until it runs; return its ARN."""
    ecs = emulated.client("ecs")
    ecs.create_cluster(clusterName=CLUSTER)
    if "deploymentController" not in more:
        more["deploymentConfiguration"] = {"deploymentCircuitBreaker": {"enable": breaker, "rollback": breaker}}
    # moto asks for subnets that exist.
    where = (
        {"launchType": "EC2"} if emulated.name == "moto" else {"launchType": "FARGATE", "networkConfiguration": NETWORK}
    )
    answer = ecs.create_service(
        cluster=CLUSTER, serviceName=name, taskDefinition=revision, desiredCount=desired, **{**where, **more}
    )
    if emulated.name == "ministack" and "deploymentController" not in more:
        until(lambda: described(emulated, name)["runningCount"] == desired)
    return str(answer["service"]["serviceArn"])


def described(emulated: Emulated, name: str) -> dict[str, Any]:
    """What ECS says of a service now."""
    return dict(emulated.client("ecs").describe_services(cluster=CLUSTER, services=[name])["services"][0])


def runs(emulated: Emulated, name: str) -> str:
    """The ``family:revision`` that a service runs."""
    return str(described(emulated, name)["taskDefinition"]).rsplit("/", 1)[-1]


def until(holds: Any, seconds: float = 20.0) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to be"
        time.sleep(0.02)


def rule(emulated: Emulated, name: str, task_definition: str, environment: dict[str, str] | None = None) -> None:
    """A rule that starts a task every hour."""
    events = emulated.client("events")
    events.put_rule(Name=name, ScheduleExpression="rate(1 hour)")
    target: dict[str, Any] = {
        "Id": "1",
        "Arn": "arn:aws:ecs:eu-west-1:123456789012:cluster/main",
        "RoleArn": EVENTS_ROLE,
        "EcsParameters": {"TaskDefinitionArn": task_definition, "TaskCount": 3, "LaunchType": "FARGATE"},
    }
    if environment:
        target["Input"] = _input(environment)
    events.put_targets(Rule=name, Targets=[target])


def rule_target(emulated: Emulated, name: str) -> dict[str, Any]:
    """The rule's only target."""
    return dict(emulated.client("events").list_targets_by_rule(Rule=name)["Targets"][0])


def schedule(emulated: Emulated, name: str, task_definition: str) -> None:
    """A schedule with members that an update would reset if it left them out."""
    emulated.client("scheduler").create_schedule(
        Name=name,
        ScheduleExpression="cron(0 3 * * ? *)",
        ScheduleExpressionTimezone="Europe/Zurich",
        Description="every night",
        State="DISABLED",
        FlexibleTimeWindow={"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 15},
        Target={
            "Arn": "arn:aws:ecs:eu-west-1:123456789012:cluster/main",
            "RoleArn": EVENTS_ROLE,
            "EcsParameters": {"TaskDefinitionArn": task_definition, "TaskCount": 2},
            "RetryPolicy": {"MaximumRetryAttempts": 7},
        },
    )


def machine(emulated: Emulated, name: str, task_definition: str) -> str:
    """A state machine that runs a task; return its ARN."""
    definition = {
        "StartAt": "Run",
        "States": {
            "Run": {
                "Type": "Task",
                "Resource": "arn:aws:states:::ecs:runTask.sync",
                "Parameters": {"Cluster": CLUSTER, "TaskDefinition": task_definition},
                "End": True,
            }
        },
    }
    answer = emulated.client("stepfunctions").create_state_machine(
        name=name, definition=json.dumps(definition, indent=2), roleArn=EVENTS_ROLE
    )
    return str(answer["stateMachineArn"])


def _input(environment: dict[str, str]) -> str:
    listed = [{"name": name, "value": value} for name, value in environment.items()]
    return json.dumps({"containerOverrides": [{"name": "app", "environment": listed}]})
