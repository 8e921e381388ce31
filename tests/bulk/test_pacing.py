"""Token buckets: never more than AWS's share, no less than they allow, and a yield where AWS throttles."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecs_secretmigrate.fleet.pacing import Bucket, Pacing
from ecs_secretmigrate.fleet.rates import Rate, rate_of


class _Clock:
    """Time that passes only where somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def _taken(bucket: Bucket, clock: _Clock, idle: list[float]) -> list[float]:
    times = []
    for pause in idle:
        clock.now += pause
        bucket.take()
        times.append(clock.now)
    return times


@given(
    burst=st.floats(1, 100),
    per_second=st.floats(0.1, 100),
    share=st.floats(0.05, 1),
    idle=st.lists(st.floats(0, 5), min_size=2, max_size=80),
)
def test_no_span_of_time_sees_more_calls_than_the_bucket_gives(
    burst: float, per_second: float, share: float, idle: list[float]
) -> None:
    """In any span of t seconds there are at most burst + rate * t calls: AWS's own bucket is never empty."""
    clock = _Clock()
    times = _taken(Bucket(Rate("x", burst, per_second), share, clock=clock, sleep=clock.sleep), clock, idle)
    for first in range(len(times)):
        for last in range(first, len(times)):
            most = max(1.0, burst * share) + per_second * share * (times[last] - times[first])
            assert last - first + 1 <= most + 1e-6


@given(burst=st.floats(1, 50), per_second=st.floats(0.5, 50), calls=st.integers(1, 120))
def test_nobody_waits_longer_than_the_bucket_asks(burst: float, per_second: float, calls: int) -> None:
    """Calls made one after the other end exactly when the bucket lets the last one through."""
    clock = _Clock()
    times = _taken(Bucket(Rate("x", burst, per_second), 1.0, clock=clock, sleep=clock.sleep), clock, [0.0] * calls)
    assert times[-1] <= max(0.0, calls - burst) / per_second + 1e-6


def test_throttling_halves_the_rate_and_it_comes_back() -> None:
    """After a throttle calls come at half the rate from an empty bucket; in time at the whole rate again."""
    clock = _Clock()
    bucket = Bucket(Rate("x", 10, 10), 1.0, clock=clock, sleep=clock.sleep)
    clock.now = 100.0
    bucket.throttled()
    bucket.throttled()  # the same incident: many calls in flight are told at once
    times = _taken(bucket, clock, [0.0] * 6)
    assert 0.18 <= times[1] - times[0] <= 0.2
    clock.now += 60.0
    times = _taken(bucket, clock, [0.0] * 30)
    assert times[-1] - times[-2] <= 0.1 + 1e-9


def test_accounts_and_regions_have_buckets_of_their_own_and_iam_is_one_for_an_account() -> None:
    """What AWS counts apart is counted apart, what it counts together together."""
    pacing = Pacing(0.5)
    put = pacing.bucket("1", "eu-west-1", "ssm", "PutParameter")
    assert put is pacing.bucket("1", "eu-west-1", "ssm", "PutParameter")
    assert put is not pacing.bucket("1", "us-east-1", "ssm", "PutParameter")
    assert put is not pacing.bucket("2", "eu-west-1", "ssm", "PutParameter")
    register = pacing.bucket("1", "eu-west-1", "ecs", "RegisterTaskDefinition")
    assert register is pacing.bucket("1", "eu-west-1", "ecs", "DeregisterTaskDefinition")
    grant = pacing.bucket("1", "eu-west-1", "iam", "PutRolePolicy")
    assert grant is pacing.bucket("1", "us-east-1", "iam", "PutRolePolicy")


def test_threads_share_a_bucket_fairly() -> None:
    """However many threads take at once, each call's turn is its own."""
    waits: list[float] = []
    bucket = Bucket(Rate("x", 1, 1000), 1.0, clock=lambda: 0.0, sleep=waits.append)
    threads = [threading.Thread(target=bucket.take) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(waits) == pytest.approx([turn / 1000 for turn in range(1, 50)])


def test_the_slowest_rates_are_those_that_aws_gives() -> None:
    """The two that hold a bulk migration back."""
    assert rate_of("ssm", "PutParameter").per_second == 3
    assert rate_of("ecs", "RegisterTaskDefinition").per_second == 1
