"""The stack of ``deploy/template.yaml`` on the embedded AWS: made by its CloudFormation, run by its Step Functions."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import boto3

from ecs_secretmigrate.sandbox.server import ACCOUNT, REGION
from tests.deploy.template import DEPLOY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecs_secretmigrate.sandbox.server import Sandbox

STACK = "secretmigrate"
EXTERNAL_ID = "platform-team-1"
_SECONDS = 60.0


@dataclass(frozen=True)
class Ended:
    """An execution that is over, and its children by account."""

    name: str
    status: str
    error: str | None
    cause: str | None
    output: dict[str, Any]
    children: dict[str, dict[str, Any]]

    def outcomes(self) -> dict[str, str]:
        """What each account came to: the outcome of those that are no failure, the error of the others."""
        return {
            account: json.loads(child["output"])["outcome"] if child["status"] == "SUCCEEDED" else child["error"]
            for account, child in self.children.items()
        }


@dataclass
class Fleet:
    """The stack, its bucket and its machine."""

    sandbox: Sandbox
    account: str = ACCOUNT
    outputs: dict[str, str] = field(default_factory=dict)

    def client(self, service: str, account: str = "") -> Any:
        session = boto3.session.Session(
            aws_access_key_id=account or self.account, aws_secret_access_key="sandbox", region_name=REGION
        )
        return session.client(service, endpoint_url=self.sandbox.url)

    def deploy(self, **parameters: str) -> Fleet:
        """Make the stack."""
        ec2 = self.client("ec2")
        network = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnets = [
            ec2.create_subnet(VpcId=network, CidrBlock=f"10.0.{number}.0/24")["Subnet"]["SubnetId"]
            for number in range(2)
        ]
        given = {"VpcId": network, "SubnetIds": ",".join(subnets), "ExternalId": EXTERNAL_ID, **parameters}
        self.outputs = self.stack("template.yaml", self.account, given)
        return self

    def stack(self, template: str, account: str, parameters: dict[str, str]) -> dict[str, str]:
        """Make a stack of a template in an account; its outputs."""
        cloudformation = self.client("cloudformation", account)
        cloudformation.create_stack(
            StackName=STACK,
            TemplateBody=(DEPLOY / template).read_text(encoding="utf-8"),
            Capabilities=["CAPABILITY_NAMED_IAM"],
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
        )
        made = _until(
            lambda: cloudformation.describe_stacks(StackName=STACK)["Stacks"][0],
            lambda found: not found["StackStatus"].endswith("IN_PROGRESS"),
        )
        assert made["StackStatus"] == "CREATE_COMPLETE", cloudformation.describe_stack_events(StackName=STACK)
        return {output["OutputKey"]: output["OutputValue"] for output in made["Outputs"]}

    def member(self, account: str) -> str:
        """Make the stack of the member role in an account; the role."""
        given = {"TaskRoleArn": self.outputs["TaskRoleArn"], "ExternalId": EXTERNAL_ID}
        return self.stack("member-role.yaml", account, given)["RoleArn"]

    def list_accounts(self, accounts: Iterable[str], key: str = "accounts.json") -> None:
        """Put the list of accounts where the machine reads it."""
        body = json.dumps([{"account": account} for account in accounts])
        self.client("s3").put_object(Bucket=self.outputs["BucketName"], Key=key, Body=body)

    def run(self, *, case: str = "", **given: str) -> Ended:
        """Run the machine with this input to its end.

        Args:
            case: a case of the emulator's file of mocked answers.
            given: the input.
        """
        states = self.client("stepfunctions")
        machine = self.outputs["StateMachineArn"] + (f"#{case}" if case else "")
        arn = states.start_execution(stateMachineArn=machine, input=json.dumps(given))["executionArn"]
        ended = _until(lambda: states.describe_execution(executionArn=arn), lambda found: found["status"] != "RUNNING")
        children = [
            states.describe_execution(executionArn=child["executionArn"])
            for run in states.list_map_runs(executionArn=arn)["mapRuns"]
            for child in states.list_executions(mapRunArn=run["mapRunArn"])["executions"]
        ]
        return Ended(
            ended["name"],
            ended["status"],
            ended.get("error"),
            ended.get("cause"),
            json.loads(ended.get("output") or "{}"),
            {json.loads(child["input"])["account"]: child for child in children},
        )

    def started(self, run: Ended) -> list[dict[str, str]]:
        """The environment that each container of a run really got."""
        environments = [
            {name: value.reveal() for name, value in container.environment.items()}
            for container in self.sandbox.containers()
        ]
        return [environment for environment in environments if environment.get("RUN") == run.name]

    def overrides(self, run: Ended) -> list[dict[str, Any]]:
        """What each task of a run was started with, beside its definition: command and environment."""
        ecs = self.client("ecs")
        tasks = ecs.list_tasks(cluster=STACK, desiredStatus="STOPPED")["taskArns"]
        given = [
            {
                "command": override["command"],
                "environment": {variable["name"]: variable["value"] for variable in override["environment"]},
            }
            for task in (ecs.describe_tasks(cluster=STACK, tasks=tasks)["tasks"] if tasks else [])
            for override in task["overrides"]["containerOverrides"]
        ]
        return [override for override in given if override["environment"]["RUN"] == run.name]


def _until(look: Any, over: Any) -> Any:
    deadline = time.monotonic() + _SECONDS
    while not over(found := look()):
        assert time.monotonic() < deadline, found
        time.sleep(0.05)
    return found
