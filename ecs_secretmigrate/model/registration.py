"""A body as ``RegisterTaskDefinition`` takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecs_secretmigrate.model.task_definition import Body

READ_ONLY = frozenset(
    {
        "taskDefinitionArn",
        "revision",
        "status",
        "requiresAttributes",
        "compatibilities",
        "registeredAt",
        "registeredBy",
        "deregisteredAt",
        "deleteRequestedAt",
    }
)
"""Members of ``DescribeTaskDefinition``'s answer that ``RegisterTaskDefinition`` refuses (botocore's ECS model)."""


REPLACES_TAG = "ecs-secretmigrate:replaces"
"""On a migrated revision: the ``family:revision`` it replaces, so that any machine can prove or undo it."""


def register_input(body: Body, tags: Mapping[str, Any] | None = None) -> Body:
    """The body as ``RegisterTaskDefinition`` takes it: without read-only members and nulls, with tags.

    Tags whose key starts with ``aws:`` are AWS's own and cannot be set; no tags are sent rather than an empty list.
    """
    kept = {key: _without_nulls(value) for key, value in body.items() if key not in READ_ONLY | {"tags"}}
    carried = [
        {"key": key, "value": value} for key, value in (tags or {}).items() if not key.lower().startswith("aws:")
    ]
    if carried:
        kept["tags"] = carried
    return {key: value for key, value in kept.items() if value is not None}


def _without_nulls(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _without_nulls(value) for key, value in node.items() if value is not None}
    if isinstance(node, list):
        return [_without_nulls(item) for item in node if item is not None]
    return node
