"""The same from Python: what the command line does, with typed results, without printing and without exiting.

    from ecs_secretmigrate import Done, Failed, Options, Selection, load_targets, over, plan, scan

    found = scan(Selection(files=["task-definitions/"]))
    for finding in found.findings:
        print(finding.label, finding.confidence, finding.location)

    for outcome in over(load_targets("targets.yaml"), plan):
        match outcome:
            case Done(unit, made):
                print(unit.label, made.moves, "to move")
            case Failed(unit, error):
                print(unit.label, error)

Every function raises :class:`~ecs_secretmigrate.errors.SecretMigrateError`, whose message holds no value and says what
to do. Nothing asks before it changes anything: ``plan`` first.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ecs_secretmigrate.model.options import Options
from ecs_secretmigrate.model.selection import Access, Rolling, Selection
from ecs_secretmigrate.model.target import Target
from ecs_secretmigrate.operations import config, doors, lifecycle, planning, scanning, wiring
from ecs_secretmigrate.operations import targets as target_files
from ecs_secretmigrate.operations.applying import Applying, Ways
from ecs_secretmigrate.operations.bulk import PARALLELISM, Done, Failed, Fleet, Skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ecs_secretmigrate.model.finding import ScanResult
    from ecs_secretmigrate.model.plan import Plan
    from ecs_secretmigrate.model.receipt import Receipt, Verification
    from ecs_secretmigrate.model.revision import FamilyStatus, Retirement, Reversal
    from ecs_secretmigrate.operations.bulk import Unit
    from ecs_secretmigrate.ports import Aws

__all__ = [
    "Access",
    "Done",
    "Failed",
    "Options",
    "Rolling",
    "Selection",
    "Skipped",
    "Target",
    "Ways",
    "apply",
    "load_targets",
    "over",
    "plan",
    "retire",
    "rollback",
    "scan",
    "status",
    "verify",
]

T = TypeVar("T")
DAY = timedelta(hours=24)


def scan(
    selection: Selection, *, options: Options | None = None, access: Access | None = None, account: Aws | None = None
) -> ScanResult:
    """Find plaintext secrets. Writes nothing.

    Args:
        selection: which task definitions.
        options: what counts, and what is left alone.
        access: how AWS is reached; not asked for files.
        account: an account that is open already, in the stead of ``access``.
    """
    with _opened(access, account) as open_all:
        return scanning.scan(selection, open_all, options or Options())


def plan(
    selection: Selection,
    *,
    options: Options | None = None,
    access: Access | None = None,
    account: Aws | None = None,
    ways: Ways | None = None,
) -> Plan:
    """What would move where, and what stands in the way. Writes nothing; the plan holds no value.

    Args:
        selection: which task definitions.
        options: what moves and where to.
        access: how AWS is reached.
        account: an account that is open already, in the stead of ``access``.
        ways: how it would be published.
    """
    chosen, how = options or Options(), ways or Ways()
    with _opened(access, account) as open_all:
        around = wiring.looking(chosen, grants=how.grant is not False, allow_drift=how.allow_drift)
        return planning.make(selection, open_all, chosen, around=around)[0]


def apply(
    selection: Selection,
    *,
    options: Options | None = None,
    access: Access | None = None,
    account: Aws | None = None,
    ways: Ways | None = None,
    rolling: Rolling | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Receipt:
    """Store, prove, grant, register and roll out. Done again it changes nothing.

    Args:
        selection: which task definitions.
        options: what moves and where to.
        access: how AWS is reached.
        account: an account that is open already, in the stead of ``access``.
        ways: how the new task definitions are published.
        rolling: how what runs them is moved.
        progress: told of each step, one line, from any thread.
    """
    chosen, how, roll = options or Options(), ways or Ways(), rolling or Rolling()
    how = replace(how, rollout=how.rollout and roll.rollout)
    how.check(selection)
    with _opened(access, account) as open_all:
        around = wiring.looking(chosen, roll, grants=how.grant is not False, allow_drift=how.allow_drift)
        made, planned = planning.make(selection, open_all, chosen, around=around)
        run = Applying(chosen, how, around, open_all, lambda: time.sleep(roll.settle), progress)
        return run.run(made, planned)


def verify(
    selection: Selection, *, options: Options | None = None, access: Access | None = None, account: Aws | None = None
) -> list[Verification]:
    """Prove that every reference can be read, gives what it replaced, and that services run it.

    Args:
        selection: which task definitions.
        options: what would move.
        access: how AWS is reached.
        account: an account that is open already, in the stead of ``access``.
    """
    with _opened(access, account) as open_all:
        return lifecycle.verify(selection, open_all, options or Options())[0]


def status(
    selection: Selection, *, options: Options | None = None, access: Access | None = None, account: Aws | None = None
) -> list[FamilyStatus]:
    """Tell where each migration stands, from AWS alone.

    Args:
        selection: which families.
        options: what would move.
        access: how AWS is reached.
        account: an account that is open already, in the stead of ``access``.
    """
    with _opened(access, account) as open_all:
        return lifecycle.status(selection, open_all, options or Options())


def rollback(
    selection: Selection,
    *,
    options: Options | None = None,  # noqa: ARG001 - every verb goes over targets, which have options
    access: Access | None = None,
    account: Aws | None = None,
    rolling: Rolling | None = None,
    deregisters: bool = False,
    deletes_secrets: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Reversal]:
    """Put what runs migrated revisions back to what those replaced.

    Args:
        selection: the migrated revisions; others are passed over.
        options: as every verb takes them; nothing of a way back depends on them.
        access: how AWS is reached.
        account: an account that is open already, in the stead of ``access``.
        rolling: how long it may take.
        deregisters: whether the migrated revisions are deregistered.
        deletes_secrets: whether secrets that nothing refers to any more are deleted.
        progress: told of each step.
    """
    with _opened(access, account) as open_all:
        reverting = lifecycle.Reverting(selection, open_all, rolling or Rolling(), only_migrated=True)
        return reverting.carry_out(progress, deregisters=deregisters, deletes_secrets=deletes_secrets)


def retire(
    selection: Selection,
    *,
    options: Options | None = None,
    access: Access | None = None,
    account: Aws | None = None,
    soak: timedelta = DAY,
    dry_run: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Retirement]:
    """Delete the old revisions that still hold plaintext. Rolling back ends there.

    Args:
        selection: which families.
        options: what counts as plaintext that would move.
        access: how AWS is reached.
        account: an account that is open already, in the stead of ``access``.
        soak: how long a migrated revision must have been there.
        dry_run: whether it is only said what would go.
        progress: told of each step.
    """
    with _opened(access, account) as open_all:
        retiring = lifecycle.Retiring(selection, open_all, options or Options(), soak)
        return retiring.verdicts if dry_run else retiring.carry_out(progress)


def load_targets(path: str | Path) -> list[Target]:
    """Read a targets file, or c7n-org's accounts file; environment variables in it are expanded.

    Raises:
        UsageError: it cannot be read, or holds what it may not; the message names file, line and key.
    """
    return target_files.load(Path(path), os.environ)


def over(
    targets: Sequence[Target],
    work: Callable[..., T],
    *,
    access: Access | None = None,
    parallelism: int = PARALLELISM,
    max_failures: int | None = None,
    rate_share: float | None = None,
) -> Iterator[Done[T] | Skipped | Failed]:
    """Do the same for many accounts, side by side; yield outcomes as they come.

    Args:
        targets: the accounts, their Regions and what is selected there.
        work: one of this module's verbs, or :func:`functools.partial` of one.
        access: how AWS is reached where a target says nothing else.
        parallelism: targets and Regions at once.
        max_failures: how many may fail before no other is begun; None for any number.
        rate_share: how much of AWS's call rates is used; None for half, 0 for no pacing.
    """
    reach = access or Access()
    chosen = {target.name: config.from_table(target.options, target.source) for target in targets}

    def one(unit: Unit, aws: Aws) -> T:
        return work(unit.target.selection, options=chosen[unit.target.name], account=aws)

    yield from Fleet(targets, reach, doors.paced(reach, rate_share), parallelism, max_failures).run(one)


@contextmanager
def _opened(access: Access | None, account: Aws | None) -> Iterator[Callable[[], list[Aws]]]:
    if account is not None:
        yield lambda: [account]
        return
    with doors.accounts(access or Access()) as open_all:
        yield open_all
