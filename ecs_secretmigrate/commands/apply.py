"""``apply``: stores, proves, grants, registers and rolls out, or writes the new task definition to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ecs_secretmigrate.commands.flags import (
    AccessFlags,
    ChoosingFlags,
    Format,
    OutputFlags,
    ReviewFlags,
    RolloutFlags,
    SourceFlags,
    StoringFlags,
    TargetFlags,
)
from ecs_secretmigrate.commands.groups import grouped

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecs_secretmigrate.commands.report import Report
    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.operations.applying import Ways
    from ecs_secretmigrate.operations.bulk import Unit
    from ecs_secretmigrate.ports import Aws


@grouped
def apply(
    sources: SourceFlags,
    targets: TargetFlags,
    access: AccessFlags,
    choosing: ChoosingFlags,
    review: ReviewFlags,
    storing: StoringFlags,
    rolling: RolloutFlags,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; required without a terminal.")] = False,
    in_place: Annotated[bool, typer.Option("--in-place", help="Files: write the new document over the old.")] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", help="File: write the new document here; - is stdout. With --targets: the results."),
    ] = None,
    output_dir: Annotated[
        Path | None, typer.Option("--output-dir", help="Files: write the new documents into this folder.")
    ] = None,
    register: Annotated[
        bool | None,
        typer.Option("--register/--no-register", help="Register a new revision [on for live families, off for files]."),
    ] = None,
    grant: Annotated[
        bool | None,
        typer.Option(
            "--grant/--no-grant",
            help="Let the execution role read the secrets [on for live families, off for files].",
        ),
    ] = None,
    allow_drift: Annotated[
        bool,
        typer.Option(
            "--allow-drift", help="Go on although a stack or another tool deploys it, and would bring it back."
        ),
    ] = False,
    format: Annotated[Format, typer.Option("--format", help="How the receipt is written.")] = Format.TEXT,  # noqa: A002 - the flag's name
) -> int:
    """Move the secrets. Takes sources, or a plan saved with `plan --out`, or --targets."""
    from ecs_secretmigrate.commands import applying
    from ecs_secretmigrate.operations.applying import Ways

    bulky = targets.targets is not None
    ways = Ways(
        in_place=in_place,
        output=None if bulky else output,
        output_dir=output_dir,
        register=register,
        grant=grant,
        rollout=rolling.rollout,
        allow_drift=allow_drift,
    )
    if bulky:
        from ecs_secretmigrate.commands import bulk
        from ecs_secretmigrate.errors import UsageError

        if ways.writes_files or review.interactive:
            raise UsageError("--targets goes to live accounts", cure="leave --in-place and --interactive out")
        return bulk.run(
            "apply",
            targets,
            sources,
            access,
            lambda target: applying.settings_for(target, choosing, storing),
            _work(ways, rolling, access),
            OutputFlags(format=format, output=output),
            first=None if yes else plan_work(rolling, ways),
        )
    run = applying.Single(sources, access, choosing, review, storing, rolling, ways, yes=yes)
    return run.run(OutputFlags(format=format), targets.rate_share)


def plan_work(rolling: RolloutFlags, ways: Ways) -> Callable[..., Report]:
    """Planning one account and Region, with all that stands in the way."""

    def work(unit: Unit, aws: Aws, options: Options, _: Callable[[str], None], **__: Any) -> Report:
        from ecs_secretmigrate.commands.report import Report
        from ecs_secretmigrate.errors import ExitCode
        from ecs_secretmigrate.operations import planning, wiring
        from ecs_secretmigrate.reports.documents import plan_document

        around = wiring.looking(options, rolling, grants=ways.grant is not False, allow_drift=ways.allow_drift)
        plan, _planned = planning.make(unit.target.selection, lambda: [aws], options, around=around)
        code = ExitCode.BLOCKED if plan.blocked else ExitCode.DONE
        return Report(plan_document(plan), code)

    return work


def _work(ways: Ways, rolling: RolloutFlags, access: AccessFlags) -> Callable[..., Report]:
    def work(
        unit: Unit, aws: Aws, options: Options, progress: Callable[[str], None], goes_on: Callable[[], bool]
    ) -> Report:
        from ecs_secretmigrate.commands.report import Report
        from ecs_secretmigrate.operations import planning, wiring
        from ecs_secretmigrate.operations.applying import Applying, exit_code
        from ecs_secretmigrate.reports.documents import receipt_document

        around = wiring.looking(options, rolling, grants=ways.grant is not False, allow_drift=ways.allow_drift)
        plan, planned = planning.make(unit.target.selection, lambda: [aws], options)
        settle = wiring.settler(access, rolling)
        run = Applying(plan.options, ways, around, lambda: [aws], settle, progress, goes_on, looks=True)
        receipt = run.run(plan, planned)
        return Report(receipt_document(receipt), exit_code(receipt.definitions))

    return work
