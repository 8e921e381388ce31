"""Pacing: each call waits for its turn in a token bucket of its account, Region and API.

The buckets hold a share of what AWS gives (:mod:`ecs_secretmigrate.fleet.rates`), since the workloads of an account
live on the same rates. Where AWS throttles all the same, somebody else uses them: a bucket then yields, and takes its
share back little by little (additive increase, multiplicative decrease, as TCP does: RFC 5681).
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

from botocore.retries.standard import ThrottledRetryableChecker

from ecs_secretmigrate.fleet.rates import rate_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecs_secretmigrate.fleet.rates import Rate

DEFAULT_SHARE = 0.5
"""Of AWS's rates, how much is used."""

_THROTTLED = frozenset(ThrottledRetryableChecker._THROTTLED_ERROR_CODES)  # noqa: SLF001 - botocore's own list
_LEAST = 0.1
_YIELD = 0.5
_RECOVERY_A_SECOND = 0.02
_SAME_INCIDENT_SECONDS = 1.0


class Bucket:
    """A token bucket: a call takes a token, and waits in line until there is one.

    Args:
        rate: what AWS gives.
        share: how much of it is used, 0 to 1.
        clock: seconds, monotonic.
        sleep: waits so many seconds.
    """

    def __init__(
        self,
        rate: Rate,
        share: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._per_second = rate.per_second * share
        self._burst = max(1.0, rate.burst * share)
        self._tokens = self._burst
        self._factor = 1.0
        self._at = self._throttled_at = clock()
        self._lock = threading.Lock()

    def take(self) -> float:
        """Take a token; return the seconds that were waited for it."""
        with self._lock:
            self._refill()
            self._tokens -= 1
            wait = max(0.0, -self._tokens / (self._per_second * self._factor))
        if wait:
            self._sleep(wait)
        return wait

    def throttled(self) -> None:
        """AWS said "slower": use half of what was used, from an empty bucket on."""
        with self._lock:
            self._refill()
            self._tokens = min(self._tokens, 0.0)
            now = self._clock()
            if now - self._throttled_at >= _SAME_INCIDENT_SECONDS or self._factor == 1.0:
                self._factor = max(_LEAST, self._factor * _YIELD)
                self._throttled_at = now

    def _refill(self) -> None:
        now = self._clock()
        passed, self._at = now - self._at, now
        self._tokens = min(self._burst, self._tokens + passed * self._per_second * self._factor)
        self._factor = min(1.0, self._factor + passed * _RECOVERY_A_SECOND)


class Pacing:
    """The buckets of every account and Region of a run.

    Args:
        share: how much of AWS's rates is used, above 0 and at most 1.
    """

    def __init__(self, share: float = DEFAULT_SHARE) -> None:
        self._share = share
        self._buckets: dict[tuple[str, str, str], Bucket] = {}
        self._lock = threading.Lock()

    def bucket(self, account: str, region: str, service: str, operation: str) -> Bucket:
        """The bucket that a call takes from."""
        rate = rate_of(service, operation)
        key = (account, "" if rate.is_global else region, rate.name)
        with self._lock:
            if key not in self._buckets:
                self._buckets[key] = Bucket(rate, self._share)
            return self._buckets[key]

    def watch(self, client: Any, service: str, account: str, region: str) -> None:
        """Have every attempt of this client's calls wait for its turn, retries too, and learn from throttling."""

        def turn(operation_name: str, **_: Any) -> None:
            self.bucket(account, region, service, operation_name).take()

        def learn(response: Any, operation: Any, **_: Any) -> None:
            code = response[1].get("Error", {}).get("Code") if response else None
            if code in _THROTTLED:
                self.bucket(account, region, service, operation.name).throttled()

        # Before signing, so that a request is fresh when it is sent.
        client.meta.events.register_first(f"before-sign.{client.meta.service_model.service_id.hyphenize()}", turn)
        client.meta.events.register_first(f"needs-retry.{client.meta.service_model.service_id.hyphenize()}", learn)
