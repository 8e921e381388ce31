"""Memory is flat: what a scan holds does not grow with the task definitions that flow through it."""

from __future__ import annotations

import gc
import tracemalloc
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks import generated, loopback
from ecs_secretmigrate.detectors import names
from ecs_secretmigrate.model.options import Options
from ecs_secretmigrate.operations import scanning
from ecs_secretmigrate.reports import flow
from ecs_secretmigrate.reports.documents import ScanDocument
from ecs_secretmigrate.sources.ecs import LiveSource
from ecs_secretmigrate.sources.files import FileSource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

FEW, MANY = 15, 150
A_NAME = 512
"""Bytes: a file's or a family's name and what holds it, and what Python keeps of small objects to use again."""


class Account:
    """ECS with so many families and no cluster, without a network between."""

    region, account = "eu-west-1", "123456789012"

    def __init__(self, count: int) -> None:
        self.count = count

    def call(self, _: str, operation: str, /, **parameters: Any) -> dict[str, Any]:
        return loopback.answer(operation, parameters, self.count)

    def pages(self, _: str, operation: str, /, **parameters: Any) -> Iterator[dict[str, Any]]:
        page: dict[str, Any] = {"nextToken": "0"}
        while "nextToken" in page:
            page = self.call(_, operation, **parameters, nextToken=page["nextToken"])
            yield page

    def each(self, function: Callable[[Any], Any], items: Iterable[Any], /) -> Iterator[Any]:
        return map(function, items)

    def remembering(self) -> Account:
        return self


def _live(_: Path, count: int) -> LiveSource:
    return LiveSource(Account(count), everything=True)  # type: ignore[arg-type]


def _files(folder: Path, count: int) -> FileSource:
    generated.write(folder / str(count), count)
    return FileSource([str(folder / str(count))])


def _held(source: FileSource | LiveSource, count: int) -> int:
    """The bytes that Python holds when the last of so many definitions, with one finding each, has just been told."""
    scan = scanning.Flow(Options())
    pieces = flow(ScanDocument(scan.scan(source.read())), "json")
    gc.collect()
    tracemalloc.start()
    try:
        for _ in islice(pieces, 1 + count):
            pass
        gc.collect()
        assert scan.open_findings
        return tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("made", [_files, _live])
def test_what_flows_by_is_not_held(
    made: Callable[[Path, int], FileSource | LiveSource], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten times as many definitions hold their names, and nothing else: a finding alone is many times that."""
    # What is remembered of names is bounded (below), and is not what is looked at here.
    monkeypatch.setattr("ecs_secretmigrate.detectors.read", names.read.__wrapped__)
    monkeypatch.setattr(loopback, "PAGE", 10)
    _held(made(tmp_path / "first", MANY), MANY)  # patterns, caches
    few, many = _held(made(tmp_path, FEW), FEW), _held(made(tmp_path, MANY), MANY)
    assert (many - few) / (MANY - FEW) <= A_NAME


def test_what_is_remembered_of_names_is_bounded() -> None:
    """However many names an account has, some thousand are remembered: a few megabytes."""
    for number in range(6_000):
        names.read(f"SERVICE_{number}_LEVEL")
    assert names.read.cache_info().currsize <= 4_096
