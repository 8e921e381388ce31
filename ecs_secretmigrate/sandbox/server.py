"""The embedded AWS as a context manager: a free port on loopback, up in under a second, gone with its block."""

from __future__ import annotations

import contextlib
import http.client
import importlib.util
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from ecs_secretmigrate.errors import SandboxError
from ecs_secretmigrate.model.secret_value import SecretValue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

ACCOUNT = "123456789012"
"""ministack takes a 12-digit access key as the account to work in."""
REGION = "eu-west-1"
_START_SECONDS = 20.0
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class StartedContainer:
    """A container that the embedded AWS started.

    Attributes:
        family: family of its task definition.
        revision: revision of its task definition.
        name: its name.
        image: its image.
        exit_code: its exit code, None while it runs.
        environment: the environment it really got.
    """

    family: str
    revision: int
    name: str
    image: str
    exit_code: int | None
    environment: dict[str, SecretValue]


class Sandbox:
    """An embedded AWS.

    Args:
        auth: whether permissions are enforced.
        steady_seconds: how long a deployment must be steady to count as completed.
    """

    def __init__(self, *, auth: bool = False, steady_seconds: float = 0.25) -> None:
        self._auth = auth
        self._steady = steady_seconds
        self._process: subprocess.Popen[str] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._lock = threading.Lock()
        self._port = 0

    @property
    def url(self) -> str:
        """The endpoint of every service."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def pid(self) -> int:
        """The process id of the embedded AWS."""
        assert self._process is not None
        return self._process.pid

    def environment(self, account: str = ACCOUNT, region: str = REGION) -> dict[str, str]:
        """The environment variables with which any AWS tool talks to it."""
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": account,
            "AWS_SECRET_ACCESS_KEY": "sandbox",
            "AWS_DEFAULT_REGION": region,
        }

    def __enter__(self) -> Self:
        if importlib.util.find_spec("ministack") is None:
            raise SandboxError("the embedded AWS is not installed", cure="pip install 'ecs-secretmigrate[sandbox]'")
        self._folder = tempfile.TemporaryDirectory(prefix="ecs-secretmigrate-")
        try:
            for _ in range(_ATTEMPTS):
                if self._start():
                    return self
            raise SandboxError("the embedded AWS did not start", cure="run it again; another program may hold its port")
        except BaseException:
            self._stop()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def _start(self) -> bool:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        assert self._folder is not None
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "MINISTACK_"))}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ecs_secretmigrate.sandbox.launch"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            # Ctrl-C is for the parent; the child goes when the pipe closes.
            start_new_session=True,
            env={
                **kept,
                "BIND_HOST": "127.0.0.1",
                "GATEWAY_PORT": str(self._port),
                "MINISTACK_ACCOUNT_ID": ACCOUNT,
                "MINISTACK_REGION": REGION,
                "AWS_EC2_METADATA_DISABLED": "true",
                "AUTH": "true" if self._auth else "false",
                "LOG_LEVEL": "ERROR",
                "SANDBOX_STEADY_SECONDS": str(self._steady),
                "TMPDIR": self._folder.name,
                "S3_DATA_DIR": self._folder.name,
                # A socket that does not exist: ministack looks for a real engine's containers to remove.
                "DOCKER_HOST": f"unix://{self._folder.name}/none",
            },
        )
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            if self._answers():
                return True
            time.sleep(0.01)
        self._end_process()
        return False

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=5)
        try:
            connection.request("GET", "/_ministack/health")
            return connection.getresponse().status < 500
        except OSError:
            return False
        finally:
            connection.close()

    def reset(self) -> None:
        """Forget everything: families, secrets, parameters, roles, what containers got."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            connection.request("POST", "/_ministack/reset")
            connection.getresponse().read()
        finally:
            connection.close()
        assert self._process is not None
        assert self._process.stdin is not None
        with self._lock:
            self._process.stdin.write("forget\n")
            self._process.stdin.flush()

    def containers(self) -> list[StartedContainer]:
        """Every container started since the last reset, oldest first."""
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._lock:
            self._process.stdin.write("containers\n")
            self._process.stdin.flush()
            answer: list[dict[str, Any]] = json.loads(self._process.stdout.readline())
        return [
            StartedContainer(
                record["family"],
                record["revision"],
                record["container"],
                record["image"],
                record["exitCode"],
                {name: SecretValue(value) for name, value in record["environment"].items()},
            )
            for record in answer
        ]

    def _stop(self) -> None:
        self._end_process()
        if self._folder is not None:
            with contextlib.suppress(OSError):
                self._folder.cleanup()
            self._folder = None

    def _end_process(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


@contextlib.contextmanager
def in_environment(variables: dict[str, str]) -> Iterator[None]:
    """The embedded AWS in place of this process's own AWS settings, within the block."""
    kept = dict(os.environ)
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(kept)
