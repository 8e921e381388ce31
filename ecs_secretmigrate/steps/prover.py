"""The parity proof: what the containers will get is, byte for byte, what they get now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecs_secretmigrate.errors import ParityError
from ecs_secretmigrate.model.secret_value import SecretValue
from ecs_secretmigrate.model.task_definition import container_name, containers
from ecs_secretmigrate.steps import agent
from ecs_secretmigrate.steps.environment import effective_environment, effective_options, references

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecs_secretmigrate.model.task_definition import Body
    from ecs_secretmigrate.ports import ReferenceReader
    from ecs_secretmigrate.steps.agent import Unresolved


def prove(old: Body, new: Body, reader: ReferenceReader) -> int:
    """Resolve every reference of both bodies as the agent does and compare all that each container gets.

    Returns:
        How many variables and log options were compared.

    Raises:
        ParityError: something differs or does not resolve; the message names the variables, never a value.
    """
    problems, compared = compare(old, new, reader)
    if problems:
        raise ParityError(
            "the containers would not get the same as before, at " + "; ".join(problems),
            cure="nothing was registered; mend the secrets named here and run it again",
        )
    return compared


def compare(old: Body, new: Body, reader: ReferenceReader) -> tuple[list[str], int]:
    """Compare what each container gets from two bodies; return the problems and how many values were compared."""
    before, after = dict(containers(old)), dict(containers(new))
    resolved = agent.resolve(
        [ref for body in (before, after) for container in body.values() for ref in references(container)],
        reader,
    )
    problems: list[str] = []
    compared = 0
    if before.keys() != after.keys():
        problems.append("the number of containers differs")
    for index in before.keys() & after.keys():
        label = container_name(before[index], index)
        for of in (effective_environment, effective_options):
            mine, theirs = of(before[index], resolved), of(after[index], resolved)
            compared += len(mine.keys() | theirs.keys())
            problems.extend(_differences(label, mine, theirs))
    return problems, compared


def _differences(
    container: str,
    old: Mapping[str, SecretValue | Unresolved],
    new: Mapping[str, SecretValue | Unresolved],
) -> list[str]:
    problems = []
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name), new.get(name)
        label = f"{container}/{name}"
        if after is None:
            problems.append(f"{label} (it would be missing)")
        elif before is None:
            problems.append(f"{label} (it would be new)")
        elif isinstance(after, SecretValue):
            if not isinstance(before, SecretValue):
                problems.append(f"{label} (its present reference does not resolve: {before.reason})")
            elif not before.equals(after):
                problems.append(f"{label} (its reference resolves to another value)")
        elif before is not after:
            problems.append(f"{label} ({after.reason})")
    return problems
