"""The process ends before and after each AWS call of a full run, and the command is simply run again.

``os._exit`` in a child, below botocore: nothing is flushed, closed or retried. Checked at every point: no service points
at a reference that does not resolve; the second run ends as an undisturbed one does, with no duplicate of anything.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.accounts import ROLE
from tests.support.child import run_child
from tests.support.faults import KILLED, Fault, Kill, Point, worth
from tests.support.services import rule, rule_target, runs, service

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecs_secretmigrate.sandbox.server import Sandbox
    from tests.support.accounts import Emulated

    Fresh = Callable[[], Emulated]

pytestmark = pytest.mark.slow
WAYS = {
    "secretsmanager": ("--store", "secretsmanager"),
    "bundle": ("--store", "secretsmanager", "--layout", "bundle"),
    "ssm": ("--store", "ssm"),
}
CHUNKS = 4
VALUES = {"DB_PASSWORD": "hunter2\n", "JWT_SECRET": "0042", "LOG_LEVEL": "info"}
MOVED = {"DB_PASSWORD", "JWT_SECRET"}


@pytest.fixture
def fresh(ministack: Emulated, sandbox: Sandbox) -> Fresh:
    """An account with one service and one rule on web:1, as often as it is asked for."""

    def make() -> Emulated:
        sandbox.reset()
        ministack.role()
        arn = ministack.register("web", VALUES)
        service(ministack, "web", "web:1")
        rule(ministack, "hourly", arn)
        return ministack

    return make


def _apply(way: str) -> tuple[str, ...]:
    # By its service the old revision is planned again; by its family the run finds the new one and goes on from there.
    source = ("--service", "main/web") if way == "ssm" else ("--family", "web")
    return ("apply", *source, *WAYS[way], "--yes", "--settle", "0")


def _resolved(emulated: Emulated, value_from: str) -> str:
    """What a reference resolves to, asked with bare boto3; an error where it does not."""
    if ":ssm:" in value_from:
        name = "/" + value_from.split(":parameter/", 1)[1]
        return str(emulated.client("ssm").get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"])
    pieces = value_from.split(":")
    text = emulated.client("secretsmanager").get_secret_value(SecretId=":".join(pieces[:7]))["SecretString"]
    return str(json.loads(text)[pieces[7]] if len(pieces) > 7 else text)


def _nothing_is_dangling(emulated: Emulated) -> None:
    """Whatever the service and the rule run now can be started: each reference resolves to the value it replaced."""
    allowed = json.dumps(_granted(emulated))
    for name in {runs(emulated, "web"), rule_target(emulated, "hourly")["EcsParameters"]["TaskDefinitionArn"]}:
        described = emulated.client("ecs").describe_task_definition(taskDefinition=name)["taskDefinition"]
        container = described["containerDefinitions"][0]
        got = {entry["name"]: entry["value"] for entry in container.get("environment", [])}
        for secret in container.get("secrets", []):
            got[secret["name"]] = _resolved(emulated, secret["valueFrom"])
            assert ":".join(secret["valueFrom"].split(":")[:7]) in allowed
        assert got == VALUES


def _granted(emulated: Emulated) -> dict[str, Any]:
    iam = emulated.client("iam")
    name = ROLE.rsplit("/", 1)[-1]
    policies = iam.list_role_policies(RoleName=name)["PolicyNames"]
    return {item: iam.get_role_policy(RoleName=name, PolicyName=item)["PolicyDocument"] for item in policies}


def _end(emulated: Emulated) -> dict[str, Any]:
    """All that a run leaves behind, but for random suffixes."""
    manager, ssm, ecs = (emulated.client(name) for name in ("secretsmanager", "ssm", "ecs"))
    secrets = {item["Name"] for item in manager.list_secrets()["SecretList"]}
    parameters = {item["Name"] for item in ssm.describe_parameters()["Parameters"]}
    stored = {name: manager.get_secret_value(SecretId=name)["SecretString"] for name in secrets}
    stored |= {name: ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"] for name in parameters}
    revisions = {}
    for arn in emulated.revisions("web"):
        answer = ecs.describe_task_definition(taskDefinition=arn, include=["TAGS"])
        (container,) = answer["taskDefinition"]["containerDefinitions"]
        revisions[arn.rsplit("/", 1)[-1]] = (
            sorted(entry["name"] for entry in container.get("environment", [])),
            sorted(entry["name"] for entry in container.get("secrets", [])),
            sorted(tag["value"] for tag in answer.get("tags", [])),
        )
    return {
        "stored": stored,
        "revisions": revisions,
        "service": runs(emulated, "web"),
        "rule": rule_target(emulated, "hourly")["EcsParameters"]["TaskDefinitionArn"].rsplit("/", 1)[-1],
        "policies": sorted(_granted(emulated)),
    }


def _undisturbed(fresh: Fresh, way: str) -> tuple[list[Point], dict[str, Any]]:
    emulated = fresh()
    ended = run_child(emulated, *_apply(way))
    assert ended.code == 0, ended.said
    return worth(ended.points), _end(emulated)


@pytest.mark.parametrize("chunk", range(CHUNKS))
@pytest.mark.parametrize("way", WAYS)
def test_a_run_that_ends_anywhere_is_run_again(
    fresh: Fresh, way: str, chunk: int, record_property: Callable[[str, object], None]
) -> None:
    """Killed before and after every call: nothing dangles, and the second run ends as an undisturbed one does."""
    points, expected = _undisturbed(fresh, way)
    tried, untouched, is_fresh = 0, False, False
    emulated: Emulated | None = None
    for number, point in enumerate(points):
        if number % CHUNKS != chunk:
            continue
        for after in (False, True):
            emulated = emulated if is_fresh and emulated else fresh()
            since = len(emulated.calls)
            ended = run_child(emulated, *_apply(way), fault=Kill(point, after))
            if ended.code != KILLED:
                assert point.operation == "DescribeServices", f"{point} was not reached: {ended.said}"
                continue
            tried += 1
            # Where nothing was written yet, the account is as it was: the next run is an undisturbed one, tried once.
            is_fresh = not any(_changes(call.operation) for call in emulated.calls[since:])
            if is_fresh and untouched:
                continue
            untouched, is_fresh = untouched or is_fresh, False
            _nothing_is_dangling(emulated)
            again = run_child(emulated, *_apply(way))
            where = f"{point} {'after' if after else 'before'}"
            assert again.code == 0, f"{where}: {again.said}"
            _nothing_is_dangling(emulated)
            assert _end(emulated) == expected, where
    record_property("crash points", tried)


UNDOING = {
    "rollback": ("rollback", "--family", "web", "--yes", "--deregister", "--delete-secrets"),
    "retire": ("retire", "--family", "web", "--yes", "--soak", "0"),
}


# Retiring touches no store.
@pytest.mark.parametrize(("verb", "way"), [("rollback", "secretsmanager"), ("rollback", "ssm"), ("retire", "bundle")])
def test_a_way_back_that_ends_anywhere_is_gone_again(
    fresh: Fresh, verb: str, way: str, record_property: Callable[[str, object], None]
) -> None:
    """Killed before and after every call that changes anything, and one that does not: run again, it ends the same."""

    def arranged() -> Emulated:
        emulated = fresh()
        assert run_child(emulated, *_apply(way)).code == 0
        return emulated

    emulated = arranged()
    ended = run_child(emulated, *UNDOING[verb])
    assert ended.code == 0, ended.said
    expected = _left(emulated)
    changing = [point for point in ended.points if _changes(point.operation)]
    assert changing
    tried = 0
    for point in [ended.points[0], *changing]:
        for after in (False, True):
            emulated = arranged()
            killed = run_child(emulated, *UNDOING[verb], fault=Kill(point, after))
            assert killed.code == KILLED, f"{point} was not reached: {killed.said}"
            _nothing_is_dangling(emulated)
            again = run_child(emulated, *UNDOING[verb])
            where = f"{verb}: {point} {'after' if after else 'before'}"
            assert again.code == 0, f"{where}: {again.said}"
            _nothing_is_dangling(emulated)
            assert _left(emulated) == expected, where
            tried += 1
    record_property("crash points", tried)


def _left(emulated: Emulated) -> dict[str, Any]:
    """The end of a way back: what is stored and may still be read, and the revisions in every state but deleted."""
    manager = emulated.client("secretsmanager")
    listed = manager.list_secrets()["SecretList"]
    parameters = emulated.client("ssm").describe_parameters()["Parameters"]
    inactive = emulated.client("ecs").list_task_definitions(familyPrefix="web", status="INACTIVE")["taskDefinitionArns"]
    return {
        "stored": sorted([item["Name"] for item in (*listed, *parameters)]),
        "active": emulated.revisions("web"),
        "inactive": inactive,
        "service": runs(emulated, "web"),
        "rule": rule_target(emulated, "hourly")["EcsParameters"]["TaskDefinitionArn"],
    }


def _changes(operation: str) -> bool:
    return operation.startswith(("Create", "Put", "Register", "Update", "Add", "Delete", "Deregister", "PUT", "POST"))


KINDS = ("throttled", "failing", "reset", "lost", "timeout")


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_that_passes_is_retried(
    fresh: Fresh, kind: str, record_property: Callable[[str, object], None]
) -> None:
    """Throttled, failing, reset, lost or timed out once, at each operation: the run goes on and ends the same."""
    tried = 0
    for number, way in enumerate(WAYS):
        points, expected = _undisturbed(fresh, way)
        firsts = [point for point in points if point.nth == 1]
        for index, point in enumerate(firsts):
            # The reads are the same for every store: each is tried once, the writes with every store.
            if index % len(WAYS) != number and not _changes(point.operation):
                continue
            emulated = fresh()
            ended = run_child(emulated, *_apply(way), fault=Fault(point, kind))
            assert ended.code == 0, f"{kind} at {point}: {ended.said}"
            _nothing_is_dangling(emulated)
            # Of a registration whose answer was lost, too: botocore asks again, and the second is taken back.
            assert _end(emulated) == expected, f"{kind} at {point}"
            tried += 1
    record_property("passing faults", tried)


@pytest.mark.parametrize("kind", ["denied", "throttled", "reset"])
def test_a_fault_that_stays_ends_the_run_cleanly(
    fresh: Fresh, kind: str, record_property: Callable[[str, object], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """For good at one operation: one clear line or a warning, no traceback, nothing dangling; mended, it converges."""
    from ecs_secretmigrate.fleet import aws

    monkeypatch.setattr(aws, "RETRIES", {"mode": "standard", "total_max_attempts": 2})
    tried = 0
    way = {"denied": "secretsmanager", "throttled": "bundle", "reset": "ssm"}[kind]
    points, expected = _undisturbed(fresh, way)
    for point in [point for point in points if point.nth == 1]:
        emulated = fresh()
        ended = run_child(emulated, *_apply(way), fault=Fault(point, kind, forever=True))
        assert ended.code in {0, 1, 12, 21}, f"{kind} at {point}: {ended.said}"
        assert "Traceback" not in ended.said
        assert "internal error" not in ended.said, f"{kind} at {point}: {ended.said}"
        assert ended.code == 0 or point.operation in ended.said or "access denied" in ended.said, (
            f"{point}: {ended.said}"
        )
        _nothing_is_dangling(emulated)
        again = run_child(emulated, *_apply(way))
        assert again.code == 0, f"{kind} at {point}, then mended: {again.said}"
        _nothing_is_dangling(emulated)
        end = _end(emulated)
        assert {**end, "revisions": {}} == {**expected, "revisions": {}}, f"{kind} at {point}"
        assert len(end["revisions"]) == len(expected["revisions"])
        tried += 1
    record_property("staying faults", tried)
