"""Real files from public repositories: every one is read or refused clearly, planned, and rewritten with care."""

from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING

import pytest

from ecs_secretmigrate.errors import SourceError
from ecs_secretmigrate.model.finding import Destination
from ecs_secretmigrate.model.options import Options
from ecs_secretmigrate.model.paths import json_path
from ecs_secretmigrate.model.places import places
from ecs_secretmigrate.model.task_definition import Skipped, TaskDefinition
from ecs_secretmigrate.model.verdict import Confidence, Verdict
from ecs_secretmigrate.sources.documents import parse
from ecs_secretmigrate.sources.files import FileSource, edits
from ecs_secretmigrate.sources.sealing import seal
from ecs_secretmigrate.sources.shapes import candidates
from ecs_secretmigrate.steps import guard, planner, transformer
from ecs_secretmigrate.stores.secretsmanager import SecretsManager
from tests.conftest import FIXTURES
from tests.support.cli import command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROLE = "arn:aws:iam::123456789012:role/execution"


def _read(path: Path) -> list[TaskDefinition]:
    try:
        read = list(FileSource([str(path)]).read())
    except SourceError:
        return []
    return [item for item in read if not isinstance(item, Skipped)]


def _everything(name: str, value: str) -> Verdict:
    """A judge to whom all is secret, so that every variable there is must move."""
    return Verdict("all", True, Confidence.HIGH, "all of it")


def _rewritten(path: Path) -> Iterator[tuple[TaskDefinition, bytes, bytes]]:
    for definition in _read(path):
        options = Options(execution_role_arn=ROLE)
        venue = planner.Venue(SecretsManager(None), offline=True)
        plan, _ = planner.plan([definition], _everything, options, venue)
        (part,) = plan.definitions
        role = part.execution_role_arn if part.sets_execution_role else None
        new = transformer.transform(definition.body, part.moves, execution_role_arn=role)
        guard.check(definition.body, new, part.moves, execution_role_arn=role)
        data = path.read_bytes()
        document = parse(data, name=str(path))
        try:
            changed = document.edit(list(edits(definition, new, part.moves)))
        except SourceError as error:
            assert "alias" in str(error)
            continue
        # What the new file says is what the transformer made of the old one.
        roots = parse(changed, name=str(path)).roots
        (again,) = [
            candidate
            for index, root in enumerate(roots)
            for candidate in candidates(root)
            if ((index, *candidate.prefix) if len(roots) > 1 else candidate.prefix) == definition.prefix
        ]
        assert _shown(seal(again).body) == _shown(new)
        yield definition, data, changed


def _shown(body: object) -> str:
    return json.dumps(body, default=lambda value: value.reveal(), sort_keys=True)


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix not in {".md", ".jsonl"}]


def _rewrite_all(folder: Path) -> tuple[int, int]:
    read = rewritten = 0
    for path in _files(folder):
        read += bool(_read(path))
        for definition, before, after in _rewritten(path):
            rewritten += before != after
            _only_planned_lines(path, definition, before, after)
    return read, rewritten


def _only_planned_lines(path: Path, definition: TaskDefinition, before: bytes, after: bytes) -> None:
    """Lines that go hold a moved entry; what is added are references. Nothing else moves but commas and brackets."""
    names = {placed.name for placed in places(definition.body) if placed.destination is not None}
    for line in difflib.ndiff(before.decode().splitlines(), after.decode().splitlines()):
        if line.startswith("- "):
            text = line[2:].strip()
            about = any(name in text for name in names) or '"value"' in text.lower() or "value:" in text.lower()
            assert (
                about
                or set(text) <= set("{}[],- ")
                or text.rstrip("[]{}, ").endswith(
                    ("environment", '"environment":', "environment:", '"options":', '"Environment":')
                )
                or _is_neighbour(text, after.decode())
                or "|" in before.decode()
            ), (path, line)


def _is_neighbour(text: str, after: str) -> bool:
    """A line that only lost or won a comma or a bracket."""
    return text.rstrip(",]} ").rstrip() in after


def test_every_fixture_is_rewritten_with_only_the_planned_change() -> None:
    """Each file under ``fixtures``: what is moved is moved, and no other line changes."""
    read, rewritten = _rewrite_all(FIXTURES)
    assert read >= 14
    assert rewritten >= 12


def test_every_file_of_the_corpus_is_rewritten_with_only_the_planned_change(shared: Path) -> None:
    """Each real file: read or refused; with every variable moved, no other line changes."""
    read, rewritten = _rewrite_all(shared / "corpus")
    assert read >= 125
    assert rewritten >= 80


@pytest.mark.parametrize("verb", ["scan", "plan"])
def test_every_file_of_the_corpus_is_answered_by_the_command(shared: Path, verb: str) -> None:
    """Each real file: an exit code of the contract, no traceback, and a refusal is one line with the place."""
    more = ["--offline", "--execution-role-arn", ROLE] if verb == "plan" else []
    codes: dict[int, int] = {}
    for path in _files(shared / "corpus"):
        ran = command(verb, path, *more)
        codes[ran.code] = codes.get(ran.code, 0) + 1
        assert ran.code in {0, 2, 10, 12}, (path, ran.err)
        assert "Traceback" not in ran.said
        assert "internal error" not in ran.said
        if ran.code == 2:
            assert ran.err.count("\n") == 1, (path, ran.err)
    assert codes.get(0, 0) + codes.get(10, 0) + codes.get(12, 0) >= 125


def test_findings_are_placed_in_the_document_as_it_was_read() -> None:
    """``location`` is a JSONPath into the file: in PascalCase, wrapped, or a bare array, it leads to the value."""
    for path in _files(FIXTURES / "shapes"):
        for definition in _read(path):
            document = parse(path.read_bytes(), name=str(path))
            for placed in places(definition.body):
                node = document.mark(definition.document_path(placed.path))
                assert node.scalar is not None
                assert node.scalar.value.equals(placed.value), json_path(placed.path)
                assert placed.destination in {None, Destination.SECRETS, Destination.SECRET_OPTIONS}
