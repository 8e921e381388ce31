"""Many accounts with one command: planned, applied, killed, run again; one bad account never stops the rest."""

from __future__ import annotations

import json
import os
import signal
import time
from typing import TYPE_CHECKING, Any

from benchmarks.bulk_life import killed_half_way, run, standing
from benchmarks.bulk_rates import account_id, fill, targets_file
from tests.support.canary import leaks
from tests.support.cli import command
from tests.support.proxy import Refusal
from tests.support.rates import RateLimits

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from ecs_secretmigrate.sandbox.server import Sandbox
    from tests.support.accounts import Emulated
    from tests.support.proxy import Call, Proxy

REGIONS = ("eu-west-1", "us-east-1")
GO = ("--yes", "--settle", "0")


def _accounts(sandbox: Sandbox, count: int, services: int, regions: tuple[str, ...] = REGIONS) -> None:
    for index in range(count):
        for region in regions:
            fill(sandbox.url, account_id(index), services, 2, region)


def _environment(ministack: Emulated, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", ministack.proxy.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "999999999999")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "emulated")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGIONS[0])


def _locked(*accounts: str) -> Any:
    """A layer: the role in these accounts may not be assumed."""

    def layer(call: Call, proxy: Proxy) -> None:
        role = call.parameters.get("RoleArn", "")
        if call.operation == "AssumeRole" and any(f"::{account}:" in role for account in accounts):
            raise Refusal("AccessDenied", f"User is not authorized to perform: sts:AssumeRole on resource: {role}", 403)

    return layer


def _rows(text: str) -> dict[tuple[str, str], dict[str, Any]]:
    return {(row["target"], row["region"]): row for row in json.loads(text)["targets"]}


def test_killed_half_way_and_run_again_all_is_migrated_once(
    ministack: Emulated, sandbox: Sandbox, tmp_path: Path
) -> None:
    """Every service runs a migrated revision, nothing is stored or registered twice, and no value is shown."""
    _accounts(sandbox, 3, 3)
    targets = targets_file(tmp_path, 3, list(REGIONS), "secretsmanager")
    total = 3 * len(REGIONS) * 3
    moved = killed_half_way(ministack.proxy, targets, total)
    assert moved < total
    again = run(ministack.proxy.url, "apply", "--targets", str(targets), *GO, "--format", "json")
    out, err = again.communicate()
    assert again.returncode == 0, err
    found = standing(sandbox.url, 3, REGIONS)
    assert found["services"] == found["migrated"] == total
    assert found["secrets"] == 2 * total
    assert found["revisions"] <= 2 * total + 1  # a lost answer of RegisterTaskDefinition leaves one more
    assert "hunter2" not in out + err
    before = len(ministack.calls)
    third = run(ministack.proxy.url, "apply", "--targets", str(targets), *GO, "--format", "json")
    assert json.loads(third.communicate()[0])["totals"]["migrated"] == 0
    written = {"CreateSecret", "PutSecretValue", "RegisterTaskDefinition", "UpdateService", "PutRolePolicy"}
    assert not [call.operation for call in ministack.calls[before:] if call.operation in written]


def test_one_bad_account_never_stops_the_rest(
    ministack: Emulated, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A role that is not there, credentials of another account: told in their rows; the others are done; exit 20."""
    _environment(ministack, monkeypatch)
    _accounts(sandbox, 2, 1, REGIONS[:1])
    ministack.proxy.layers.append(_locked("000000000077"))
    targets = tmp_path / "targets.yaml"
    rows = "".join(f'  - {{account: "{account_id(index)}", role: ecs-secretmigrate}}\n' for index in range(2))
    targets.write_text(
        f"defaults: {{regions: [eu-west-1], store: ssm}}\ntargets:\n{rows}"
        '  - {account: "000000000077", role: locked}\n'
        '  - {account: "000000000078"}\n'
    )
    done = command("apply", "--targets", targets, *GO, "--format", "json")
    assert done.code == 20, done.said
    rows = _rows(done.out)
    assert [row["outcome"] for row in rows.values()] == ["done", "done", "failed", "failed"]
    assert rows["000000000078", REGIONS[0]]["summary"].startswith("the credentials are of account 999999999999, not of")
    assert sum(row["migrated"] for row in rows.values()) == 2
    shown = command("plan", "--targets", targets)
    assert shown.code == 20
    assert "000000000077 eu-west-1: the role may not be assumed" in " ".join(shown.out.split())
    assert "4 targets: 2 done, 2 failed" in shown.out


def test_what_blocks_a_target_is_said_below_the_table(
    ministack: Emulated, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not only that something failed: which task definition, and what to do."""
    _environment(ministack, monkeypatch)
    _accounts(sandbox, 1, 1, REGIONS[:1])
    ecs = ministack.session().client(
        "ecs", endpoint_url=sandbox.url, aws_access_key_id=account_id(0), aws_secret_access_key="x"
    )
    entry = {"name": "DB_PASSWORD", "value": "hunter2-" + account_id(0)}
    container = {"name": "app", "image": "app:1", "memory": 128, "environment": [entry]}
    ecs.register_task_definition(family="no-role", containerDefinitions=[container])
    targets = targets_file(tmp_path, 1, [REGIONS[0]], "ssm")
    done = command("apply", "--targets", targets, *GO)
    assert done.code == 20, done.said
    assert "1 blocked, 1 migrated" in done.out
    assert " no-role:1: ECS takes secrets only with an execution role, and there is" in " ".join(done.out.split())


def test_so_many_failures_and_no_other_is_begun(
    ministack: Emulated, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With --max-failures 0 the first failure is the last target that is begun; with a canary that fails, too."""
    _environment(ministack, monkeypatch)
    _accounts(sandbox, 1, 1, REGIONS[:1])
    ministack.proxy.layers.append(_locked("000000000090"))
    targets = tmp_path / "targets.yaml"
    rows = "".join(f'  - account: "{90 + index:012}"\n' for index in range(3))
    targets.write_text(
        f'defaults: {{role: ecs-secretmigrate, regions: [eu-west-1]}}\ntargets:\n{rows}  - account: "{account_id(0)}"\n'
    )
    for flags in (("--max-failures", "0", "--parallelism", "1"), ("--canary", "1")):
        done = command("apply", "--targets", targets, *GO, *flags, "--format", "json")
        assert done.code == 20, done.said
        outcomes = [row["outcome"] for row in json.loads(done.out)["targets"]]
        assert outcomes == ["failed", "skipped", "skipped", "skipped"]
    assert not ministack.operations("CreateSecret", "RegisterTaskDefinition")


def test_events_are_json_lines_without_values(
    ministack: Emulated, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each thing that happens is a line that says what, where and when; the file is its owner's."""
    _environment(ministack, monkeypatch)
    _accounts(sandbox, 1, 2, REGIONS[:1])
    targets = targets_file(tmp_path, 1, [REGIONS[0]], "ssm")
    done = command("apply", "--targets", targets, *GO, "--events", "events.jsonl")
    assert done.code == 0, done.said
    text = (tmp_path / "events.jsonl").read_text()
    events = [json.loads(line) for line in text.splitlines()]
    kinds = [event["event"] for event in events]
    assert kinds[0] == "run-started"
    assert kinds[-1] == "run-ended"
    assert kinds.count("target-started") == kinds.count("target-ended") == 1
    assert any("now arn:aws:ecs" in event.get("message", "") for event in events)
    assert all(event["time"] for event in events)
    assert (tmp_path / "events.jsonl").stat().st_mode & 0o777 == 0o600
    assert not [leak for n in range(2) for leak in leaks(f"hunter2-{n}", text + done.said)]
    assert "hunter2" not in text + done.said


def test_ctrl_c_finishes_what_is_in_flight(ministack: Emulated, sandbox: Sandbox, tmp_path: Path) -> None:
    """Interrupted, it begins nothing more, says where it stands, and ends with 130; run again it goes on."""
    _accounts(sandbox, 2, 4, REGIONS[:1])
    targets = targets_file(tmp_path, 2, [REGIONS[0]], "secretsmanager")
    words = ("apply", "--targets", str(targets), *GO, "--parallelism", "1")
    process = run(ministack.proxy.url, *words, "--format", "json")
    while not ministack.operations("UpdateService"):
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGINT)
    out, err = process.communicate()
    assert process.returncode == 130, err
    assert "Ctrl-C again ends at once" in err
    document = json.loads(out)
    assert document["totals"]["skipped"] == 1
    for part in document["targets"][0]["document"]["definitions"]:
        assert part["standing"] == "migrated" or "not begun" in part["message"]
    again = run(ministack.proxy.url, *words)
    assert again.communicate()[1] is not None
    assert again.returncode == 0
    found = standing(sandbox.url, 2, REGIONS[:1])
    assert found["migrated"] == 8
    assert found["secrets"] == 16


def test_reads_are_batched_and_nothing_is_asked_twice(
    ministack: Emulated, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plan of an account: what surrounds its definitions is listed once, services ten a call."""
    _environment(ministack, monkeypatch)
    _accounts(sandbox, 1, 12, REGIONS[:1])
    targets = targets_file(tmp_path, 1, [REGIONS[0]], "secretsmanager")
    ministack.calls.clear()
    assert command("plan", "--targets", targets).code == 0
    counts = {name: len(ministack.operations(name)) for name in {call.operation for call in ministack.calls}}
    assert counts["DescribeTaskDefinition"] == 12
    assert counts["DescribeServices"] == 2
    assert counts["BatchGetSecretValue"] == 2
    assert counts["ListClusters"] == counts["ListServices"] == counts["ListRules"] == counts["AssumeRole"] == 1
    assert counts["GetRole"] == counts["ListTaskDefinitions"] == 12


def test_throttled_once_it_goes_slower_and_ends_well(
    ministack: Emulated, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where somebody else uses the account's rates, the buckets yield: all is migrated, and few calls are refused."""
    _environment(ministack, monkeypatch)
    _accounts(sandbox, 1, 3, REGIONS[:1])
    limits = RateLimits(factor=3)
    taken = {"left": 4}

    def somebody_else(call: Call, proxy: Proxy) -> None:
        if call.operation == "PutParameter" and taken["left"]:
            taken["left"] -= 1
            raise Refusal("ThrottlingException", "Rate exceeded")

    ministack.proxy.layers.extend([limits, somebody_else])
    targets = targets_file(tmp_path, 1, [REGIONS[0]], "ssm")
    done = command("apply", "--targets", targets, *GO, "--rate-share", "1", "--format", "json")
    assert done.code == 0, done.said
    assert json.loads(done.out)["totals"]["migrated"] == 3
    assert len(limits.throttled) <= 2


def test_a_shard_is_a_part_and_all_of_them_are_all(
    ministack: Emulated, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each target is in one shard."""
    _environment(ministack, monkeypatch)
    _accounts(sandbox, 4, 1, REGIONS[:1])
    targets = targets_file(tmp_path, 4, [REGIONS[0]], "ssm")
    seen: list[str] = []
    for index in (1, 2, 3):
        done = command("scan", "--targets", targets, "--shard", f"{index}/3", "--format", "json")
        assert done.code in {0, 10}
        seen += [row["target"] for row in json.loads(done.out)["targets"]]
    assert sorted(seen) == [account_id(index) for index in range(4)]


def test_every_verb_goes_over_targets(
    ministack: Emulated, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The life of a service, over two accounts with one command each."""
    _environment(ministack, monkeypatch)
    _accounts(sandbox, 2, 1, REGIONS[:1])
    targets = targets_file(tmp_path, 2, [REGIONS[0]], "ssm")

    def ran(code: int, *words: str) -> str:
        done = command(*words, "--targets", targets)
        assert done.code == code, done.said
        assert "hunter2" not in done.said
        return done.out

    assert "2 targets: 2 done" in ran(10, "scan")
    assert "4 values to move" in ran(11, "plan", "--detailed-exitcode")
    assert "2 task definitions migrated" in ran(0, "apply", *GO)
    ran(0, "verify")
    ran(0, "status")
    ran(0, "rollback", "--yes")
    ran(0, "apply", *GO)
    ran(20, "retire", "--yes")  # they have not soaked
    ran(0, "retire", "--yes", "--soak", "0")
