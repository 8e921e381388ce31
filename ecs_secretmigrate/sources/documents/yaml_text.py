"""YAML with the place of everything, through PyYAML's node graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from ecs_secretmigrate.errors import DocumentError
from ecs_secretmigrate.model.secret_value import SecretValue
from ecs_secretmigrate.sources.documents.marks import Entry, Mark, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

_KINDS = {
    "tag:yaml.org,2002:int": "number",
    "tag:yaml.org,2002:float": "number",
    "tag:yaml.org,2002:bool": "boolean",
    "tag:yaml.org,2002:null": "null",
}
_MERGE = "tag:yaml.org,2002:merge"
_MAX_NODES = 500_000
_DEPTH = 100


def parse(text: str) -> list[Mark]:
    """Parse a YAML stream: one mark a document.

    Raises:
        DocumentError: it is not YAML, or its aliases unfold to too much.
    """
    try:
        nodes = [node for node in yaml.compose_all(text, Loader=yaml.SafeLoader) if node is not None]
    except yaml.MarkedYAMLError as error:
        place = error.problem_mark or error.context_mark
        template = " but looks like a template" if "{{" in text or "${" in text else ""
        raise DocumentError(
            f"this is not YAML{template}",
            line=place.line + 1 if place else 0,
            column=place.column + 1 if place else 0,
            cure="render it first" if template else "check the indentation and the quotes",
        ) from None
    except yaml.YAMLError:
        raise DocumentError("this is not YAML: it holds a character that YAML does not allow") from None
    except RecursionError:
        raise DocumentError("it is nested too deeply") from None
    return [_Reader(text).mark(node, 0, shared=False) for node in nodes]


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._count = 0
        self._seen: set[int] = set()

    def mark(self, node: yaml.Node, depth: int, *, shared: bool) -> Mark:
        self._count += 1
        if self._count > _MAX_NODES or depth > _DEPTH:
            raise DocumentError("its aliases unfold to more than a task definition can be")
        shared = shared or id(node) in self._seen
        if not isinstance(node, yaml.ScalarNode):
            self._seen.add(id(node))
        start = node.start_mark.index
        if isinstance(node, yaml.MappingNode):
            entries = list(self._entries(node, depth, shared=shared))
            block = not node.flow_style
            end = max((entry.end for entry in entries), default=start) if block else node.end_mark.index
            return Mark("map", start, end, entries=entries, block=block, shared=shared)
        if isinstance(node, yaml.SequenceNode):
            items = [self.mark(item, depth + 1, shared=shared) for item in node.value]
            block = not node.flow_style
            end = max((item.end for item in items), default=start) if block else node.end_mark.index
            return Mark("list", start, end, items=items, block=block, shared=shared)
        assert isinstance(node, yaml.ScalarNode)
        return self._scalar(node, start, shared=shared)

    def _entries(self, node: yaml.MappingNode, depth: int, *, shared: bool) -> Iterator[Entry]:
        merged: list[Entry] = []
        own: list[Entry] = []
        for key, value in node.value:
            if key.tag == _MERGE:
                for source in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                    if isinstance(source, yaml.MappingNode):
                        merged.extend(self._entries(source, depth + 1, shared=True))
                continue
            if not isinstance(key, yaml.ScalarNode):
                continue
            mark = self.mark(value, depth + 1, shared=shared)
            own.append(Entry(key.value, key.start_mark.index, key.end_mark.index, mark))
        names = {entry.key for entry in own}
        for entry in merged:
            entry.value.shared = True
        yield from [entry for entry in merged if entry.key not in names]
        yield from own

    def _scalar(self, node: yaml.ScalarNode, start: int, *, shared: bool) -> Mark:
        kind = _KINDS.get(node.tag, "string") if node.style is None else "string"
        end = node.end_mark.index
        if node.style in {"|", ">"}:
            # The mark of a block scalar goes on to the next token.
            end = start + len(self._text[start:end].rstrip())
        text = "" if kind == "null" else node.value
        return Mark("scalar", start, end, scalar=Scalar(SecretValue(text), kind), shared=shared)
