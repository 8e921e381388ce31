"""JSON as people keep it: with comments, trailing commas and repeated keys, and with the place of everything.

The concrete syntax tree is tree-sitter's; its JSON grammar knows comments. It marks a trailing comma as an error:
such a comma is blanked and the text parsed again, so every offset stays true.
"""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING

from ecs_secretmigrate.errors import DocumentError
from ecs_secretmigrate.model.secret_value import SecretValue
from ecs_secretmigrate.sources.documents.marks import Entry, Mark, Scalar

if TYPE_CHECKING:
    from tree_sitter import Node as Syntax

_DEPTH = 200
_KINDS = {"true": "boolean", "false": "boolean", "null": "null", "number": "number", "string": "string"}
_TEMPLATE = (b"${", b"{{", b"<%", b"%{")


def parse(text: str) -> Mark:
    """Parse JSON text.

    Raises:
        DocumentError: it is not JSON, with the line and column of the fault.
    """
    import tree_sitter  # noqa: PLC0415 - only where strict JSON did not do
    import tree_sitter_json  # noqa: PLC0415

    data = text.encode("utf-8", "surrogatepass")
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_json.language()))
    root = parser.parse(data).root_node
    blanked = bytearray(data)
    while root.has_error:
        commas = list(_trailing_commas(root, blanked))
        if not commas:
            raise _fault(root, data)
        for offset in commas:
            blanked[offset] = ord(" ")
        root = parser.parse(bytes(blanked)).root_node
    values = [child for child in root.named_children if child.type != "comment"]
    if len(values) != 1:
        row, column = values[1].start_point if len(values) > 1 else (0, 0)
        raise DocumentError("there must be one JSON value", line=row + 1, column=column + 1, cure="split the file")
    return _Reader(data).mark(values[0], 0)


def _trailing_commas(root: Syntax, data: bytearray) -> list[int]:
    """Offsets of the commas that stand right before a closing bracket, outside strings and comments."""
    tokens: list[tuple[int, int]] = []
    stack = [root]
    while stack:
        node = stack.pop()
        if node.type in {"string", "comment"}:
            if node.type == "string":
                tokens.append((node.start_byte, 0))
        elif node.child_count:
            stack.extend(node.children)
        elif node.end_byte > node.start_byte:
            tokens.extend(
                (offset, data[offset])
                for offset in range(node.start_byte, node.end_byte)
                if data[offset] not in b" \t\r\n"
            )
    tokens.sort()
    return [
        offset
        for (offset, token), (_, following) in itertools.pairwise(tokens)
        if token == ord(",") and following in b"]}"
    ]


def _fault(root: Syntax, data: bytes) -> DocumentError:
    node = root
    while True:
        faulty = next((child for child in node.children if child.is_error or child.is_missing or child.has_error), None)
        if faulty is None or (faulty.is_error and not faulty.has_error):
            node = faulty or node
            break
        node = faulty
    row, column = node.start_point
    message = "this is not JSON"
    cure = "a comma, a quote or a bracket is missing or too many"
    if any(mark in data[max(0, node.start_byte - 3) : node.end_byte + 3] for mark in _TEMPLATE):
        message, cure = (
            "this is not JSON but looks like a template",
            "render it first, or quote the placeholder",
        )
    return DocumentError(message, line=row + 1, column=column + 1, cure=cure)


class _Reader:
    """Turns the syntax tree into marks, byte offsets into character offsets."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._ascii = data.isascii()
        self._byte = self._character = 0

    def mark(self, node: Syntax, depth: int) -> Mark:
        if depth > _DEPTH:
            row, column = node.start_point
            raise DocumentError("it is nested too deeply", line=row + 1, column=column + 1)
        start = self._at(node.start_byte)
        if node.type == "object":
            entries = [self._entry(pair, depth) for pair in node.named_children if pair.type == "pair"]
            return Mark("map", start, self._at(node.end_byte), entries=entries)
        if node.type == "array":
            items = [self.mark(item, depth + 1) for item in node.named_children if item.type != "comment"]
            return Mark("list", start, self._at(node.end_byte), items=items)
        text = self._data[node.start_byte : node.end_byte].decode("utf-8", "surrogatepass")
        kind = _KINDS[node.type]
        if kind == "string":
            scalar = Scalar(SecretValue(_decode(text, node)), kind)
        else:
            scalar = Scalar(SecretValue("" if kind == "null" else text), kind)
        return Mark("scalar", start, self._at(node.end_byte), scalar=scalar)

    def _entry(self, pair: Syntax, depth: int) -> Entry:
        key, value = (child for child in pair.named_children if child.type != "comment")
        text = self._data[key.start_byte : key.end_byte].decode("utf-8", "surrogatepass")
        start, end = self._at(key.start_byte), self._at(key.end_byte)
        return Entry(_decode(text, key), start, end, self.mark(value, depth + 1))

    def _at(self, byte: int) -> int:
        """The character offset of a byte offset; asked for in nearly rising order, so it counts on from the last."""
        if self._ascii:
            return byte
        if byte < self._byte:
            self._byte = self._character = 0
        self._character += len(self._data[self._byte : byte].decode("utf-8", "surrogatepass"))
        self._byte = byte
        return self._character


def _decode(text: str, node: Syntax) -> str:
    try:
        decoded = json.loads(text, strict=False)
    except ValueError:
        decoded = None
    if not isinstance(decoded, str):
        row, column = node.start_point
        raise DocumentError("a string is not as JSON writes one", line=row + 1, column=column + 1) from None
    return decoded
