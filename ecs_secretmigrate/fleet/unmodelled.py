"""Fields that AWS answers and the installed botocore does not know: botocore drops them without a word.

A task definition that is described and registered again would lose them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from botocore.model import OperationModel, Shape


def watch(client: Any) -> None:
    """Have ``DescribeTaskDefinition`` answers of this client tell what was dropped, under ``_unmodelled``."""
    client.meta.events.register("after-call.ecs.DescribeTaskDefinition", _compare)


def _compare(http_response: Any, parsed: dict[str, Any], model: OperationModel, **_: Any) -> None:
    if http_response.status_code >= 300 or model.output_shape is None:
        return
    raw = json.loads(http_response.content)
    parsed["_unmodelled"] = unknown_members(raw.get("taskDefinition"), model.output_shape.members["taskDefinition"])


def unknown_members(raw: Any, shape: Shape, path: str = "") -> list[str]:
    """Paths of the members of a raw JSON answer that the shape does not have."""
    if shape.type_name == "structure" and isinstance(raw, dict):
        members = shape.members
        found = []
        for key, value in raw.items():
            here = f"{path}.{key}" if path else key
            if key not in members:
                found.append(here)
            else:
                found.extend(unknown_members(value, members[key], here))
        return found
    if shape.type_name == "list" and isinstance(raw, list):
        return [
            name for index, item in enumerate(raw) for name in unknown_members(item, shape.member, f"{path}[{index}]")
        ]
    return []
