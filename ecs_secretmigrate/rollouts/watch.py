"""Watching a service until its deployment is steady, or is not going to be.

Success is judged on the deployment that ``UpdateService`` made, its revision and its ``rolloutState`` (or the service
deployment's status, for blue/green, linear and canary): the waiter ``services_stable`` is content with one deployment
and enough tasks, and so reports success after ECS has rolled back.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import AwsAccessDeniedError
from ecs_secretmigrate.rollouts.causes import is_about_secrets

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecs_secretmigrate.model.usage import User
    from ecs_secretmigrate.ports import Aws

_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 5.0
_GIVE_UP_AFTER = 3
"""Failed tasks, with none that runs, after which a deployment is given up: the least that ECS's own breaker takes."""
_STOPPED_SHOWN = 10
_COUNT_EVERY = 8
"""How many looks at the service go by between two counts of its stopped tasks."""
_DONE = frozenset({"SUCCESSFUL"})
_UNDONE = frozenset({"STOPPED", "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED", "ROLLBACK_IN_PROGRESS", "ROLLBACK_REQUESTED"})


@dataclass(frozen=True, slots=True)
class State:
    """What a watch came to.

    Attributes:
        steady: whether the revision runs as it should.
        runs: ARN of the revision that the service has now.
        reasons: what ECS says of tasks that stopped, newest first.
        superseded: whether somebody else deployed something else meanwhile.
    """

    steady: bool
    runs: str
    reasons: tuple[str, ...] = ()
    superseded: bool = False


class Watch:
    """Watches one service.

    Args:
        aws: the account and Region.
        user: the service.
        seconds: how long a deployment may take.
        progress: told what is seen, when it changes.
        before: ARN of the revision that it ran before, which ECS goes back to by itself.
    """

    def __init__(self, aws: Aws, user: User, seconds: float, progress: Callable[[str], None], before: str) -> None:
        self._aws = aws
        self._user = user
        self._before = before
        self._seconds = seconds
        self.progress = progress
        self._said = ""
        self._polls = 0

    def until_steady(self, revision: str, deployment: str) -> State:
        """Wait until the service runs the revision, or will not.

        Args:
            revision: ARN of the revision it is to run.
            deployment: id of the deployment that was made for it; empty for whichever runs the revision.
        """
        end = time.monotonic() + self._seconds
        pause = _FIRST_PAUSE
        if deployment:
            time.sleep(pause)  # what UpdateService has just answered need not be asked
        while True:
            service = self._describe()
            state = self._judge(service, revision, deployment)
            if state is not None:
                return state
            if time.monotonic() >= end:
                reasons = self._reasons(service, revision)
                waited = f"not steady after {self._seconds:.0f} s"
                return State(steady=False, runs=str(service["taskDefinition"]), reasons=reasons or (waited,))
            time.sleep(pause)
            pause = min(pause * 1.3, _LONGEST_PAUSE)

    def _describe(self) -> dict[str, Any]:
        traits = self._user.traits
        answer = self._aws.call("ecs", "DescribeServices", cluster=traits["cluster"], services=[traits["name"]])
        return dict(answer["services"][0])

    def _judge(self, service: dict[str, Any], revision: str, deployment: str) -> State | None:
        runs = str(service["taskDefinition"])
        deployments = service.get("deployments", [])
        mine = _mine(deployments, revision, deployment)
        self._say(service, mine)
        status = self._service_deployment(service)
        state = str(mine.get("rolloutState", "")) if mine else ""
        if runs != revision:
            # ECS goes back to what ran before; anything else is somebody else's deployment.
            return State(
                steady=False,
                runs=runs,
                reasons=self._reasons(service, revision),
                superseded=runs not in {revision, self._before},
            )
        if state == "FAILED" or status in _UNDONE:
            return State(steady=False, runs=runs, reasons=self._reasons(service, revision))
        if status in _DONE or (state == "COMPLETED" and not status):
            return State(steady=True, runs=runs)
        running, desired = service.get("runningCount", 0), service.get("desiredCount", 0)
        if not state and not status and len(deployments) <= 1 and running >= desired:
            # Behind a Classic Load Balancer, and in older APIs, a deployment has no state: count its tasks.
            return State(steady=True, runs=runs)
        return self._given_up(service, revision, mine or {})

    def _given_up(self, service: dict[str, Any], revision: str, mine: dict[str, Any]) -> State | None:
        """Whether waiting longer will not help: without a circuit breaker ECS would try for ever.

        ``failedTasks`` is set back once a task runs, even one that ends right after: so stopped tasks are counted too.
        """
        failed = int(mine.get("failedTasks", 0))
        self._polls += 1
        if not failed and self._polls % _COUNT_EVERY:
            return None
        stopped, reasons = self._stopped(revision)
        hopeless = failed > 1 and any(is_about_secrets(reason) for reason in reasons)
        if hopeless or max(failed, stopped) >= _GIVE_UP_AFTER:
            return State(steady=False, runs=str(service["taskDefinition"]), reasons=self._reasons(service, revision))
        return None

    def _service_deployment(self, service: dict[str, Any]) -> str:
        """Status of the service's deployment, for the strategies whose ``rolloutState`` says nothing."""
        arn = service.get("currentServiceDeployment")
        strategy = (service.get("deploymentConfiguration") or {}).get("strategy", "ROLLING")
        if not arn or strategy == "ROLLING":
            return ""
        try:
            answer = self._aws.call("ecs", "DescribeServiceDeployments", serviceDeploymentArns=[arn])
        except AwsAccessDeniedError:
            return ""
        listed = answer.get("serviceDeployments", [])
        return str(listed[0].get("status", "")) if listed else ""

    def _say(self, service: dict[str, Any], mine: dict[str, Any] | None) -> None:
        if mine is None:
            return
        failed = mine.get("failedTasks", 0)
        said = (
            f"{self._user.label}: {mine.get('runningCount', 0)} of {mine.get('desiredCount', 0)} tasks run"
            + (f", {failed} failed" if failed else "")
            + (f" ({mine['rolloutState'].lower().replace('_', ' ')})" if mine.get("rolloutState") else "")
        )
        if said != self._said:
            self.progress(said)
            self._said = said

    def _reasons(self, service: dict[str, Any], revision: str) -> tuple[str, ...]:
        """What ECS says of stopped tasks of this revision, and of its deployment."""
        deployments = [item for item in service.get("deployments", []) if item.get("taskDefinition") == revision]
        said = [str(item.get("rolloutStateReason", "")) for item in deployments]
        return tuple(reason for reason in dict.fromkeys([*self._stopped(revision)[1], *said]) if reason)

    def _stopped(self, revision: str) -> tuple[int, list[str]]:
        """How many tasks of this revision stopped of themselves, and why: a task's reason, then its containers'."""
        family = revision.rsplit("/", 1)[-1].rpartition(":")[0]
        cluster = self._user.traits["cluster"]
        listed = self._aws.call(
            "ecs", "ListTasks", cluster=cluster, family=family, desiredStatus="STOPPED", maxResults=100
        )
        arns = listed.get("taskArns", [])
        if not arns:
            return 0, []
        answer = self._aws.call("ecs", "DescribeTasks", cluster=cluster, tasks=arns)
        stopped = [
            task
            for task in answer.get("tasks", [])
            if task.get("taskDefinitionArn") == revision
            and task.get("stopCode") not in _NORMAL_ENDS
            and task.get("group") == f"service:{self._user.traits['name']}"
        ]
        reasons: list[str] = []
        for task in stopped[-_STOPPED_SHOWN:]:
            reasons.append(str(task.get("stoppedReason", "")))
            reasons.extend(str(container.get("reason", "")) for container in task.get("containers", []))
        return len(stopped), reasons


_NORMAL_ENDS = frozenset({"UserInitiated", "ServiceSchedulerInitiated", "SpotInterruption", "TerminationNotice"})


def _mine(deployments: list[dict[str, Any]], revision: str, deployment: str) -> dict[str, Any] | None:
    by_id = next((item for item in deployments if deployment and item.get("id") == deployment), None)
    return by_id or next((item for item in deployments if item.get("taskDefinition") == revision), None)
