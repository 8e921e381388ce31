"""``policy``: what the execution role needs, and what the operator of this tool needs."""

from typing import Annotated

import typer

from ecs_secretmigrate.commands.flags import AccessFlags, ChoosingFlags, SourceFlags, StoringFlags
from ecs_secretmigrate.commands.groups import grouped
from ecs_secretmigrate.errors import ExitCode


@grouped
def policy(
    sources: SourceFlags,
    access: AccessFlags,
    choosing: ChoosingFlags,
    storing: StoringFlags,
    operator: Annotated[
        bool, typer.Option("--operator", help="What you need to run this tool, not what the role needs.")
    ] = False,
    verb: Annotated[
        list[str] | None, typer.Option("--verb", help="With --operator: for this verb only; may be repeated.")
    ] = None,
    codedeploy: Annotated[
        bool, typer.Option("--codedeploy", help="With --operator: for apply and rollback with --codedeploy too.")
    ] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Files only: do not ask AWS.")] = False,
) -> int:
    """Print the IAM policy that the execution role needs, or the operator's own."""
    import json

    from ecs_secretmigrate.commands import settings
    from ecs_secretmigrate.model.policy import execution_role_policy
    from ecs_secretmigrate.model.task_definition import containers
    from ecs_secretmigrate.operations import doors, planning
    from ecs_secretmigrate.steps.environment import references

    options = settings.options(choosing, storing)
    if operator:
        from ecs_secretmigrate.grants.operator import operator_policy

        document = operator_policy(options.store, verb or None, kms_key_id=options.kms_key_id, codedeploy=codedeploy)
        typer.echo(json.dumps(document, indent=2))
        return ExitCode.DONE
    wanted: list[str] = []
    with doors.accounts(access) as open_all:
        _, planned = planning.make(sources, open_all, options, offline=offline)
        for item in planned:
            wanted.extend(ref for _, owner in containers(item.part.definition.body) for ref in references(owner))
            wanted.extend(move.value_from for move in item.part.moves if move.value_from)
        venue = planned[0].venue if planned else None
    document = execution_role_policy(
        wanted,
        partition=venue.partition if venue else "aws",
        region=(venue.region if venue else None) or "REGION",
        account=(venue.account if venue else None) or "ACCOUNT",
        kms_key_id=options.kms_key_id,
    )
    typer.echo(json.dumps(document or {"Version": "2012-10-17", "Statement": []}, indent=2))
    return ExitCode.DONE
