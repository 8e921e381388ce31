"""Over many accounts: the same work for each target and Region, side by side, with outcomes as data.

One bad account never stops the rest. Nothing is kept on this machine: a run that ended anywhere is simply run again,
and goes on with what is left.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from ecs_secretmigrate.errors import AwsCredentialsError, ExitCode, SecretMigrateError
from ecs_secretmigrate.model.target import ALL_REGIONS
from ecs_secretmigrate.operations import doors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ecs_secretmigrate.fleet.pacing import Pacing
    from ecs_secretmigrate.model.selection import Access
    from ecs_secretmigrate.model.target import Target
    from ecs_secretmigrate.ports import Aws

T = TypeVar("T")
PARALLELISM = 8
"""Targets and Regions under way at once."""
_LOOK_SECONDS = 0.5
_ANY_REGION = "us-east-1"
"""Where an account is asked which Regions it has on: every account of the partition ``aws`` has this one."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One target in one Region.

    Attributes:
        target: the target.
        region: the Region; None for the profile's or the environment's; ``all`` for each that the account has on.
    """

    target: Target
    region: str | None

    @property
    def label(self) -> str:
        """``payments-prod eu-west-1``."""
        return f"{self.target.name} {self.region}" if self.region else self.target.name


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """The work was done.

    Attributes:
        unit: where.
        result: what the work gave.
        account: 12-digit account id.
        region: the Region.
        seconds: how long it took.
    """

    unit: Unit
    result: T
    account: str
    region: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Skipped:
    """It was not begun.

    Attributes:
        unit: where.
        reason: why, and what to do.
    """

    unit: Unit
    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """It did not come to an end.

    Attributes:
        unit: where.
        error: why.
        seconds: how long it took.
    """

    unit: Unit
    error: SecretMigrateError
    seconds: float


class UnexpectedError(SecretMigrateError):
    """A fault of this tool; its message may quote a value, and is withheld."""


@dataclass(slots=True)
class Fleet:
    """The targets of a run, and how many of them at once.

    Attributes:
        targets: the targets; those of one account share its token buckets.
        access: how AWS is reached, where a target says nothing else.
        pacing: the run's token buckets; None to call as fast as it goes.
        parallelism: units under way at once.
        max_failures: how many may fail before no other is begun; None for any number.
        stop: set to begin no other.
    """

    targets: Sequence[Target]
    access: Access
    pacing: Pacing | None = None
    parallelism: int = PARALLELISM
    max_failures: int | None = None
    stop: threading.Event | None = None

    def units(self) -> list[Unit]:
        """Every target in every Region of its, in the order of the file."""
        return [
            Unit(target, region)
            for target in self.targets
            for region in (target.regions or tuple(self.access.region or ()) or (None,))
        ]

    def run(
        self,
        work: Callable[[Unit, Aws], T],
        *,
        units: Iterable[Unit] | None = None,
        begun: Callable[[Unit], None] = lambda _: None,
        failed: Callable[[T], bool] = lambda _: False,
    ) -> Iterator[Done[T] | Skipped | Failed]:
        """Do the work for each unit; yield outcomes as they come.

        Args:
            work: what to do in an open account and Region; called in a thread of its own.
            units: which; None for all of them.
            begun: told of each unit as it is begun.
            failed: whether a result counts as a failure.
        """
        waiting = deque(self.units() if units is None else units)
        opened = _Doors(self.access, self.pacing)
        failures = 0
        running: dict[Future[Done[T] | Failed | list[Unit]], Unit] = {}
        with ThreadPoolExecutor(max(1, self.parallelism), thread_name_prefix="target") as pool:
            while waiting or running:
                why_not = self._why_not(failures)
                while waiting and why_not:
                    yield Skipped(waiting.popleft(), why_not)
                while waiting and len(running) < self.parallelism:
                    unit = waiting.popleft()
                    if unit.region == ALL_REGIONS:
                        running[pool.submit(_each_region, unit, opened)] = unit
                        continue
                    begun(unit)
                    running[pool.submit(_one, unit, work, opened)] = unit
                ended, _ = wait(running, timeout=_LOOK_SECONDS, return_when=FIRST_COMPLETED)
                for future in ended:
                    del running[future]
                    outcome = future.result()
                    if isinstance(outcome, list):
                        waiting.extendleft(reversed(outcome))
                        continue
                    failures += isinstance(outcome, Failed) or failed(outcome.result)
                    yield outcome

    def _why_not(self, failures: int) -> str:
        if self.stop is not None and self.stop.is_set():
            return "not begun: the run was interrupted; run it again to go on"
        if self.max_failures is not None and failures > self.max_failures:
            return f"not begun: more than {self.max_failures} failed; mend those and run it again"
        return ""


def _each_region(unit: Unit, opened: _Doors) -> list[Unit] | Failed:
    """A unit of its own for each Region that the account has on."""
    start = time.monotonic()
    try:
        regions = doors.regions(opened.open(replace(unit, region=_ANY_REGION)))
    except SecretMigrateError as error:
        return Failed(unit, error, time.monotonic() - start)
    return [replace(unit, region=region) for region in regions]


def _one(unit: Unit, work: Callable[[Unit, Aws], T], opened: _Doors) -> Done[T] | Failed:
    start = time.monotonic()
    try:
        aws = opened.open(unit)
        result = work(unit, aws)
        return Done(unit, result, aws.account, aws.region, time.monotonic() - start)
    except SecretMigrateError as error:
        return Failed(unit, error, time.monotonic() - start)
    except Exception as error:  # noqa: BLE001 - one bad account never stops the rest; a message may hold a value
        fault = UnexpectedError(f"internal error: {type(error).__name__}", cure="please report it; run it again")
        return Failed(unit, fault, time.monotonic() - start)


class _Doors:
    """Opens accounts: a target's role is assumed once, for all its Regions."""

    def __init__(self, access: Access, pacing: Pacing | None) -> None:
        self._access = access
        self._pacing = pacing
        self._opened: dict[str, Aws] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()
        self._partitions: dict[str | None, str] = {}

    def open(self, unit: Unit) -> Aws:
        """Open the account, and see that it is the one that was meant.

        Raises:
            AwsCredentialsError: it cannot be opened, or is another one.
        """
        target = unit.target
        with self._lock:
            lock = self._locks.setdefault(target.name, threading.Lock())
        with lock:
            if target.name not in self._opened:
                access = self._access
                role = self._role_arn(target)
                aws = doors.account(
                    replace(
                        access,
                        profile=target.profile or access.profile,
                        region=[unit.region] if unit.region else None,
                        role_arn=role or access.role_arn,
                        external_id=target.external_id or access.external_id,
                    ),
                    self._pacing,
                    session_name=target.session_name,
                )
                if target.account is not None and aws.account != target.account:
                    raise AwsCredentialsError(
                        f"the credentials are of account {aws.account}, not of {target.account}",
                        cure="give the target a role or a profile of its account",
                    )
                self._opened[target.name] = aws
            aws = self._opened[target.name]
        return aws.elsewhere(unit.region) if unit.region else aws

    def _role_arn(self, target: Target) -> str | None:
        """The role's ARN; a name is a role of the target's account, in the partition of the caller."""
        if target.role is None or target.role.startswith("arn:"):
            return target.role
        if target.account is None:
            raise AwsCredentialsError(
                f"the role {target.role} of the target {target.name} is in no account",
                cure="give the target its account, or the role's ARN",
            )
        profile = target.profile or self._access.profile
        with self._lock:
            if profile not in self._partitions:
                named = [region for region in target.regions if region != ALL_REGIONS]
                region = named[:1] or self._access.region or [_ANY_REGION]
                start = replace(self._access, profile=profile, region=region)
                self._partitions[profile] = doors.account(start).partition
        return f"arn:{self._partitions[profile]}:iam::{target.account}:role/{target.role}"


def exit_code(codes: Iterable[int], *, skipped: bool, interrupted: bool) -> int:
    """What a bulk run ends with.

    Args:
        codes: what each unit ended with.
        skipped: whether some were not begun.
        interrupted: whether that is since the run was interrupted.
    """
    listed = list(codes)
    if interrupted:
        return ExitCode.INTERRUPTED
    fine = {ExitCode.DONE, ExitCode.FINDINGS, ExitCode.CHANGES_PENDING}
    bad = [code for code in listed if code not in fine]
    if not bad and not skipped:
        return max(listed, default=ExitCode.DONE)
    if len(listed) == 1 and not skipped:
        return bad[0]
    return ExitCode.SOME_TARGETS_FAILED
