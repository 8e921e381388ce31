"""Emulators over real HTTP, behind the proxy that refuses what AWS refuses; and no AWS settings of this machine."""

from __future__ import annotations

import os
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from ecs_secretmigrate.sandbox.server import Sandbox
from tests.support.accounts import Emulated
from tests.support.proxy import Proxy
from tests.support.strictness import Strictness

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from tests.support.proxy import Call

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"

# The gate says the same thing twice; `pytest --hypothesis-profile=thorough` goes looking for more.
settings.register_profile("gate", derandomize=True, deadline=None)
settings.register_profile("thorough", max_examples=3000, deadline=None)
settings.load_profile("gate")


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def shared() -> Path:
    """What the developers and CI have beside a checkout and a user's clone has not."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is not here: only the developers and CI have it")
    return folder


@pytest.fixture(scope="session")
def _ministack() -> Iterator[Sandbox]:
    with Sandbox() as server:
        yield server


@pytest.fixture(scope="session")
def _moto() -> Iterator[str]:
    os.environ["MOTO_ACCOUNT_ID"] = "123456789012"
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def _emulated(name: str, upstream: str) -> Iterator[Emulated]:
    with Proxy(upstream) as proxy:
        proxy.layers.append(Strictness())
        yield Emulated(name, proxy)


@pytest.fixture
def ministack(_ministack: Sandbox) -> Iterator[Emulated]:
    """ministack, empty, behind the strict proxy."""
    _ministack.reset()
    yield from _emulated("ministack", _ministack.url)


@pytest.fixture
def sandbox(_ministack: Sandbox) -> Sandbox:
    """The embedded AWS itself, for its record of what containers got."""
    return _ministack


def _moto_deployments(call: Call, proxy: Proxy, headers: dict[str, str]) -> dict[str, Any] | None:
    """What moto leaves out of UpdateService: the service's deployment is of the revision that it runs."""
    if (call.service, call.operation) != ("ecs", "DescribeServices"):
        return None
    answer = proxy.ask(call, headers, "DescribeServices", **call.parameters)
    for service in answer.get("services", []):
        for deployment in service.get("deployments", []):
            deployment["taskDefinition"] = service["taskDefinition"]
    return answer or None


_moto_deployments.takes_headers = True  # type: ignore[attr-defined]


@pytest.fixture
def moto(_moto: str) -> Iterator[Emulated]:
    """moto, empty, behind the strict proxy."""
    urllib.request.urlopen(urllib.request.Request(f"{_moto}/moto-api/reset", method="POST")).close()
    for emulated in _emulated("moto", _moto):
        emulated.proxy.layers.append(_moto_deployments)
        yield emulated


@pytest.fixture(params=["ministack", "moto"])
def emulator(request: pytest.FixtureRequest) -> Emulated:
    """Each emulator in turn."""
    emulated: Emulated = request.getfixturevalue(request.param)
    return emulated


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many points the harnesses tried."""
    tried: dict[str, int] = {}
    for report in terminalreporter.getreports("passed"):
        for name, count in report.user_properties:
            tried[name] = tried.get(name, 0) + int(str(count))
    if tried:
        terminalreporter.write_line("tried: " + ", ".join(f"{count} {name}" for name, count in sorted(tried.items())))
