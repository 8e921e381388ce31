"""``demo``: the whole story on the embedded AWS, for both stores, ending with what the container really got."""

from typing import Annotated

import typer

from ecs_secretmigrate.commands.groups import grouped
from ecs_secretmigrate.errors import ExitCode


@grouped
def demo(
    brief: Annotated[bool, typer.Option("--brief", help="The outcome of each step only.")] = False,
) -> int:
    """Watch a whole migration on an embedded AWS: scan, plan, apply, verify, for both stores."""
    from ecs_secretmigrate.commands import story

    story.tell(brief=brief)
    return ExitCode.DONE
