"""Splitting the targets over machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecs_secretmigrate.errors import UsageError
from ecs_secretmigrate.model.selection import Selection
from ecs_secretmigrate.model.target import Target
from ecs_secretmigrate.operations.targets import parse_shard, shard
from tests.support.cli import command

if TYPE_CHECKING:
    from pathlib import Path

NAMES = st.lists(st.text(min_size=1), unique=True, max_size=20)
COUNTS = st.integers(1, 12)


def _targets(names: list[str]) -> list[Target]:
    return [Target(name=name, account=None, selection=Selection()) for name in names]


@given(NAMES, COUNTS)
def test_shards_part_the_targets(names: list[str], count: int) -> None:
    """Every target is in exactly one part, in the order of the file."""
    targets = _targets(names)
    parts = [shard(targets, index, count) for index in range(1, count + 1)]
    assert sorted(target.name for part in parts for target in part) == sorted(names)
    for part in parts:
        assert part == [target for target in targets if target in part]


@given(NAMES, st.text(min_size=1), COUNTS, st.randoms())
def test_another_target_moves_no_other(names: list[str], new: str, count: int, random: object) -> None:
    """Nor does their order."""
    names = [name for name in names if name != new]
    shuffled = [*names, new]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    for index in range(1, count + 1):
        before = {target.name for target in shard(_targets(names), index, count)}
        after = {target.name for target in shard(_targets(shuffled), index, count)}
        assert after - {new} == before


def test_a_part_is_the_same_on_every_machine() -> None:
    """It hangs on no process and on no Python: these are fixed for good."""
    targets = _targets([f"account-{number}" for number in range(12)])
    parts = [[targets.index(target) for target in shard(targets, index, 3)] for index in (1, 2, 3)]
    assert parts == [[0, 2, 9], [3, 4, 5, 7, 8, 10, 11], [1, 6]]


@pytest.mark.parametrize(("text", "read"), [("1/1", (1, 1)), ("2/8", (2, 8)), ("8/8", (8, 8))])
def test_a_shard_is_read(text: str, read: tuple[int, int]) -> None:
    """I of N, counted from 1."""
    assert parse_shard(text) == read


@pytest.mark.parametrize(
    "text", ["", "1", "0/2", "3/2", "1/0", "-1/2", "1/2/3", "a/b", " 1/2", "1/2 ", "\u0661/\u0662", "1.0/2"]
)
def test_what_is_no_shard_is_refused(text: str) -> None:
    """Above all a part that is none of N: it would visit nothing and say that all is well."""
    with pytest.raises(UsageError) as caught:
        parse_shard(text)
    assert str(caught.value) == "--shard is not I/N: 2/8 is the second of eight parts, the first is 1/8"


def test_check_says_what_a_shard_visits(tmp_path: Path) -> None:
    """The parts of a file are its lines, each once."""
    file = tmp_path / "targets.yaml"
    file.write_text("targets:\n" + "".join(f"  - profile: p{number}\n" for number in range(9)))
    whole = command("targets", "check", file).out.splitlines()
    parts = [command("targets", "check", file, "--shard", f"{index}/4") for index in range(1, 5)]
    assert sorted(line for part in parts for line in part.out.splitlines()) == whole
    assert command("targets", "check", file, "--shard", "5/4").code == 2
