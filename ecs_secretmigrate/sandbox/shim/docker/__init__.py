"""A pretend docker package, on the path of the embedded AWS's process only.

ministack's ECS engine (rollouts, circuit breaker, roll-backs, its own resolution of secrets) wakes where
``import docker`` works. Here a container is a record: what it was started with is kept in memory and handed to the
parent process, which compares what containers really got before and after a migration.

An image's name decides its fate: ``nopull`` cannot be pulled, ``crash`` exits with 1 at once, ``need-NAME`` exits
with 1 unless NAME is a variable of its environment that is not empty, and ``exit-NAME`` exits at once with the number
in NAME, modulo 256 as any process does.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import re
import sys
import threading
import time
import uuid
from typing import Any

from docker import execution_role, run_task_sync
from docker.errors import ImageNotFound, NotFound

__all__ = ["DockerClient", "forget", "from_env", "records"]

_LABEL = "com.amazonaws.ecs."
_SSM_MARK = "ENCRYPTED:"
# Without a circuit breaker ministack starts a crashing task again at once, for ever.
_CRASH_PAUSE = 0.2

_lock = threading.Lock()
_containers: dict[str, Container] = {}
_records: list[dict[str, Any]] = []


def records() -> list[dict[str, Any]]:
    """Every container that was started, oldest first: family, revision, name, image, exit code, environment."""
    with _lock:
        return list(_records)


def forget() -> None:
    """Forget them: another account's story begins."""
    with _lock:
        _records.clear()


class Container:
    """A container that never was."""

    def __init__(self, image: str, options: dict[str, Any]) -> None:
        self.id = uuid.uuid4().hex * 2
        self.name = options.get("name", "")
        self.labels = options.get("labels") or {}
        self.image = image
        self.status = "running"
        self.attrs: dict[str, Any] = {
            "NetworkSettings": {"Networks": {}},
            "State": {"ExitCode": 0},
            "Created": "2026-01-01T00:00:00Z",
        }
        environment = {name: _decoded(value) for name, value in (options.get("environment") or {}).items()}
        self.exit_code = _fate(image, environment)
        with _lock:
            _records.append(
                {
                    "family": self.labels.get(f"{_LABEL}task-definition-family", ""),
                    "revision": int(self.labels.get(f"{_LABEL}task-definition-version", 0)),
                    "container": self.labels.get(f"{_LABEL}container-name", ""),
                    "task": self.labels.get(f"{_LABEL}task-arn", ""),
                    "image": image,
                    "exitCode": self.exit_code,
                    "environment": environment,
                }
            )

    def reload(self) -> None:
        """Look at the state again."""
        if self.exit_code is not None:
            self.status = "exited"

    def wait(self, **_: Any) -> dict[str, int]:
        """The exit code."""
        return {"StatusCode": self.exit_code or 0}

    def logs(self, **options: Any) -> Any:
        """Nothing was printed."""
        return iter(()) if options.get("stream") else b""

    def stop(self, **_: Any) -> None:
        """End it."""
        self.status = "exited"

    kill = stop

    def remove(self, **_: Any) -> None:
        """Forget it."""
        _containers.pop(self.id, None)


def _fate(image: str, environment: dict[str, str]) -> int | None:
    """The code it exits with at once, None for a container that keeps running."""
    needed = re.findall(r"need-([A-Z0-9_]+)", image)
    if "crash" in image or any(not environment.get(name) for name in needed):
        return 1
    named = re.search(r"exit-([A-Z0-9_]+)", image)
    return int(environment.get(named[1]) or 0) % 256 if named else None


def _decoded(value: str) -> str:
    """Ministack hands a SecureString over as it keeps it; the ECS agent hands over the plaintext."""
    if not value.startswith(_SSM_MARK):
        return value
    try:
        return base64.b64decode(value.removeprefix(_SSM_MARK), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return value


class _Image:
    def __init__(self, name: str) -> None:
        self.id = "sha256:" + hashlib.sha256(name.encode()).hexdigest()
        self.tags = [name]

    def tag(self, *_: Any, **__: Any) -> bool:
        return True


class _Images:
    def get_registry_data(self, image: str, **_: Any) -> _Image:
        return self.get(image)

    def pull(self, image: str, **_: Any) -> _Image:
        if "nopull" in image:
            raise NotFound(f"pull access denied for {image}")
        return _Image(image)

    def get(self, image: str) -> _Image:
        if "nopull" in image:
            raise ImageNotFound(image)
        return _Image(image)

    def list(self, **_: Any) -> list[_Image]:
        return []


class _Containers:
    def run(self, image: str, **options: Any) -> Container:
        execution_role.check(options.get("labels") or {})
        if "nopull" in image:
            raise ImageNotFound(image)
        container = Container(image, options)
        if container.exit_code is not None:
            time.sleep(_CRASH_PAUSE)
        _containers[container.id] = container
        return container

    def get(self, identity: str) -> Container:
        if identity not in _containers:
            raise NotFound(identity)
        return _containers[identity]

    def list(self, **_: Any) -> list[Container]:
        return []


class _Nothing:
    def list(self, **_: Any) -> list[Any]:
        return []


class DockerClient:
    """What ministack asks of a docker client."""

    containers = _Containers()
    images = _Images()
    networks = volumes = _Nothing()

    def ping(self) -> bool:
        """The engine is there."""
        return True

    def close(self) -> None:
        """Nothing to close."""


def from_env(**_: Any) -> DockerClient:
    """The client; what ministack does otherwise than AWS, or too slowly for who waits, is put right on the way."""
    run_task_sync.install()
    engine = sys.modules.get("ministack.services.ecs")
    if engine is not None:
        engine._ECS_DEPLOYMENT_STEADY_DELAY = float(os.environ["SANDBOX_STEADY_SECONDS"])  # noqa: SLF001
    return DockerClient()
