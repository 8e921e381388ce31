"""A door that asks each question about an account's surroundings once, and remembers the answer for the run.

Several checks ask the same of one cluster, role, stack or subnet. What may change while a run lasts (what a service
runs, what a secret holds) and what is read once anyway is passed on.
"""

from __future__ import annotations

import json
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import AwsError, AwsThrottledError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ecs_secretmigrate.fleet.aws import BotoAws, Item, Result

_KEPT = frozenset(
    {
        ("ecs", "ListClusters"),
        ("ecs", "ListServices"),
        ("ecs", "DescribeServices"),
        ("ecs", "ListTaskDefinitions"),
        ("ecs", "ListContainerInstances"),
        ("ecs", "DescribeContainerInstances"),
        ("iam", "GetRole"),
        ("iam", "GetRolePolicy"),
        ("iam", "ListRolePolicies"),
        ("iam", "ListAttachedRolePolicies"),
        ("iam", "SimulatePrincipalPolicy"),
        ("cloudformation", "DescribeStackResources"),
        ("kms", "DescribeKey"),
        ("ec2", "DescribeSubnets"),
        ("ec2", "DescribeRouteTables"),
        ("ec2", "DescribeVpcEndpoints"),
    }
)


class RememberingAws:
    """One account and Region; what is asked again is not called again."""

    def __init__(self, aws: BotoAws) -> None:
        self._aws = aws
        self._answers: dict[str, Future[Any]] = {}
        self._lock = threading.Lock()

    @property
    def region(self) -> str:
        """See :class:`~ecs_secretmigrate.ports.Aws`."""
        return self._aws.region

    @property
    def account(self) -> str:
        """See :class:`~ecs_secretmigrate.ports.Aws`."""
        return self._aws.account

    @property
    def caller(self) -> str:
        """See :class:`~ecs_secretmigrate.ports.Aws`."""
        return self._aws.caller

    @property
    def partition(self) -> str:
        """See :class:`~ecs_secretmigrate.ports.Aws`."""
        return self._aws.partition

    def call(self, service: str, operation: str, /, **parameters: Any) -> dict[str, Any]:
        """One call, or its answer from before; see :class:`~ecs_secretmigrate.ports.Aws`."""
        if (service, operation) not in _KEPT:
            return self._aws.call(service, operation, **parameters)
        answer: dict[str, Any] = self._once(
            _key("call", service, operation, parameters), lambda: self._aws.call(service, operation, **parameters)
        )
        return answer

    def pages(self, service: str, operation: str, /, **parameters: Any) -> Iterator[dict[str, Any]]:
        """A listing, or its pages from before; see :class:`~ecs_secretmigrate.ports.Aws`."""
        if (service, operation) not in _KEPT:
            return self._aws.pages(service, operation, **parameters)
        pages: list[dict[str, Any]] = self._once(
            _key("pages", service, operation, parameters),
            lambda: list(self._aws.pages(service, operation, **parameters)),
        )
        return iter(pages)

    def each(self, function: Callable[[Item], Result], items: Iterable[Item], /) -> Iterator[Result]:
        """See :class:`~ecs_secretmigrate.ports.Aws`."""
        return self._aws.each(function, items)

    def elsewhere(self, region: str) -> BotoAws | RememberingAws:
        """The same account in another Region, where nothing is remembered."""
        return self if region == self.region else self._aws.elsewhere(region)

    def remembering(self) -> RememberingAws:
        """Itself."""
        return self

    def _once(self, key: str, ask: Callable[[], Any]) -> Any:
        """Ask, unless somebody has or is about to: then wait for that answer. A "no" of AWS is an answer too."""
        with self._lock:
            mine = key not in self._answers
            future = self._answers.setdefault(key, Future())
        if mine:
            try:
                future.set_result(ask())
            except BaseException as error:  # noqa: BLE001 - whoever waits for the answer must not wait for ever
                if not isinstance(error, AwsError) or isinstance(error, AwsThrottledError) or not error.code:
                    with self._lock:
                        del self._answers[key]
                future.set_exception(error)
        return future.result()


def _key(*parts: Any) -> str:
    """None of the calls that are remembered takes a value, so a key holds none."""
    return json.dumps(parts, sort_keys=True)
