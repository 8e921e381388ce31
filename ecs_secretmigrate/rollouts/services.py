"""ECS services: which revision each runs, and moving it to another.

Sources: ECS API reference (``DescribeServices``, ``UpdateService``, ``Deployment``, ``ServiceDeployment``); developer
guide, "Amazon ECS deployment controllers and strategies". A service's task definition changes with ``UpdateService``
unless CodeDeploy or a program outside deploys it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.model.usage import ANY_REVISION, Rollout, RolloutStanding, User, UserKind, short
from ecs_secretmigrate.rollouts.causes import explain
from ecs_secretmigrate.rollouts.codedeploy import appspec
from ecs_secretmigrate.rollouts.looks import BATCH, Looks
from ecs_secretmigrate.rollouts.watch import State, Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from ecs_secretmigrate.ports import Aws
    from ecs_secretmigrate.rollouts.codedeploy import CodeDeploy

PAGE = 100
"""Most services in one answer of ``ListServices``; ten are the default."""


class Services:
    """The services of one account and Region.

    Args:
        aws: the account and Region.
        seconds: how long a rollout may take.
        codedeploy: starts CodeDeploy deployments; None leaves those services alone.
    """

    def __init__(self, aws: Aws, *, seconds: float = 900.0, codedeploy: CodeDeploy | None = None) -> None:
        self._aws = aws
        self._looks = Looks(aws)
        self._seconds = seconds
        self._codedeploy = codedeploy

    def users(self) -> list[User]:
        """Every service of every cluster."""
        return [user for service in every_service(self._aws.remembering()) for user in self._users(service)]

    def _users(self, service: dict[str, Any]) -> Iterator[User]:
        """The service's own revision, and those that its deployments and task sets still hold."""
        own = short(str(service.get("taskDefinition") or _primary_task_set(service)))
        others = {
            short(str(part["taskDefinition"]))
            for member in ("deployments", "taskSets")
            for part in service.get(member, [])
            if part.get("taskDefinition")
        }
        if own:
            yield self._user(service, own, self._next_step(service))
        for runs in sorted(others - {own, ""}):
            yield self._user(service, runs, "it is being replaced: wait for the deployment to end", draining=True)

    def _user(self, service: dict[str, Any], runs: str, next_step: str, *, draining: bool = False) -> User:
        cluster = str(service["clusterArn"])
        return User(
            UserKind.SERVICE,
            str(service["serviceArn"]),
            f"{cluster.rsplit('/', 1)[-1]}/{service['serviceName']}",
            runs,
            draining=draining,
            next_step=next_step,
            since=None if draining else _since(service),
            traits={
                "cluster": cluster,
                "name": str(service["serviceName"]),
                "desired": str(service.get("desiredCount", 0)),
                "controller": _controller(service),
                "where": _where(service),
                "publicIp": str(_network(service).get("assignPublicIp", "")),
                "platformVersion": str(service.get("platformVersion", "")),
                "platformFamily": str(service.get("platformFamily", "")),
                "subnets": " ".join(map(str, _network(service).get("subnets", []))),
                **({"appspec": appspec(service, ANY_REVISION)} if _controller(service) == "CODE_DEPLOY" else {}),
            },
        )

    def _next_step(self, service: dict[str, Any]) -> str:
        match _controller(service):
            case "CODE_DEPLOY":
                by_hand = "CodeDeploy deploys it: give --codedeploy, or deploy the appspec"
                return by_hand if self._codedeploy is None else ""
            case "EXTERNAL":
                return (
                    "a program outside deploys it: create a task set with the new revision, make it primary, delete "
                    "the old one (aws ecs create-task-set)"
                )
        return ""

    def move(self, user: User, revision: str, progress: Callable[[str], None], back_to: str = "") -> Rollout:
        """Roll the revision out; on failure go back to what the service ran.

        Args:
            user: the service.
            revision: ARN of the revision.
            progress: told of each step.
            back_to: ``family:revision`` to go back to, where the service runs the new revision already.
        """
        if user.traits["controller"] == "CODE_DEPLOY":
            assert self._codedeploy is not None
            return self._codedeploy.deploy(user, revision, self._looks.at(user), progress, self._seconds)
        before = self._looks.at(user)
        previous = str(before["taskDefinition"])
        if short(previous) not in {user.runs, short(revision)}:
            return _overtaken(user, previous, revision)
        already = previous == revision
        if already:
            previous = f"{revision.rsplit('/', 1)[0]}/{back_to}" if back_to else ""
        watch = Watch(self._aws, self._looks, user, self._seconds, progress, previous)
        standing = RolloutStanding.ALREADY if already else RolloutStanding.MOVED
        deployment = ""
        if not already:
            watch.starts_anew(before)
            deployment = self._update(user, revision)
        to = short(revision)
        if not int(before.get("desiredCount", 0)) and before.get("schedulingStrategy") != "DAEMON":
            return Rollout(
                user,
                RolloutStanding.UNVERIFIED,
                to,
                cause="its desired count is 0, so no task was started with it",
                cure="run one task of it before you count on it",
            )
        state = watch.until_steady(revision, deployment)
        if state.steady:
            return Rollout(user, standing, to)
        cause = explain(state.reasons)
        if state.superseded:
            return _overtaken(user, state.runs, revision)
        if not previous:
            return Rollout(user, RolloutStanding.FAILED, to, cause.text, cause.cure)
        return self._back(user, previous, state, watch, Rollout(user, RolloutStanding.ROLLED_BACK, to, *cause))

    def _back(self, user: User, previous: str, state: State, watch: Watch, rollout: Rollout) -> Rollout:
        """Back to the revision that the service ran, unless ECS has gone back by itself."""
        watch.progress(f"{user.label}: {rollout.cause}; back to {short(previous)}")
        if watch.until_taken_back():
            return rollout
        watch = Watch(self._aws, self._looks, user, self._seconds, watch.progress, previous)
        deployment = ""
        if state.runs != previous:
            watch.starts_anew(self._looks.at(user))
            deployment = self._update(user, previous)
        back = watch.until_steady(previous, deployment)
        if back.steady:
            return rollout
        return Rollout(
            user,
            RolloutStanding.FAILED,
            rollout.to,
            cause=f"{rollout.cause}; and {short(previous)} did not become steady again: {explain(back.reasons).text}",
            cure=rollout.cure,
        )

    def _update(self, user: User, revision: str) -> str:
        answer = self._aws.call(
            "ecs",
            "UpdateService",
            cluster=user.traits["cluster"],
            service=user.traits["name"],
            taskDefinition=revision,
        )
        deployments = answer["service"].get("deployments", [])
        return next((str(item["id"]) for item in deployments if item.get("taskDefinition") == revision), "")

    def settled(self, user: User) -> str:
        """Whether the service runs its revision, and nothing of another is left."""
        service = self._looks.at(user)
        running, desired = service.get("runningCount", 0), service.get("desiredCount", 0)
        primary: dict[str, Any] = next(
            (item for item in service.get("deployments", []) if item.get("status") == "PRIMARY"), {}
        )
        state = primary.get("rolloutState", "")
        if state == "FAILED":
            return f"its rollout failed: {primary.get('rolloutStateReason', 'see its events')}"
        # What an older deployment still drains says nothing of the new one, where ECS tells that one's state.
        if state == "IN_PROGRESS" or (not state and len(service.get("deployments", [])) > 1):
            return "its rollout is still under way"
        if not desired:
            return ""
        return "" if running >= desired else f"{running} of {desired} tasks run"


def _overtaken(user: User, runs: str, revision: str) -> Rollout:
    return Rollout(
        user,
        RolloutStanding.FAILED,
        short(revision),
        cause=f"somebody else deployed {short(runs)} meanwhile",
        cure="run it again when they are done",
    )


def every_service(aws: Aws) -> Iterator[dict[str, Any]]:
    """Describe every service of the account and Region, ten a call."""
    for page in aws.pages("ecs", "ListClusters"):
        for cluster in page["clusterArns"]:
            yield from services_of(aws, cluster)


def services_of(aws: Aws, cluster: str) -> Iterator[dict[str, Any]]:
    """Describe every service of a cluster, ten a call."""
    pages = aws.pages("ecs", "ListServices", cluster=cluster, maxResults=PAGE)
    arns = [arn for page in pages for arn in page["serviceArns"]]

    def described(start: int) -> list[dict[str, Any]]:
        answer = aws.call("ecs", "DescribeServices", cluster=cluster, services=arns[start : start + BATCH])
        return [service for service in answer["services"] if service.get("status") != "INACTIVE"]

    for services in aws.each(described, range(0, len(arns), BATCH)):
        yield from services


def _primary_task_set(service: dict[str, Any]) -> str:
    """What a service of the EXTERNAL controller runs: it has no task definition of its own."""
    sets = service.get("taskSets", [])
    return next((str(item.get("taskDefinition", "")) for item in sets if item.get("status") == "PRIMARY"), "")


def _since(service: dict[str, Any]) -> datetime | None:
    """When the deployment that stands was made."""
    deployments = service.get("deployments", [])
    return next((item.get("createdAt") for item in deployments if item.get("status") == "PRIMARY"), None)


def _controller(service: dict[str, Any]) -> str:
    return str((service.get("deploymentController") or {}).get("type", "ECS"))


def _network(service: dict[str, Any]) -> dict[str, Any]:
    return (service.get("networkConfiguration") or {}).get("awsvpcConfiguration") or {}


def _where(service: dict[str, Any]) -> str:
    """``FARGATE``, or ``INSTANCES`` that have an agent of some version."""
    providers = {str(item.get("capacityProvider", "")) for item in service.get("capacityProviderStrategy") or []}
    on_instances = service.get("launchType") in {"EC2", "EXTERNAL"} or not providers <= {"FARGATE", "FARGATE_SPOT"}
    return "INSTANCES" if on_instances else "FARGATE"
