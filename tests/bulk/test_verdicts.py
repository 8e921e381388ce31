"""Verdicts on revisions remembered on disk: nothing is read twice, nothing changes by it, and no value is in them."""

from __future__ import annotations

import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from ecs_secretmigrate.model.known import Known
from ecs_secretmigrate.model.options import Options
from ecs_secretmigrate.operations.verdicts import PLACE, Verdicts
from tests.support.canary import canary, leaks
from tests.support.cli import command
from tests.support.services import service

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.accounts import Emulated

VALUES = {"DB_PASSWORD": canary(31), "LOG_LEVEL": "info"}


def _known(arn: str) -> Known:
    return Known(arn, "web", 1, 2, (), ({"name": "DB_PASSWORD", "move": True},), True)


def _scan(ministack: Emulated, *words: str) -> tuple[int, str, int]:
    """The exit code, what was printed, and how many task definitions were described for it."""
    ministack.calls.clear()
    done = command("scan", "--all", *words, on=ministack)
    return done.code, done.out, len(ministack.operations("DescribeTaskDefinition"))


def test_a_revision_is_read_once(ministack: Emulated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second scan tells the same and describes nothing; a new revision and other choices are looked at anew."""
    monkeypatch.setenv(PLACE, str(tmp_path / "cache"))
    ministack.role()
    for family in ("web", "jobs"):
        ministack.register(family, VALUES)
    service(ministack, "web", "web:1", desired=1)
    ministack.register("web", {**VALUES, "API_TOKEN": canary(32)})
    first = _scan(ministack)
    again = _scan(ministack)
    assert first[0] == again[0] == 10
    assert (first[2], again[2]) == (3, 0)
    assert sorted(first[1].split()) == sorted(again[1].split())
    ministack.register("jobs", {"LOG_LEVEL": "info"})
    code, out, described = _scan(ministack)
    assert (code, described) == (10, 1)
    assert "3 findings" in out
    assert _scan(ministack, "--exclude", "API_TOKEN")[2] == 3
    assert _scan(ministack, "--no-cache")[2] == 3


def test_the_file_holds_no_value_and_is_its_owners(
    ministack: Emulated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names and verdicts only, whatever is beside it."""
    monkeypatch.setenv(PLACE, str(tmp_path / "cache"))
    ministack.register("web", VALUES, role=ministack.role())
    assert _scan(ministack)[0] == 10
    files = list((tmp_path / "cache").iterdir())
    assert files
    for file in files:
        assert file.stat().st_mode & 0o077 == 0
        assert leaks(VALUES["DB_PASSWORD"], file.read_bytes().decode("latin-1")) == []


def test_an_emulators_revisions_are_not_remembered(
    ministack: Emulated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They bear the ARNs of real ones, and are others."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    ministack.register("web", VALUES, role=ministack.role())
    assert [_scan(ministack)[2] for _ in range(2)] == [1, 1]
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    "broken",
    [
        "a file is in its place",
        "it is no database",
        "it may not be written",
        "a row is damaged",
    ],
)
def test_whatever_happens_to_the_file_a_scan_goes_on(
    ministack: Emulated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    """A folder that cannot be made, a file that cannot be read: the revisions are read, as without it."""
    folder = tmp_path / "cache"
    monkeypatch.setenv(PLACE, str(folder))
    match broken:
        case "a file is in its place":
            folder.write_text("no folder")
        case "it is no database":
            folder.mkdir()
            (folder / "verdicts.sqlite3").write_bytes(os.urandom(5000))
        case "a row is damaged":
            ministack.register("jobs", VALUES, role=ministack.role())
            assert _scan(ministack)[0] == 10
            with closing(sqlite3.connect(folder / "verdicts.sqlite3", isolation_level=None)) as base:
                base.execute("UPDATE verdict SET row = substr(row, 1, 20)")
        case _:
            monkeypatch.setenv(PLACE, "/proc/none/cache")
    ministack.register("web", VALUES)
    assert [_scan(ministack)[0] for _ in range(2)] == [10, 10]


def test_accounts_side_by_side_do_not_wait_for_one_another(tmp_path: Path) -> None:
    """Many threads remember at once, each in its own pace: all of it is known afterwards."""

    def one(index: int) -> None:
        with Verdicts(tmp_path, Options()) as verdicts:
            for n in range(600):
                verdicts.remember(_known(f"arn:aws:ecs:eu-west-1:{index:012}:task-definition/web:{n}"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(8)))
    with Verdicts(tmp_path, Options()) as verdicts:
        for index in range(8):
            arn = f"arn:aws:ecs:eu-west-1:{index:012}:task-definition/web:599"
            assert verdicts.known(arn) == _known(arn)
            assert verdicts.speaks_of(f"{index:012}", "eu-west-1")
        assert not verdicts.speaks_of("000000000000", "us-east-1")


@pytest.mark.parametrize("choice", [{"include": ("A",)}, {"min_confidence": "low"}, {"kms_key_id": "alias/x"}])
def test_a_verdict_holds_for_the_choices_it_was_made_with(tmp_path: Path, choice: dict[str, Any]) -> None:
    """With other choices nothing is known."""
    with Verdicts(tmp_path, Options()) as verdicts:
        verdicts.remember(_known("arn:x"))
    with Verdicts(tmp_path, Options(**choice)) as verdicts:
        assert verdicts.known("arn:x") is None
