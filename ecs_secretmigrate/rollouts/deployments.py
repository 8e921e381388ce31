"""Service deployments: how blue/green, linear and canary of ECS itself are followed, and taken back.

Source: ECS API reference, ``ListServiceDeployments``, ``DescribeServiceDeployments``, ``DescribeServiceRevisions`` and
``StopServiceDeployment``. ``rolloutState`` tells of rolling deployments only; a service deployment has a status, and a
target revision that names its task definition.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import AwsAccessDeniedError, AwsError

if TYPE_CHECKING:
    from ecs_secretmigrate.ports import Aws

_BATCH = 20
"""Most ARNs in one ``DescribeServiceRevisions``."""
_NOT_HERE = frozenset({"UnsupportedFeatureException", "ServiceDeploymentNotFoundException"})
UNDER_WAY = frozenset({"PENDING", "IN_PROGRESS"})
DONE = frozenset({"SUCCESSFUL"})
GOING_BACK = frozenset({"STOP_REQUESTED", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS"})
BACK = frozenset({"ROLLBACK_SUCCESSFUL"})


@dataclass(frozen=True, slots=True)
class ServiceDeployment:
    """One service deployment.

    Attributes:
        arn: its ARN.
        status: its status.
        stage: what it is at, such as ``BAKE_TIME``; empty where that is not told.
        reason: what ECS says of its status or its going back; empty if nothing.
    """

    arn: str
    status: str
    stage: str = ""
    reason: str = ""


def is_gradual(service: dict[str, Any]) -> bool:
    """Whether a service shifts its traffic rather than rolling: ``BLUE_GREEN``, ``LINEAR`` or ``CANARY``."""
    configured: dict[str, Any] = service.get("deploymentConfiguration") or {}
    return bool(configured.get("strategy", "ROLLING") != "ROLLING")


class ServiceDeployments:
    """The service deployments of one service."""

    def __init__(self, aws: Aws, cluster: str, name: str) -> None:
        self._aws = aws
        self._cluster = cluster
        self._name = name
        self._earlier: frozenset[str] = frozenset()

    def remember(self) -> None:
        """Take the deployments that are there now as earlier ones, which :meth:`of` leaves out.

        Raises:
            AwsError: a call failed.
        """
        self._earlier = frozenset(str(brief["serviceDeploymentArn"]) for brief in self._briefs())

    def of(self, revision: str) -> ServiceDeployment | None:
        """The newest deployment whose target is this task definition; None where ECS does not tell of any.

        A service has deployments but none of it yet: one that is pending, and has no ARN.

        Raises:
            AwsError: a call failed.
        """
        briefs = self._briefs()
        if not briefs:
            return None
        targets = list(dict.fromkeys(str(brief["targetServiceRevisionArn"]) for brief in briefs))
        answer = self._ask("DescribeServiceRevisions", serviceRevisionArns=targets)
        if answer is None:
            return None
        of_it = {
            str(item["serviceRevisionArn"])
            for item in answer.get("serviceRevisions", [])
            if item.get("taskDefinition") == revision
        }
        mine = [
            brief
            for brief in briefs
            if brief["targetServiceRevisionArn"] in of_it and brief["serviceDeploymentArn"] not in self._earlier
        ]
        return self.look(str(mine[0]["serviceDeploymentArn"])) if mine else ServiceDeployment("", "PENDING")

    def _briefs(self) -> list[dict[str, Any]]:
        answer = self._ask("ListServiceDeployments", cluster=self._cluster, service=self._name) or {}
        # The order of the list is not promised.
        briefs = sorted(answer.get("serviceDeployments", []), key=lambda brief: brief["createdAt"], reverse=True)
        return briefs[:_BATCH]

    def _ask(self, operation: str, **parameters: Any) -> dict[str, Any] | None:
        """None where it may not be asked, or is not known here."""
        try:
            return self._aws.call("ecs", operation, **parameters)
        except AwsError as error:
            if isinstance(error, AwsAccessDeniedError) or error.code in _NOT_HERE:
                return None
            raise

    def look(self, arn: str) -> ServiceDeployment | None:
        """How a deployment stands now; None where that cannot be told.

        Raises:
            AwsError: a call failed.
        """
        answer = self._ask("DescribeServiceDeployments", serviceDeploymentArns=[arn]) or {}
        listed = answer.get("serviceDeployments", [])
        if not listed:
            return None
        said = (listed[0].get("rollback") or {}).get("reason") or listed[0].get("statusReason") or ""
        return ServiceDeployment(arn, str(listed[0].get("status", "")), str(listed[0].get("lifecycleStage", "")), said)

    def roll_back(self, arn: str) -> bool:
        """Ask ECS to take a deployment back, which needs no circuit breaker; whether it took the request."""
        try:
            self._aws.call("ecs", "StopServiceDeployment", serviceDeploymentArn=arn, stopType="ROLLBACK")
        except AwsError:
            return False  # it may have ended meanwhile; the caller puts the old revision back by UpdateService
        return True
