"""How long a fleet takes: on one machine, as shards of a CI matrix, as a Distributed Map. Prints docs/scale.md's table.

Nothing is timed here: the figures follow from AWS's rates, from the calls that this command makes, and from what a call
costs a processor. Change them below to see your own fleet.
"""

from __future__ import annotations

from dataclasses import dataclass

CALLS_TO_PLAN = 12
"""A service with three secrets, counted on the embedded AWS (11 to 12 more calls for each further service)."""
CALLS_TO_APPLY = 40
"""Likewise, without the looks at its roll-out."""
ROLL_OUT_SECONDS = 300
LOOKS = 72
"""At a roll-out of that length, with pauses that grow to five seconds."""
CPU_SECONDS = 0.0015
"""A call, with boto3 in threads of one process: threads share one core."""
SHARE = 0.5
"""Of AWS's rates, by default."""
REGISTER_BURST, REGISTER_RATE = 20, 1.0
"""RegisterTaskDefinition, an account and Region. Source: ECS API reference, "Request throttling"."""
PUT_PARAMETER_RATE = 3.0
"""PutParameter, an account and Region, without higher throughput. Source: Systems Manager quotas."""
SECRETS = 3
START_SECONDS = 60
"""A Fargate task, from RunTask to the first line of the program: an estimate."""
TASK_DOLLARS_AN_HOUR = 0.25 * 0.04048 + 0.5 * 0.004445
"""Size small, Linux on x86, us-east-1, list price."""
TRANSITIONS, TRANSITION_DOLLARS = 4, 0.025 / 1000
"""States of an account's child execution, standard workflow, us-east-1, list price."""


@dataclass(frozen=True)
class Fleet:
    """A fleet: accounts, Regions of each, services of each Region."""

    accounts: int
    regions: int
    services: int

    @property
    def total(self) -> int:
        """Services in all."""
        return self.accounts * self.regions * self.services

    def account(self) -> float:
        """Seconds AWS lets an account take at best, with the last roll-out; Regions run side by side."""
        register = (self.services - REGISTER_BURST * SHARE) / (REGISTER_RATE * SHARE)
        parameters = self.services * SECRETS / (PUT_PARAMETER_RATE * SHARE)
        return max(register, parameters) + ROLL_OUT_SECONDS

    def machines(self, count: int, calls: int) -> float:
        """Seconds of processor on each of so many machines."""
        return self.total * calls * CPU_SECONDS / count

    def mapped(self, at_once: int) -> float:
        """Seconds with so many accounts at a time, each in its own task."""
        return -(-self.accounts // at_once) * (START_SECONDS + self.account())

    def dollars(self) -> float:
        """A run over all accounts: tasks and transitions."""
        tasks = (START_SECONDS + self.account()) / 3600 * TASK_DOLLARS_AN_HOUR
        return self.accounts * (tasks + TRANSITIONS * TRANSITION_DOLLARS)


FLEETS = (Fleet(20, 2, 25), Fleet(100, 2, 50), Fleet(300, 2, 50), Fleet(1000, 2, 50))


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.1f}" if seconds < 600 else f"{seconds / 60:.0f}"


def table() -> str:
    """The table, in markdown."""
    titles = [
        "accounts x Regions x services",
        "services",
        "plan, one machine",
        "apply, one machine",
        "apply, 4 shards",
        "apply, map, 100 at a time",
        "apply, map, all at once",
        "map, a run",
    ]
    lines = [f"| {' | '.join(titles)} |", f"| --- |{' --: |' * (len(titles) - 1)}"]
    for fleet in FLEETS:
        apply = CALLS_TO_APPLY + LOOKS
        cells = [
            f"{fleet.accounts:,} x {fleet.regions} x {fleet.services}",
            f"{fleet.total:,}",
            _minutes(fleet.machines(1, CALLS_TO_PLAN)),
            _minutes(max(fleet.account(), fleet.machines(1, apply))),
            _minutes(max(fleet.account(), fleet.machines(4, apply))),
            _minutes(fleet.mapped(min(100, fleet.accounts))),
            _minutes(fleet.mapped(fleet.accounts)),
            f"${fleet.dollars():.2f}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
