"""Applying a plan: each task definition is stored, proved, registered and rolled out, families side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from ecs_secretmigrate.errors import BlockedError, ExitCode, SecretMigrateError, UsageError
from ecs_secretmigrate.model.receipt import DefinitionReceipt, Receipt, Standing
from ecs_secretmigrate.model.task_definition import Shape
from ecs_secretmigrate.operations import wiring
from ecs_secretmigrate.operations.planning import looked_around, moving
from ecs_secretmigrate.steps import applier

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence
    from pathlib import Path

    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.model.plan import Plan
    from ecs_secretmigrate.model.selection import Selection
    from ecs_secretmigrate.operations.planning import Around, Planned
    from ecs_secretmigrate.ports import Aws, Publisher


@dataclass(frozen=True, slots=True)
class Ways:
    """How the new task definitions are published.

    Attributes:
        in_place: write a file over itself.
        output: write the one file here.
        output_dir: write files into this folder.
        register: register a new revision; None: live families only.
        grant: grant the execution role; None: live families only.
        rollout: move what runs the old revision.
        allow_drift: go on although something else deploys it.
    """

    in_place: bool = False
    output: Path | None = None
    output_dir: Path | None = None
    register: bool | None = None
    grant: bool | None = None
    rollout: bool = True
    allow_drift: bool = False

    @property
    def writes_files(self) -> bool:
        """Whether files are written."""
        return self.in_place or self.output is not None or self.output_dir is not None

    def check(self, selection: Selection) -> None:
        """See whether they fit what is applied.

        Raises:
            UsageError: they do not.
        """
        if selection.files and not self.writes_files and not self.register:
            raise UsageError(
                "it is not said where the new document goes",
                cure="give --in-place, --output FILE, --output-dir DIR or --register",
            )
        if not selection.files and self.writes_files:
            raise UsageError("only files are written", cure="name a FILE, or leave --in-place and --output out")
        if sum((self.in_place, self.output is not None, self.output_dir is not None)) > 1:
            raise UsageError("the new document goes to one place", cure="choose --in-place, --output or --output-dir")
        if "-" in (selection.files or ()) and self.in_place:
            raise UsageError("stdin cannot be written in place", cure="give --output FILE, or --output -")


@dataclass(frozen=True, slots=True)
class Applying:
    """What applying a plan works with.

    Attributes:
        options: the choices the plan was made with.
        ways: how the new task definitions are published.
        around: what surrounds an account's task definitions, as the plan saw it.
        open_all: opens the account.
        settle: waits until IAM knows of a grant.
        progress: told of each step, one line, by any thread.
        goes_on: whether a further task definition may be begun; asked before each.
        looks: whether the surroundings of each are looked at only now, in its turn: what is planned is then stored
            while others are still looked at, and AWS's slowest rates are used from the start.
    """

    options: Options
    ways: Ways
    around: Around
    open_all: Callable[[], list[Aws]]
    settle: Callable[[], None]
    progress: Callable[[str], None] = lambda _: None
    goes_on: Callable[[], bool] = lambda: True
    looks: bool = False

    def run(self, plan: Plan, planned: Sequence[Planned]) -> Receipt:
        """Apply what is planned; one that fails does not stop the others."""
        receipts = [
            receipt
            for _, of_job in groupby(planned, key=lambda item: id(item.job))
            for receipt in self._job(list(of_job))
        ]
        return Receipt(tuple(receipts), plan.skipped)

    def pending(self, planned: Iterable[Planned]) -> bool:
        """Whether there is anything to do: something moves, or an earlier run's roll-out did not end."""
        return any(item.part.moves or self._unfinished(item) for item in planned)

    def _unfinished(self, item: Planned) -> bool:
        aws = item.job.aws
        return item.job.live and aws is not None and applier.unfinished(item.part, self.around(aws).runners)

    def _job(self, planned: list[Planned]) -> Iterator[DefinitionReceipt]:
        job = planned[0].job
        aws = job.aws or self.open_all()[0]
        if not job.live:
            # One writer: a file that holds several task definitions collects the edits of all.
            ways = self.ways
            writer = (
                wiring.rewriter(job.source, in_place=ways.in_place, output=ways.output, output_dir=ways.output_dir)
                if ways.writes_files
                else None
            )
            for item in planned:
                yield self._one(item, self._adapters(item, writer, aws))
            return
        by_family: dict[str, list[Planned]] = {}
        for item in planned:
            by_family.setdefault(item.part.definition.family, []).append(item)
        # The revision that is registered last is the latest of its family: so the latest one's copy comes last.
        families = [sorted(items, key=lambda item: item.part.definition.revision or 0) for items in by_family.values()]

        labels = moving(item.part for item in planned)

        def in_turn(items: list[Planned]) -> list[DefinitionReceipt]:
            return [self._one(item, self._live(item, aws), labels) for item in items]

        for receipts in aws.each(in_turn, families):
            yield from receipts

    def _live(self, item: Planned, aws: Aws) -> applier.Adapters:
        adapters = replace(self._adapters(item, None, aws), describe=wiring.describer(aws))
        if not self.ways.rollout:
            return adapters
        return replace(adapters, runners=self.around(aws).runners, settle=self.settle)

    def _adapters(self, item: Planned, writer: Publisher | None, aws: Aws) -> applier.Adapters:
        grants = item.job.live if self.ways.grant is None else self.ways.grant
        publishers = [wiring.registrar(aws)] if self._registers(item) else []
        if writer is not None:
            publishers.append(writer)
        return applier.Adapters(
            store=item.venue.store,
            reader=wiring.reader(aws),
            publisher=_Each(publishers) if publishers else None,
            granter=wiring.granter(aws) if grants else None,
        )

    def _registers(self, item: Planned) -> bool:
        return item.job.live if self.ways.register is None else self.ways.register

    def _one(self, item: Planned, adapters: applier.Adapters, labels: Container[str] = ()) -> DefinitionReceipt:
        definition = item.part.definition
        try:
            if not self.goes_on():
                raise _NotBegunError("not begun", cure="run it again to go on")
            if definition.shape is Shape.CONTAINER_DEFINITIONS and self._registers(item):
                raise BlockedError(
                    f"{definition.label} holds container definitions only, which cannot be registered",
                    cure="leave --register out, and register the task definition around it",
                )
            if self.looks:
                item = looked_around(item, self.around, labels)
            return applier.apply_definition(item.part, item.drafts, self.options, item.venue, adapters, self.progress)
        except SecretMigrateError as error:
            standing = Standing.BLOCKED if isinstance(error, BlockedError) else Standing.FAILED
            return DefinitionReceipt(
                definition.source,
                definition.label,
                definition.family,
                standing,
                message=str(error),
                exit_code=error.exit_code,
            )


class _NotBegunError(SecretMigrateError):
    """The run was interrupted before its turn came."""

    exit_code = ExitCode.INTERRUPTED


class _Each:
    """Registers first, so that a file never names what could not be registered; then writes the file."""

    def __init__(self, publishers: list[Publisher]) -> None:
        self._publishers = publishers

    def publish(self, *arguments: object) -> str:
        return " and ".join(publisher.publish(*arguments) for publisher in self._publishers)  # type: ignore[arg-type]


def exit_code(receipts: Sequence[DefinitionReceipt]) -> int:
    """What a run with these receipts ends with."""
    bad = [receipt for receipt in receipts if receipt.exit_code]
    if not bad:
        return ExitCode.DONE
    codes = {receipt.exit_code for receipt in bad}
    if ExitCode.INTERRUPTED in codes:
        return ExitCode.INTERRUPTED
    if len(bad) < len(receipts) and any(receipt.standing is Standing.MIGRATED for receipt in receipts):
        return ExitCode.SOME_TARGETS_FAILED
    return codes.pop() if len(codes) == 1 else ExitCode.FAILED
