"""Service deployments as ECS has them for blue/green, linear and canary, which no emulator has: a proxy's layer.

The tasks are the emulator's own; only what the API tells of the deployment is made here, from the botocore model.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.support.proxy import Call, Proxy

TASK_DEFINITION = "arn:aws:ecs:eu-west-1:123456789012:task-definition/"
DEPLOYMENT = "arn:aws:ecs:eu-west-1:123456789012:service-deployment/main/web/"
REVISION = "arn:aws:ecs:eu-west-1:123456789012:service-revision/main/web/"


@dataclass
class Gradual:
    """One service ``web`` with a strategy.

    Attributes:
        strategy: the strategy.
        script: the statuses of the next deployment, one a look; the last one stays.
        going_back: the same after it was stopped.
        reason: why ECS went back.
        stops: what ``StopServiceDeployment`` was asked.
    """

    strategy: str
    script: list[str]
    going_back: list[str] = field(default_factory=lambda: ["ROLLBACK_IN_PROGRESS", "ROLLBACK_SUCCESSFUL"])
    reason: str = ""
    stops: list[dict[str, Any]] = field(default_factory=list)
    made: list[str] = field(default_factory=lambda: ["web:1"])
    statuses: list[list[str]] = field(default_factory=lambda: [["SUCCESSFUL"]])
    before: str = "web:1"
    updated: bool = False
    lag: int = 0
    """How many listings come before the newest deployment is in them."""

    takes_headers = True

    def __call__(self, call: Call, proxy: Proxy, headers: dict[str, str]) -> dict[str, Any] | None:
        answer = getattr(self, f"_{call.operation}", None)
        return answer(call, proxy, headers) if answer else None

    def _UpdateService(self, call: Call, proxy: Proxy, headers: dict[str, str]) -> None:
        self.before, self.updated = self.made[-1], True
        self.made.append(call.parameters["taskDefinition"].rsplit("/", 1)[-1])
        self.statuses.append(list(self.script))

    def _DescribeServices(self, call: Call, proxy: Proxy, headers: dict[str, str]) -> dict[str, Any]:
        answer = proxy.ask(call, headers, "DescribeServices", **call.parameters)
        for service in answer["services"]:
            service["deploymentConfiguration"]["strategy"] = self.strategy
            for deployment in service["deployments"]:
                del deployment["rolloutState"]
        return answer

    def _ListServiceDeployments(self, call: Call, proxy: Proxy, headers: dict[str, str]) -> dict[str, Any]:
        briefs = [
            {
                "serviceDeploymentArn": f"{DEPLOYMENT}{number}",
                "targetServiceRevisionArn": f"{REVISION}{number}",
                "createdAt": 1_700_000_000 + number,
                "status": self.statuses[number][0],
            }
            for number in range(len(self.made))
        ]
        if self.updated and self.lag:
            self.lag -= 1
            del briefs[-1]
        return {"serviceDeployments": briefs}

    def _DescribeServiceRevisions(self, call: Call, proxy: Proxy, headers: dict[str, str]) -> dict[str, Any]:
        return {
            "serviceRevisions": [
                {"serviceRevisionArn": arn, "taskDefinition": TASK_DEFINITION + self.made[int(arn.rsplit("/", 1)[-1])]}
                for arn in call.parameters["serviceRevisionArns"]
            ]
        }

    def _DescribeServiceDeployments(self, call: Call, proxy: Proxy, headers: dict[str, str]) -> dict[str, Any]:
        (arn,) = call.parameters["serviceDeploymentArns"]
        left = self.statuses[int(arn.rsplit("/", 1)[-1])]
        status = left.pop(0) if len(left) > 1 else left[0]
        if status == "ROLLBACK_IN_PROGRESS":
            self._back(call, proxy, headers)
        told = {"serviceDeploymentArn": arn, "status": status, "lifecycleStage": "BAKE_TIME"}
        if self.reason and status.startswith("ROLLBACK"):
            told["rollback"] = {"reason": self.reason}
        return {"serviceDeployments": [told]}

    def _StopServiceDeployment(self, call: Call, proxy: Proxy, headers: dict[str, str]) -> dict[str, Any]:
        self.stops.append(call.parameters)
        arn = call.parameters["serviceDeploymentArn"]
        self.statuses[int(arn.rsplit("/", 1)[-1])] = list(self.going_back)
        return {"serviceDeploymentArn": arn}

    def _back(self, call: Call, proxy: Proxy, headers: dict[str, str]) -> None:
        proxy.ask(call, headers, "UpdateService", cluster="main", service="web", taskDefinition=self.before)
