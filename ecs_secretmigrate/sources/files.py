"""Files: read in every shape people keep them in, and written back with the smallest textual change."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import DocumentError, SourceError
from ecs_secretmigrate.model.finding import Destination
from ecs_secretmigrate.model.paths import json_path
from ecs_secretmigrate.model.secret_value import SecretValue
from ecs_secretmigrate.model.task_definition import (
    Skipped,
    TaskDefinition,
    container_name,
    containers,
    entries,
)
from ecs_secretmigrate.sources.documents import Document, parse
from ecs_secretmigrate.sources.documents.edits import Edit, Insert, Remove, SetKey
from ecs_secretmigrate.sources.sealing import Sealed, seal
from ecs_secretmigrate.sources.shapes import Candidate, candidates, kind_of, pascal_siblings
from ecs_secretmigrate.sources.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import BinaryIO

    from ecs_secretmigrate.model.paths import Path as Steps
    from ecs_secretmigrate.model.plan import Move
    from ecs_secretmigrate.model.task_definition import Body

STDIN = "-"
_SUFFIXES = (".json", ".yml", ".yaml", ".tpl", ".tmpl", ".jsonc", ".json5", ".template")
_SKIPPED_FOLDERS = frozenset({".git", ".hg", ".svn", "node_modules", ".venv", "venv", "__pycache__", ".terraform"})
MAX_BYTES = 16 * 1024 * 1024
"""A larger file is not a task definition: ECS takes 64 KiB."""


class FileSource:
    """Files, folders (all of them below, too) and stdin.

    Args:
        names: as on the command line; ``-`` is stdin.
        family: name for bare arrays of containers; None for the file's name.
    """

    def __init__(self, names: Sequence[str], *, family: str | None = None) -> None:
        self._names = names
        self._family = family
        self.stdin: SecretValue | None = None
        """What stdin held, once it was read: it can be read only once."""

    def read(self) -> Iterator[TaskDefinition | Skipped]:
        """Read each file.

        Raises:
            SourceError: a file that was named cannot be read or is not a task definition; a folder holds none.
        """
        for name in self._names:
            if name == STDIN:
                data = _bounded(sys.stdin.buffer, "stdin")
                self.stdin = SecretValue(data.decode("latin-1"))
                yield from self._strictly(name, data)
            elif Path(name).is_dir():
                yield from self._folder(Path(name))
            else:
                yield from self._strictly(name, _content(Path(name)))

    def _strictly(self, name: str, data: bytes) -> Iterator[TaskDefinition]:
        try:
            document = parse(data, name=name)
        except DocumentError as error:
            raise SourceError(f"{name}: {error}") from None
        found = list(self._definitions(name, document))
        if not found:
            raise SourceError(f"{name}: {kind_of(document.roots[0] if document.roots else None)}")
        yield from found

    def _folder(self, folder: Path) -> Iterator[TaskDefinition | Skipped]:
        found = False
        for path in _below(folder):
            name = str(path)
            try:
                document = parse(_content(path), name=name)
                read = list(self._definitions(name, document))
            except SourceError as error:
                yield Skipped(name, str(error))
                continue
            found = found or bool(read)
            yield from read
            if not read:
                yield Skipped(name, kind_of(document.roots[0] if document.roots else None))
        if not found:
            raise SourceError(
                f"{folder}: there is no task definition in it or below",
                cure="name the folder that holds them",
            )

    def _definitions(self, name: str, document: Document) -> Iterator[TaskDefinition]:
        several = len(document.roots) > 1
        for index, root in enumerate(document.roots):
            for candidate in candidates(root):
                prefix = (index, *candidate.prefix) if several else candidate.prefix
                yield self._definition(name, document, replace(candidate, prefix=prefix))

    def _definition(self, name: str, document: Document, candidate: Candidate) -> TaskDefinition:
        sealed = seal(candidate)
        family = sealed.body.get("family")
        if not isinstance(family, str) or not family:
            family = self._family or (Path(name).name.split(".", 1)[0] if name != STDIN else "stdin")
        prefix = candidate.prefix
        return TaskDefinition(
            source=name,
            body=sealed.body,
            family=family,
            shape=candidate.shape,
            tags=_tags(candidate.tags),
            notes=tuple(_notes(sealed, document, prefix)),
            prefix=prefix,
            original_keys=sealed.original_keys,
        )


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return _bounded(file, str(path))
    except OSError as error:
        raise SourceError(f"{path}: it cannot be read", cure=str(error.strerror)) from None


def _bounded(file: BinaryIO, name: str) -> bytes:
    """What a file, a pipe or a device holds, without filling the memory."""
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise SourceError(f"{name}: it is larger than any task definition", cure="ECS takes 64 KiB")
    return data


def _below(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED_FOLDERS)
        paths = (Path(root) / name for name in sorted(names) if name.lower().endswith(_SUFFIXES))
        # A pipe among them would be waited for; a link to nowhere is named as what cannot be read.
        yield from (path for path in paths if path.is_file() or path.is_symlink())


def _tags(node: Any) -> Mapping[str, Any]:
    result = {}
    for item in node if isinstance(node, list) else ():
        pair = {str(key).lower(): value for key, value in item.items()} if isinstance(item, dict) else {}
        if "key" in pair and hasattr(pair["key"], "value"):
            result[pair["key"].value.reveal()] = getattr(pair.get("value"), "value", SecretValue(""))
    return result


def _notes(sealed: Sealed, document: Document, prefix: Steps) -> Iterator[str]:
    """What a reader should know of how the file was read."""
    for path in document.repeated:
        yield f"{json_path(path)} stands more than once; the last one counts"
    for path, kind in sealed.kinds.items():
        if path[-1:] == ("value",) and "environment" in path:
            where = json_path((*prefix, *path))
            if kind == "null":
                yield f"{where} is null: the variable is empty"
            else:
                yield f"{where} is a {kind}, where ECS takes only text: it is read as the text that is written"
    for index, container in containers(sealed.body):
        label = container_name(container, index)
        listed = container.get("environment")
        if listed is not None and not isinstance(listed, list):
            yield f"{label}: environment is not a list of name and value: it is not moved"
            continue
        names = [entry["name"] for _, entry in entries(container, "environment")]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield f"{label}/{name} stands {names.count(name)} times in environment; the last one wins"
        for _, entry in entries(container, "environment"):
            if "valueFrom" in entry and "value" not in entry:
                yield f"{label}/{entry['name']} has valueFrom in environment, where ECS ignores it: move it to secrets"


class Rewriter:
    """Writes edited files: over themselves, to one place, or into a folder.

    Args:
        in_place: over themselves.
        output: to this file; ``-`` is stdout.
        output_dir: into this folder, under their own names.
        stdin: what stdin held.
    """

    def __init__(
        self, *, in_place: bool, output: Path | None, output_dir: Path | None, stdin: SecretValue | None = None
    ) -> None:
        self._stdin = stdin
        self._in_place = in_place
        self._output = output
        self._output_dir = output_dir
        self._edited: dict[str, bytes] = {}

    def publish(self, old: TaskDefinition, body: Body, moves: Sequence[Move], tags: Mapping[str, str]) -> str:
        """Edit the file by the moves; see :class:`~ecs_secretmigrate.ports.Publisher`."""
        del tags
        data = self._edited.get(old.source)
        if data is None:
            data = self._content(old.source)
        document = parse(data, name=old.source)
        try:
            changed = document.edit(list(edits(old, body, moves)))
        except DocumentError as error:
            raise SourceError(f"{old.source}: {error}") from None
        self._edited[old.source] = changed
        if self._output is not None and str(self._output) == STDIN:
            sys.stdout.buffer.write(changed)
            sys.stdout.buffer.flush()
            return "stdout"
        path = self._place(old.source)
        write_whole(path, changed)
        return str(path)

    def _content(self, source: str) -> bytes:
        if source != STDIN:
            return _content(Path(source))
        assert self._stdin is not None
        return self._stdin.reveal().encode("latin-1")

    def _place(self, source: str) -> Path:
        if self._output is not None:
            return self._output
        if self._output_dir is not None:
            self._output_dir.mkdir(parents=True, exist_ok=True)
            return self._output_dir / (Path(source).name if source != STDIN else "stdin.json")
        return Path(source)


def edits(old: TaskDefinition, body: Body, moves: Sequence[Move]) -> Iterator[Edit]:
    """The edits that bring the document of a task definition to the new body."""
    for move in moves:
        yield from (Remove(old.document_path(path)) for path in move.removed)
        if not move.value_from:
            continue
        is_variable = move.destination is Destination.SECRETS
        owner = move.path[:2] if is_variable else move.path[:3]
        source = "environment" if is_variable else "options"
        siblings = _parent(old.body, owner)
        pascal = pascal_siblings(
            [old.original_keys.get((*owner, key), key) for key in siblings if isinstance(key, str)]
        )
        name_key, from_key = ("Name", "ValueFrom") if pascal else ("name", "valueFrom")
        value_key = str(old.document_path(move.path)[-1])
        key = _spelt(move.destination.value, pascal=pascal)
        yield Insert(
            owner=old.document_path(owner),
            key=str(old.document_path((*owner, key[0].lower() + key[1:]))[-1])
            if key[0].lower() + key[1:] in siblings
            else key,
            after=str(old.document_path((*owner, source))[-1]),
            members=((name_key, move.name), (from_key, move.value_from)),
            like=old.document_path(move.path[:-1]) if is_variable else None,
            renamed=(value_key, from_key) if is_variable else None,
        )
    role = body.get("executionRoleArn")
    if role and not old.body.get("executionRoleArn"):
        pascal = pascal_siblings([old.original_keys.get((key,), key) for key in old.body])
        present = "executionRoleArn" in old.body
        key = (
            str(old.document_path(("executionRoleArn",))[-1]) if present else _spelt("executionRoleArn", pascal=pascal)
        )
        yield SetKey(old.prefix, key, role, after=str(old.document_path(("family",))[-1]))


def _parent(body: Body, path: Steps) -> dict[str, Any]:
    node: Any = body
    for step in path:
        node = node[step]
    assert isinstance(node, dict)
    return node


def _spelt(name: str, *, pascal: bool) -> str:
    return name[0].upper() + name[1:] if pascal else name
