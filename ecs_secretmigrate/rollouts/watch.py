"""Watching a service until its deployment is steady, or is not going to be.

Success is judged on the deployment that ``UpdateService`` made, its revision and its ``rolloutState`` (or the service
deployment's status, for blue/green, linear and canary): the waiter ``services_stable`` is content with one deployment
and enough tasks, and so reports success after ECS has rolled back.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.rollouts.causes import is_about_secrets
from ecs_secretmigrate.rollouts.deployments import (
    BACK,
    DONE,
    GOING_BACK,
    UNDER_WAY,
    ServiceDeployment,
    ServiceDeployments,
    is_gradual,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecs_secretmigrate.model.usage import User
    from ecs_secretmigrate.ports import Aws
    from ecs_secretmigrate.rollouts.looks import Looks

_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 5.0
_GIVE_UP_AFTER = 3
"""Failed tasks, with none that runs, after which a deployment is given up: the least that ECS's own breaker takes."""
_STOPPED_SHOWN = 10
_COUNT_EVERY = 8
"""How many looks at the service go by between two counts of its stopped tasks."""
_EVENTS_SHOWN = 3


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
        looks: looks at its services.
        user: the service.
        seconds: how long a deployment may take.
        progress: told what is seen, when it changes.
        before: ARN of the revision that it ran before, which ECS goes back to by itself.
    """

    def __init__(
        self, aws: Aws, looks: Looks, user: User, seconds: float, progress: Callable[[str], None], before: str
    ) -> None:
        self._aws = aws
        self._looks = looks
        self._user = user
        self._before = before
        self._seconds = seconds
        self.progress = progress
        self._said = ""
        self._polls = 0
        self._deployments = ServiceDeployments(aws, user.traits["cluster"], user.traits["name"])
        self._gradual: ServiceDeployment | None = None

    def starts_anew(self, service: dict[str, Any]) -> None:
        """Before ``UpdateService``: what was deployed until now is not what is waited for."""
        if is_gradual(service):
            self._deployments.remember()

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
            service = self._looks.at(self._user)
            state = self._judge(service, revision, deployment)
            if state is not None:
                return state
            if time.monotonic() >= end:
                reasons = self._reasons(service, revision)
                waited = f"not steady after {self._seconds:.0f} s (--timeout)"
                return State(steady=False, runs=str(service["taskDefinition"]), reasons=reasons or (waited,))
            time.sleep(pause)
            pause = min(pause * 1.3, _LONGEST_PAUSE)

    def until_taken_back(self) -> bool:
        """Let ECS take back the service deployment that was watched, and wait until it has.

        Returns:
            Whether it has; False too for a rolling deployment, which ``UpdateService`` puts back.
        """
        seen = self._gradual
        if seen is None or not seen.arn:
            return False
        if seen.status in UNDER_WAY and not self._deployments.roll_back(seen.arn):
            return False
        end = time.monotonic() + self._seconds
        pause = _FIRST_PAUSE
        while time.monotonic() < end:
            now = self._deployments.look(seen.arn)
            if now is None or now.status not in GOING_BACK | UNDER_WAY:
                return now is not None and now.status in BACK
            time.sleep(pause)
            pause = min(pause * 1.3, _LONGEST_PAUSE)
        return False

    def _judge(self, service: dict[str, Any], revision: str, deployment: str) -> State | None:
        runs = str(service["taskDefinition"])
        deployments = service.get("deployments", [])
        mine = _mine(deployments, revision, deployment)
        gradual = self._gradually(service, revision)
        self._say(service, mine, gradual)
        if gradual is not None:
            return self._judge_gradual(service, revision, gradual, mine or {})
        state = str(mine.get("rolloutState", "")) if mine else ""
        if runs != revision:
            # ECS goes back to what ran before; anything else is somebody else's deployment.
            return State(
                steady=False,
                runs=runs,
                reasons=self._reasons(service, revision),
                superseded=runs not in {revision, self._before},
            )
        if state == "FAILED":
            return State(steady=False, runs=runs, reasons=self._reasons(service, revision))
        if state == "COMPLETED":
            return State(steady=True, runs=runs)
        running, desired = service.get("runningCount", 0), service.get("desiredCount", 0)
        if not state and len(deployments) <= 1 and running >= desired:
            # Behind a Classic Load Balancer, and in older APIs, a deployment has no state: count its tasks.
            return State(steady=True, runs=runs)
        return self._given_up(service, revision, mine or {})

    def _gradually(self, service: dict[str, Any], revision: str) -> ServiceDeployment | None:
        """The service deployment of the revision, for the strategies whose ``rolloutState`` says nothing."""
        if not is_gradual(service):
            return None
        seen = self._gradual
        found = self._deployments.look(seen.arn) if seen and seen.arn else self._deployments.of(revision)
        self._gradual = found or seen
        return found

    def _judge_gradual(
        self, service: dict[str, Any], revision: str, gradual: ServiceDeployment, mine: dict[str, Any]
    ) -> State | None:
        runs = str(service["taskDefinition"])
        if gradual.status in UNDER_WAY:
            return self._given_up(service, revision, mine)
        superseded = runs not in {revision, self._before}
        if gradual.status in DONE and not superseded:
            return State(steady=True, runs=runs)
        reasons = (*self._reasons(service, revision), gradual.reason)
        return State(steady=False, runs=runs, reasons=tuple(filter(None, reasons)), superseded=superseded)

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

    def _say(self, service: dict[str, Any], mine: dict[str, Any] | None, gradual: ServiceDeployment | None) -> None:
        if mine is None and gradual is None:
            return
        counts = mine or service
        failed = counts.get("failedTasks", 0)
        state = (gradual.stage or gradual.status) if gradual else str(counts.get("rolloutState") or "")
        said = (
            f"{self._user.label}: {counts.get('runningCount', 0)} of {counts.get('desiredCount', 0)} tasks run"
            + (f", {failed} failed" if failed else "")
            + (f" ({state.lower().replace('_', ' ')})" if state else "")
        )
        if said != self._said:
            self.progress(said)
            self._said = said

    def _reasons(self, service: dict[str, Any], revision: str) -> tuple[str, ...]:
        """What ECS says of stopped tasks of this revision, of its deployment, and of tasks that it could not place."""
        deployments = [item for item in service.get("deployments", []) if item.get("taskDefinition") == revision]
        said = [str(item.get("rolloutStateReason", "")) for item in deployments if item.get("rolloutState") == "FAILED"]
        since = min((item["createdAt"] for item in deployments if item.get("createdAt")), default=None)
        events = [
            str(event.get("message", ""))
            for event in service.get("events", [])
            if since and event.get("createdAt") and event["createdAt"] >= since and "unable to" in event["message"]
        ]
        return tuple(
            reason for reason in dict.fromkeys([*self._stopped(revision)[1], *events[:_EVENTS_SHOWN], *said]) if reason
        )

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
