"""AWS's token buckets as a layer of the proxy: what goes over them gets the throttling error that AWS gives."""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.fleet.rates import rate_of
from tests.support.proxy import Refusal

if TYPE_CHECKING:
    from tests.support.proxy import Call, Proxy

_SCOPE = re.compile(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/")
_SIGNED_AS = {"states": "stepfunctions"}


@dataclass
class _Bucket:
    tokens: float
    at: float


class RateLimits:
    """Enforces the published rates for each set of credentials and Region.

    Args:
        factor: multiplies them, so that a test need not take minutes.
    """

    takes_headers = True

    def __init__(self, factor: float = 1.0) -> None:
        self.factor = factor
        self.calls: Counter[tuple[str, str]] = Counter()
        self.log: list[tuple[float, str]] = []
        self.throttled: list[tuple[float, str]] = []
        self.start = time.monotonic()
        self._buckets: dict[tuple[str, str, str], _Bucket] = {}
        self._lock = threading.Lock()

    def __call__(self, call: Call, proxy: Proxy, headers: dict[str, str]) -> dict[str, Any] | None:
        scope = _SCOPE.search(headers.get("Authorization", ""))
        key, region, signed = scope.groups() if scope else ("", "", call.service)
        rate = rate_of(_SIGNED_AS.get(signed, signed), call.operation)
        now = time.monotonic()
        with self._lock:
            self.calls[call.service, call.operation] += 1
            self.log.append((now - self.start, call.operation))
            bucket = self._buckets.setdefault((key, region, rate.name), _Bucket(rate.burst * self.factor, now))
            refilled = bucket.tokens + (now - bucket.at) * rate.per_second * self.factor
            bucket.tokens, bucket.at = min(max(1.0, rate.burst * self.factor), refilled), now
            if bucket.tokens < 1:
                self.throttled.append((now - self.start, f"{call.service}:{call.operation}"))
                code = "ThrottlingException" if call.protocol == "json" else "Throttling"
                raise Refusal(code, "Rate exceeded")
            bucket.tokens -= 1
        return None
