"""``show``: a saved plan again, in any format."""

from pathlib import Path
from typing import Annotated

import typer

from ecs_secretmigrate.commands.flags import OutputFlags
from ecs_secretmigrate.commands.groups import grouped
from ecs_secretmigrate.errors import ExitCode


@grouped
def show(
    plan: Annotated[Path, typer.Argument(metavar="PLAN", help="A plan saved with `plan --out`.")],
    output: OutputFlags,
) -> int:
    """Show a saved plan again."""
    from ecs_secretmigrate.commands.output import emit
    from ecs_secretmigrate.operations import saved

    document = saved.load(plan)
    emit(document, output)
    return ExitCode.BLOCKED if document["blocked"] else ExitCode.DONE
