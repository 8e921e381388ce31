"""The templates are sound by cfn-lint's rules, and the member role may do what the command says it needs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import scale
from ecs_secretmigrate.model.storage import StoreKind
from tests.deploy import actions
from tests.deploy.template import DEPLOY, definition, read, resolved
from tests.support.cli import command

TRUSTED = "arn:aws:iam::123456789012:role/secretmigrate-task"


def _lint(*files: Path) -> str:
    program = Path(sys.executable).with_name("cfn-lint")
    done = subprocess.run([program, *files], check=False, capture_output=True, text=True)
    return done.stdout + done.stderr


def test_cfn_lint_finds_nothing(tmp_path: Path) -> None:
    """cfn-lint has no error and no warning on both templates and on the state machine written out as an object."""
    machine = {
        "Type": "AWS::StepFunctions::StateMachine",
        "Properties": {
            "RoleArn": TRUSTED,
            "Definition": json.loads(definition({"MaxConcurrency": 40, "ToleratedFailurePercentage": 10})),
        },
    }
    written = tmp_path / "machine.json"
    written.write_text(json.dumps({"Resources": {"Machine": machine}}))
    assert _lint(DEPLOY / "template.yaml", DEPLOY / "member-role.yaml", written) == ""


def _role(**parameters: str) -> dict[str, Any]:
    template = read("member-role.yaml")
    given = {name: str(parameter.get("Default", "")) for name, parameter in template["Parameters"].items()}
    role: dict[str, Any] = resolved(template["Resources"]["Role"]["Properties"], template, {**given, **parameters})
    return role


@pytest.mark.parametrize("store", list(StoreKind))
@pytest.mark.parametrize("allow", actions.ALLOWED)
def test_the_member_role_is_the_operators_policy(allow: str, store: StoreKind) -> None:
    """Whatever is allowed and wherever secrets go, the role holds exactly what ``policy --operator`` prints."""
    words = [word for verb in actions.ALLOWED[allow] or [] for word in ("--verb", verb)]
    printed = command("policy", "--operator", "--store", store.value, *words)
    (inline,) = _role(Allow=allow, Store=store.value)["Policies"]
    assert inline["PolicyDocument"] == json.loads(printed.out)


def test_the_member_role_trusts_one_role() -> None:
    """Only the task role may assume it, and only with the external id."""
    (statement,) = _role(TaskRoleArn=TRUSTED, ExternalId="one")["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Principal"] == {"AWS": TRUSTED}
    assert statement["Condition"] == {"StringEquals": {"sts:ExternalId": "one"}}


def test_roles_of_the_stack_may_little() -> None:
    """``*`` stands alone as a resource only where no resource can be named; no action is a wildcard."""
    found = {
        (name, statement["Sid"])
        for name, resource in read("template.yaml")["Resources"].items()
        if resource["Type"] == "AWS::IAM::Role"
        for policy in resource["Properties"].get("Policies", [])
        for choice in policy["PolicyDocument"]["Statement"]
        for statement in [choice["Fn::If"][1] if "Fn::If" in choice else choice]
        if statement["Resource"] == "*" or "*" in str(statement["Action"])
    }
    assert found == {("MachineRole", "DeliverLogs")}


def test_the_example_names_what_the_task_is_given() -> None:
    """Every variable of ``deploy/targets.yaml`` is set by the task definition or by the map."""
    named = set(re.findall(r"\$\{(\w+)\}", (DEPLOY / "targets.yaml").read_text(encoding="utf-8")))
    (container,) = read("template.yaml")["Resources"]["TaskDefinition"]["Properties"]["ContainerDefinitions"]
    given = {variable["Name"] for variable in container["Environment"]}
    assert named <= given | {"ACCOUNT_ID", "RUN"}
    assert "ACCOUNT_ID" in named


def test_the_documented_figures_are_computed() -> None:
    """The table in docs/scale.md is the one that the benchmark prints."""
    assert scale.table() in (DEPLOY.parent / "docs" / "scale.md").read_text(encoding="utf-8")


def test_the_image_is_made_of_what_is_there() -> None:
    """What the Dockerfile copies, and what is let into its context, exists."""
    root = DEPLOY.parent
    copied = re.findall(r"^COPY (?!--from)(\S+)", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    ignore = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8")
    let_in = re.findall(r"^!(\S+)", ignore, re.MULTILINE)
    assert [name for name in [*copied, *let_in] if not (root / name).exists()] == []
