"""Documents that keep their layout: JSON and YAML text as plain trees, edited with the smallest textual change."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ecs_secretmigrate.errors import DocumentError
from ecs_secretmigrate.model.secret_value import SecretValue
from ecs_secretmigrate.sources.documents.marks import Mark, Node, Scalar, at, repeated_keys, tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecs_secretmigrate.model.paths import Path
    from ecs_secretmigrate.sources.documents.edits import Edit

__all__ = ["Document", "Node", "Scalar", "parse"]

_BOM = "\ufeff"
_YAML = (".yml", ".yaml")


@dataclass(frozen=True)
class Document:
    """A file's text and what it says.

    Attributes:
        text: the text, without a byte order mark.
        bom: whether there was one.
        format: ``json`` or ``yaml``.
        roots: what it says, one for each document of a YAML stream; a path's first step is the index where
            there are several, else a path starts at the only root.
        may_repeat: whether a key may stand more than once in its map.
    """

    text: str
    bom: bool
    format: str
    roots: list[Node]
    may_repeat: bool = True

    @cached_property
    def marks(self) -> list[Mark]:
        """The place of everything."""
        return _marks(self.text, self.format)

    @property
    def repeated(self) -> list[Path]:
        """Paths of keys that stand more than once in their map."""
        if self.format == "json" and not self.may_repeat:
            return []
        return [path for mark in self.marks for path in repeated_keys(mark)]

    def line(self, path: Path) -> int:
        """The 1-based line of a node, 0 if there is none."""
        try:
            return self.text.count("\n", 0, self.mark(path).start) + 1
        except KeyError:
            return 0

    def mark(self, path: Path) -> Mark:
        """The mark at a path.

        Raises:
            KeyError: there is none.
        """
        root, rest = (self.marks[0], path) if len(self.marks) == 1 else (self.marks[int(path[0])], path[1:])
        return at(root, rest)

    def edit(self, edits: Sequence[Edit]) -> bytes:
        """The text with these edits and no other change.

        Raises:
            DocumentError: it cannot be edited in place.
        """
        from ecs_secretmigrate.sources.documents.editing import edited  # noqa: PLC0415

        text = edited(self, edits)
        return ((_BOM if self.bom else "") + text).encode("utf-8", "surrogatepass")


def parse(data: bytes, *, name: str) -> Document:
    """Read a document; JSON or YAML is told by its text first, then by its name.

    Args:
        data: the file's content.
        name: its name, for the ending.

    Raises:
        DocumentError: it is neither, with line and column of the fault; the text is not quoted.
    """
    if _is_utf16(data):
        raise DocumentError("it is UTF-16 text, as PowerShell's > writes it", cure="save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DocumentError("it is not UTF-8 text", cure="save it as UTF-8") from None
    if not text.strip():
        raise DocumentError("it is empty", cure="name the file that holds the task definition")
    bom = data.startswith(b"\xef\xbb\xbf")
    strict = _strict(text)
    if strict is not None:
        return Document(text, bom, "json", *strict)
    looks_json = text.lstrip().startswith(("{", "[", "//", "/*")) or not name.lower().endswith(_YAML)
    try:
        return _document(text, bom, "json" if looks_json else "yaml")
    except DocumentError as fault:
        # Flow-style YAML looks like JSON; anything from stdin may be YAML.
        if name.lower().endswith(".json") or ".json." in name.lower():
            raise
        if not looks_json:
            raise
        try:
            document = _document(text, bom, "yaml")
        except DocumentError:
            raise fault from None
        if text.lstrip().startswith(("{", "[")) and not name.lower().endswith(_YAML):
            raise fault from None
        return document


def _is_utf16(data: bytes) -> bool:
    """Whether it begins as UTF-16 does, with its byte order mark or with a character of ASCII."""
    head = data[:2]
    return head in {b"\xff\xfe", b"\xfe\xff"} or (len(head) == 2 and (head[0] == 0) is not (head[1] == 0))


def _document(text: str, bom: bool, form: str) -> Document:
    marks = _marks(text, form)
    document = Document(text, bom, form, [tree(mark) for mark in marks])
    document.__dict__["marks"] = marks
    return document


def _marks(text: str, form: str) -> list[Mark]:
    if form == "json":
        from ecs_secretmigrate.sources.documents import json_text  # noqa: PLC0415

        return [json_text.parse(text)]
    from ecs_secretmigrate.sources.documents import yaml_text  # noqa: PLC0415

    return yaml_text.parse(text)


def _strict(text: str) -> tuple[list[Node], bool] | None:
    """Strictly valid JSON through the standard library, which is fast, and whether keys repeat; None for other text."""
    repeats = False

    def pairs(listed: list[tuple[str, object]]) -> dict[str, object]:
        nonlocal repeats
        result = dict(listed)
        repeats = repeats or len(result) != len(listed)
        return result

    try:
        loaded = json.loads(
            text, parse_int=_Number, parse_float=_Number, parse_constant=_refuse, object_pairs_hook=pairs
        )
        return [_sealed(loaded)], repeats
    except (ValueError, RecursionError):
        return None


class _Number(str):
    """A number as it was written."""

    __slots__ = ()


def _refuse(_: str) -> object:
    raise ValueError


def _sealed(node: object) -> Node:
    if isinstance(node, dict):
        return {key: _sealed(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_sealed(item) for item in node]
    if isinstance(node, bool):
        return Scalar(SecretValue("true" if node else "false"), "boolean")
    if node is None:
        return Scalar(SecretValue(""), "null")
    assert isinstance(node, str)
    return Scalar(SecretValue(str(node)), "number" if isinstance(node, _Number) else "string")
