"""What the task of one account runs, with the environment that the map really gave it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ecs_secretmigrate.sandbox.server import REGION
from tests.deploy.fleet import Fleet
from tests.deploy.template import DEPLOY
from tests.support.accounts import TRUST

if TYPE_CHECKING:
    from ecs_secretmigrate.sandbox.server import Sandbox

MEMBER = f"{256:012}"
# What stands in for the command: it says what it was given, and does what its own environment says.
STAND_IN = """\
#!{python}
import json, os, pathlib, signal, sys, time
at = sys.argv.index("--targets") + 1
words = [word for number, word in enumerate(sys.argv[1:], 1) if number != at]
print(json.dumps({{"words": words, "targets": pathlib.Path(sys.argv[at]).read_text()}}), flush=True)
if os.environ.get("WAIT"):
    signal.signal(signal.SIGINT, lambda *_: sys.exit(130))
    pathlib.Path(os.environ["WAIT"]).touch()
    while True:
        time.sleep(0.05)  # not pause(): a signal that comes just before it would be slept through
sys.exit(int(os.environ.get("ENDS_WITH", "0")))
"""


@pytest.fixture
def fleet(sandbox: Sandbox) -> Fleet:
    sandbox.reset()
    made = Fleet(sandbox).deploy(Image="exit-ACCOUNT_ID")
    made.client("s3").upload_file(str(DEPLOY / "targets.yaml"), made.outputs["BucketName"], "targets.yaml")
    return made


@pytest.fixture
def stand_in(tmp_path: Path) -> Path:
    """A folder with a program of the command's name."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "ecs-secretmigrate"
    program.write_text(STAND_IN.format(python=sys.executable))
    program.chmod(0o755)
    return folder


def _given(fleet: Fleet, **more: str) -> dict[str, str]:
    """The environment of the container that the map started, and keys of the account it runs in."""
    fleet.list_accounts([MEMBER])
    (given,) = fleet.started(fleet.run(verb="apply"))
    named = {name: value for name, value in given.items() if not name.startswith("AWS_")}
    return {**os.environ, **named, **fleet.sandbox.environment(), **more}


def _start(environment: dict[str, str], *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, str(DEPLOY / "task.py"), *words], env=environment, text=True)


def _report(fleet: Fleet, environment: dict[str, str]) -> Any:
    key = f"results/{environment['RUN']}/{MEMBER}.json"
    return json.loads(fleet.client("s3").get_object(Bucket=fleet.outputs["BucketName"], Key=key)["Body"].read())


@pytest.mark.parametrize("code", [0, 12, 20])
def test_the_report_is_kept_and_the_code_handed_on(fleet: Fleet, stand_in: Path, code: int) -> None:
    """The command gets the verb, its flags and the bucket's targets; its report is kept, whatever it ends with."""
    environment = _given(fleet, PATH=f"{stand_in}{os.pathsep}{os.environ['PATH']}", ENDS_WITH=str(code))
    assert _start(environment, "apply", "--yes").wait(60) == code
    report = _report(fleet, environment)
    assert report["words"] == ["apply", "--yes", "--targets", "--format", "json"]
    assert report["targets"] == (DEPLOY / "targets.yaml").read_text()


def test_a_stopped_task_finishes_what_is_in_flight(fleet: Fleet, stand_in: Path, tmp_path: Path) -> None:
    """ECS's SIGTERM reaches the command as Ctrl-C: it ends with 130, and its report is kept all the same."""
    waits = tmp_path / "waits"
    environment = _given(fleet, PATH=f"{stand_in}{os.pathsep}{os.environ['PATH']}", WAIT=str(waits))
    running = _start(environment, "apply", "--yes")
    try:
        deadline = time.monotonic() + 60
        while not waits.exists():
            assert time.monotonic() < deadline
            time.sleep(0.02)
        running.send_signal(signal.SIGTERM)
        assert running.wait(60) == 130
    finally:
        running.kill()
        running.wait()
    assert _report(fleet, environment)["words"][0] == "apply"


def test_the_command_itself_runs_over_the_account(fleet: Fleet) -> None:
    """With the real command in the task, the report tells of the member account's family, and holds no value."""
    fleet.member(MEMBER)
    value = "-".join(["hunter2", "of", MEMBER])
    fleet.client("iam", MEMBER).create_role(RoleName="execution", AssumeRolePolicyDocument=TRUST)
    fleet.client("ecs", MEMBER).register_task_definition(
        family="web",
        executionRoleArn=f"arn:aws:iam::{MEMBER}:role/execution",
        containerDefinitions=[
            {"name": "app", "image": "app:1", "memory": 128, "environment": [{"name": "DB_PASSWORD", "value": value}]}
        ],
    )
    programs = Path(sys.executable).parent
    environment = _given(fleet, PATH=f"{programs}{os.pathsep}{os.environ['PATH']}", AWS_DEFAULT_REGION=REGION)
    assert _start(environment, "plan", "--detailed-exitcode").wait(120) == 11
    report = json.dumps(_report(fleet, environment))
    assert "web" in report
    assert MEMBER in report
    assert value not in report
