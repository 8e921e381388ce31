"""Many accounts planned and applied by one command, killed half-way and run again: all is migrated, once.

python -m benchmarks.bulk_life [--accounts 20] [--regions 2] [--services 25] [--json]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import boto3

from benchmarks.bulk_rates import account_id, environment, fill, targets_file
from ecs_secretmigrate.sandbox.server import Sandbox
from tests.support.proxy import Proxy

REGIONS = ("eu-west-1", "us-east-1")


def run(url: str, *words: str, quiet: bool = False) -> subprocess.Popen[str]:
    """A command line of the tool in a process of its own."""
    command = [sys.executable, "-m", "ecs_secretmigrate", *words]
    said = subprocess.DEVNULL if quiet else subprocess.PIPE
    return subprocess.Popen(command, env=environment(url), stdout=said, stderr=said, text=True)


def killed_half_way(proxy: Proxy, targets: Path, of: int, *words: str) -> int:
    """Apply, and end the process once half of the services were moved; return how many were by then."""

    def moved() -> int:
        return sum(call.operation == "UpdateService" for call in list(proxy.calls))

    with run(proxy.url, "apply", "--targets", str(targets), "--yes", "--settle", "0", *words, quiet=True) as process:
        while moved() < of // 2 and process.poll() is None:
            time.sleep(0.01)
        process.kill()
    return moved()


def standing(url: str, accounts: int, regions: tuple[str, ...]) -> dict[str, Any]:
    """What the accounts hold now, seen by bare calls: revisions, secrets, and what services run."""

    def one(place: tuple[int, str]) -> dict[str, Any]:
        index, region = place
        session = boto3.session.Session(
            aws_access_key_id=account_id(index), aws_secret_access_key="x", region_name=region
        )
        ecs = session.client("ecs", endpoint_url=url)
        listed = session.client("secretsmanager", endpoint_url=url).get_paginator("list_secrets").paginate()
        arns = [a for p in ecs.get_paginator("list_services").paginate(cluster="main") for a in p["serviceArns"]]
        running = [
            service["taskDefinition"]
            for start in range(0, len(arns), 10)
            for service in ecs.describe_services(cluster="main", services=arns[start : start + 10])["services"]
        ]
        bodies = [ecs.describe_task_definition(taskDefinition=arn)["taskDefinition"] for arn in running]
        containers = [body["containerDefinitions"][0] for body in bodies]
        revisions = ecs.get_paginator("list_task_definitions").paginate(status="ACTIVE")
        return {
            "services": len(running),
            "migrated": sum(
                bool(container.get("secrets"))
                and {entry["name"] for entry in container["environment"]} == {"LOG_LEVEL"}
                for container in containers
            ),
            "revisions": sum(len(page["taskDefinitionArns"]) for page in revisions),
            "secrets": sum(len(page["SecretList"]) for page in listed),
        }

    with ThreadPoolExecutor(4) as pool:
        rows = list(pool.map(one, [(index, region) for index in range(accounts) for region in regions]))
    return {key: sum(row[key] for row in rows) for key in rows[0]}


def measure(accounts: int, regions: tuple[str, ...], services: int, secrets: int) -> dict[str, Any]:
    """The whole story."""
    total = accounts * len(regions) * services
    with Sandbox() as server, Proxy(server.url) as proxy, tempfile.TemporaryDirectory() as folder:
        for index in range(accounts):
            for region in regions:
                fill(server.url, account_id(index), services, secrets, region)
        targets = targets_file(Path(folder), accounts, list(regions), "secretsmanager")
        start = time.monotonic()
        planned = run(proxy.url, "plan", "--targets", str(targets), "--format", "json")
        plan = json.loads(planned.communicate()[0])
        plan_seconds = time.monotonic() - start
        begun = killed_half_way(proxy, targets, total)
        start = time.monotonic()
        again = run(proxy.url, "apply", "--targets", str(targets), "--yes", "--settle", "0", "--format", "json")
        receipt = json.loads(again.communicate()[0])
        seconds = time.monotonic() - start
        third = run(proxy.url, "apply", "--targets", str(targets), "--yes", "--settle", "0", "--format", "json")
        idle = json.loads(third.communicate()[0])
        found = standing(server.url, accounts, regions)
    return {
        "planned": plan["totals"],
        "planSeconds": plan_seconds,
        "movedWhenKilled": begun,
        "codes": [planned.returncode, again.returncode, third.returncode],
        "again": receipt["totals"],
        "againSeconds": seconds,
        "third": idle["totals"],
        **found,
        "expected": {"services": total, "revisions": 2 * total, "secrets": total * secrets},
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accounts", type=int, default=20)
    parser.add_argument("--regions", type=int, default=2)
    parser.add_argument("--services", type=int, default=25)
    parser.add_argument("--secrets", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    result = measure(given.accounts, REGIONS[: given.regions], given.services, given.secrets)
    if given.json:
        print(json.dumps(result, indent=2))
        return
    print(f"planned {result['planned']['moves']} moves in {result['planSeconds']:.0f} s")
    print(f"killed with {result['movedWhenKilled']} services moved; run again: {result['againSeconds']:.0f} s")
    print(
        f"{result['migrated']} of {result['services']} services run a migrated revision; "
        f"{result['revisions']} revisions ({result['expected']['revisions']} expected, one more where an answer was "
        f"lost), {result['secrets']} secrets ({result['expected']['secrets']} expected)"
    )


if __name__ == "__main__":
    main()
