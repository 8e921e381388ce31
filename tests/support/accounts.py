"""An emulated account for a test: where to reach it, how to arrange it, and what it was asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import boto3

from ecs_secretmigrate.fleet.aws import BotoAws

if TYPE_CHECKING:
    from tests.support.proxy import Call, Proxy

ACCOUNT = "123456789012"
REGION = "eu-west-1"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/execution"
TRUST = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},'
    '"Action":"sts:AssumeRole"}]}'
)


@dataclass
class Emulated:
    """An emulator behind the strict proxy."""

    name: str
    proxy: Proxy
    _clients: dict[str, Any] = field(default_factory=dict)

    @property
    def calls(self) -> list[Call]:
        return self.proxy.calls

    def operations(self, *names: str) -> list[Call]:
        """The calls of these operations, in order."""
        return [call for call in self.calls if call.operation in names]

    def environment(self) -> dict[str, str]:
        return {
            "AWS_ENDPOINT_URL": self.proxy.url,
            "AWS_ACCESS_KEY_ID": ACCOUNT,
            "AWS_SECRET_ACCESS_KEY": "emulated",
            "AWS_DEFAULT_REGION": REGION,
        }

    def session(self) -> boto3.session.Session:
        return boto3.session.Session(aws_access_key_id=ACCOUNT, aws_secret_access_key="emulated", region_name=REGION)

    def client(self, service: str) -> Any:
        if service not in self._clients:
            self._clients[service] = self.session().client(service, endpoint_url=self.proxy.url)
        return self._clients[service]

    def aws(self) -> BotoAws:
        return BotoAws(self.session(), endpoint_url=self.proxy.url)

    def role(self, name: str = "execution") -> str:
        return str(self.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)["Role"]["Arn"])

    def register(self, family: str, environment: dict[str, str], **more: Any) -> str:
        """Register a family with one container ``app`` and an execution role."""
        container: dict[str, Any] = {
            "name": "app",
            "image": "app:1",
            "memory": 128,
            "environment": [{"name": name, "value": value} for name, value in environment.items()],
        }
        container.update(more.pop("container", {}))
        answer = self.client("ecs").register_task_definition(
            family=family, executionRoleArn=more.pop("role", ROLE), containerDefinitions=[container], **more
        )
        return str(answer["taskDefinition"]["taskDefinitionArn"])

    def finish_deleting(self) -> None:
        """AWS ends what DeleteTaskDefinitions began."""
        for layer in self.proxy.layers:
            getattr(layer, "finish_deleting", lambda: None)()

    def revisions(self, family: str) -> list[str]:
        return list(self.client("ecs").list_task_definitions(familyPrefix=family)["taskDefinitionArns"])
