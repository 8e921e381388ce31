"""The embedded AWS: quick, on loopback only, gone with its command, and right about what containers get."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ecs_secretmigrate.errors import SandboxError
from ecs_secretmigrate.sandbox.server import Sandbox
from tests.support.cli import command


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _gone_within(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not _alive(pid):
            return True
        time.sleep(0.02)
    return False


def test_it_is_up_soon_and_gone_with_its_block() -> None:
    """It answers within seconds even on a busy machine, and its process ends with the block, error or not."""
    begun = time.monotonic()
    with Sandbox() as server:
        assert time.monotonic() - begun < 5
        pid = server.pid
        assert _alive(pid)
    assert _gone_within(pid, 5)
    with pytest.raises(RuntimeError), Sandbox() as server:
        pid = server.pid
        raise RuntimeError
    assert _gone_within(pid, 5)


def test_two_at_once_take_different_ports() -> None:
    """Each picks a free port of its own, on the loopback address only."""
    with Sandbox() as one, Sandbox() as two:
        assert one.url != two.url
        assert one.url.startswith("http://127.0.0.1:")
        listening = Path("/proc/net/tcp")
        if listening.exists():
            port = f"{int(one.url.rsplit(':', 1)[1]):04X}"
            rows = [line.split()[1] for line in listening.read_text().splitlines()[1:] if line.split()[3] == "0A"]
            assert [row for row in rows if row.endswith(f":{port}")] == [f"0100007F:{port}"]


def test_it_does_not_outlive_a_killed_parent() -> None:
    """The parent is killed without a chance to clean up: the embedded AWS ends all the same."""
    code = (
        "import time; from ecs_secretmigrate.sandbox.server import Sandbox\n"
        "with Sandbox() as server: print(server.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert _alive(pid)
        parent.send_signal(signal.SIGKILL)
    assert _gone_within(pid, 5)


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """ministack is an extra: without it, the command to install it is named."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(SandboxError, match=r"ecs-secretmigrate\[sandbox\]"), Sandbox():
        pass


def test_a_command_runs_inside_and_its_exit_code_comes_out() -> None:
    """``sandbox -- COMMAND`` sets the four variables and ends with the command's own code."""
    script = (
        "import os, sys, urllib.request as u; "
        "keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_DEFAULT_REGION']; "
        "sys.exit(7 if u.urlopen(os.environ['AWS_ENDPOINT_URL'] + '/_ministack/health').status == 200 "
        "and all(os.environ.get(key) for key in keys) else 1)"
    )
    done = subprocess.run(
        [sys.executable, "-m", "ecs_secretmigrate", "sandbox", "--empty", "--", sys.executable, "-c", script],
        check=False,
    )
    assert done.returncode == 7
    assert command("sandbox", "--empty", "--", "no-such-program").code == 2


def test_a_role_without_the_grant_starts_no_container(sandbox: Sandbox) -> None:
    """As in ECS: the execution role is asked first, and the task stops with its reason."""
    from tests.support.accounts import Emulated
    from tests.support.proxy import Proxy

    sandbox.reset()
    with Proxy(sandbox.url) as proxy:
        account = Emulated("ministack", proxy)
        account.role()
        account.client("ssm").put_parameter(Name="/a", Value="correct-horse", Type="SecureString")
        account.register("web", {}, container={"secrets": [{"name": "A", "valueFrom": "/a"}]})
        ecs = account.client("ecs")
        ecs.create_cluster(clusterName="main")
        task = ecs.run_task(cluster="main", taskDefinition="web")["tasks"][0]["taskArn"]
        deadline = time.monotonic() + 20
        reason = ""
        while time.monotonic() < deadline and not reason:
            reason = ecs.describe_tasks(cluster="main", tasks=[task])["tasks"][0].get("stoppedReason", "")
            time.sleep(0.02)
        assert reason.startswith("ResourceInitializationError")
        assert "not authorized to perform: ssm:GetParameters" in reason


def test_the_demo_ends_with_the_oracles_word() -> None:
    """``make demo``: both stores, the same environment before and after, and none of the fixture's values shown."""
    done = subprocess.run(
        [sys.executable, "-m", "ecs_secretmigrate", "demo"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told = " ".join(done.stdout.split())
    assert told.count("4 variables, the same names, the same values") == 3
    for words in (
        "service main/my-app: rolled back; the execution role may not read a secret",
        "service main/my-app: moved to my-app-task:2",
        "deleted: my-app-task:1 Rotate, in this order",
        "my-app-task:2 back to my-app-task:1",
    ):
        assert words in told
    wide = [line for line in done.stdout.splitlines() if len(line) > 80 and "arn:" not in line and line[0] != "$"]
    assert wide == [
        "Both stores: the containers got the same environment before and after, and no value was shown above."
    ]
    assert done.stdout.rstrip().endswith("no value was shown above.")
    for value in ("correct-horse", "db.internal.example.com", "my_app"):
        assert value not in done.stdout + done.stderr


def test_ctrl_c_ends_the_sandbox_cleanly() -> None:
    """Ctrl-C: the export lines were printed, the process ends with 0, and nothing is left running."""
    with subprocess.Popen(
        [sys.executable, "-m", "ecs_secretmigrate", "sandbox"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline().split("=")[0] for _ in range(4)]
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
    assert lines == [
        "export AWS_ENDPOINT_URL",
        "export AWS_ACCESS_KEY_ID",
        "export AWS_SECRET_ACCESS_KEY",
        "export AWS_DEFAULT_REGION",
    ]
