"""Moving one service: the AWS calls and seconds of ``apply``, beside those of ``ecs-deploy`` setting one variable.

    python -m benchmarks.one_service [--rounds N] [--json]

Both on the embedded AWS, behind a proxy on this machine that notes each call. What both do is to read the service and
its definition, register a revision, move the service to it, and wait until it runs; ecs-deploy also deregisters the
old revision, which ours leaves to ``retire``. Calls that only a migration makes (secrets, the execution role, who else
runs the family, proving) are counted apart. Needs: pip install 'ecs-secretmigrate[bench]'
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measuring import TOOL, Figure, compiled, median, run, tell
from ecs_secretmigrate.sandbox.server import Sandbox
from tests.support import services
from tests.support.accounts import Emulated
from tests.support.proxy import Proxy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.support.proxy import Call

_BOUND = 7.0
"""One fewer than the eight of ecs-deploy where a service is steady at its second look."""
_BOTH = (
    "DescribeServices",
    "DescribeTaskDefinition",
    "RegisterTaskDefinition",
    "UpdateService",
    "DescribeServiceDeployments",
)


def _once(server: Sandbox, command: Sequence[str], python: Mapping[str, str]) -> tuple[list[str], float]:
    """The calls and seconds of one command over a service that runs one revision of plaintext."""
    server.reset()
    with Proxy(server.url) as proxy:
        emulated = Emulated("ministack", proxy)
        emulated.role()
        environment = {"LOG_LEVEL": "info", "DATABASE_PASSWORD": "example".replace("e", "3")}
        services.service(emulated, "web", emulated.register("web", environment))
        proxy.calls.clear()
        start = time.perf_counter()
        run(command, {**python, **emulated.environment()})
        seconds = time.perf_counter() - start
        return [_named(call) for call in proxy.calls], seconds


def _named(call: Call) -> str:
    """The operation; services described by ARN are those of the whole cluster: who else runs the family."""
    everybody = call.operation == "DescribeServices" and call.parameters["services"][0].startswith("arn:")
    return "DescribeServices of the cluster" if everybody else call.operation


def _told(calls: Sequence[str]) -> str:
    return ", ".join(name if count == 1 else f"{name} x {count}" for name, count in Counter(calls).items())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    theirs = shutil.which("ecs", path=str(Path(sys.executable).parent))
    if theirs is None:
        sys.exit("ecs-deploy is not here: pip install 'ecs-secretmigrate[bench]'")
    ours = [*TOOL, "apply", "--service", "main/web", "--yes", "--settle", "0"]
    deploy = [theirs, "deploy", "main", "web", "-e", "app", "LOG_LEVEL", "debug"]
    with Sandbox() as server, compiled() as python:
        _once(server, ours, python), _once(server, deploy, python)
        rounds = [(_once(server, ours, python), _once(server, deploy, python)) for _ in range(asked.rounds)]
    mine, other = (min((pair[index][0] for pair in rounds), key=len) for index in (0, 1))
    shared = [name for name in mine if name in _BOTH]
    theirs_shared = sum(name != "DeregisterTaskDefinition" for name in other)
    details = {"ecs-deploy": theirs_shared, "ours in all": len(mine), "ecs-deploy in all": len(other)}
    figures = [
        Figure("calls for what both do, ours", len(shared), _BOUND, unit="", details=details),
        Figure(
            "seconds: ours / ecs-deploy",
            median([first[1] / second[1] for first, second in rounds]),
            1.0,
            details={"pause of ecs-deploy between looks": "1 s"},
        ),
    ]
    if not asked.json:
        print(f"ours, for what both do: {_told(shared)}")
        print(f"ours, besides:          {_told([name for name in mine if name not in _BOTH])}")
        print(f"ecs-deploy:             {_told(other)}\n")
    tell(figures, as_json=asked.json)


if __name__ == "__main__":
    main()
