"""No plaintext leaves memory but into the store: not in any verb, format, verbosity, file or log."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import pytest

from ecs_secretmigrate.sandbox.server import Sandbox
from tests.support.accounts import ROLE
from tests.support.canary import canary, leaks
from tests.support.cli import command
from tests.support.proxy import Refusal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.accounts import Emulated
    from tests.support.proxy import Call, Proxy

CANARIES = {
    "DB_PASSWORD": canary(11),
    "API_TOKEN": canary(12),
    "UNSUSPECTED": canary(13),
    "COMMAND": canary(14),
    "LABEL": canary(15),
    "OPTION": canary(16),
    "PASTED": canary(17),
    "TAG": canary(18),
}


def _definition() -> dict[str, object]:
    return {
        "family": "web",
        "executionRoleArn": ROLE,
        "containerDefinitions": [
            {
                "name": "app",
                "image": "app:1",
                "memory": 128,
                "command": ["run", "--password", CANARIES["COMMAND"]],
                "dockerLabels": {"secret": CANARIES["LABEL"]},
                "environment": [
                    {"name": name, "value": CANARIES[name]} for name in ("DB_PASSWORD", "API_TOKEN", "UNSUSPECTED")
                ],
                "logConfiguration": {"logDriver": "splunk", "options": {"splunk-token": CANARIES["OPTION"]}},
            }
        ],
    }


def _clean(text: str | bytes, *but: str) -> None:
    for name, value in CANARIES.items():
        if name not in but:
            assert leaks(value, text) == [], name


@pytest.mark.parametrize("form", ["text", "json", "markdown", "html", "sarif"])
@pytest.mark.parametrize("store", ["secretsmanager", "ssm"])
def test_no_verb_in_any_format_shows_a_value(
    ministack: Emulated, tmp_path: Path, form: str, store: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Raw, JSON-escaped, URL-encoded, base64 or in part: nowhere in what is printed, saved or logged."""
    caplog.set_level(logging.DEBUG)  # on the root logger, as a careless program would
    ministack.role()
    ministack.client("ecs").register_task_definition(**_definition())
    caplog.clear()
    file = tmp_path / "task.json"
    body = _definition()
    body["containerDefinitions"][0]["secrets"] = [{"name": "X", "valueFrom": CANARIES["PASTED"]}]  # type: ignore[index]
    file.write_text(json.dumps(body, indent=1))
    said = [command("scan", file, "--family", "web", "--format", form, on=ministack)]
    if form != "sarif":
        storing = ("--store", store, "--format", form)
        said += [
            command("plan", file, "--family", "web", *storing, "--out", "plan.json", on=ministack),
            command("show", "plan.json", "--format", form),
            command("apply", "--family", "web", *storing, "--yes", on=ministack),
            command("verify", "--family", "web", "--format", form, on=ministack),
            command("apply", file, *storing, "--yes", "--output", "new.json", on=ministack),
            command("policy", file, on=ministack),
        ]
    for ran in said:
        assert ran.code in {0, 1, 10, 12}, ran.said
        _clean(ran.said)
    _clean("\n".join(record.getMessage() + str(record.args) for record in caplog.records))
    for path in tmp_path.iterdir():
        if path == file:
            continue
        # What was not moved stays in the new document, and nowhere else.
        kept = ("UNSUSPECTED", "COMMAND", "LABEL", "PASTED") if path.name == "new.json" else ()
        _clean(path.read_bytes(), *kept)
        assert path.stat().st_mode & 0o077 == 0


EVERYWHERE = """{
  "family": "web", "executionRoleArn": "%(role)s", "unknownTop": "@",
  "tags": [{"key": "k", "value": "@"}],
  "placementConstraints": [{"type": "memberOf", "expression": "@"}],
  "proxyConfiguration": {"type": "APPMESH", "containerName": "app", "properties": [{"name": "p", "value": "@"}]},
  "volumes": [
    {"name": "v", "dockerVolumeConfiguration": {"driverOpts": {"o": "password=@"}, "labels": {"password": "@"}}},
    {"name": "f", "fsxWindowsFileServerVolumeConfiguration": {"authorizationConfig": {"credentialsParameter": "@"}}}
  ],
  "containerDefinitions": [{
    "name": "app", "hostname": "@", "unknownField": {"password": "@"}, "credentialSpecs": ["@"],
    "environment": [
      {"name": "DB_PASSWORD", "value": "@"}, {"name": "PLAIN", "value": "@"},
      {"name": "DUP_TOKEN", "value": "@"}, {"name": "DUP_TOKEN", "value": "@"},
      {"name": "X_PASSWORD", "valueFrom": "@"}, {"name": "Y_SECRET", "value": {"a": "@"}},
      {"name": "Z_SECRET", "value": ["@"]}, {"name": "K_SECRET", "Value": "@"}, {"value": "@"}, "@", "PASSWORD=@"
    ],
    "secrets": [{"name": "P", "valueFrom": "@"}, {"name": "Q", "valueFrom": {"x": "@"}}, "@"],
    "environmentFiles": [{"type": "s3", "value": "@"}],
    "command": ["--password=@"], "entryPoint": ["sh", "-c", "export DB_PASSWORD=@"],
    "healthCheck": {"command": ["CMD-SHELL", "curl -u a:@"]},
    "dockerLabels": {"password": "@"}, "dockerSecurityOptions": ["@"],
    "extraHosts": [{"hostname": "@", "ipAddress": "@"}], "systemControls": [{"namespace": "@", "value": "@"}],
    "logConfiguration": {
      "logDriver": "splunk", "options": {"splunk-token": "@", "nested": {"a": "@"}},
      "secretOptions": [{"name": "o", "valueFrom": "@"}]
    },
    "firelensConfiguration": {"type": "fluentbit", "options": {"config-file-value": "@"}},
    "repositoryCredentials": {"credentialsParameter": "@"},
    "linuxParameters": {"tmpfs": [{"containerPath": "/x", "mountOptions": ["@"]}]},
    "resourceRequirements": [{"type": "GPU", "value": "@"}]
  }]
}"""


@pytest.mark.parametrize("form", ["text", "json", "markdown", "html", "sarif"])
def test_a_value_in_any_place_is_not_shown(tmp_path: Path, form: str) -> None:
    """Whatever member holds it, known, unknown or misplaced, moved or not: its value is masked in every report."""
    pieces = (EVERYWHERE % {"role": ROLE}).split("@")
    values = [canary(100 + index) for index in range(len(pieces) - 1)]
    text = pieces[0] + "".join(json.dumps(value)[1:-1] + rest for value, rest in zip(values, pieces[1:], strict=True))
    (tmp_path / "task.json").write_text(text)
    said = ""
    for wider in ([], ["--include", "*"]):
        said += command("scan", "task.json", *wider, "--format", form).said
        if form != "sarif":
            said += command("plan", "task.json", *wider, "--offline", "--format", form, "--out", "plan.json").said
            said += (tmp_path / "plan.json").read_text()
    assert "DB_PASSWORD" in said
    assert [index for index, value in enumerate(values) if leaks(value, said)] == []


@pytest.mark.parametrize(
    "operation", ["CreateSecret", "RegisterTaskDefinition", "GetSecretValue", "DescribeTaskDefinition"]
)
def test_no_failure_shows_a_value(ministack: Emulated, operation: str) -> None:
    """Whatever call fails, with a message that quotes all it was given, nothing of a value gets out."""
    ministack.role()
    ministack.client("ecs").register_task_definition(**_definition())

    def failing(call: Call, proxy: Proxy) -> None:
        if call.operation == operation:
            raise Refusal("ValidationException", json.dumps(call.parameters, ensure_ascii=False))

    ministack.proxy.layers.insert(0, failing)
    ran = command("apply", "--family", "web", "--yes", on=ministack)
    assert ran.code in {1, 20}
    _clean(ran.said)


def test_an_internal_error_shows_its_place_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An exception nobody thought of, with a value in its message, becomes one line without the message."""
    value = canary(19)

    def broken(*_: object) -> None:
        raise KeyError(value)

    monkeypatch.setattr("ecs_secretmigrate.steps.scanner.scan_definition", broken)
    (tmp_path / "t.json").write_text('{"family": "f", "containerDefinitions": []}')
    ran = command("scan", "t.json")
    assert ran.code == 1
    assert ran.err.startswith("ecs-secretmigrate: internal error: KeyError at ")
    assert leaks(value, ran.said) == []
    assert "Traceback" not in ran.err


def test_the_embedded_aws_writes_no_value_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the emulator keeps, it keeps in memory: no file in its folder holds a value."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with Sandbox() as server:
        from tests.support.accounts import Emulated as Account
        from tests.support.proxy import Proxy as Door

        with Door(server.url) as door:
            account = Account("ministack", door)
            account.client("ssm").put_parameter(Name="/a", Value=CANARIES["TAG"], Type="SecureString")
            account.client("secretsmanager").create_secret(Name="a", SecretString=CANARIES["TAG"])
        for path in tmp_path.rglob("*"):
            if path.is_file():
                _clean(path.read_bytes())
    assert list(tmp_path.iterdir()) == []
