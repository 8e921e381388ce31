"""What a start of a task sets in plaintext on top of its definition: an override takes no reference.

Source: ECS API reference, ``TaskOverride`` and ``ContainerOverride``: ``environment`` is all there is.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.model.secret_value import SecretValue

if TYPE_CHECKING:
    from collections.abc import Iterator


def in_text(text: SecretValue | None) -> tuple[tuple[str, SecretValue], ...]:
    """The variables that a JSON input sets, as ``CONTAINER/NAME`` and value; none for other text."""
    if text is None:
        return ()
    try:
        return tuple(_walk(json.loads(text.reveal()), 0))
    except (ValueError, RecursionError):
        return ()


def task_definition_in(text: SecretValue | None) -> str:
    """The task definition that a JSON input of ``RunTask`` names; empty where it names none."""
    try:
        given = json.loads(text.reveal()) if text is not None else {}
    except (ValueError, RecursionError):
        return ""
    named = given.get("TaskDefinition") if isinstance(given, dict) else ""
    return named if isinstance(named, str) else ""


def in_task(task: dict[str, Any]) -> tuple[tuple[str, SecretValue], ...]:
    """The variables that a running task was started with."""
    return tuple(_walk(task.get("overrides", {}), 0))


_DEPTH = 12


def _walk(node: Any, depth: int) -> Iterator[tuple[str, SecretValue]]:
    if depth > _DEPTH:
        return
    if isinstance(node, dict):
        lowered = {key.lower(): value for key, value in node.items()}
        listed = lowered.get("environment")
        for entry in listed if isinstance(listed, list) else ():
            found = {key.lower(): value for key, value in entry.items()} if isinstance(entry, dict) else {}
            name, value = found.get("name"), found.get("value")
            if isinstance(name, str) and isinstance(value, str | SecretValue):
                sealed = SecretValue(value) if isinstance(value, str) else value
                yield f"{lowered.get('name', '')}/{name}", sealed
        for child in node.values():
            yield from _walk(child, depth + 1)
    elif isinstance(node, list):
        for child in node:
            yield from _walk(child, depth + 1)
