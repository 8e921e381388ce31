"""Sealing: a document's leaves become :class:`SecretValue` on arrival, but for those that are structure.

What is structure is listed; whatever is not listed is sealed, so that a member nobody thought of is safe.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from ecs_secretmigrate.model.reference import InvalidReference, parse_reference
from ecs_secretmigrate.model.secret_value import SecretValue
from ecs_secretmigrate.model.task_definition import Body, Shape
from ecs_secretmigrate.sources.shapes import FREE_FORM, Candidate, camel

if TYPE_CHECKING:
    from ecs_secretmigrate.model.paths import Path

# Members of botocore's RegisterTaskDefinition and DescribeTaskDefinition shapes that name, count or choose things.
_STRUCTURE = frozenset(
    """
    appProtocol authorizationConfig capabilities capacityProvider command-line compatibilities condition containerName
    containerPath containerPort containerPortRange cpu cpuArchitecture credentialsParameter deregisteredAt deviceName
    deviceType driver dnsServers dnsSearchDomains essential executionRoleArn family fileSystemId hardLimit hostPath
    hostPort iam image interactive ipcMode key links logDriver memory memoryReservation mode name networkMode
    operatingSystemFamily permissions pidMode privileged protocol pseudoTerminal readOnly readonlyRootFilesystem
    registeredAt registeredBy requiresCompatibilities revision rootDirectory scope sizeInGiB softLimit sourceContainer
    sourcePath sourceVolume startTimeout status stopTimeout targetId taskDefinitionArn taskRoleArn transitEncryption
    transitEncryptionPort type user versionConsistency workingDirectory accessPointId attachmentId domain autoprovision
    deleteRequestedAt interval retries startPeriod timeout size swappiness maxSwap sharedMemorySize enabled
    enableFaultInjection ignoredExitCodes restartAttemptPeriod initProcessEnabled add drop
    """.split()
)
_SEALED_LISTS = frozenset({"command", "entryPoint", "extraHosts", "dockerSecurityOptions"})


class Leaf(Protocol):
    """A scalar of a file's document: its text, sealed, and what it is."""

    @property
    def value(self) -> SecretValue:
        """The text: decoded for a string, as written for the rest, empty for null."""

    @property
    def kind(self) -> str:
        """``string``, ``number``, ``boolean`` or ``null``."""


@dataclass(slots=True)
class Sealed:
    """A candidate in its one shape.

    Attributes:
        body: camelCase, sealed.
        original_keys: how the document spells a key, where that differs.
        kinds: kind of each sealed leaf that is not a string.
    """

    body: Body
    original_keys: dict[Path, str] = field(default_factory=dict)
    kinds: dict[Path, str] = field(default_factory=dict)


def seal(candidate: Candidate) -> Sealed:
    """Bring a candidate to the one shape, sealed.

    A bare array of containers becomes a body with only ``containerDefinitions``.
    """
    sealed = Sealed({})
    if candidate.shape is Shape.CONTAINER_DEFINITIONS:
        sealed.body = {"containerDefinitions": _node(candidate.node, ("containerDefinitions",), sealed)}
    else:
        sealed.body = _node(candidate.node, (), sealed)
    return sealed


def _node(node: Any, path: Path, sealed: Sealed) -> Any:
    if isinstance(node, dict):
        free = bool(path) and path[-1] in FREE_FORM
        result: dict[str, Any] = {}
        for key, child in node.items():
            name = key if free else camel(key)
            if name != key:
                sealed.original_keys[*path, name] = key
            result[name] = _node(child, (*path, name), sealed)
        return result
    if isinstance(node, list):
        return [_node(child, (*path, index), sealed) for index, child in enumerate(node)]
    return _leaf(node, path, sealed)


def _leaf(node: Any, path: Path, sealed: Sealed) -> Any:
    text, kind = _read(node)
    if kind == "null":
        # Null is the API's way of saying "not given"; only a value's own null is worth a remark.
        if path[-1:] == ("value",):
            sealed.kinds[path] = kind
        return None
    if _is_structure(path, text):
        return _plain(text, kind)
    if kind != "string":
        if not _takes_text(path):
            return _plain(text, kind)
        sealed.kinds[path] = kind
    return SecretValue(text)


def _read(node: Any) -> tuple[str, str]:
    """Text and kind of a leaf, of a file's document or of an API answer."""
    if node is None:
        return "", "null"
    if isinstance(node, str):
        return node, "string"
    if isinstance(node, bool):
        return str(node).lower(), "boolean"
    if isinstance(node, int | float):
        return repr(node), "number"
    if hasattr(node, "kind"):
        return node.value.reveal(), node.kind
    return str(node), "string"  # a timestamp of an API answer


def _is_structure(path: Path, text: str) -> bool:
    of_place = _structure_at(tuple(step for step in path if isinstance(step, str)))
    return not isinstance(parse_reference(text), InvalidReference) if of_place is None else of_place


@functools.lru_cache(maxsize=4096)
def _structure_at(names: tuple[str, ...]) -> bool | None:
    """Whether a place holds structure, whatever stands there; None where that depends on it (a reference)."""
    if not names or any(name in FREE_FORM for name in names[:-1]) or _SEALED_LISTS.intersection(names):
        return False
    if names[-1] == "valueFrom":
        return None
    if "healthCheck" in names and names[-1] == "command":
        return False
    return names[-1] in _STRUCTURE


def _takes_text(path: Path) -> bool:
    """Whether the API takes only text here, so that a number in a file is text that was not quoted."""
    return path[-1] == "value" or any(step in FREE_FORM or step in _SEALED_LISTS for step in path[:-1])


def _plain(text: str, kind: str) -> Any:
    if kind == "boolean":
        return text.lower() in {"true", "yes", "on"}
    if kind == "number":
        for number in (int, float):
            try:
                return number(text)
            except ValueError:
                continue
    return text
