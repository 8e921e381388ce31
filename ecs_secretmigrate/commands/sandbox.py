"""``sandbox``: the embedded AWS for another shell, or around a command."""

from typing import Annotated

import typer

from ecs_secretmigrate.commands.groups import grouped
from ecs_secretmigrate.errors import ExitCode, UsageError

CONTEXT = {"allow_interspersed_args": False}
"""What follows the command's name belongs to the command."""


@grouped
def sandbox(
    command: Annotated[
        list[str] | None,
        typer.Argument(metavar="[-- COMMAND...]", help="Run this inside and end with its exit code."),
    ] = None,
    empty: Annotated[bool, typer.Option("--empty", help="Do not put the sample families in.")] = False,
) -> int:
    """Run the embedded AWS until Ctrl-C, or around a command."""
    import os
    import subprocess
    import threading

    from ecs_secretmigrate.operations import doors
    from ecs_secretmigrate.sandbox.server import Sandbox

    with Sandbox() as server:
        environment = server.environment()
        if not empty:
            doors.fill(doors.embedded_account(environment))
        if command:
            try:
                code = subprocess.run(command, env={**os.environ, **environment}, check=False).returncode  # noqa: S603 - the user's own command
            except OSError as error:
                raise UsageError(f"{command[0]} cannot be run", cure=str(error.strerror)) from None
            return code if code >= 0 else 128 - code
        try:
            for name, value in environment.items():
                typer.echo(f"export {name}={value}")
            typer.echo("The embedded AWS runs until Ctrl-C; paste these lines into another shell.", err=True)
            threading.Event().wait()
        except KeyboardInterrupt:
            typer.echo("ended", err=True)
    return ExitCode.DONE
