"""Judging a roll-out: by its deployment, its revision and its state, and never by the number of tasks alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.cli import command
from tests.support.gradual import DEPLOYMENT, TASK_DEFINITION, Gradual
from tests.support.proxy import Refusal
from tests.support.services import described, runs, service, until

if TYPE_CHECKING:
    from tests.support.accounts import Emulated
    from tests.support.proxy import Call, Proxy

VALUES = {"DB_PASSWORD": "hunter2", "LOG_LEVEL": "info"}
APPLY = ("apply", "--family", "web", "--yes", "--settle", "0", "--timeout", "20")
UNDER_WAY = ["PENDING", "IN_PROGRESS", "IN_PROGRESS"]


def _words(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def gradually(ministack: Emulated) -> Any:
    """A service that shifts its traffic, by a strategy and with statuses to go through."""
    ministack.role()
    ministack.register("web", VALUES)
    service(ministack, "web", "web:1", breaker=False)

    def make(script: list[str], strategy: str = "BLUE_GREEN", **more: Any) -> Gradual:
        layer = Gradual(strategy, script, **more)
        ministack.proxy.layers.append(layer)
        return layer

    return make


@pytest.mark.parametrize("strategy", ["BLUE_GREEN", "LINEAR", "CANARY"])
def test_a_gradual_deployment_is_steady_when_ecs_says_so(ministack: Emulated, gradually: Any, strategy: str) -> None:
    """All tasks run long before the traffic has shifted: only the service deployment's own end counts."""
    layer = gradually([*UNDER_WAY, "IN_PROGRESS", "SUCCESSFUL"], strategy)
    done = command(*APPLY, on=ministack)
    assert done.code == 0, done.said
    assert "moved to web:2" in _words(done.out)
    assert "(bake time)" in done.err
    looks = ministack.operations("DescribeServiceDeployments")
    assert [call.answer["serviceDeployments"][0]["status"] for call in looks][-1] == "SUCCESSFUL"
    assert not layer.stops


def test_a_gradual_deployment_that_fails_is_taken_back_by_ecs(ministack: Emulated, gradually: Any) -> None:
    """No task of it starts: its service deployment is stopped with a roll-back, and waited for; nothing is updated."""
    layer = gradually(UNDER_WAY)
    done = command(*APPLY, "--no-grant", on=ministack)
    assert done.code == 21, done.said
    assert layer.stops == [{"serviceDeploymentArn": f"{DEPLOYMENT}1", "stopType": "ROLLBACK"}]
    assert len(ministack.operations("UpdateService")) == 1
    assert "the execution role may not read a secret" in _words(done.out)
    until(lambda: runs(ministack, "web") == "web:1" and described(ministack, "web")["runningCount"] == 1)


def test_what_ecs_takes_back_by_itself_is_told_with_its_reason(ministack: Emulated, gradually: Any) -> None:
    """An alarm goes off in the bake time: rolled back, with what ECS says of it, and nothing is done on top."""
    layer = gradually(
        [*UNDER_WAY, "ROLLBACK_IN_PROGRESS", "ROLLBACK_SUCCESSFUL"], reason="the alarm errors-5xx went off"
    )
    done = command(*APPLY, on=ministack)
    assert done.code == 21, done.said
    assert "the alarm errors-5xx went off" in _words(done.out)
    assert not layer.stops
    assert len(ministack.operations("UpdateService")) == 1


def test_an_earlier_deployment_of_the_same_revision_is_not_taken_for_this_one(
    ministack: Emulated, gradually: Any
) -> None:
    """It failed yesterday, ECS lists that still, and the new one a moment later: the new one is waited for."""
    layer = gradually([*UNDER_WAY, "SUCCESSFUL"], lag=2)
    assert command(*APPLY[:3], "--timeout", "20", "--no-rollout", "--yes", on=ministack).code == 0
    layer.made.extend(["web:2", "web:1"])
    layer.statuses.extend([["ROLLBACK_SUCCESSFUL"], ["SUCCESSFUL"]])
    done = command(*APPLY, on=ministack)
    assert done.code == 0, done.said
    assert runs(ministack, "web") == "web:2"


def test_without_the_right_to_stop_it_the_old_revision_is_put_back(ministack: Emulated, gradually: Any) -> None:
    """What ECS does not let us ask it to do, UpdateService does."""

    def denied(call: Call, proxy: Proxy) -> None:
        if call.operation == "StopServiceDeployment":
            raise Refusal("AccessDeniedException", "no")

    ministack.proxy.layers.append(denied)
    layer = gradually(UNDER_WAY)
    after = iter([list(UNDER_WAY), ["SUCCESSFUL"]])
    real = layer._UpdateService

    def update(*arguments: Any) -> None:
        layer.script = next(after)
        real(*arguments)

    layer._UpdateService = update
    done = command(*APPLY, "--no-grant", on=ministack)
    assert done.code == 21, done.said
    assert runs(ministack, "web") == "web:1"


def test_a_roll_out_that_another_run_began_and_that_fails_goes_back_too(ministack: Emulated, gradually: Any) -> None:
    """The process ended right after UpdateService; run again, it finds the service failing and has it taken back."""
    assert command(*APPLY[:3], "--no-rollout", "--no-grant", "--yes", on=ministack).code == 0
    layer = gradually(UNDER_WAY)
    arn = f"{TASK_DEFINITION}web:2"
    ministack.client("ecs").update_service(cluster="main", service="web", taskDefinition=arn)
    done = command(*APPLY, "--no-grant", on=ministack)
    assert done.code == 21, done.said
    assert "back to web:1" in done.err
    assert [stop["stopType"] for stop in layer.stops] == ["ROLLBACK"]
    assert runs(ministack, "web") == "web:1"


def test_a_deploy_between_planning_and_rolling_out_is_left_alone(ministack: Emulated) -> None:
    """Somebody deploys after the services were listed: theirs stays, and we say so."""
    ministack.role()
    ministack.register("web", VALUES)
    service(ministack, "web", "web:1")
    other = ministack.register("other", {"LOG_LEVEL": "debug"})
    ecs = ministack.client("ecs")

    def interfere(call: Call, proxy: Proxy) -> None:
        if call.operation == "RegisterTaskDefinition":
            ministack.proxy.layers.remove(interfere)
            ecs.update_service(cluster="main", service="web", taskDefinition=other)

    ministack.proxy.layers.append(interfere)
    done = command(*APPLY, on=ministack)
    assert done.code == 1, done.said
    assert "somebody else deployed other:1 meanwhile" in _words(done.out)
    assert runs(ministack, "web") == "other:1"


def test_a_service_that_is_gone_meanwhile_is_told_plainly(ministack: Emulated) -> None:
    """Deleted after it was listed: one clear line."""
    ministack.role()
    ministack.register("web", VALUES)
    service(ministack, "web", "web:1")

    def gone(call: Call, proxy: Proxy) -> dict[str, Any] | None:
        late = call.operation == "DescribeServices" and ministack.operations("RegisterTaskDefinition")[1:]
        return {"services": [], "failures": [{"reason": "MISSING"}]} if late else None

    ministack.proxy.layers.append(gone)
    done = command(*APPLY, on=ministack)
    assert done.code == 1, done.said
    assert "the service main/web is not there any more" in _words(done.said)
    assert "internal error" not in done.said
