"""A whole migration as a user runs it, on both emulators, for both stores and layouts."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import FIXTURES
from tests.support.accounts import ROLE
from tests.support.cli import command
from tests.support.proxy import Refusal

if TYPE_CHECKING:
    from pathlib import Path

    from ecs_secretmigrate.sandbox.server import Sandbox
    from tests.support.accounts import Emulated
    from tests.support.proxy import Call, Proxy

WAYS = [
    ("--store", "secretsmanager"),
    ("--store", "secretsmanager", "--layout", "bundle"),
    ("--store", "ssm"),
]
ENVIRONMENT = {
    "DB_PASSWORD": "correct horse \"battery\" 'staple' é\n",
    "JWT_SECRET": "0042",
    "LOG_LEVEL": "info",
}


def _describe(emulated: Emulated, name: str) -> dict[str, Any]:
    answer = emulated.client("ecs").describe_task_definition(taskDefinition=name, include=["TAGS"])
    return {**answer["taskDefinition"], "tags": {tag["key"]: tag["value"] for tag in answer.get("tags", [])}}


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_a_live_family_is_migrated_once(emulator: Emulated, way: tuple[str, ...]) -> None:
    """One new revision: the plaintext gone, references in, tags carried; a second run changes nothing at all."""
    emulator.role()
    emulator.register("web", ENVIRONMENT, tags=[{"key": "team", "value": "payments"}])
    done = command("apply", "--family", "web", *way, "--yes", on=emulator)
    assert (done.code, done.err.count("proved")) == (0, 1), done.said
    new = _describe(emulator, "web")
    container = new["containerDefinitions"][0]
    assert new["revision"] == 2
    assert [entry["name"] for entry in container["environment"]] == ["LOG_LEVEL"]
    assert [entry["name"] for entry in container["secrets"]] == ["DB_PASSWORD", "JWT_SECRET"]
    assert new["tags"] == {"team": "payments", "ecs-secretmigrate:replaces": "web:1"}
    writes = {"CreateSecret", "PutSecretValue", "PutParameter", "RegisterTaskDefinition", "PutRolePolicy"}
    before = len([call for call in emulator.calls if call.operation in writes])
    again = command("apply", "--family", "web", *way, "--yes", on=emulator)
    assert again.code == 0
    assert "nothing to do" in again.out
    assert len([call for call in emulator.calls if call.operation in writes]) == before
    assert len(emulator.revisions("web")) == 2


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_the_container_gets_the_same_environment(ministack: Emulated, sandbox: Sandbox, way: tuple[str, ...]) -> None:
    """What the emulator's own engine put into the container before and after, resolved by code that is not ours."""
    ministack.role()
    ministack.register("web", ENVIRONMENT)
    ecs = ministack.client("ecs")
    ecs.create_cluster(clusterName="main")

    def start() -> dict[str, str]:
        known = len(sandbox.containers())
        ecs.run_task(cluster="main", taskDefinition="web")
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and len(sandbox.containers()) == known:
            time.sleep(0.02)
        started = sandbox.containers()[known]
        return {name: value.reveal() for name, value in started.environment.items() if name in ENVIRONMENT}

    assert start() == ENVIRONMENT
    assert command("apply", "--family", "web", *way, "--yes", on=ministack).code == 0
    assert len(ministack.revisions("web")) == 2
    assert start() == ENVIRONMENT
    verified = command("verify", "--family", "web", on=ministack)
    assert verified.code == 0, verified.said
    assert "FAILED" not in verified.out


def test_the_case_this_project_began_from(ministack: Emulated, tmp_path: Path) -> None:
    """my-app-task: the password key of a JSON secret, or a SecureString, and the file changed in one place only."""
    source = FIXTURES / "my-app" / "task-definition.json"
    for config, reference in (
        ("secretsmanager.toml", ":secret:my-app/database-credentials-"),
        ("parameterstore.toml", ":parameter/my-app/database-password"),
    ):
        done = command(
            "apply", source, "--config", FIXTURES / "my-app" / config, "--yes", "--output", "new.json", on=ministack
        )
        assert done.code == 0, done.said
        old, new = source.read_text().splitlines(), (tmp_path / "new.json").read_text().splitlines()
        gone = [line.strip() for line in old if line not in new]
        added = [line.strip() for line in new if line not in old]
        assert gone == ['{ "name": "DATABASE_PASSWORD", "value": "correct-horse-battery-staple" },']
        assert len(added) == 2
        assert [line for line in added if reference not in line] == ['"secrets": [']
    stored = ministack.client("secretsmanager").get_secret_value(SecretId="my-app/database-credentials")
    assert json.loads(stored["SecretString"]) == {"password": "correct-horse-battery-staple"}


def test_a_saved_plan_is_applied_as_it_was_made(ministack: Emulated) -> None:
    """The plan is bound to its revision; applied again after it was done, it finds its own revision."""
    ministack.role()
    ministack.register("web", ENVIRONMENT)
    planned = command("plan", "--family", "web", "--out", "plan.json", "--detailed-exitcode", on=ministack)
    assert planned.code == 11, planned.said
    assert command("show", "plan.json").out == planned.out
    assert command("apply", "plan.json", "--yes", on=ministack).code == 0
    assert command("apply", "plan.json", "--yes", on=ministack).code == 0
    assert len(ministack.revisions("web")) == 2


def test_a_stale_plan_changes_nothing(ministack: Emulated, tmp_path: Path) -> None:
    """A file that would now move other things than planned is refused with 12, and nothing is written."""
    file = tmp_path / "task.json"
    body = {
        "family": "web",
        "executionRoleArn": ROLE,
        "containerDefinitions": [{"name": "app", "environment": [{"name": "DB_PASSWORD", "value": "one"}]}],
    }
    file.write_text(json.dumps(body))
    assert command("plan", file, "--out", "plan.json", on=ministack).code == 0
    body["containerDefinitions"][0]["environment"].append({"name": "API_TOKEN", "value": "q8Zr5vXw2LmN"})  # type: ignore[index]
    file.write_text(json.dumps(body))
    done = command("apply", "plan.json", "--yes", "--in-place", on=ministack)
    assert (done.code, ministack.operations("CreateSecret")) == (12, [])
    assert "plan again" in done.err
    assert json.loads(file.read_text()) == body


def test_a_reference_that_resolves_to_something_else_stops_the_run(ministack: Emulated) -> None:
    """The store gives back another value than was put in: nothing is registered, and no value is told."""
    ministack.role()
    ministack.register("web", ENVIRONMENT)

    def trimming(call: Call, proxy: Proxy, headers: dict[str, str]) -> dict[str, Any] | None:
        if call.operation != "GetSecretValue":
            return None
        answer = proxy.ask(call, headers, "GetSecretValue", **call.parameters)
        return {**answer, "SecretString": answer["SecretString"].strip()}

    trimming.takes_headers = True  # type: ignore[attr-defined]
    ministack.proxy.layers.insert(0, trimming)
    done = command("apply", "--family", "web", "--yes", on=ministack)
    assert done.code == 1
    assert "app/DB_PASSWORD (its reference resolves to another value)" in " ".join(done.out.split())
    assert len(ministack.revisions("web")) == 1
    assert not ministack.operations("PutRolePolicy")


def test_a_lost_answer_to_the_registration_leaves_one_revision(ministack: Emulated) -> None:
    """The answer to RegisterTaskDefinition is lost; run again on the same plan, the revision is found by its tag."""
    ministack.role()
    ministack.register("web", ENVIRONMENT)
    command("plan", "--family", "web", "--out", "plan.json", on=ministack)
    lost: list[bool] = []

    def losing(call: Call, proxy: Proxy, headers: dict[str, str]) -> dict[str, Any] | None:
        if call.operation == "RegisterTaskDefinition" and not lost:
            lost.append(True)
            proxy.ask(call, headers, "RegisterTaskDefinition", **call.parameters)
            raise Refusal("AccessDeniedException", "lost")
        return None

    losing.takes_headers = True  # type: ignore[attr-defined]
    ministack.proxy.layers.append(losing)
    assert command("apply", "plan.json", "--yes", on=ministack).code == 1
    assert command("apply", "plan.json", "--yes", on=ministack).code == 0
    assert len(ministack.revisions("web")) == 2


def test_fields_that_this_boto3_does_not_know_stop_the_run(ministack: Emulated) -> None:
    """A field in ECS's answer that botocore drops would be lost by registering again: blocked, and named."""
    ministack.role()
    ministack.register("web", ENVIRONMENT)

    def newer(call: Call, proxy: Proxy, headers: dict[str, str]) -> dict[str, Any] | None:
        if call.operation != "DescribeTaskDefinition":
            return None
        answer = proxy.ask(call, headers, "DescribeTaskDefinition", **call.parameters)
        answer["taskDefinition"]["containerDefinitions"][0]["fromTheFuture"] = True
        return answer

    newer.takes_headers = True  # type: ignore[attr-defined]
    ministack.proxy.layers.insert(0, newer)
    done = command("apply", "--family", "web:1", "--yes", on=ministack)
    assert done.code == 12
    assert "containerDefinitions[0].fromTheFuture" in " ".join(done.said.split())
    assert not ministack.operations("CreateSecret")


def test_a_variable_is_pointed_at_a_secret_that_exists(ministack: Emulated, tmp_path: Path) -> None:
    """``[[map]]``: parity is proved and nothing is written; a secret with another value stops the run."""
    ministack.role()
    ministack.register("web", ENVIRONMENT)
    managed = ministack.client("secretsmanager").create_secret(
        Name="rds-managed/db", SecretString=json.dumps({"password": ENVIRONMENT["DB_PASSWORD"]})
    )["ARN"]
    config = tmp_path / "map.toml"
    config.write_text(
        f'exclude = ["JWT_SECRET"]\n[[map]]\nvariable = "DB_PASSWORD"\nvalue_from = "{managed}:password::"\n'
    )
    done = command("apply", "--family", "web", "--config", config, "--yes", on=ministack)
    assert done.code == 0, done.said
    assert len(ministack.operations("CreateSecret")) == 1
    secrets = _describe(ministack, "web")["containerDefinitions"][0]["secrets"]
    assert secrets == [{"name": "DB_PASSWORD", "valueFrom": f"{managed}:password::"}]
    ministack.register("other", {"DB_PASSWORD": "something else"})
    wrong = command("apply", "--family", "other", "--config", config, "--yes", on=ministack)
    assert (wrong.code, len(ministack.revisions("other"))) == (1, 1)


def test_log_options_move_to_secret_options(ministack: Emulated) -> None:
    """A Splunk token in plain options becomes a secretOption; the other options stay."""
    ministack.role()
    options = {"splunk-url": "https://splunk.example.com", "splunk-token": "a-grey-heron-by-the-weir"}
    container = {"logConfiguration": {"logDriver": "splunk", "options": options}}
    ministack.register("web", {}, container=container)
    done = command("apply", "--family", "web", "--store", "ssm", "--yes", on=ministack)
    assert done.code == 0, done.said
    log = _describe(ministack, "web")["containerDefinitions"][0]["logConfiguration"]
    assert log["options"] == {"splunk-url": "https://splunk.example.com"}
    assert [entry["name"] for entry in log["secretOptions"]] == ["splunk-token"]


def test_verify_fails_where_a_reference_cannot_be_read(ministack: Emulated) -> None:
    """A secret that is gone, and a role that may not read: each is named, and the exit code is 1."""
    ministack.role()
    ministack.register("web", ENVIRONMENT)
    command("apply", "--family", "web", "--no-grant", "--yes", on=ministack)
    ungranted = command("verify", "--family", "web", on=ministack)
    assert ungranted.code == 1
    assert "not allowed: secretsmanager:GetSecretValue" in " ".join(ungranted.out.split())
    ministack.client("secretsmanager").delete_secret(SecretId="web/app/DB_PASSWORD", ForceDeleteWithoutRecovery=True)
    gone = command("verify", "--family", "web", on=ministack)
    assert gone.code == 1
    assert "FAILED  app/DB_PASSWORD: the reference resolves" in gone.out


def test_the_policy_is_what_the_role_needs(ministack: Emulated) -> None:
    """``policy`` prints it for references that are there and those that are planned."""
    ministack.role()
    ministack.register("web", ENVIRONMENT)
    printed = json.loads(
        command("policy", "--family", "web", "--store", "ssm", "--kms-key-id", "alias/app", on=ministack).out
    )
    assert [statement["Action"] for statement in printed["Statement"]] == ["ssm:GetParameters", "kms:Decrypt"]
    assert printed["Statement"][0]["Resource"] == [
        "arn:aws:ssm:eu-west-1:123456789012:parameter/web/app/DB_PASSWORD",
        "arn:aws:ssm:eu-west-1:123456789012:parameter/web/app/JWT_SECRET",
    ]
    assert printed["Statement"][1]["Condition"]["StringEquals"] == {"kms:ViaService": ["ssm.eu-west-1.amazonaws.com"]}
    operator = json.loads(command("policy", "--operator", "--verb", "scan").out)
    assert operator["Statement"][0]["Action"] == [
        "ecs:DescribeServices",
        "ecs:DescribeTaskDefinition",
        "ecs:ListClusters",
        "ecs:ListServices",
        "ecs:ListTaskDefinitionFamilies",
        "ecs:ListTaskDefinitions",
    ]


def test_all_families_are_migrated_and_one_blocked_family_stops_no_other(ministack: Emulated) -> None:
    """``--all``: what can be is migrated; a blocked family is told of, and the exit code is 20."""
    ministack.role()
    ministack.register("one", {"DB_PASSWORD": "first-one"})
    ministack.register("two", {"DB_PASSWORD": "second-one"})
    ministack.register("clean", {"LOG_LEVEL": "info"})
    ministack.client("secretsmanager").create_secret(Name="two/app/DB_PASSWORD", SecretString="theirs")
    done = command("apply", "--all", "--yes", "--format", "json", on=ministack)
    receipt = json.loads(done.out)
    assert done.code == 20
    assert {part["family"]: part["standing"] for part in receipt["definitions"]} == {
        "one": "migrated",
        "two": "blocked",
        "clean": "nothing to do",
    }


def test_every_part_of_the_environment_moves_by_include_and_exclude(ministack: Emulated) -> None:
    """``--include`` moves what no detector found, ``--exclude`` keeps what one did: by glob and by JSONPath."""
    ministack.role()
    ministack.register("web", ENVIRONMENT)
    done = command(
        "plan", "--family", "web", "--include", "app/LOG_*",
        "--exclude", "$..environment[?(@.name=='JWT_SECRET')].value",
        "--format", "json", on=ministack,
    )  # fmt: skip
    (part,) = json.loads(done.out)["definitions"]
    assert [move["name"] for move in part["moves"]] == ["DB_PASSWORD", "LOG_LEVEL"]
    assert [(item["name"], item["kept"]) for item in part["left"]] == [("JWT_SECRET", "excluded")]
