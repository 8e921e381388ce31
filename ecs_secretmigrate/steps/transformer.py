"""The new task definition: pure functions over the sealed body."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.model.finding import Destination
from ecs_secretmigrate.model.registration import register_input
from ecs_secretmigrate.model.secret_value import SecretValue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecs_secretmigrate.model.paths import Path
    from ecs_secretmigrate.model.plan import Move
    from ecs_secretmigrate.model.task_definition import Body

MAX_BYTES = 64 * 1024
"""Largest task definition (ECS service quotas)."""


def transform(body: Body, moves: Iterable[Move], *, execution_role_arn: str | None = None) -> Body:
    """The body with each move's plaintext removed and its reference added, in one step.

    Args:
        body: the sealed body; it is not changed.
        moves: the moves, with the references as they are to stand.
        execution_role_arn: set where the body has no execution role.
    """
    new = copy.deepcopy(body)
    moves = list(moves)
    for move in moves:
        if move.destination is Destination.SECRETS:
            owner = new["containerDefinitions"][move.path[1]]
            if move.value_from:
                _append(owner, "environment", "secrets", move)
        else:
            owner = new["containerDefinitions"][move.path[1]]["logConfiguration"]
            if move.value_from:
                _append(owner, "options", "secretOptions", move)
    # From the end, so that an index still means what it meant.
    for path in sorted((path for move in moves for path in move.removed), key=_last_first):
        parent: Any = new
        for step in path[:-1]:
            parent = parent[step]
        del parent[path[-1]]
    if execution_role_arn and not new.get("executionRoleArn"):
        new["executionRoleArn"] = execution_role_arn
    return new


def _append(owner: dict[str, Any], source: str, target: str, move: Move) -> None:
    entry = {"name": move.name, "valueFrom": move.value_from}
    if isinstance(owner.get(target), list):
        owner[target].append(entry)
        return
    # Right after the list it comes from, where a reader looks for it.
    items = [(key, value) for key, value in owner.items() if key != target]
    owner.clear()
    for key, value in items:
        owner[key] = value
        if key == source:
            owner[target] = [entry]


def _last_first(path: Path) -> tuple[Any, ...]:
    return tuple((0, -step, "") if isinstance(step, int) else (1, 0, step) for step in path)


def wire_size(body: Body) -> int:
    """Size in bytes of the registration's JSON. Computed, never shown beside a single value."""
    sealed: list[int] = []

    def stand_in(value: object) -> str:
        assert isinstance(value, SecretValue)
        sealed.append(value.size)
        return ""

    text = json.dumps(register_input(body), default=stand_in, separators=(",", ":"), ensure_ascii=False)
    return len(text.encode("utf-8", "surrogatepass")) + sum(sealed)
