"""How a verb runs over many accounts: targets, progress, canary, outcomes, one table and one document."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import typer

from ecs_secretmigrate.commands.display import display
from ecs_secretmigrate.commands.events import Events
from ecs_secretmigrate.commands.interrupts import Interrupts
from ecs_secretmigrate.commands.output import emit, width
from ecs_secretmigrate.errors import BlockedError, UsageError
from ecs_secretmigrate.operations import doors
from ecs_secretmigrate.operations.bulk import Done, Failed, Fleet, Skipped, exit_code
from ecs_secretmigrate.reports import render
from ecs_secretmigrate.reports.fleet import fleet_document, row_of_done, row_of_failed, row_of_skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ecs_secretmigrate.commands.flags import AccessFlags, OutputFlags, SourceFlags, TargetFlags
    from ecs_secretmigrate.commands.report import Report
    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.model.target import Target
    from ecs_secretmigrate.operations.bulk import Unit
    from ecs_secretmigrate.ports import Aws


def run(
    verb: str,
    flags: TargetFlags,
    sources: SourceFlags,
    access: AccessFlags,
    options_of: Callable[[Target], Options],
    work: Callable[..., Report],
    output: OutputFlags,
    *,
    first: Callable[..., Report] | None = None,
    question: str = "Go on?",
) -> int:
    """Run a verb over the targets and return its exit code.

    Args:
        verb: its name.
        flags: which targets, and how.
        sources: task definitions, where they are not those that the targets select.
        access: how AWS is reached.
        options_of: the choices that hold for a target.
        work: does the verb in one account and Region.
        output: where the results go.
        first: what is shown before anybody is asked; None to ask nobody.
        question: what is asked then.

    Raises:
        UsageError: the targets cannot be read, or there is nobody to ask.
    """
    targets = _targets(flags, sources)
    options = {target.name: options_of(target) for target in targets}
    if first is not None and not sys.stdin.isatty():
        raise UsageError("there is no terminal to ask on", cure="look at `plan --targets`, then give --yes")
    events = Events(flags.events)
    pressed = Interrupts()
    with doors.reached(access, targets) as reached:
        fleet = Fleet(
            targets,
            reached,
            doors.paced(reached, flags.rate_share),
            flags.parallelism,
            flags.max_failures,
            pressed,
        )
        run_of = _Run(verb, fleet, options, events, pressed)
        events.write("run-started", verb=verb, targets=len(fleet.units()))
        try:
            units = fleet.units()
            if first is not None:
                rows = run_of.phase("plan", first, units)
                typer.echo(render(fleet_document("plan", rows), "text", width=width()), err=True)
                if not typer.confirm(question, err=True):
                    raise BlockedError("nothing was changed", cure="run it again when you are ready")
            canaries = units[: flags.canary]
            rows = run_of.phase(f"{verb}, canary", work, canaries) if canaries else []
            rest = units[len(canaries) :]
            why_not = _after_canary(rows, rest, asks=first is not None) if canaries and rest else ""
            rows += [row_of_skipped(unit, why_not) for unit in rest] if why_not else run_of.phase(verb, work, rest)
        finally:
            run_of.close()
            events.close()
    emit(fleet_document(verb, rows), output)
    return exit_code(
        [row["exitCode"] for row in rows if row["outcome"] != "skipped"],
        skipped=any(row["outcome"] == "skipped" for row in rows),
        interrupted=pressed.is_set(),
    )


def _targets(flags: TargetFlags, sources: SourceFlags) -> list[Target]:
    import os

    from ecs_secretmigrate.operations import targets as target_files

    assert flags.targets is not None
    if sources.files:
        raise UsageError("--targets goes to live accounts", cure="leave the files out, or leave --targets out")
    targets = target_files.load(flags.targets, os.environ)
    if flags.shard is not None:
        targets = target_files.shard(targets, *target_files.parse_shard(flags.shard))
    if sources.is_live:
        targets = [replace(target, selection=sources) for target in targets]
    return targets


def _after_canary(rows: Iterable[dict[str, Any]], rest: list[Unit], *, asks: bool) -> str:
    """Why the rest is not begun; empty where it is."""
    if any(row["outcome"] != "done" for row in rows):
        return "not begun: a canary failed; mend it and run it again"
    if asks and not typer.confirm(f"The canary went well. Go on with the other {len(rest)}?", err=True):
        return "not begun: you stopped after the canary; run it again to go on"
    return ""


class _Run:
    """One run's phases."""

    def __init__(
        self, verb: str, fleet: Fleet, options: dict[str, Options], events: Events, pressed: Interrupts
    ) -> None:
        self._verb, self._fleet, self._options = verb, fleet, options
        self._events, self._pressed = events, pressed
        self._display = display()

    def phase(self, title: str, work: Callable[..., Report], units: list[Unit]) -> list[dict[str, Any]]:
        """Do the work for these units; return their rows, in the order of the targets."""
        self._display.phase(title, len(units))
        order = {unit.target.name: index for index, unit in enumerate(units)}
        rows: list[dict[str, Any]] = []

        def one(unit: Unit, aws: Aws) -> Report:
            def progress(message: str) -> None:
                self._display.said(unit.label, message)
                self._events.write("progress", target=unit.target.name, region=aws.region, message=message)

            return work(
                unit, aws, self._options[unit.target.name], progress, goes_on=lambda: not self._pressed.is_set()
            )

        def begun(unit: Unit) -> None:
            self._display.begun(unit.label)
            self._events.write("target-started", target=unit.target.name, region=unit.region, phase=title)

        with self._pressed.finishing():
            for outcome in self._fleet.run(one, units=units, begun=begun, failed=lambda report: report.failed):
                row = _row(outcome)
                rows.append(row)
                self._display.ended(outcome.unit.label, row["summary"])
                told = {key: value for key, value in row.items() if key != "document"}
                self._events.write("target-ended", phase=title, **told)
        return sorted(rows, key=lambda row: (order[row["target"]], str(row["region"])))

    def close(self) -> None:
        """Nothing more is shown."""
        self._events.write("run-ended", interrupted=self._pressed.is_set())
        self._display.close()


def _row(outcome: Done[Report] | Skipped | Failed) -> dict[str, Any]:
    match outcome:
        case Done():
            report = outcome.result
            return row_of_done(
                outcome.unit,
                report.document,
                report.code,
                failed=report.failed,
                account=outcome.account,
                region=outcome.region,
                seconds=outcome.seconds,
            )
        case Failed():
            return row_of_failed(outcome.unit, str(outcome.error), int(outcome.error.exit_code), outcome.seconds)
        case Skipped():
            return row_of_skipped(outcome.unit, outcome.reason)
