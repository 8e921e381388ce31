"""The guard: between the old and the new task definition nothing differs but what was planned.

It sees each sealed value as the object it is, so a value that changed is a difference, and shows none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import GuardError
from ecs_secretmigrate.model.finding import Destination
from ecs_secretmigrate.model.paths import json_path
from ecs_secretmigrate.model.secret_value import SecretValue
from ecs_secretmigrate.model.task_definition import containers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecs_secretmigrate.model.plan import Move
    from ecs_secretmigrate.model.task_definition import Body

_LISTS = {"environment": "value", "secrets": "valueFrom"}


def check(old: Body, new: Body, moves: Sequence[Move], *, execution_role_arn: str | None = None) -> None:
    """Compare two bodies and let through only the planned removals and additions.

    Raises:
        GuardError: something else differs; the message names the places.
    """
    # Here and not above: deepdiff is slow to import, and only a plan needs it.
    from deepdiff import DeepDiff  # noqa: PLC0415

    expected_removed, expected_added = _expected(old, moves, execution_role_arn)
    ordinals: dict[SecretValue, str] = {}
    difference = DeepDiff(_view(old, ordinals), _view(new, ordinals), view="tree", threshold_to_diff_deeper=0)
    removed: set[tuple[Any, ...]] = set()
    added: set[tuple[Any, ...]] = set()
    unplanned: set[str] = set()
    for kind, items in difference.items():
        for item in items:
            path = tuple(item.path(output_format="list"))
            if kind == "dictionary_item_removed":
                removed.add(path)
            elif kind == "dictionary_item_added":
                added.add((*path, item.t2 if isinstance(item.t2, str) else None))
            else:
                unplanned.add(json_path(path))
    unplanned.update(json_path(path) for path in removed ^ expected_removed)
    unplanned.update(json_path(path[:-1]) for path in added ^ expected_added)
    if unplanned:
        raise GuardError(
            f"the new task definition would differ in more than was planned, at {', '.join(sorted(unplanned))}",
            cure="nothing was registered; this is a fault of the tool: please report it",
        )


def _expected(
    old: Body, moves: Sequence[Move], execution_role_arn: str | None
) -> tuple[set[tuple[Any, ...]], set[tuple[Any, ...]]]:
    removed: set[tuple[Any, ...]] = set()
    added: set[tuple[Any, ...]] = set()
    for move in moves:
        index = move.path[1]
        container = old["containerDefinitions"][index]
        owner = ("containerDefinitions", index)
        if move.destination is Destination.SECRETS:
            occurrences = [i for i, entry in enumerate(container["environment"]) if _name_of(entry) == move.name][::-1]
            gone = {path[-1] for path in move.removed}
            removed.update((*owner, "environment", f"{move.name}#{n}") for n, i in enumerate(occurrences) if i in gone)
            target: tuple[Any, ...] = (*owner, "secrets", f"{move.name}#0")
        else:
            removed.add((*owner, "logConfiguration", "options", move.name))
            target = (*owner, "logConfiguration", "secretOptions", f"{move.name}#0")
        if move.value_from:
            added.add((*target, move.value_from))
    if execution_role_arn and not old.get("executionRoleArn"):
        added.add(("executionRoleArn", execution_role_arn))
    return removed, added


def _view(body: Body, ordinals: dict[SecretValue, str]) -> dict[str, Any]:
    """The body with values as ordinals, and lists of named entries as maps, so that a removal is one difference."""
    view: dict[str, Any] = _ordinal(body, ordinals)
    for index, _ in containers(body):
        container = view["containerDefinitions"][index]
        for key, member in _LISTS.items():
            container[key] = _by_name(container.get(key), member)
        log = container.get("logConfiguration")
        if isinstance(log, dict):
            log["secretOptions"] = _by_name(log.get("secretOptions"), "valueFrom")
            log["options"] = log.get("options") or {}
    return view


def _ordinal(node: Any, ordinals: dict[SecretValue, str]) -> Any:
    if isinstance(node, SecretValue):
        return ordinals.setdefault(node, f"value {len(ordinals)}")
    if isinstance(node, dict):
        return {key: _ordinal(value, ordinals) for key, value in node.items()}
    if isinstance(node, list):
        return [_ordinal(item, ordinals) for item in node]
    return node


def _by_name(listed: Any, member: str) -> Any:
    if listed is None:
        return {}
    if not isinstance(listed, list):
        return listed
    result: dict[str, Any] = {}
    seen: dict[str, int] = {}
    # Counted from the last, the one that wins: it keeps its number when those before it go.
    for entry in reversed(listed):
        name = _name_of(entry)
        number = seen[name] = seen.get(name, -1) + 1
        plain = isinstance(entry, dict) and set(entry) == {"name", member}
        result[f"{name}#{number}"] = entry[member] if plain else entry
    return result


def _name_of(entry: Any) -> str:
    name = entry.get("name") if isinstance(entry, dict) else None
    return name if isinstance(name, str) else ""
