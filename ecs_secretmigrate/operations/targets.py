"""The accounts of a bulk run: the targets file, and which of its targets one of several machines takes."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import UsageError
from ecs_secretmigrate.model.selection import Selection
from ecs_secretmigrate.model.target import Target
from ecs_secretmigrate.operations import c7n_org, choices, wayin
from ecs_secretmigrate.operations.reading import BAD, Reading, is_null
from ecs_secretmigrate.reports.wording import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path as File

    from ecs_secretmigrate.model.paths import Path
    from ecs_secretmigrate.sources.documents import Node

_SELECTORS = {"clusters": "cluster", "services": "service", "families": "family", "files": "files"}
# API reference of CreateCluster and CreateService: up to 255 letters, digits, hyphens and underscores.
_SERVICE = re.compile(r"(arn:[^/]+:cluster/)?[\w-]{1,255}/[\w-]{1,255}", re.ASCII)
_SHARD = re.compile(r"([0-9]{1,6})/([0-9]{1,6})", re.ASCII)


def load(path: File, environment: Mapping[str, str]) -> list[Target]:
    """The targets of a file: our own (YAML or JSON), or an accounts file of c7n-org.

    Args:
        path: the file.
        environment: what ``${NAME}`` stands for in our own; c7n-org expands nothing.

    Raises:
        UsageError: it cannot be read, or something in it is wrong: all that is, a line each, with file, line and key.
    """
    reading = Reading(path, environment)
    if c7n_org.is_accounts_file(reading.root):
        reading.environment = None
        listed = c7n_org.read(reading)
    else:
        listed = _read(reading, path.parent)
    lines: dict[str, int] = {}
    for place, target in listed:
        line = reading.line(place)
        if lines.setdefault(target.name, line) != line:
            what = f"has the name {safe(target.name)}, as the one of line {lines[target.name]}"
            reading.wrong((*place, "name") if "name" in _at(reading.root, place) else place, what, "write another name")
    reading.finish()
    return [target for _, target in listed]


def shard(targets: Sequence[Target], index: int, count: int) -> list[Target]:
    """The targets of one of so many machines; a target's name alone decides, so that a new one moves no other.

    Args:
        targets: all of them.
        index: which machine, counted from 1.
        count: how many there are.
    """
    return [target for target in targets if _number(target.name) % count == index - 1]


def parse_shard(text: str) -> tuple[int, int]:
    """``I/N`` as two numbers.

    Raises:
        UsageError: it is none, or I is not one of N.
    """
    found = _SHARD.fullmatch(text)
    index, count = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= index <= count:
        raise UsageError("--shard is not I/N", cure="2/8 is the second of eight parts, the first is 1/8")
    return index, count


def _number(name: str) -> int:
    # Python's own hash is another in each process.
    return int.from_bytes(hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()[:8], "big")


def _at(root: Node, place: Path) -> Any:
    node: Any = root
    for step in place:
        node = node[step]
    return node


def _read(reading: Reading, folder: File) -> list[tuple[Path, Target]]:
    root = reading.table((), reading.root, ("defaults", "targets"))
    defaults: dict[str, Any] = {}
    if "defaults" in root and not is_null(root["defaults"]):
        defaults = _given(reading, ("defaults",), root["defaults"], folder)
    if "targets" not in root:
        if isinstance(reading.root, dict):
            reading.wrong((), "there are no targets", "write them as a list under targets")
        return []
    if root["targets"] == [] or is_null(root["targets"]):
        reading.wrong(("targets",), "is empty", "write at least one target")
        return []
    listed = []
    for path, node in reading.items(("targets",), root["targets"]):
        own = _given(reading, path, node, folder)
        if not isinstance(node, dict) or set(own) != set(node):
            continue  # a misspelt account is not a missing one too
        target = _target(reading, path, own, defaults)
        if target is not None:
            listed.append((path, target))
    return listed


def _given(reading: Reading, path: Path, node: Node, folder: File) -> dict[str, Any]:
    """What stands in a target or in the defaults: :data:`BAD` for what is wrong, None for what is taken back."""

    def select(reading: Reading, path: Path, node: Node) -> Any:
        return _selection(reading, path, node, folder)

    readers: dict[str, Callable[[Reading, Path, Node], Any]] = {
        "account": wayin.account,
        "name": wayin.name,
        "profile": wayin.name,
        "role": wayin.role,
        "external_id": wayin.external_id,
        "session_name": wayin.session_name,
        "regions": wayin.regions,
        "select": select,
        **dict.fromkeys(choices.KEYS, choices.choice),
    }
    table = reading.table(path, node, readers)
    return {key: None if is_null(value) else readers[key](reading, (*path, key), value) for key, value in table.items()}


def _selection(reading: Reading, path: Path, node: Node, folder: File) -> Any:
    table = reading.table(path, node, (*_SELECTORS, "all"))
    given: dict[str, Any] = {
        field: reading.texts((*path, key), table[key])
        for key, field in _SELECTORS.items()
        if key in table and not is_null(table[key])
    }
    everything = reading.flag((*path, "all"), table["all"]) if "all" in table else not any(given.values())
    if BAD in given.values() or everything is BAD or not isinstance(node, dict):
        return BAD
    if not all(_SERVICE.fullmatch(service) for service in given.get("service", ())):
        return reading.wrong((*path, "services"), "holds a service without its cluster", "write CLUSTER/SERVICE")
    if not everything and not any(given.values()):
        return reading.wrong(path, "chooses nothing", "leave out all: false, or write what to choose")
    if "files" in given:
        given["files"] = tuple(str(folder / file) for file in given["files"])
    return Selection(everything=everything, **given)


def _target(reading: Reading, path: Path, own: dict[str, Any], defaults: dict[str, Any]) -> Target | None:
    inherited = dict(defaults)
    if own.get("profile") is not None and "role" not in own:
        # A way in of its own: the role that all others have is not assumed from there.
        for key in ("role", "external_id", "session_name"):
            inherited.pop(key, None)
    given = {key: value for key, value in (inherited | own).items() if value is not None}
    role = given.get("role")
    for key in ("external_id", "session_name"):
        if role is None and own.get(key) is not None:
            reading.wrong((*path, key), "has no role to go with", "write role, or leave it out")
    if BAD in [value for value in given.values() if not isinstance(value, dict)]:
        return None
    there = wayin.account_of(role)
    account = given.get("account") or there
    if account is None and "profile" not in given:
        reading.wrong(path, "there is neither account nor profile", "write one of them")
        return None
    if there is not None and there != account:
        if "role" in own:
            where, what = (*path, "role"), f"is of account {there}, the target of {account}"
        else:
            where, what = (*path, "account"), f"is {account}, the role of defaults is of {there}"
        reading.wrong(where, what, "write the role's name alone")
        return None
    return Target(
        name=given.get("name") or account or given["profile"],
        account=account,
        selection=given.get("select") or Selection(everything=True),
        profile=given.get("profile"),
        role=role,
        external_id=given.get("external_id") if role else None,
        regions=given.get("regions", ()),
        options={key: value for key, value in given.items() if key in choices.KEYS},
        source=f"{reading.file}:{reading.line(path)}",
        **({"session_name": given["session_name"]} if role and "session_name" in given else {}),
    )
