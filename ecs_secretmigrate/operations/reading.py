"""A settings file read key by key: what is wrong with it is gathered with its line, so that one look mends all."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import DocumentError, UsageError
from ecs_secretmigrate.reports.wording import safe
from ecs_secretmigrate.sources.documents import Scalar, parse
from ecs_secretmigrate.sources.documents.marks import entry_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path as File

    from ecs_secretmigrate.model.paths import Path
    from ecs_secretmigrate.sources.documents import Node

BAD: Any = object()
"""Stands for what could not be read; why is among the problems."""

_VARIABLE = re.compile(r"\$(?:\$|\{(?P<body>[^}]*)(?P<end>\}?))")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Reading:
    """A YAML or JSON file of settings.

    Args:
        file: the file.
        environment: what ``${NAME}`` stands for; None to leave texts as they are.

    Raises:
        UsageError: it cannot be read, or is no single document.
    """

    def __init__(self, file: File, environment: Mapping[str, str] | None = None) -> None:
        self.file = safe(file)
        self.environment = environment
        self._problems: list[tuple[int, str]] = []
        try:
            data = file.read_bytes()
            if not data.strip():
                raise UsageError(f"{self.file}: it holds nothing", cure="write one YAML document")
            self._document = parse(data, name=file.name)
        except OSError as error:
            raise UsageError(f"the file {self.file} cannot be read", cure=str(error.strerror)) from None
        except DocumentError as fault:
            # Its own words are of task definitions: here ${NAME} is no template to be rendered first.
            where = f":{fault.line}:{fault.column}" if fault.line else ""
            cure = "check the indentation and the quotes; ${NAME} within [ ] needs quotes" if where else fault.message
            raise UsageError(f"{self.file}{where}: this is neither YAML nor JSON", cure=cure) from None
        if len(self._document.roots) != 1:
            held = "several documents" if self._document.roots else "nothing"
            raise UsageError(f"{self.file}: it holds {held}", cure="write one YAML document")
        self.root: Node = self._document.roots[0]
        for path in self._document.repeated:
            self.wrong(path, "stands twice", "keep one of them")

    def line(self, path: Path) -> int:
        """The 1-based line of a key, or of an item of a list."""
        if path and isinstance(path[-1], str):
            start = entry_of(self._document.mark(path[:-1]), path[-1]).key_start
        else:
            start = self._document.mark(path).start
        return self._document.text.count("\n", 0, start) + 1

    def wrong(self, path: Path, what: str, cure: str) -> Any:
        """Note what is wrong with a key; returns :data:`BAD`."""
        # Which item of the file's own list it is, the line says.
        own = path[2:] if len(path) > 1 and isinstance(path[1], int) else path
        keys = ".".join(safe(step) for step in own if isinstance(step, str))
        subject = f"{keys} " if keys else ""
        self._problems.append((self.line(path), f"{subject}{what}: {cure}"))
        return BAD

    def finish(self) -> None:
        """Say what was found.

        Raises:
            UsageError: something was: a line each, in the order of the file.
        """
        if self._problems:
            found = sorted(dict.fromkeys(self._problems), key=lambda problem: problem[0])
            raise UsageError("\n".join(f"{self.file}:{line}: {text}" for line, text in found))

    def table(self, path: Path, node: Node, known: Iterable[str] | None) -> dict[str, Node]:
        """The keys of a map that are known; any, where ``known`` is None."""
        if not isinstance(node, dict):
            self.wrong(path, "must be a map", "write it as KEY: VALUE lines")
            return {}
        if known is None:
            return node
        names = sorted(known)
        for key in node:
            if key not in names:
                near = difflib.get_close_matches(key, names, 1)
                cure = f"did you mean {near[0]}?" if near else f"there is {', '.join(names)}"
                self.wrong((*path, key), "is no key", cure)
        return {key: value for key, value in node.items() if key in names}

    def items(self, path: Path, node: Node) -> list[tuple[Path, Node]]:
        """The items of a list, each with its path."""
        if not isinstance(node, list):
            self.wrong(path, "must be a list", "write each item on a line that starts with -")
            return []
        return [((*path, index), item) for index, item in enumerate(node)]

    def text(self, path: Path, node: Node, *, number: bool = False) -> Any:
        """A text, expanded; the digits of a number as they are written, where one is allowed."""
        kinds = {"string", "number"} if number else {"string"}
        if not isinstance(node, Scalar) or node.kind not in kinds:
            scalar = isinstance(node, Scalar) and node.kind != "null"
            return self.wrong(path, "must be text", "put it in quotes" if scalar else "write one text")
        text = node.value.reveal()
        text = text if self.environment is None else self._expanded(path, text, self.environment)
        return text if text is BAD or text.strip() else self.wrong(path, "is empty", "leave it out, or write a text")

    def texts(self, path: Path, node: Node) -> Any:
        """A tuple of texts, from a list or from one text."""
        if isinstance(node, Scalar):
            one = self.text(path, node)
            return BAD if one is BAD else (one,)
        if not isinstance(node, list):
            return self.wrong(path, "must be a list", 'write it as ["one", "two"]')
        read = [self.text((*path, index), item) for index, item in enumerate(node)]
        return BAD if BAD in read else tuple(read)

    def flag(self, path: Path, node: Node) -> Any:
        """True or false."""
        if isinstance(node, Scalar) and node.kind == "boolean":
            # YAML 1.1 has six words for it.
            return node.value.reveal().lower() in {"true", "yes", "on"}
        return self.wrong(path, "must be true or false", "write it without quotes")

    def _expanded(self, path: Path, text: str, environment: Mapping[str, str]) -> Any:
        wrong: list[tuple[str, str]] = []

        def value(found: re.Match[str]) -> str:
            if found.group() == "$$":
                return "$"
            name, has_default, default = found["body"].partition(":-")
            if not found["end"] or not _NAME.fullmatch(name):
                wrong.append(
                    ("has a ${ that names no variable", "write ${NAME} or ${NAME:-default}, or $${ for itself")
                )
            elif environment.get(name) or (name in environment and not has_default):
                return environment[name]
            elif not has_default:
                wrong.append((f"needs {name}, which is not set", f"set it, or write ${{{name}:-default}}"))
            return default

        expanded = _VARIABLE.sub(value, text)
        for what, cure in wrong:
            self.wrong(path, what, cure)
        return BAD if wrong else expanded


def is_null(node: Node) -> bool:
    """Whether a key is written without a value."""
    return isinstance(node, Scalar) and node.kind == "null"
