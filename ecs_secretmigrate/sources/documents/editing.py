"""Editing: every edit becomes insertions and deletions of text, applied in one go and checked by reading the result."""

from __future__ import annotations

import copy
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import DocumentError
from ecs_secretmigrate.model.secret_value import SecretValue
from ecs_secretmigrate.sources.documents.edits import Insert, Remove, SetKey
from ecs_secretmigrate.sources.documents.marks import Scalar, entry_of, tree
from ecs_secretmigrate.sources.documents.splices import Item, Splices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecs_secretmigrate.model.paths import Path
    from ecs_secretmigrate.sources.documents import Document
    from ecs_secretmigrate.sources.documents.edits import Edit
    from ecs_secretmigrate.sources.documents.marks import Mark


def edited(document: Document, edits: Sequence[Edit]) -> str:
    """The document's text with these edits.

    Raises:
        DocumentError: a node is shared by an alias, a path does not exist, or the result does not read as intended.
    """
    splices = Splices(document.text, document.format)
    removals: dict[Path, list[Any]] = defaultdict(list)
    inserts: dict[tuple[Path, str], list[Insert]] = defaultdict(list)
    for edit in edits:
        match edit:
            case Remove(path):
                _own(document, path)
                if path[-1] not in removals[path[:-1]]:
                    removals[path[:-1]].append(path[-1])
            case Insert(owner=owner, key=key):
                inserts[owner, key].append(edit)
            case SetKey(owner, key, text, after):
                splices.set_key(_own(document, owner), key, text, after)
    for (owner, key), listed in inserts.items():
        _insert(document, splices, _own(document, owner), key, listed)
    for path, steps in removals.items():
        splices.remove(_own(document, path), steps)
    text = splices.result()
    _check(document, edits, text)
    return text


def _own(document: Document, path: Path) -> Mark:
    try:
        mark = document.mark(path)
    except (KeyError, IndexError):
        raise DocumentError("it cannot be edited in place: a part is not where it was read") from None
    if mark.shared:
        raise DocumentError(
            "it cannot be edited in place: an alias shares this part with another",
            line=document.line(path),
            column=1,
            cure="write the aliased part out, or render the file first",
        )
    return mark


def _insert(document: Document, splices: Splices, owner: Mark, key: str, listed: list[Insert]) -> None:
    first = listed[0]
    source = entry_of(owner, first.after)
    items: list[Item] = []
    for insert in listed:
        if insert.like is None or insert.renamed is None:
            items.append((None, dict(insert.members)))
            continue
        like = _own(document, insert.like)
        before, after = insert.renamed
        items.append(((like, before, after), dict(insert.members)))
    existing = next((entry for entry in owner.entries if entry.key == key), None)
    if existing is not None and existing.value.kind == "list":
        if existing.value.shared:
            raise DocumentError("it cannot be edited in place: an alias shares a list", cure="write it out")
        splices.append(existing, items, source)
    elif existing is not None and existing.value.kind == "scalar":
        splices.replace_with_list(existing, items, source, owner)
    elif existing is not None:
        raise DocumentError(f"it cannot be edited in place: {key} is not a list")
    else:
        splices.new_list(owner, source, key, items)


def _check(document: Document, edits: Sequence[Edit], text: str) -> None:
    """Read the result and hold it against what was intended; values are compared in memory."""
    from ecs_secretmigrate.sources.documents import _marks  # noqa: PLC0415 - a circle of two functions

    wanted = _intended(document, edits)
    try:
        got = [tree(mark) for mark in _marks(text, document.format)]
    except DocumentError:
        got = []
    if not _same(wanted, got):
        raise DocumentError(
            "it cannot be edited in place: its layout is one this tool does not know",
            cure="format the file first (it is left as it was), and please report it",
        )


def _intended(document: Document, edits: Sequence[Edit]) -> list[Any]:
    roots: list[Any] = copy.deepcopy([tree(mark) for mark in document.marks])
    several = len(roots) > 1

    def node(path: Path) -> Any:
        here: Any = roots if several else roots[0]
        for step in path:
            here = here[step]
        return here

    for edit in edits:
        if isinstance(edit, Insert):
            owner = node(edit.owner)
            entry: dict[str, Any] = {}
            if edit.like is not None and edit.renamed is not None:
                before, after = edit.renamed
                for name, value in node(edit.like).items():
                    entry[after if name == before else name] = value
            entry.update({name: _text(text) for name, text in edit.members})
            listed = owner.get(edit.key)
            owner[edit.key] = [*(listed if isinstance(listed, list) else []), entry]
        elif isinstance(edit, SetKey):
            node(edit.owner)[edit.key] = _text(edit.text)
    removed = sorted(
        {edit.path for edit in edits if isinstance(edit, Remove)},
        key=lambda path: tuple((0, -s, "") if isinstance(s, int) else (1, 0, s) for s in path),
    )
    for path in removed:
        del node(path[:-1])[path[-1]]
    return roots


def _text(text: str) -> Scalar:
    return Scalar(SecretValue(text), "string")


def _same(mine: Any, theirs: Any) -> bool:
    if isinstance(mine, Scalar) and isinstance(theirs, Scalar):
        return mine.kind == theirs.kind and mine.value.equals(theirs.value)
    if isinstance(mine, dict) and isinstance(theirs, dict):
        return mine.keys() == theirs.keys() and all(_same(value, theirs[key]) for key, value in mine.items())
    if isinstance(mine, list) and isinstance(theirs, list):
        return len(mine) == len(theirs) and all(map(_same, mine, theirs))
    return False
