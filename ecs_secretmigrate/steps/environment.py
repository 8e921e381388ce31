"""The environment a container gets from its task definition, as the ECS agent puts it together.

Source: amazon-ecs-agent ``agent/engine/docker_task_engine.go`` and ``agent/api/container/container.go``: secrets are
merged over ``environment``; of a name that repeats in ``environment`` the last one wins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.model.secret_value import SecretValue
from ecs_secretmigrate.model.task_definition import entries

if TYPE_CHECKING:
    from ecs_secretmigrate.model.task_definition import Body
    from ecs_secretmigrate.steps.agent import Resolved, Unresolved


def effective_environment(container: Body, resolved: Resolved) -> dict[str, SecretValue | Unresolved]:
    """Each variable's value: resolved where it is a reference.

    Args:
        container: a sealed container definition.
        resolved: what each ``valueFrom`` of the container resolves to.
    """
    result: dict[str, SecretValue | Unresolved] = {}
    for _, entry in entries(container, "environment"):
        result[entry["name"]] = _sealed(entry.get("value"))
    for _, entry in entries(container, "secrets"):
        if isinstance(entry.get("valueFrom"), str):
            result[entry["name"]] = resolved[entry["valueFrom"]]
    return result


def effective_options(container: Body, resolved: Resolved) -> dict[str, SecretValue | Unresolved]:
    """Each log driver option's value: resolved where it is a reference."""
    log = container.get("logConfiguration")
    if not isinstance(log, dict):
        return {}
    options = log.get("options")
    result: dict[str, SecretValue | Unresolved] = {
        name: _sealed(value) for name, value in (options if isinstance(options, dict) else {}).items()
    }
    for _, entry in entries(log, "secretOptions"):
        if isinstance(entry.get("valueFrom"), str):
            result[entry["name"]] = resolved[entry["valueFrom"]]
    return result


def references(container: Body) -> list[str]:
    """Every ``valueFrom`` of a container: its variables' and its log driver's, in order."""
    log = container.get("logConfiguration")
    listed = [
        *entries(container, "secrets"),
        *(entries(log, "secretOptions") if isinstance(log, dict) else ()),
    ]
    return [entry["valueFrom"] for _, entry in listed if isinstance(entry.get("valueFrom"), str)]


_EMPTY = SecretValue("")


def _sealed(value: Any) -> SecretValue:
    """An entry without a value gives an empty variable."""
    return value if isinstance(value, SecretValue) else _EMPTY
