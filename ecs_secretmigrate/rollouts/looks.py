"""Looks at services, ten a call: those that fall together are one call.

Source: ECS API reference, ``DescribeServices``: up to 10 services of one cluster.
"""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import AwsError

if TYPE_CHECKING:
    from ecs_secretmigrate.model.usage import User
    from ecs_secretmigrate.ports import Aws

BATCH = 10
"""Most services in one ``DescribeServices``."""
_TOGETHER_SECONDS = 0.05

Answer = Future[dict[str, dict[str, Any]]]


class Looks:
    """Looks at the services of one account and Region.

    Args:
        aws: the account and Region.
    """

    def __init__(self, aws: Aws) -> None:
        self._aws = aws
        self._lock = threading.Lock()
        self._gathering: dict[str, tuple[list[str], Answer]] = {}

    def at(self, user: User) -> dict[str, Any]:
        """What ECS says of a service now; the first to ask waits a moment for others of its cluster.

        Raises:
            AwsError: the call failed, or the service is not there any more.
        """
        cluster, name = user.traits["cluster"], user.traits["name"]
        with self._lock:
            joined = self._gathering.get(cluster)
            names, answer = joined or ([], Answer())
            names.append(name)
            if len(names) == BATCH:
                self._gathering.pop(cluster, None)
            elif joined is None:
                self._gathering[cluster] = names, answer
        if joined is None:
            self._ask(cluster, names, answer)
        found = answer.result().get(name)
        if found is None:
            raise AwsError(
                f"the service {user.label} is not there any more",
                service="ecs",
                operation="DescribeServices",
                code="ServiceNotFoundException",
            )
        return found

    def _ask(self, cluster: str, names: list[str], answer: Answer) -> None:
        try:
            time.sleep(_TOGETHER_SECONDS)
            with self._lock:
                if self._gathering.get(cluster, ([], None))[1] is answer:
                    del self._gathering[cluster]
            services = self._aws.call("ecs", "DescribeServices", cluster=cluster, services=sorted(set(names)))
            answer.set_result({str(service["serviceName"]): service for service in services.get("services", [])})
        except BaseException as error:  # noqa: BLE001 - whoever waits for the answer must not wait for ever
            answer.set_exception(error)
