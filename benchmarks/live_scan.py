"""A live scan of many task definitions and services against the bare boto3 calls in the best thread pool.

    python -m benchmarks.live_scan [--definitions 1000] [--services 300] [--rounds 5] [--json]

Both sides are asked of the embedded AWS, in turn, in one run. The floor makes the least calls that tell the same: each
family once, each service once, in batches of the API's maximum; of several sizes of thread pool the quickest counts.
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import boto3
import botocore.config

from ecs_secretmigrate.fleet.session import keyed_account
from ecs_secretmigrate.model.options import Options
from ecs_secretmigrate.model.selection import Selection
from ecs_secretmigrate.operations import scanning
from ecs_secretmigrate.reports.documents import ScanDocument
from ecs_secretmigrate.sandbox.server import ACCOUNT, REGION, Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

BOUND = 1.3
POOLS = (4, 8, 16, 32)
_SETTINGS = 18


def fill(url: str, definitions: int, services: int) -> None:
    """Register families with one secret among settings each, and services in three clusters."""
    ecs = _client(url)

    def register(index: int) -> None:
        settings = [{"name": f"SETTING_{n}", "value": f"value-{index}-{n}"} for n in range(_SETTINGS)]
        secret = {"name": "DB_PASSWORD", "value": f"hunter2-{index}-" + "x" * 8}
        url_ = {"name": "API_URL", "value": f"https://api-{index}.example.com/v1"}
        container = {"name": "app", "image": "app:1", "memory": 128, "environment": [*settings, secret, url_]}
        ecs.register_task_definition(family=f"family-{index:05}", containerDefinitions=[container])

    def serve(index: int) -> None:
        ecs.create_service(
            cluster=f"cluster-{index % 3}",
            serviceName=f"service-{index:04}",
            taskDefinition=f"family-{index:05}",
            desiredCount=0,
        )

    for index in range(3):
        ecs.create_cluster(clusterName=f"cluster-{index}")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(register, range(definitions)))
        list(pool.map(serve, range(services)))


def _client(url: str, pool: int = 32) -> Any:
    session = boto3.session.Session(aws_access_key_id=ACCOUNT, aws_secret_access_key="sandbox", region_name=REGION)
    config = botocore.config.Config(max_pool_connections=pool)
    return session.client("ecs", endpoint_url=url, config=config)


def floor(url: str, threads: int, calls: collections.Counter[str] | None = None) -> int:
    """The bare calls, the least that tell the same; return how many task definitions they gave."""
    ecs = _client(url, threads)
    if calls is not None:
        _counted(ecs, calls)
    with ThreadPoolExecutor(threads) as pool:
        pages = ecs.get_paginator("list_task_definition_families").paginate(status="ACTIVE")
        families = [family for page in pages for family in page["families"]]
        read = pool.map(lambda family: ecs.describe_task_definition(taskDefinition=family, include=["TAGS"]), families)
        batches = []
        for page in ecs.get_paginator("list_clusters").paginate():
            for cluster in page["clusterArns"]:
                listed = ecs.get_paginator("list_services").paginate(cluster=cluster, maxResults=100)
                arns = [arn for part in listed for arn in part["serviceArns"]]
                batches += [(cluster, arns[start : start + 10]) for start in range(0, len(arns), 10)]
        list(pool.map(lambda batch: ecs.describe_services(cluster=batch[0], services=batch[1]), batches))
        return len(list(read))


def _counted(client: Any, calls: collections.Counter[str]) -> Any:
    client.meta.events.register("before-call.ecs", lambda model, **_: calls.update([model.name]))
    return client


def ours(url: str, calls: collections.Counter[str] | None = None) -> int:
    """The tool's scan; return how many task definitions it read."""
    aws = keyed_account(ACCOUNT, "sandbox", REGION, endpoint_url=url)
    if calls is not None:
        _counted(aws._client("ecs"), calls)  # noqa: SLF001 - there is no other way to its events
    options = Options()
    flow = scanning.Flow(options)
    document = ScanDocument(flow.scan(scanning.read(Selection(everything=True), lambda: [aws], options))).whole()
    return int(document["sources"])


def measure(definitions: int, services: int, rounds: int) -> dict[str, Any]:
    """Both sides in turn."""
    os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")
    with Sandbox() as server:
        fill(server.url, definitions, services)
        calls: collections.Counter[str] = collections.Counter()
        fewest: collections.Counter[str] = collections.Counter()
        assert ours(server.url, calls) == floor(server.url, 8, fewest) == definitions
        best = min(POOLS, key=lambda threads: min(_timed(floor, server.url, threads) for _ in range(2)))
        pairs = list(_pairs(server.url, best, rounds))
    return {
        "definitions": definitions,
        "services": services,
        "threads": best,
        "floor": statistics.median(mine for mine, _ in pairs),
        "scan": statistics.median(theirs for _, theirs in pairs),
        "ratio": statistics.median(theirs / mine for mine, theirs in pairs),
        "calls": sum(calls.values()),
        "least": sum(fewest.values()),
        "operations": dict(calls),
    }


def _pairs(url: str, threads: int, rounds: int) -> Iterator[tuple[float, float]]:
    for _ in range(rounds):
        yield _timed(floor, url, threads), _timed(ours, url)


def _timed(function: Any, *arguments: Any) -> float:
    start = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - start


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--definitions", type=int, default=1000)
    parser.add_argument("--services", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    result = measure(given.definitions, given.services, given.rounds)
    if given.json:
        print(json.dumps(result))
        return
    print(f"floor, {result['threads']} threads: {result['floor']:.2f} s; scan: {result['scan']:.2f} s")
    print(f"{result['ratio']:.2f} x the floor (at most {BOUND})")
    print(f"{result['calls']} calls, {result['least']} are the least possible")


if __name__ == "__main__":
    main()
