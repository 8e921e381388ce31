"""How ``apply`` runs on sources: plan, ask, apply each task definition, receipt."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ecs_secretmigrate.commands import reviewing, settings
from ecs_secretmigrate.commands.interrupts import Interrupts
from ecs_secretmigrate.commands.output import emit, progress, width
from ecs_secretmigrate.errors import BlockedError, UsageError
from ecs_secretmigrate.operations import doors, planning, saved, wiring
from ecs_secretmigrate.operations.applying import Applying, exit_code
from ecs_secretmigrate.operations.config import from_table
from ecs_secretmigrate.reports import render
from ecs_secretmigrate.reports.documents import plan_document, receipt_document

if TYPE_CHECKING:
    from ecs_secretmigrate.commands.flags import (
        AccessFlags,
        ChoosingFlags,
        OutputFlags,
        ReviewFlags,
        RolloutFlags,
        SourceFlags,
        StoringFlags,
    )
    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.model.selection import Selection
    from ecs_secretmigrate.model.target import Target
    from ecs_secretmigrate.operations.applying import Ways


def settings_for(target: Target, choosing: ChoosingFlags, storing: StoringFlags) -> Options:
    """The choices that hold for a target."""
    return settings.options(choosing, storing, target=target)


@dataclass(frozen=True, slots=True)
class Single:
    """An ``apply`` of sources in one account."""

    sources: SourceFlags
    access: AccessFlags
    choosing: ChoosingFlags
    review: ReviewFlags
    storing: StoringFlags
    rolling: RolloutFlags
    ways: Ways
    yes: bool

    def run(self, output: OutputFlags, rate_share: float | None) -> int:
        """Run it and return its exit code."""
        selection: Selection = self.sources
        plan_file = _plan_file(self.sources)
        document = saved.load(plan_file) if plan_file else None
        if document is not None:
            if self.choosing.baseline is not None or self.review.interactive:
                raise UsageError(
                    "a saved plan is decided", cure="leave --baseline and --interactive out, or plan again"
                )
            options = from_table(document["options"], str(plan_file))
            selection = _planned_sources(document, self.sources)
        else:
            options = settings.options(self.choosing, self.storing, interactive=self.review.interactive)
        self.ways.check(selection)
        ask = reviewing.reviewer(self.review, self.choosing, self.sources)
        ways, pressed = self.ways, Interrupts()
        with doors.accounts(self.access, rate_share) as open_all:
            around = wiring.looking(options, self.rolling, grants=ways.grant is not False, allow_drift=ways.allow_drift)
            plan, planned = planning.make(selection, open_all, options, ask=ask, around=around)
            fresh = plan_document(plan)
            if document is not None:
                saved.hold(document, fresh)
            run = Applying(
                plan.options,
                ways,
                around,
                open_all,
                wiring.settler(self.access, self.rolling),
                progress,
                lambda: not pressed.is_set(),
            )
            if run.pending(planned):
                self._ask(fresh)
            with pressed.finishing():
                receipt = run.run(plan, planned)
        written = receipt_document(receipt)
        if str(ways.output) == "-":  # stdout is the document's
            progress(render(written, output.format.value, width=width()).rstrip())
        else:
            emit(written, output)
        return exit_code(receipt.definitions)

    def _ask(self, document: dict[str, object]) -> None:
        if self.yes:
            return
        if not sys.stdin.isatty():
            raise UsageError("there is no terminal to ask on", cure="look at `plan`, then give --yes")
        typer.echo(render(document, "text", colour=sys.stderr.isatty(), width=width()), err=True)
        if not typer.confirm("Go on?", err=True):
            raise BlockedError("nothing was changed", cure="run it again when you are ready")


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
