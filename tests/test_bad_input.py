"""Bad input and bad weather: one clear line that says what to do, the right exit code, no traceback."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from ecs_secretmigrate import __version__
from ecs_secretmigrate.fleet.session import open_account
from ecs_secretmigrate.sources.files import MAX_BYTES
from tests.support.accounts import ROLE
from tests.support.cli import Ran, command
from tests.support.proxy import Refusal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.accounts import Emulated
    from tests.support.proxy import Call, Proxy

TASK = json.dumps(
    {
        "family": "web",
        "executionRoleArn": ROLE,
        "containerDefinitions": [{"name": "app", "environment": [{"name": "DB_PASSWORD", "value": "correct-horse"}]}],
    }
)


def _one_line(ran: Ran, code: int, *words: str) -> None:
    assert ran.code == code, ran.said
    assert ran.err.count("\n") == 1, ran.err
    assert ran.err.startswith("ecs-secretmigrate: ")
    for word in words:
        assert word in ran.err
    assert "Traceback" not in ran.said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", ["it is empty"]),
        (b"\xef\xbb\xbf \r\n", ["it is empty"]),
        (b"\xff\xfe{\x00", ["UTF-16", "PowerShell"]),
        (TASK.encode("utf-16-be"), ["UTF-16"]),
        (TASK.encode("utf-16-le"), ["UTF-16"]),
        (b'{"family": "caf\xe9"}', ["not UTF-8"]),
        (b'{"family": "f"', ["line 1", "missing"]),
        (b'{"family": "f",\n "containerDefinitions": [1 2]}', ["line 2, column"]),
        (b'{"family": "f", "environment": ${ENV}}', ["looks like a template", "render it first"]),
        (b'{"some": "json"}', ["no containerDefinitions"]),
        (b'"text"', ["no containerDefinitions"]),
        (b'{"Resources": {}}', ["CloudFormation", "--family"]),
        (b"[" * 5000, ["line 1"]),
        (b'{"a":' * 3000 + b"1" + b"}" * 3000, ["nested too deeply"]),
    ],
)
def test_a_wrong_file_is_named_with_the_place_of_the_fault(tmp_path: Path, content: bytes, words: list[str]) -> None:
    """What cannot be read is said in one line, with line and column where there is one; exit code 2."""
    (tmp_path / "task.json").write_bytes(content)
    _one_line(command("scan", "task.json"), 2, "task.json", *words)


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    """A file that is missing, a folder with nothing in it, no source at all, a flag that does not exist."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "notes.json").write_text("{}")
    _one_line(command("scan", "none.json"), 2, "none.json", "No such file")
    _one_line(command("scan", "empty"), 2, "no task definition")
    _one_line(command("scan"), 2, "FILE", "--family")
    _one_line(command("scan", "--frobnicate"), 2, "--frobnicate", "scan --help")
    _one_line(command("frobnicate"), 2, "frobnicate")
    _one_line(command("show", "none.json"), 2, "none.json")


def test_a_folder_is_read_whole_and_what_is_none_is_counted(tmp_path: Path) -> None:
    """Folders are read through; what is not a task definition is skipped, counted and named."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "task.json").write_text(TASK)
    (tmp_path / "a" / "broken.json").write_text("{")
    (tmp_path / "a" / "package.yaml").write_text("name: x")
    (tmp_path / "a" / "notes.txt").write_text("x")
    ran = command("scan", "a", "--format", "json")
    document = json.loads(ran.out)
    assert ran.code == 10
    assert [item["source"] for item in document["skipped"]] == ["a/broken.json", "a/package.yaml"]
    assert [item["source"] for item in document["findings"]] == ["a/b/task.json"]


def test_what_never_ends_is_not_waited_for(tmp_path: Path) -> None:
    """A pipe in a folder is passed over; a device, or more than a task definition on stdin, is refused."""
    (tmp_path / "tasks").mkdir()
    (tmp_path / "tasks" / "task.json").write_text(TASK)
    os.mkfifo(tmp_path / "tasks" / "pipe.json")
    (tmp_path / "tasks" / "gone.json").symlink_to("nowhere")
    ran = command("scan", "tasks", "--format", "json")
    assert ran.code == 10
    assert [item["source"] for item in json.loads(ran.out)["skipped"]] == ["tasks/gone.json"]
    _one_line(command("scan", "/dev/zero"), 2, "/dev/zero", "larger than any task definition")
    _one_line(command("scan", "-", stdin=b" " * (MAX_BYTES + 1)), 2, "stdin", "larger than any task definition")


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["scan", ""], ["FILE is given without a name"]),
        (["scan", "--family", " "], ["--family is given without a name"]),
        (["plan", "task.json", "--offline", "--kms-key-id", "no key"], ["kms_key_id", "--kms-key-id"]),
        (["plan", "task.json", "--offline", "--execution-role-arn", ""], ["execution_role_arn"]),
        (["plan", "task.json", "--offline", "--name-template", ""], ["name_template"]),
        (["plan", "task.json", "--offline", "--name-template", "{name!r}"], ["{name!r}", "{family}"]),
        (["plan", "task.json", "--offline", "--name-template", "{name:>9999999999}"], ["cannot be followed"]),
        (["plan", "--family", "web", "--offline"], ["--offline reads files only"]),
        (["plan", "task.json", "--endpoint-url", "localhost:4566"], ["--endpoint-url is not a URL", "http://"]),
        (["plan", "task.json", "--role-arn", "admin"], ["--role-arn is not the ARN of a role"]),
    ],
)
def test_a_flag_that_cannot_be_is_named_before_aws_is_asked(tmp_path: Path, flags: list[str], words: list[str]) -> None:
    """A flag's fault is said with the flag, exit code 2; without credentials nothing could have been asked."""
    (tmp_path / "task.json").write_text(TASK)
    _one_line(command(*flags), 2, *words)


def test_a_value_that_is_no_text_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    """JSON may hold half a surrogate pair, which no store takes: said when planning, for both stores."""
    (tmp_path / "task.json").write_text(TASK.replace("correct-horse", "correct\\ud83dhorse"))
    for store in ("secretsmanager", "ssm"):
        ran = command("plan", "task.json", "--offline", "--store", store)
        assert ran.code == 12
        assert "half a surrogate pair" in " ".join(ran.out.split())


def test_the_region_is_read_where_other_aws_tools_read_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """AWS_REGION goes before AWS_DEFAULT_REGION, as in the AWS CLI; what is no Region is said to be none."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "123456789012")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    assert open_account().region == "eu-central-1"
    assert open_account(region="us-east-1").region == "us-east-1"
    (tmp_path / "task.json").write_text(TASK)
    monkeypatch.setenv("AWS_REGION", "no region")
    _one_line(command("plan", "task.json"), 1, "the Region is not one", "AWS_REGION")


def test_the_version_is_told() -> None:
    """``--version`` prints the package's version; no words at all print the help, as it is."""
    assert command("--version").out == f"ecs-secretmigrate {__version__}\n"
    assert command().err.startswith("Usage:")
    assert command().code == 2


def test_no_credentials_and_no_region_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without credentials, without a Region, with a profile that is not there: each says what to set."""
    (tmp_path / "task.json").write_text(TASK)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    _one_line(command("plan", "task.json"), 1, "no AWS credentials", "aws configure")
    _one_line(command("plan", "task.json", "--profile", "nope"), 1, "profile")
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "123456789012")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    _one_line(command("plan", "task.json"), 1, "no Region", "--region")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("AccessDeniedException", ["access denied to ecs:DescribeTaskDefinition", "policy --operator"]),
        ("ExpiredTokenException", ["does not accept the credentials", "aws sso login"]),
        ("ClientException", ["no task definition web", "list-task-definition-families"]),
    ],
)
def test_what_aws_refuses_is_said_with_what_to_do(ministack: Emulated, code: str, words: list[str]) -> None:
    """Access denied, credentials that ran out, a family that is not there."""

    def refuse(call: Call, proxy: Proxy) -> None:
        if call.operation == "DescribeTaskDefinition":
            raise Refusal(code, "Because.")

    ministack.proxy.layers.insert(0, refuse)
    _one_line(command("plan", "--family", "web", on=ministack), 2 if code == "ClientException" else 1, *words)


def test_a_throttle_is_retried_and_then_said(ministack: Emulated, monkeypatch: pytest.MonkeyPatch) -> None:
    """A throttle that goes away is not seen; one that stays is said, with what to do."""
    monkeypatch.setattr("time.sleep", lambda _: None)
    ministack.role()
    ministack.register("web", {"DB_PASSWORD": "correct-horse"})
    left = [2]

    def throttle(call: Call, proxy: Proxy) -> None:
        if call.operation == "DescribeTaskDefinition" and left[0]:
            left[0] -= 1
            raise Refusal("ThrottlingException", "Rate exceeded")

    ministack.proxy.layers.insert(0, throttle)
    assert command("plan", "--family", "web", on=ministack).code == 0
    left[0] = 1000
    _one_line(command("plan", "--family", "web", on=ministack), 1, "throttles ecs:DescribeTaskDefinition", "wait")


def test_apply_asks_where_the_document_goes_and_whether_to(tmp_path: Path, ministack: Emulated) -> None:
    """Without a place for the new document, or without a terminal and --yes, nothing is done."""
    (tmp_path / "task.json").write_text(TASK)
    _one_line(command("apply", "task.json", "--yes", on=ministack), 2, "--in-place")
    _one_line(command("apply", "task.json", "--in-place", on=ministack), 2, "no terminal", "--yes")
    _one_line(command("apply", "task.json", "--in-place", "--output", "x", "--yes", on=ministack), 2, "one place")
    _one_line(command("apply", "--family", "web", "--in-place", "--yes", on=ministack), 2, "only files")
    assert ministack.operations("CreateSecret") == []
    assert (tmp_path / "task.json").read_text() == TASK


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("store = ", ["not TOML"]),
        ('store = "s3"', ["store is none of the choices", "ssm"]),
        ('frobnicate = "x"', ["no 'frobnicate'", "name_template"]),
        ("include = 3", ["include must be a list"]),
        ('[[secret]]\nname = "x"', ["[[secret]] has no variable"]),
        ('[[map]]\nvariable = "x"\nvalue_from = "y"\nz = "1"', ["[[map]] knows no z"]),
        ('layout = "bundle"\nstore = "ssm"', ["--layout bundle needs"]),
    ],
)
def test_a_wrong_configuration_is_named(tmp_path: Path, content: str, words: list[str]) -> None:
    """A configuration file's fault is said with the key, and what may stand there."""
    (tmp_path / "task.json").write_text(TASK)
    (tmp_path / "ecs-secretmigrate.toml").write_text(content)
    _one_line(command("plan", "task.json", "--offline"), 2, *words)


def test_a_wrong_name_template_is_named(tmp_path: Path) -> None:
    """A field that does not exist, with those that do."""
    (tmp_path / "task.json").write_text(TASK)
    ran = command("plan", "task.json", "--offline", "--name-template", "{nope}")
    _one_line(ran, 2, "{nope}", "{family}")


def test_stdin_is_read_and_written(ministack: Emulated) -> None:
    """``-`` is stdin, and ``--output -`` is stdout: only the document goes there."""
    ministack.role()
    assert command("scan", "-", stdin=TASK.encode()).code == 10
    ran = command("apply", "-", "--output", "-", "--yes", on=ministack, stdin=TASK.encode())
    assert ran.code == 0, ran.said
    written = json.loads(ran.out)
    assert written["containerDefinitions"][0]["secrets"][0]["name"] == "DB_PASSWORD"
