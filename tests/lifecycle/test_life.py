"""The whole life of a service: plan, apply, verify, rollback, apply, retire."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.canary import canary, leaks
from tests.support.cli import command
from tests.support.services import described, runs, service, until

if TYPE_CHECKING:
    from ecs_secretmigrate.sandbox.server import Sandbox
    from tests.support.accounts import Emulated

WAYS = [
    ("--store", "secretsmanager"),
    ("--store", "secretsmanager", "--layout", "bundle"),
    ("--store", "ssm"),
]
VALUES = {"DB_PASSWORD": canary(1), "JWT_SECRET": canary(2), "LOG_LEVEL": "info"}
SECRETS = [VALUES["DB_PASSWORD"], VALUES["JWT_SECRET"]]


def _every_revision(emulated: Emulated, family: str) -> str:
    """All that can be read of the family, in every state."""
    ecs = emulated.client("ecs")
    found = []
    for status in ("ACTIVE", "INACTIVE", "DELETE_IN_PROGRESS"):
        arns = ecs.list_task_definitions(familyPrefix=family, status=status)["taskDefinitionArns"]
        found.extend(ecs.describe_task_definition(taskDefinition=arn)["taskDefinition"] for arn in arns)
    return json.dumps(found, default=str, ensure_ascii=False)


@pytest.fixture(autouse=True)
def _moto_runs_services(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTO_ECS_SERVICE_RUNNING", "2")


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_the_whole_life_of_a_service(emulator: Emulated, sandbox: Sandbox, way: tuple[str, ...]) -> None:
    """Each verb does its part, nothing shows a value, and at the end no revision in any state holds one."""
    emulator.role()
    emulator.register("life", VALUES)
    service(emulator, "life", "life:1", desired=2)
    said: list[str] = []

    def ran(code: int, *words: str) -> str:
        done = command(*words, on=emulator)
        assert done.code == code, done.said
        said.append(done.said)
        return done.out

    assert "service main/life runs life:1" in ran(11, "plan", "--family", "life", *way, "--detailed-exitcode")
    assert "next: ecs-secretmigrate plan" in ran(0, "status", "--family", "life")
    assert "service main/life: moved to life:2" in ran(
        0, "apply", "--service", "main/life", *way, "--yes", "--settle", "0"
    )
    assert runs(emulator, "life") == "life:2"
    assert "it runs life:2, and is steady" in ran(0, "verify", "--family", "life")
    assert "life:2  migrated" in ran(0, "status", "--family", "life")
    assert "back to life:1" in ran(0, "rollback", "--family", "life", "--yes")
    assert runs(emulator, "life") == "life:1"
    assert "registered, not rolled out" in ran(0, "status", "--family", "life")
    assert "moved to life:2" in ran(0, "apply", "--family", "life", *way, "--yes", "--settle", "0")
    assert len(emulator.revisions("life")) == 2
    assert "soak" in ran(12, "retire", "--family", "life", "--yes")
    assert "deleted: life:1" in ran(0, "retire", "--family", "life", "--yes", "--soak", "0")
    assert "retired" in ran(0, "status", "--family", "life")
    assert "nothing can run it" in ran(12, "rollback", "--family", "life", "--yes") or emulator.name == "moto"
    assert not [leak for value in SECRETS for text in said for leak in leaks(value, text)]
    ecs = emulator.client("ecs")
    for status in ("ACTIVE", "INACTIVE"):
        left = ecs.list_task_definitions(familyPrefix="life", status=status)["taskDefinitionArns"]
        assert [arn.rsplit("/", 1)[-1] for arn in left] == (["life:2"] if status == "ACTIVE" else [])
    emulator.finish_deleting()
    assert not [leak for value in SECRETS for leak in leaks(value, _every_revision(emulator, "life"))]
    if emulator.name == "ministack":
        # A family of this test's own: of a service that was reset away another task may still come.
        started = [item for item in sandbox.containers() if item.family == "life"]
        assert {item.revision for item in started} == {1, 2}
        for item in started:
            assert {name: item.environment[name].reveal() for name in VALUES} == VALUES


def test_a_bad_roll_out_goes_back_with_its_cause(ministack: Emulated) -> None:
    """Without the grant no task starts: exit 21, the old revision runs again, and the cause is said plainly."""
    ministack.role()
    ministack.register("web", VALUES)
    for name, breaker in (("with", True), ("without", False)):
        service(ministack, name, "web:1", breaker=breaker)
    done = command("apply", "--family", "web", "--no-grant", "--yes", "--settle", "0", on=ministack)
    assert done.code == 21, done.said
    assert "the execution role may not read a secret" in done.out
    assert runs(ministack, "with") == "web:1"
    assert runs(ministack, "without") == "web:1"
    until(lambda: described(ministack, "with")["runningCount"] == 1)
    assert "rolled back" in done.out


@pytest.mark.parametrize("breaker", [True, False])
def test_a_container_that_does_not_like_its_values_goes_back(ministack: Emulated, breaker: bool) -> None:
    """The image of the new revision crashes: the deployment is judged, not the number of tasks."""
    ministack.role()
    ministack.register("web", VALUES)
    service(ministack, "web", "web:1", breaker=breaker)
    ministack.register("web", VALUES, container={"image": "crash:1"})
    done = command("apply", "--family", "web:2", "--yes", "--settle", "0", on=ministack)
    assert done.code == 0, done.said
    assert "it runs web:1, not web:2" in " ".join(done.out.split())
    ecs = ministack.client("ecs")
    crashing = ecs.describe_task_definition(taskDefinition="web:3")["taskDefinition"]["taskDefinitionArn"]
    from ecs_secretmigrate.rollouts.services import Services

    services = Services(ministack.aws(), seconds=20)
    (user,) = services.users()
    rollout = services.move(user, crashing, lambda _: None)
    assert rollout.standing.value == "rolled back", rollout
    assert "ended by itself" in rollout.cause or "ECS says" in rollout.cause
    assert runs(ministack, "web") == "web:1"
    until(lambda: described(ministack, "web")["runningCount"] == 1)


def test_a_service_without_tasks_is_called_unverified(ministack: Emulated) -> None:
    """Desired count 0: it is moved, and said that nothing was started with it."""
    ministack.role()
    ministack.register("web", VALUES)
    service(ministack, "web", "web:1", desired=0)
    planned = command("plan", "--family", "web", on=ministack)
    assert "rolling out starts nothing" in " ".join(planned.out.split())
    done = command("apply", "--family", "web", "--yes", "--settle", "0", on=ministack)
    assert done.code == 0, done.said
    assert "nothing was started" in done.out
    assert runs(ministack, "web") == "web:2"


def test_somebody_elses_deployment_is_not_undone(ministack: Emulated) -> None:
    """Another revision is deployed while ours rolls out: it stays, and we say so."""
    ministack.role()
    ministack.register("web", VALUES)
    service(ministack, "web", "web:1")
    ministack.register("web", {"LOG_LEVEL": "debug"}, container={"image": "other:1"})
    ecs = ministack.client("ecs")

    def interfere(call: Any, proxy: Any) -> None:
        if call.operation == "DescribeServices" and ministack.operations("UpdateService"):
            ministack.proxy.layers.remove(interfere)
            ecs.update_service(cluster="main", service="web", taskDefinition="web:2")

    ministack.proxy.layers.append(interfere)
    done = command("apply", "--family", "web:1", "--yes", "--settle", "0", on=ministack)
    assert done.code == 1, done.said
    assert "somebody else deployed web:2 meanwhile" in " ".join(done.out.split())
    assert runs(ministack, "web") == "web:2"


def test_rollback_deletes_what_it_stored_only_if_asked(ministack: Emulated) -> None:
    """--delete-secrets deletes secrets of this tool's making, with time to restore, and no reference is left to them."""
    ministack.role()
    ministack.register("web", VALUES)
    service(ministack, "web", "web:1")
    manager = ministack.client("secretsmanager")
    assert command("apply", "--family", "web", "--yes", "--settle", "0", on=ministack).code == 0
    kept = command("rollback", "--family", "web", "--yes", on=ministack)
    assert "unused now" in kept.out
    assert len(manager.list_secrets()["SecretList"]) == 2
    assert command("apply", "--family", "web", "--yes", "--settle", "0", on=ministack).code == 0
    gone = command("rollback", "--family", "web", "--yes", "--delete-secrets", on=ministack)
    assert gone.code == 0, gone.said
    assert all(call.parameters["RecoveryWindowInDays"] == 30 for call in ministack.operations("DeleteSecret"))
    assert len(ministack.operations("DeleteSecret")) == 2
    assert ministack.revisions("web") == [arn for arn in ministack.revisions("web") if arn.endswith("web:1")]
    assert runs(ministack, "web") == "web:1"


@pytest.mark.parametrize("store", ["secretsmanager", "ssm"])
def test_rollback_keeps_what_another_family_reads(ministack: Emulated, store: str) -> None:
    """Two families with one value share a secret of the first's making: rolling the first back does not delete it."""
    ministack.role()
    template = "/shared/{name}" if store == "ssm" else "shared/{name}"
    words = ("--store", store, "--name-template", template, "--yes", "--no-rollout")
    for family in ("web", "batch"):
        ministack.register(family, {"DB_PASSWORD": VALUES["DB_PASSWORD"]})
        assert command("apply", "--family", family, *words, on=ministack).code == 0
    kept = command("rollback", "--family", "web", "--yes", "--delete-secrets", on=ministack)
    assert kept.code == 0, kept.said
    assert not ministack.operations("DeleteSecret", "DeleteParameters")
    assert command("verify", "--family", "batch", on=ministack).code == 0


def test_rollback_does_not_delete_a_parameter_that_was_there_before(ministack: Emulated) -> None:
    """--on-conflict update gave it another value; it is still not of this tool's making."""
    ministack.role()
    ministack.register("web", VALUES)
    ssm = ministack.client("ssm")
    ssm.put_parameter(Name="/web/app/DB_PASSWORD", Value="other", Type="SecureString")
    words = ("--store", "ssm", "--on-conflict", "update", "--yes", "--no-rollout")
    template = "/{family}/{container}/{name}"
    assert command("apply", "--family", "web", *words, "--name-template", template, on=ministack).code == 0
    assert command("rollback", "--family", "web", "--yes", "--delete-secrets", on=ministack).code == 0
    assert [item["Name"] for item in ssm.describe_parameters()["Parameters"]] == ["/web/app/DB_PASSWORD"]


def test_retire_deletes_ten_a_call_and_tells_what_was_left(ministack: Emulated) -> None:
    """Twelve revisions: two calls; one that ECS leaves is named with its reason, and the exit code says so."""
    ministack.role()
    for _ in range(12):
        ministack.register("web", VALUES)
    assert command("apply", "--family", "web", "--yes", "--settle", "0", on=ministack).code == 0

    def leaves_one(call: Any, proxy: Any, headers: dict[str, str]) -> dict[str, Any] | None:
        labels = call.parameters.get("taskDefinitions", [])
        if call.operation != "DeleteTaskDefinitions" or "web:11" not in labels:
            return None
        others = [label for label in labels if label != "web:11"]
        answer = proxy.ask(call, headers, call.operation, taskDefinitions=others)
        arn = "arn:aws:ecs:eu-west-1:123456789012:task-definition/web:11"
        return {**answer, "failures": [{"arn": arn, "reason": "it is in use"}]}

    leaves_one.takes_headers = True  # type: ignore[attr-defined]
    ministack.proxy.layers.append(leaves_one)
    done = command("retire", "--family", "web", "--soak", "0", "--yes", "--format", "json", on=ministack)
    assert done.code == 1, done.said
    assert [len(call.parameters["taskDefinitions"]) for call in ministack.operations("DeleteTaskDefinitions")] == [
        10,
        2,
    ]
    (family,) = json.loads(done.out)["families"]
    assert family["failed"] == [{"revision": "web:11", "reason": "it is in use"}]
    assert "web:11" not in family["gone"]
    assert len(family["gone"]) == 11


def test_retire_refuses_while_anything_uses_what_would_go(ministack: Emulated) -> None:
    """A service on the old revision: nothing goes, and the user is named."""
    ministack.role()
    ministack.register("web", VALUES)
    service(ministack, "web", "web:1")
    assert command("apply", "--family", "web", "--no-rollout", "--yes", on=ministack).code == 0
    done = command("retire", "--family", "web", "--soak", "0", "--yes", on=ministack)
    assert done.code == 12, done.said
    assert "service main/web runs web:1" in done.out
    assert not ministack.operations("DeregisterTaskDefinition", "DeleteTaskDefinitions")


def test_the_soak_time_counts_from_the_last_roll_out(ministack: Emulated) -> None:
    """Registered long ago, rolled out a moment ago: what a roll-back would need is not deleted yet."""
    from datetime import UTC, datetime, timedelta

    from ecs_secretmigrate.detectors import judge
    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.model.usage import UserKind
    from ecs_secretmigrate.rollouts.services import Services
    from ecs_secretmigrate.sources.revisions import Revisions
    from ecs_secretmigrate.steps import retirer

    ministack.role()
    ministack.register("web", VALUES)
    service(ministack, "web", "web:1")
    assert command("apply", "--family", "web", "--yes", "--settle", "0", on=ministack).code == 0
    aws, now = ministack.aws(), datetime.now(UTC)
    long_ago = [replace(item, registered_at=now - timedelta(days=30)) for item in Revisions(aws).of("web")]
    day = timedelta(hours=24)

    def refusal(services: Any, at: datetime) -> str:
        verdict, _ = retirer.consider(long_ago, {UserKind.SERVICE: services}, judge, Options(), soak=day, now=at)
        return verdict.refusal

    assert "less than the soak time" in refusal(Services(aws), now)
    assert not refusal(Services(aws), now + day + timedelta(hours=1))


def test_retire_looks_at_every_state_and_value(ministack: Emulated) -> None:
    """INACTIVE revisions go too, whatever value the variable had then; clean ones stay; failures are told."""
    ministack.role()
    ministack.register("web", {"DB_PASSWORD": "x"})
    ministack.register("web", {"LOG_LEVEL": "info"})
    ministack.register("web", VALUES)
    ministack.client("ecs").deregister_task_definition(taskDefinition="web:1")
    assert command("apply", "--family", "web", "--yes", "--settle", "0", on=ministack).code == 0
    done = command("retire", "--family", "web", "--soak", "0", "--yes", "--format", "json", on=ministack)
    assert done.code == 0, done.said
    (family,) = json.loads(done.out)["families"]
    assert family["gone"] == ["web:1", "web:3"]
    assert [item["name"] for item in family["rotate"]] == ["app/DB_PASSWORD", "app/JWT_SECRET"]
    assert family["rotate"][0]["revisions"] == ["web:1", "web:3"]
    assert [arn.rsplit("/", 1)[-1] for arn in ministack.revisions("web")] == ["web:2", "web:4"]


def test_retire_refuses_an_unmigrated_family(ministack: Emulated) -> None:
    """The latest revision still holds plaintext: apply comes first."""
    ministack.role()
    ministack.register("web", VALUES)
    ministack.register("web", VALUES)
    done = command("retire", "--family", "web", "--soak", "0", "--yes", on=ministack)
    assert done.code == 12
    assert "apply first" in done.out
