"""A bulk migration of several accounts against the time that AWS's token buckets allow at best.

    python -m benchmarks.bulk_rates [--accounts 4] [--services 40] [--secrets 3] [--share 0.5] [--json]

A proxy before the embedded AWS enforces the buckets of each account, and answers what goes over them with the
throttling errors that AWS gives. The bound is the time in which the slowest bucket lets through what must be written.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import boto3

from ecs_secretmigrate.fleet.rates import rate_of
from ecs_secretmigrate.sandbox.server import REGION, Sandbox
from tests.support.accounts import TRUST
from tests.support.proxy import Proxy
from tests.support.rates import RateLimits

BOUND = 1.15
ROLE = "ecs-secretmigrate"
_FIRST_SECOND = 1.0


def account_id(index: int) -> str:
    """A 12-digit account id."""
    return f"{index + 1:012}"


def fill(url: str, account: str, services: int, secrets: int, region: str = REGION) -> None:
    """An account with services that run one family each, every one with a role and secrets of its own."""
    session = boto3.session.Session(aws_access_key_id=account, aws_secret_access_key="x", region_name=region)
    ecs, iam = session.client("ecs", endpoint_url=url), session.client("iam", endpoint_url=url)
    trust = TRUST.replace('"Service":"ecs-tasks.amazonaws.com"', '"AWS":"*"')
    for name, document in [(ROLE, trust), *((f"execution-{index}", TRUST) for index in range(services))]:
        try:
            iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)
        except iam.exceptions.EntityAlreadyExistsException:
            continue  # roles are an account's, and there from another Region
    ecs.create_cluster(clusterName="main")

    def one(index: int) -> None:
        family = f"service-{index:03}"
        environment = [
            {"name": f"DB_{n}_PASSWORD", "value": f"{account}-{region}-{index}-{n}-hunter2"} for n in range(secrets)
        ]
        environment.append({"name": "LOG_LEVEL", "value": "info"})
        container = {"name": "app", "image": "app:1", "memory": 128, "environment": environment}
        ecs.register_task_definition(
            family=family,
            executionRoleArn=f"arn:aws:iam::{account}:role/execution-{index}",
            containerDefinitions=[container],
        )
        ecs.create_service(
            cluster="main",
            serviceName=family,
            taskDefinition=family,
            desiredCount=1,
            launchType="FARGATE",
            networkConfiguration={"awsvpcConfiguration": {"subnets": ["subnet-1"]}},
            deploymentConfiguration={"deploymentCircuitBreaker": {"enable": True, "rollback": True}},
        )

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, range(services)))


def targets_file(folder: Path, accounts: int, regions: list[str], store: str) -> Path:
    """A targets file over the accounts."""
    path = folder / "targets.yaml"
    rows = "".join(f'  - account: "{account_id(index)}"\n' for index in range(accounts))
    listed = ", ".join(regions)
    path.write_text(f"defaults:\n  role: {ROLE}\n  regions: [{listed}]\n  store: {store}\ntargets:\n{rows}")
    return path


def environment(url: str) -> dict[str, str]:
    """The shell of whoever runs it: credentials of an account of their own."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
    return {
        **kept,
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "999999999999",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def bound(writes: dict[tuple[str, str], int], share: float) -> float:
    """Seconds in which each account's buckets let through these calls, one account's worth."""
    return max(
        max(0.0, count - max(1.0, rate_of(*call).burst * share)) / (rate_of(*call).per_second * share)
        for call, count in writes.items()
    )


def measure(accounts: int, services: int, secrets: int, share: float, parallelism: int) -> dict[str, Any]:
    """Apply over the accounts, as a user does."""
    with Sandbox() as server, Proxy(server.url) as proxy, tempfile.TemporaryDirectory() as folder:
        for index in range(accounts):
            fill(server.url, account_id(index), services, secrets)
        limits = RateLimits()
        proxy.layers.append(limits)
        targets = targets_file(Path(folder), accounts, [REGION], "ssm")
        command = [sys.executable, "-m", "ecs_secretmigrate", "apply", "--targets", str(targets), "--yes"]
        command += ["--settle", "0", "--rate-share", str(share), "--parallelism", str(parallelism), "--format", "json"]
        limits.start = start = time.monotonic()
        done = subprocess.run(command, env=environment(proxy.url), capture_output=True, text=True, check=False)
        seconds = time.monotonic() - start
        totals = json.loads(done.stdout)["totals"] if done.stdout.startswith("{") else {}
        assert totals.get("migrated") == accounts * services, (done.returncode, totals, done.stderr[-2000:])
        writes = {("ssm", "PutParameter"): services * secrets, ("ecs", "RegisterTaskDefinition"): services}
        best = bound(writes, share)
        return {
            "accounts": accounts,
            "services": services,
            "share": share,
            "seconds": seconds,
            "bound": best,
            "ratio": seconds / best,
            "calls": sum(limits.calls.values()),
            "operations": {":".join(call): count for call, count in limits.calls.most_common()},
            "when": _when(limits.log),
            "throttled": len(limits.throttled),
            "throttledLater": [what for at, what in limits.throttled if at > _FIRST_SECOND],
        }


def _when(log: list[tuple[float, str]]) -> dict[str, list[float]]:
    """The first and the last call of each operation, in seconds from the start."""
    times: dict[str, list[float]] = {}
    for at, operation in log:
        times.setdefault(operation, []).append(round(at, 1))
    return {operation: [min(of), max(of)] for operation, of in times.items()}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accounts", type=int, default=4)
    parser.add_argument("--services", type=int, default=40)
    parser.add_argument("--secrets", type=int, default=3)
    parser.add_argument("--share", type=float, default=0.5)
    parser.add_argument("--parallelism", type=int, default=8)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    result = measure(given.accounts, given.services, given.secrets, given.share, given.parallelism)
    if given.json:
        print(json.dumps(result))
        return
    print(f"{result['seconds']:.1f} s; the buckets allow it in {result['bound']:.1f} s at a share of {result['share']}")
    print(f"{result['ratio']:.2f} x the bound (at most {BOUND}); {result['calls']} calls")
    print(f"{result['throttled']} throttled, {len(result['throttledLater'])} of them after the first second")


if __name__ == "__main__":
    main()
