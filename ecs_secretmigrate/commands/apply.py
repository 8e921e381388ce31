"""``apply``: stores, proves, grants, registers and rolls out, or writes the new task definition to a file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
)
from ecs_secretmigrate.commands.groups import grouped

if TYPE_CHECKING:
    from ecs_secretmigrate.commands.applying import Ways


@grouped
def apply(
    sources: SourceFlags,
    access: AccessFlags,
    choosing: ChoosingFlags,
    review: ReviewFlags,
    storing: StoringFlags,
    rolling: RolloutFlags,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; required without a terminal.")] = False,
    in_place: Annotated[bool, typer.Option("--in-place", help="Files: write the new document over the old.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", help="File: write the new document here; - is stdout.")
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
    """Move the secrets. Takes sources, or a plan saved with `plan --out`."""
    from ecs_secretmigrate.commands import applying

    ways: Ways = applying.Ways(
        yes=yes,
        in_place=in_place,
        output=output,
        output_dir=output_dir,
        register=register,
        grant=grant,
        allow_drift=allow_drift,
    )
    return applying.run(sources, access, choosing, review, storing, rolling, ways, OutputFlags(format=format))
