"""The preview: a unified diff and a change list in which every value is masked."""

from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.model.finding import Destination
from ecs_secretmigrate.model.secret_value import MASK, SecretValue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ecs_secretmigrate.model.plan import Move
    from ecs_secretmigrate.model.task_definition import Body, TaskDefinition

_ONE_LINE = 76
"""An entry that fits is shown on one line, so that a moved variable is one line out and one in."""


def unified_diff(old: Body, new: Body, label: str) -> str:
    """A unified diff of the two bodies, empty if they do not differ; every value is masked."""
    lines = difflib.unified_diff(
        list(_render(old, 0, "")),
        list(_render(new, 0, "")),
        fromfile=label,
        tofile=f"{label} (migrated)",
        n=2,
        lineterm="",
    )
    return "\n".join(line.rstrip() for line in lines)


def change_list(
    definition: TaskDefinition, moves: Sequence[Move], execution_role_arn: str | None
) -> tuple[dict[str, Any], ...]:
    """The structured form of the diff: one object a removal or addition, in the document's own paths."""
    changes: list[dict[str, Any]] = []
    for move in moves:
        changes.extend({"op": "remove", "path": definition.location(path), "name": move.name} for path in move.removed)
        if move.value_from:
            owner = move.path[:2] if move.destination is Destination.SECRETS else move.path[:3]
            changes.append(
                {
                    "op": "add",
                    "path": definition.location((*owner, move.destination.value)),
                    "name": move.name,
                    "valueFrom": move.value_from,
                }
            )
    if execution_role_arn and not definition.body.get("executionRoleArn"):
        changes.append({"op": "add", "path": definition.location(("executionRoleArn",)), "value": execution_role_arn})
    return tuple(changes)


def _render(node: Any, depth: int, lead: str) -> Iterator[str]:
    indent = "  " * depth
    if isinstance(node, dict) and node:
        short = f"{indent}{lead}{json.dumps(node, default=_mask, ensure_ascii=False)}"
        if not lead and depth > 1 and len(short) <= _ONE_LINE and _is_flat(node):
            yield short
            return
        yield f"{indent}{lead}{{"
        for key, value in node.items():
            yield from _render(value, depth + 1, f"{json.dumps(key, ensure_ascii=False)}: ")
        yield f"{indent}}}"
    elif isinstance(node, list) and node:
        yield f"{indent}{lead}["
        for item in node:
            yield from _render(item, depth + 1, "")
        yield f"{indent}]"
    else:
        yield f"{indent}{lead}{json.dumps(node, default=_mask, ensure_ascii=False)}"


def _is_flat(node: dict[str, Any]) -> bool:
    return not any(isinstance(value, dict | list) for value in node.values())


def _mask(value: object) -> str:
    assert isinstance(value, SecretValue)
    return MASK
