"""How ``apply`` runs: plan, ask, apply each task definition, receipt."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ecs_secretmigrate.commands import planning, reviewing, saved, settings, wiring
from ecs_secretmigrate.commands.output import emit, progress, width
from ecs_secretmigrate.errors import BlockedError, ExitCode, SecretMigrateError, UsageError
from ecs_secretmigrate.model.receipt import DefinitionReceipt, Receipt, Standing
from ecs_secretmigrate.model.task_definition import Shape
from ecs_secretmigrate.reports import render
from ecs_secretmigrate.reports.documents import plan_document, receipt_document
from ecs_secretmigrate.steps import applier

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecs_secretmigrate.commands.flags import (
        AccessFlags,
        ChoosingFlags,
        OutputFlags,
        ReviewFlags,
        RolloutFlags,
        SourceFlags,
        StoringFlags,
    )
    from ecs_secretmigrate.commands.planning import Planned
    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.ports import Aws, Publisher
    from ecs_secretmigrate.steps.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class Ways:
    """How the new task definitions are published.

    Attributes:
        yes: do not ask.
        in_place: write a file over itself.
        output: write the one file here.
        output_dir: write files into this folder.
        register: register a new revision; None: live families only.
        grant: grant the execution role; None: live families only.
        allow_drift: go on although something else deploys it.
    """

    yes: bool
    in_place: bool
    output: Path | None
    output_dir: Path | None
    register: bool | None
    grant: bool | None
    allow_drift: bool = False

    @property
    def writes_files(self) -> bool:
        """Whether files are written."""
        return self.in_place or self.output is not None or self.output_dir is not None


def run(
    sources: SourceFlags,
    access: AccessFlags,
    choosing: ChoosingFlags,
    review: ReviewFlags,
    storing: StoringFlags,
    rolling: RolloutFlags,
    ways: Ways,
    output: OutputFlags,
) -> int:
    """Run ``apply`` and return its exit code."""
    plan_file = _plan_file(sources)
    document = saved.load(plan_file) if plan_file else None
    if document is not None:
        if choosing.baseline is not None or review.interactive:
            raise UsageError("a saved plan is decided", cure="leave --baseline and --interactive out, or plan again")
        options = settings.from_table(document["options"], str(plan_file))
        sources = _planned_sources(document, sources)
    else:
        options = settings.options(choosing, storing, interactive=review.interactive)
    _check_ways(sources, ways)
    ask = reviewing.reviewer(review, choosing, sources)
    with wiring.accounts(access) as open_all:
        around = wiring.looking(options, rolling, grants=ways.grant is not False, allow_drift=ways.allow_drift)
        plan, planned = planning.make(sources, open_all, options, ask=ask, around=around)
        fresh = plan_document(plan)
        if document is not None:
            saved.hold(document, fresh)
        if plan.moves or any(_unfinished(item, around) for item in planned):
            _ask(fresh, ways)
        # One writer a source: a file that holds several task definitions collects the edits of all.
        writers = {
            id(item.job): wiring.rewriter(
                item.job.source, in_place=ways.in_place, output=ways.output, output_dir=ways.output_dir
            )
            for item in planned
            if ways.writes_files and not item.job.live
        }
        settle = wiring.settler(access, rolling)
        receipts = []
        for item in planned:
            aws = item.job.aws or open_all()[0]
            adapters = _adapters(item, ways, writers.get(id(item.job)), aws)
            if item.job.live:
                adapters = replace(adapters, describe=wiring.describer(aws))
                if rolling.rollout:
                    adapters = replace(adapters, runners=around(aws).runners, settle=settle)
            receipts.append(_apply_one(item, plan.options, ways, adapters))
    receipt = receipt_document(Receipt(tuple(receipts), plan.skipped))
    if str(ways.output) == "-":  # stdout is the document's
        progress(render(receipt, output.format.value, width=width()).rstrip())
    else:
        emit(receipt, output)
    return _exit_code(receipts)


def _plan_file(sources: SourceFlags) -> Path | None:
    files = [Path(name) for name in sources.files or () if name != "-"]
    plans = [path for path in files if saved.is_plan(path)]
    if plans and (len(sources.files or ()) > 1 or sources.is_live):
        raise UsageError("a saved plan is applied alone", cure="name the plan and no other source")
    return plans[0] if plans else None


def _planned_sources(document: dict[str, object], sources: SourceFlags) -> SourceFlags:
    """The very revisions and files the plan was made for."""
    recorded = document["sources"]
    definitions = document["definitions"]
    assert isinstance(recorded, dict)
    assert isinstance(definitions, list)
    live = [f"{part['family']}:{part['revision']}" for part in definitions if part["revision"] is not None]
    files = list(recorded["files"]) or None
    return replace(sources, files=files, family=live or None, service=None, cluster=None, everything=False)


def _check_ways(sources: SourceFlags, ways: Ways) -> None:
    if sources.files and not ways.writes_files and not ways.register:
        raise UsageError(
            "it is not said where the new document goes",
            cure="give --in-place, --output FILE, --output-dir DIR or --register",
        )
    if not sources.files and ways.writes_files:
        raise UsageError("only files are written", cure="name a FILE, or leave --in-place and --output out")
    if sum((ways.in_place, ways.output is not None, ways.output_dir is not None)) > 1:
        raise UsageError("the new document goes to one place", cure="choose --in-place, --output or --output-dir")
    if "-" in (sources.files or ()) and ways.in_place:
        raise UsageError("stdin cannot be written in place", cure="give --output FILE, or --output -")


def _ask(document: dict[str, object], ways: Ways) -> None:
    if ways.yes:
        return
    if not sys.stdin.isatty():
        raise UsageError("there is no terminal to ask on", cure="look at `plan`, then give --yes")
    typer.echo(render(document, "text", colour=sys.stderr.isatty(), width=width()), err=True)
    if not typer.confirm("Go on?", err=True):
        raise BlockedError("nothing was changed", cure="run it again when you are ready")


def _unfinished(item: Planned, around: Callable[[Aws], Surroundings]) -> bool:
    return item.job.live and item.job.aws is not None and applier.unfinished(item.part, around(item.job.aws).runners)


def _adapters(item: Planned, ways: Ways, writer: Publisher | None, aws: Aws) -> applier.Adapters:
    grants = item.job.live if ways.grant is None else ways.grant
    return applier.Adapters(
        store=item.venue.store,
        reader=wiring.reader(aws),
        publisher=_publisher(item, ways, writer, aws),
        granter=wiring.granter(aws) if grants else None,
    )


def _apply_one(item: Planned, options: Options, ways: Ways, adapters: applier.Adapters) -> DefinitionReceipt:
    definition = item.part.definition
    try:
        if definition.shape is Shape.CONTAINER_DEFINITIONS and (
            item.job.live if ways.register is None else ways.register
        ):
            raise BlockedError(
                f"{definition.label} holds container definitions only, which cannot be registered",
                cure="leave --register out, and register the task definition around it",
            )
        return applier.apply_definition(item.part, item.drafts, options, item.venue, adapters, progress)
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


def _publisher(item: Planned, ways: Ways, writer: Publisher | None, aws: Aws) -> Publisher | None:
    registers = item.job.live if ways.register is None else ways.register
    publishers = [wiring.registrar(aws)] if registers else []
    if writer is not None:
        publishers.append(writer)
    return _Each(publishers) if publishers else None


class _Each:
    """Registers first, so that a file never names what could not be registered; then writes the file."""

    def __init__(self, publishers: list[Publisher]) -> None:
        self._publishers = publishers

    def publish(self, *arguments: object) -> str:
        return " and ".join(publisher.publish(*arguments) for publisher in self._publishers)  # type: ignore[arg-type]


def _exit_code(receipts: list[DefinitionReceipt]) -> int:
    bad = [receipt for receipt in receipts if receipt.exit_code]
    if not bad:
        return ExitCode.DONE
    if len(bad) < len(receipts) and any(receipt.standing is Standing.MIGRATED for receipt in receipts):
        return ExitCode.SOME_TARGETS_FAILED
    codes = {receipt.exit_code for receipt in bad}
    return codes.pop() if len(codes) == 1 else ExitCode.FAILED
