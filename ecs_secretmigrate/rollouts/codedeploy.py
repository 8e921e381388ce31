"""Services that CodeDeploy deploys: the appspec, and starting the deployment.

Sources: ECS developer guide, "CodeDeploy blue/green deployments"; CodeDeploy user guide, "AppSpec resources section".
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.model.usage import Rollout, RolloutStanding, User, short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ecs_secretmigrate.ports import Aws

_BATCH = 100
_PAUSE = 5.0
_ENDS_BADLY = frozenset({"Failed", "Stopped"})


class CodeDeploy:
    """Starts CodeDeploy deployments in one account and Region."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def deploy(
        self, user: User, revision: str, service: dict[str, Any], progress: Callable[[str], None], seconds: float
    ) -> Rollout:
        """Start a deployment of the revision and wait for its end; CodeDeploy goes back by itself if it is set to."""
        to = short(revision)
        group = next(self._groups(user), None)
        if group is None:
            return Rollout(
                user,
                RolloutStanding.LEFT,
                to,
                cause="no CodeDeploy deployment group has this service",
                cure=f"deploy this appspec: {appspec(service, revision)}",
            )
        answer = self._aws.call(
            "codedeploy",
            "CreateDeployment",
            applicationName=group["applicationName"],
            deploymentGroupName=group["deploymentGroupName"],
            description=f"ecs-secretmigrate {to}",
            revision={"revisionType": "AppSpecContent", "appSpecContent": {"content": appspec(service, revision)}},
        )
        identity = str(answer["deploymentId"])
        progress(f"{user.label}: CodeDeploy deployment {identity}")
        end = time.monotonic() + seconds
        while True:
            info = self._aws.call("codedeploy", "GetDeployment", deploymentId=identity)["deploymentInfo"]
            status = str(info.get("status", ""))
            if status == "Succeeded":
                return Rollout(user, RolloutStanding.MOVED, to)
            if status in _ENDS_BADLY or time.monotonic() >= end:
                said = (info.get("errorInformation") or {}).get("message", f"the deployment is {status.lower()}")
                return Rollout(
                    user,
                    RolloutStanding.ROLLED_BACK if status in _ENDS_BADLY else RolloutStanding.FAILED,
                    to,
                    cause=f"CodeDeploy says: {said}",
                    cure=f"see `aws deploy get-deployment --deployment-id {identity}`",
                )
            time.sleep(min(_PAUSE, max(0.0, end - time.monotonic())))

    def _groups(self, user: User) -> Iterator[dict[str, Any]]:
        cluster = user.traits["cluster"].rsplit("/", 1)[-1]
        for page in self._aws.pages("codedeploy", "ListApplications"):
            for application in page["applications"]:
                for groups in self._aws.pages("codedeploy", "ListDeploymentGroups", applicationName=application):
                    names = groups["deploymentGroups"]
                    for start in range(0, len(names), _BATCH):
                        answer = self._aws.call(
                            "codedeploy",
                            "BatchGetDeploymentGroups",
                            applicationName=application,
                            deploymentGroupNames=names[start : start + _BATCH],
                        )
                        for group in answer.get("deploymentGroupsInfo", []):
                            for item in group.get("ecsServices") or []:
                                same_cluster = str(item.get("clusterName", "")).rsplit("/", 1)[-1] == cluster
                                if same_cluster and item.get("serviceName") == user.traits["name"]:
                                    yield group


def appspec(service: dict[str, Any], revision: str) -> str:
    """The appspec, as JSON, that deploys the revision: its container and port are the service's own."""
    balancers = service.get("loadBalancers") or [{}]
    properties: dict[str, Any] = {"TaskDefinition": revision}
    if balancers[0].get("containerName"):
        properties["LoadBalancerInfo"] = {
            "ContainerName": balancers[0]["containerName"],
            "ContainerPort": balancers[0].get("containerPort"),
        }
    if service.get("platformVersion"):
        properties["PlatformVersion"] = service["platformVersion"]
    resource = {"TargetService": {"Type": "AWS::ECS::Service", "Properties": properties}}
    return json.dumps({"version": 0.0, "Resources": [resource]})
