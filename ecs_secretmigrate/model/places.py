"""Every place of a task definition where plaintext can sit, what ECS offers there, and what to do where it does not.

Source: botocore's ECS model (``ContainerDefinition.secrets`` and ``LogConfiguration.secretOptions`` are the only
members that take a reference to a value) and the ECS developer guide, "Pass sensitive data to a container".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.model.finding import Destination, PlacedValue
from ecs_secretmigrate.model.secret_value import SecretValue
from ecs_secretmigrate.model.task_definition import Body, container_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecs_secretmigrate.model.paths import Path

_ROUTER_KEYS = frozenset({"name", "@type"})

# Keyed by the member of the container definition or the task definition that holds the value.
_ADVICE = {
    "command": "ECS expands nothing in a command: pass the value through secrets and let the program, or a shell "
    "(sh -c), read the variable",
    "entryPoint": "ECS expands nothing in an entry point: pass the value through secrets and let the program, or a "
    "shell (sh -c), read the variable",
    "healthCheck": "use CMD-SHELL and read a variable that secrets injects",
    "dockerLabels": "a label takes no reference, and anyone who can describe the task reads it: give the value to "
    "the reading agent through its own secrets",
    "firelensConfiguration": "put the value into the log router's secrets, or into a container's secretOptions",
    "volumes": "a volume's driver options take no reference: keep the credential on the instance, or use EFS with "
    "IAM or FSx with credentialsParameter",
    "repositoryCredentials": "credentialsParameter takes the ARN of a secret, not a value",
    "secrets": "valueFrom takes an ARN or a parameter's name, not a value: store the value and name it here",
    "secretOptions": "valueFrom takes an ARN or a parameter's name, not a value: store the value and name it here",
    "tags": "tags are readable by anyone who can list them: remove the value",
    "environment": "write it as an object with name and value, so that it can be moved to secrets",
    "logConfiguration": "the router needs this option in plaintext: it names the output",
}
_FALLBACK_ADVICE = "ECS takes no reference here: pass the value through a container's secrets instead"


def places(body: Body) -> Iterator[PlacedValue]:
    """Yield every sealed value of a task definition, in the document's order.

    A name that repeats within one ``environment`` is yielded each time; the last one is what the container gets.
    """
    for path, value in _sealed(body, ()):
        yield _placed(body, path, value)


def _sealed(node: Any, path: Path) -> Iterator[tuple[Path, SecretValue]]:
    if isinstance(node, SecretValue):
        yield path, node
    elif isinstance(node, dict):
        for key, child in node.items():
            yield from _sealed(child, (*path, key))
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield from _sealed(child, (*path, index))


def _placed(body: Body, path: Path, value: SecretValue) -> PlacedValue:
    match path:
        case ("containerDefinitions", int(at), "environment", int(entry), "value"):
            container = body["containerDefinitions"][at]
            name = container["environment"][entry].get("name")
            if isinstance(name, str) and name:
                return PlacedValue(path, name, value, container_name(container, at), Destination.SECRETS)
        case ("containerDefinitions", int(at), "logConfiguration", "options", str(option)):
            container = body["containerDefinitions"][at]
            if option.lower() not in _ROUTER_KEYS:
                return PlacedValue(path, option, value, container_name(container, at), Destination.SECRET_OPTIONS)
    inside = path[:1] == ("containerDefinitions",) and len(path) > 2 and isinstance(path[1], int)
    owner = body["containerDefinitions"][path[1]] if inside else None
    member = str(path[2] if inside else path[0])
    return PlacedValue(
        path,
        _name(body, path),
        value,
        container_name(owner, int(path[1])) if isinstance(owner, dict) else None,
        None,
        _ADVICE.get(member, _FALLBACK_ADVICE),
    )


def _name(body: Body, path: Path) -> str:
    """What the value is called where it stands: a sibling ``name`` or ``key``, its own key, or the flag before it."""
    parent: Any = body
    for step in path[:-1]:
        parent = parent[step]
    last = path[-1]
    if isinstance(last, str):
        if last in {"value", "valueFrom"}:
            for sibling in ("name", "key"):
                name = parent.get(sibling)
                if isinstance(name, str):
                    return name
        return last
    before = parent[last - 1] if last > 0 else None
    if isinstance(before, SecretValue):
        return _flag(before)
    return ""


def _flag(argument: SecretValue) -> str:
    """The name of an option whose value is the next argument: ``--db-password`` gives ``db-password``."""
    text = argument.reveal()
    bare = text.lstrip("-")
    is_flag = text.startswith("-") and bare.replace("-", "").replace("_", "").replace(".", "").isalnum()
    return bare if is_flag and len(bare) > 1 else ""
