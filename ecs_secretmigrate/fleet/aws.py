"""The door to AWS: botocore with sealed values, safe errors and no debug logs."""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar

import botocore
import botocore.config
import botocore.exceptions

from ecs_secretmigrate.errors import AwsError
from ecs_secretmigrate.fleet import failures, quiet, unmodelled
from ecs_secretmigrate.fleet.cores import in_region
from ecs_secretmigrate.fleet.remembering import RememberingAws
from ecs_secretmigrate.model.secret_value import SecretValue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import boto3

    from ecs_secretmigrate.fleet.pacing import Pacing

Item = TypeVar("Item")
Result = TypeVar("Result")

_SECRET_MEMBERS = frozenset({"SecretString", "SecretBinary"})
_SEALED_BY_OPERATION = {
    # What may hold a value besides: the input of a rule, a schedule, a state machine; the overrides of a task.
    "ListTargetsByRule": frozenset({"Input", "InputTemplate"}),
    "GetSchedule": frozenset({"Input"}),
    "DescribeStateMachine": frozenset({"definition"}),
    "DescribeTasks": frozenset({"value"}),
    "RunTask": frozenset({"value"}),
}
_PARAMETER_READS = frozenset({"GetParameter", "GetParameters", "GetParametersByPath", "GetParameterHistory"})

THREADS = 16
"""Calls under way at once in one account and Region. More only wait for one another in one Python process."""
RETRIES = {"mode": "adaptive", "total_max_attempts": 6}
"""botocore's client-side rate limiter on top of exponential back-off (boto3 guide, "Retries")."""


class BotoAws:
    """One account and Region, through one boto3 session.

    Args:
        session: where credentials and the default Region come from.
        endpoint_url: replaces every service's endpoint, as ``--endpoint-url`` does for the AWS CLI.
        pacing: the run's token buckets; None to call as fast as it goes.
    """

    def __init__(
        self,
        session: boto3.session.Session,
        *,
        endpoint_url: str | None = None,
        pacing: Pacing | None = None,
    ) -> None:
        self._session = session
        self._endpoint_url = endpoint_url
        self._pacing = pacing
        self._remembering: RememberingAws | None = None
        self._clients: dict[str, Any] = {}
        self._regions: dict[str, BotoAws] = {}
        self._lock = threading.Lock()
        self._identity: dict[str, str] | None = None
        self._asking = threading.Lock()

    @property
    def region(self) -> str:
        """The session's Region.

        Raises:
            AwsCredentialsError: it has none.
        """
        region = self._session.region_name
        if not region:
            raise failures.no_region()
        return str(region)

    @property
    def account(self) -> str:
        """The caller's account id."""
        return self._caller()["Account"]

    @property
    def caller(self) -> str:
        """The caller's ARN."""
        return self._caller()["Arn"]

    @property
    def partition(self) -> str:
        """The partition of the caller's ARN."""
        return self._caller()["Arn"].split(":")[1]

    def _caller(self) -> dict[str, str]:
        with self._asking:
            if self._identity is None:
                self._identity = self.call("sts", "GetCallerIdentity")
            return self._identity

    def elsewhere(self, region: str) -> BotoAws:
        """The same credentials in another Region."""
        if region == self.region:
            return self
        with self._lock:
            if region not in self._regions:
                other = BotoAws(
                    in_region(self._session, region),
                    endpoint_url=self._endpoint_url,
                    pacing=self._pacing,
                )
                other._identity = self._identity
                self._regions[region] = other
            return self._regions[region]

    def call(self, service: str, operation: str, /, **parameters: Any) -> dict[str, Any]:
        """Make one call; see :class:`~ecs_secretmigrate.ports.Aws`."""
        try:
            client = self._client(service)
            answer = getattr(client, botocore.xform_name(operation))(**_opened(parameters))
        except Exception as error:  # noqa: BLE001 - translated: none of botocore's errors may pass, they quote values
            raise failures.translate(error, service, operation, parameters) from None
        return _sealed(operation, answer)

    def pages(self, service: str, operation: str, /, **parameters: Any) -> Iterator[dict[str, Any]]:
        """Make one call a page; see :class:`~ecs_secretmigrate.ports.Aws`."""
        try:
            paginator = self._client(service).get_paginator(botocore.xform_name(operation))
            for page in paginator.paginate(**_opened(parameters)):
                yield _sealed(operation, page)
        except AwsError:
            raise
        except Exception as error:  # noqa: BLE001 - as above
            raise failures.translate(error, service, operation, parameters) from None

    def each(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Do something for each item, some at a time; see :class:`~ecs_secretmigrate.ports.Aws`."""
        rest = iter(items)
        first = list(islice(rest, 2))
        if len(first) < 2:
            yield from map(function, first)  # one thing alone needs no thread
            return
        rest = chain(first, rest)
        window: deque[Any] = deque()
        with ThreadPoolExecutor(THREADS, thread_name_prefix="ecs-secretmigrate") as pool:
            try:
                for item in rest:
                    window.append(pool.submit(function, item))
                    if len(window) >= 2 * THREADS:
                        yield window.popleft().result()
                while window:
                    yield window.popleft().result()
            finally:
                for future in window:
                    future.cancel()

    def remembering(self) -> RememberingAws:
        """The door that asks once; see :class:`~ecs_secretmigrate.ports.Aws`."""
        with self._lock:
            if self._remembering is None:
                self._remembering = RememberingAws(self)
            return self._remembering

    def _client(self, service: str) -> Any:
        # Whose buckets: asked through a client of its own, which is not paced.
        paced_as = self.account if self._pacing is not None and service != "sts" else ""
        with self._lock:
            if service not in self._clients:
                self._clients[service] = self._session.client(
                    service,
                    region_name=self.region,
                    endpoint_url=self._endpoint_url,
                    config=botocore.config.Config(
                        retries=RETRIES,
                        connect_timeout=10,
                        read_timeout=60,
                        max_pool_connections=32,
                        user_agent_extra="ecs-secretmigrate",
                    ),
                )
                if self._pacing is not None and paced_as:
                    self._pacing.watch(self._clients[service], service, paced_as, self.region)
                if service == "ecs":
                    unmodelled.watch(self._clients[service])
                quiet.silence()
            return self._clients[service]


def _opened(node: Any) -> Any:
    """The parameters with their values open: the one place from which a value goes to AWS."""
    if isinstance(node, SecretValue):
        return node.reveal()
    if isinstance(node, dict):
        return {key: _opened(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [_opened(item) for item in node]
    return node


def _sealed(operation: str, answer: dict[str, Any]) -> dict[str, Any]:
    """The answer with the values of secrets and parameters wrapped."""
    members = _SECRET_MEMBERS | ({"Value"} if operation in _PARAMETER_READS else set())
    members = members | _SEALED_BY_OPERATION.get(operation, frozenset())
    sealed: dict[str, Any] = _wrap(answer, members)
    sealed.pop("ResponseMetadata", None)
    return sealed


def _wrap(node: Any, members: frozenset[str] | set[str]) -> Any:
    if isinstance(node, dict):
        return {
            key: SecretValue(value) if key in members and isinstance(value, str) else _wrap(value, members)
            for key, value in node.items()
            if not isinstance(value, bytes)
        }
    if isinstance(node, list):
        return [_wrap(item, members) for item in node]
    return node
