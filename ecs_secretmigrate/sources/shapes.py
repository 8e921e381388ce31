"""The shapes people keep task definitions in, brought to one: camelCase ``RegisterTaskDefinition`` input.

Shapes: ``register-task-definition`` input, ``describe-task-definition`` output (wrapped in ``taskDefinition`` or
bare, with its read-only fields), a bare array of container definitions, and the PascalCase of CloudFormation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.model.task_definition import Shape

if TYPE_CHECKING:
    from ecs_secretmigrate.model.paths import Path

FREE_FORM = frozenset({"options", "dockerLabels", "labels", "driverOpts"})
"""Maps whose keys are the user's own words: their case is kept."""

# Members whose PascalCase is not the camelCase with a capital: as CloudFormation's AWS::ECS::TaskDefinition has them.
_IRREGULAR = {
    "EFSVolumeConfiguration": "efsVolumeConfiguration",
    "FSxWindowsFileServerVolumeConfiguration": "fsxWindowsFileServerVolumeConfiguration",
    "S3FilesVolumeConfiguration": "s3filesVolumeConfiguration",
    "ResourceARN": "resourceArn",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A part of a document that is a task definition.

    Attributes:
        node: that part, keys as written.
        prefix: steps from the document's root to it.
        shape: whether it is a whole task definition.
        tags: the node beside it that lists its tags, as ``describe-task-definition`` gives them.
    """

    node: Any
    prefix: Path
    shape: Shape
    tags: Any = None


def candidates(root: Any) -> list[Candidate]:
    """Find the task definitions of a document: usually one, none in a document of another kind."""
    if isinstance(root, list):
        if _are_containers(root):
            return [Candidate(root, (), Shape.CONTAINER_DEFINITIONS)]
        found = [candidates(item) for item in root] if root else []
        if found and all(len(part) == 1 for part in found):
            return [
                Candidate(part[0].node, (index, *part[0].prefix), part[0].shape, part[0].tags)
                for index, part in enumerate(found)
            ]
        return []
    if not isinstance(root, dict):
        return []
    inner_key = member(root, "taskDefinition")
    if inner_key is not None and isinstance(root[inner_key], dict) and _is_definition(root[inner_key]):
        tags_key = member(root, "tags")
        return [
            Candidate(
                root[inner_key],
                (inner_key,),
                Shape.TASK_DEFINITION,
                root[tags_key] if tags_key is not None else None,
            )
        ]
    return [Candidate(root, (), Shape.TASK_DEFINITION)] if _is_definition(root) else []


def kind_of(root: Any) -> str:
    """Say what a document that is not a task definition looks like, and what to do with it."""
    if isinstance(root, dict):
        keys = {str(key) for key in root}
        if "Resources" in keys or "AWSTemplateFormatVersion" in keys:
            return "a CloudFormation template: give the task definition it makes, with --family"
        if "type" in keys and keys & {"image", "variables", "sidecars", "http"}:
            return "a Copilot manifest: give the task definition it makes, with --family"
        if "services" in keys and "version" in keys:
            return "a Compose file: give the task definition it makes, with --family"
    return "not a task definition: it has no containerDefinitions"


def member(mapping: dict[str, Any], name: str) -> str | None:
    """The key that spells an API member: camelCase or PascalCase."""
    return next((key for key in mapping if isinstance(key, str) and camel(key) == name), None)


def camel(key: str) -> str:
    """An API member's camelCase for its PascalCase; other words are left alone."""
    if key in _IRREGULAR:
        return _IRREGULAR[key]
    return key[:1].lower() + key[1:] if key[:1].isupper() and not key[1:2].isupper() else key


def pascal_siblings(keys: list[str]) -> bool:
    """Whether the members of an object are written in PascalCase, so that a new one is too."""
    return bool(keys) and all(key[:1].isupper() for key in keys)


def _is_definition(node: dict[str, Any]) -> bool:
    key = member(node, "containerDefinitions")
    return key is not None and isinstance(node[key], list)


def _are_containers(node: list[Any]) -> bool:
    return bool(node) and all(
        isinstance(item, dict)
        and member(item, "name") is not None
        and any(member(item, name) is not None for name in ("image", "environment", "secrets"))
        and member(item, "containerDefinitions") is None
        for item in node
    )
