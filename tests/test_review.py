"""The review on a real terminal: one finding at a time, every decision remembered at once, no value ever shown."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ecs_secretmigrate.commands import agenda
from tests.support.accounts import ROLE
from tests.support.canary import canary, leaks
from tests.support.cli import command
from tests.support.terminal import END, INTERRUPT, Talked, talk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.accounts import Emulated

CANARIES = {"DB_PASSWORD": canary(41), "API_TOKEN": canary(42), "COMMAND": canary(43).replace("\n", "")}
# Built, and random enough to be found with little confidence under a name that says nothing.
DOUBTFUL = "kX7" + "vQ2mZ9" + "tB4nW8r" + "C1yL6pJ5"
MENU = r"\[q\]uit: "
REASON = "may be empty: "
SEVERAL = "goes back: "
FILE = "ecs-secretmigrate.baseline.json"


@pytest.fixture
def task(tmp_path: Path) -> Path:
    """In the order of the review: an argument, a password, a token, a doubtful value; an empty one is not asked about."""
    environment = [{"name": name, "value": CANARIES[name]} for name in ("DB_PASSWORD", "API_TOKEN")]
    body = {
        "family": "web",
        "executionRoleArn": ROLE,
        "containerDefinitions": [
            {
                "name": "app",
                "command": ["serve", "--password", CANARIES["COMMAND"]],
                "environment": [
                    *environment,
                    {"name": "BLOB", "value": DOUBTFUL},
                    {"name": "EMPTY_PASSWORD", "value": ""},
                ],
            }
        ],
    }
    path = tmp_path / "task.json"
    path.write_text(json.dumps(body, indent=1))
    return path


def _review(task: Path, *answers: tuple[str, str], words: tuple[object, ...] = (), **more: Any) -> Talked:
    talked = talk(["scan", task.name, "--interactive", *words], answers, cwd=task.parent, **more)
    _clean(talked.screen + talked.out)
    return talked


def _clean(text: str | bytes) -> None:
    for name, value in {**CANARIES, "DOUBTFUL": DOUBTFUL}.items():
        assert leaks(value, text) == [], name


def _remembered(task: Path, name: str = FILE) -> list[dict[str, Any]]:
    text = (task.parent / name).read_bytes()
    _clean(text)
    decisions: list[dict[str, Any]] = json.loads(text)["decisions"]
    return decisions


def _decided(task: Path) -> dict[str, str]:
    return {entry["name"]: entry["decision"] for entry in _remembered(task)}


def test_findings_are_asked_about_one_by_one(task: Path) -> None:
    """Each shows where it is, what it is and what would happen; what is decided is remembered with why, who and when."""
    before = datetime.now(UTC) - timedelta(seconds=1)
    talked = _review(
        task,
        (MENU, "k\n"), (REASON, "  only in   tests \n"), (MENU, "m\n"), (MENU, "keep\n"), (REASON, "\n"), (MENU, "s\n"),
    )  # fmt: skip
    assert talked.code == 10
    assert (
        "2 of 4  task.json  family web\n"
        "  app/DB_PASSWORD  high\n"
        "    $.containerDefinitions[0].environment[0].value\n"
        "    the name says password (name-password)\n"
        "    moves to secrets\n"
        "[m]ove [k]eep [s]kip [w]hy [a]ll remaining as proposed [l]ist [q]uit: m\n"
    ) in talked.screen
    assert "EMPTY_PASSWORD" not in talked.screen.partition("left open")[0]
    assert "1 to move, 2 kept, 1 finding left open." in talked.screen
    argument, token, password = _remembered(task)[2], *_remembered(task)[:2]
    assert [entry["decision"] for entry in (argument, password, token)] == ["keep", "move", "keep"]
    assert (argument["why"], token["why"]) == ("only in tests", "")
    assert {entry["who"] for entry in _remembered(task)} == {"ann"}
    for entry in _remembered(task):
        assert before <= datetime.fromisoformat(entry["when"]) <= datetime.now(UTC)
        assert entry["when"].endswith("Z")


def test_what_is_decided_is_not_asked_again(task: Path) -> None:
    """The next review asks about the rest only; one with nothing left asks nothing; CI follows the same file."""
    _review(task, (MENU, "k 1 3\n"), (REASON, "fine\n"), (MENU, "q\n"))
    again = _review(task, (MENU, "m\n"), (MENU, "k\n"), (REASON, "\n"))
    assert re.findall(r"^\d of (\d)  task", again.screen, re.MULTILINE) == ["2", "2"]
    assert "Nothing to review" in _review(task).screen
    assert command("scan", task, "--baseline", task.parent / FILE).code == 10  # what is to move is there still
    text = (task.parent / FILE).read_text()
    (task.parent / FILE).write_text(text.replace('"move"', '"keep"'))
    assert command("scan", task, "--baseline", task.parent / FILE).code == 0


def test_why_is_told(task: Path) -> None:
    """What the detector looks for, where that is documented, and what the value was not taken for."""
    talked = _review(task, (MENU, "s\n"), (MENU, "w\n"), (MENU, "q\n"))
    assert "name-password looks for: a name that says password" in talked.screen
    assert "source: this project's own rule" in talked.screen
    assert "It is none of what is left alone:" in talked.screen
    assert "benign-reference: " in talked.screen


def test_several_are_decided_at_once(task: Path) -> None:
    """Numbers and ranges of the list, with one reason; a number that is not there decides nothing; ``s`` takes back."""
    talked = _review(
        task,
        (MENU, "list\n"), (SEVERAL, "k 1 3-4\n"), (REASON, "seen\n"), (SEVERAL, "m 2-9\n"), (SEVERAL, "nonsense\n"),
        (SEVERAL, "s 4\n"), (SEVERAL, "m 2\n"), (SEVERAL, "\n"), (MENU, "q\n"),
    )  # fmt: skip
    assert "2  -        high   moves  web app/DB_PASSWORD\n" in talked.screen
    assert "2  move     high   moves  web app/DB_PASSWORD\n" in talked.screen
    assert "4  -        low    stays  web app/BLOB\n" in talked.screen
    assert "5  empty    low    stays  web app/EMPTY_PASSWORD\n" in talked.screen
    assert "numbers 1 to 5; nothing was decided" in talked.screen
    assert "Say m, k or s and the numbers" in talked.screen
    assert _decided(task) == {"password": "keep", "DB_PASSWORD": "move", "API_TOKEN": "keep"}
    assert {entry["why"] for entry in _remembered(task) if entry["decision"] == "keep"} == {"seen"}


def test_all_as_proposed_accepts_no_plaintext(task: Path) -> None:
    """What would move is to move; what would stay is not accepted by that, and ``scan`` goes on to say so."""
    talked = _review(task, (MENU, "a\n"))
    assert _decided(task) == {"DB_PASSWORD": "move", "API_TOKEN": "move"}
    assert "2 findings decided to move." in talked.screen
    assert "That does not accept it" in talked.screen


def test_what_cannot_move_is_not_said_to(task: Path) -> None:
    """A value without a destination: no [m]ove on offer, and who asks is told what to do instead; nor is an empty one."""
    talked = _review(task, (MENU, "m\n"), (MENU, "k 5\n"), (MENU, "m 1-2\n"), (MENU, "q\n"))
    assert "\n[k]eep [s]kip" in talked.screen
    assert "cannot be moved: ECS expands nothing" in " ".join(talked.screen.split())
    assert "app/EMPTY_PASSWORD needs no decision: it is empty" in talked.screen
    assert _decided(task) == {"DB_PASSWORD": "move"}


def test_what_is_excluded_is_not_asked_about(task: Path) -> None:
    """``--exclude`` has decided it."""
    talked = _review(task, (MENU, "q\n"), words=("--exclude", "app/*PASS*", "--exclude", "password"))
    assert "1 of 2  task.json" in talked.screen
    assert not (task.parent / FILE).exists()


@pytest.mark.parametrize(
    ("where", "how", "code"),
    [(MENU, "q\n", 10), (MENU, END, 10), (MENU, INTERRUPT, 130), (REASON, END, 10), (REASON, INTERRUPT, 130)],
)
def test_nothing_decided_is_lost(task: Path, where: str, how: str, code: int) -> None:
    """However a review ends, what was decided before is in the file, and what was not is not."""
    answers = [(MENU, "s\n"), (MENU, "m\n"), *([(MENU, "k\n")] if where == REASON else []), (where, how)]
    talked = _review(task, *answers)
    assert talked.code == code
    assert ("interrupted: run it again to go on" in talked.screen) == (how == INTERRUPT)
    assert _decided(task) == {"DB_PASSWORD": "move"}
    assert "Traceback" not in talked.screen


def test_a_reason_does_not_quote_a_value(task: Path) -> None:
    """A value pasted where the reason goes, whole or among words, is not written; the next answer is asked for."""
    value = CANARIES["COMMAND"]
    talked = talk(
        ["scan", task.name, "--interactive", "--baseline", "mine.json"],
        [(MENU, "k\n"), (REASON, f"it is {value}!\n"), (REASON, "a test\n"), (MENU, "q\n")],
        cwd=task.parent,
    )
    assert "That quotes a value" in talked.screen
    (entry,) = _remembered(task, "mine.json")
    assert entry["why"] == "a test"


def test_stdout_is_the_reports(task: Path) -> None:
    """Questions and answers stay on the terminal: what is piped is the document, with what was just decided in it."""
    talked = _review(
        task, (MENU, "k\n"), (REASON, "\n"), (MENU, "q\n"), words=("--format", "json"), out_apart=True
    )  # fmt: skip
    document = json.loads(talked.out)
    assert [item["decision"] is not None for item in document["findings"]] == [True, False, False, False, False]


def test_odd_answers_are_asked_again(task: Path) -> None:
    """An empty line, a word, a broken byte sequence: asked again, and not repeated."""
    talked = _review(task, (MENU, "\n"), (MENU, "swordfish\n"), (MENU, "\udcff\n"), (MENU, "q\n"))  # fmt: skip
    assert talked.screen.count("Answer with one of the letters") == 3
    assert talked.screen.count("swordfish") == 1  # the terminal's own echo


def test_a_review_needs_a_terminal(task: Path) -> None:
    """Without one, or with the document on stdin, nothing is asked, and the cure is said."""
    for verb in ("scan", "plan", "apply"):
        ran = command(verb, task, "--interactive", *(["--in-place"] if verb == "apply" else []))
        assert (ran.code, "give --baseline FILE" in ran.err) == (2, True), ran.said
    ran = command("scan", "-", "--interactive", stdin=task.read_bytes())
    assert (ran.code, "name a FILE" in ran.err) == (2, True)


def test_a_plan_and_an_apply_follow_the_review(task: Path, ministack: Emulated) -> None:
    """What is kept stays in the document, what is to move moves, in the saved plan as in the run."""
    ministack.role()
    environment = ministack.environment()
    planned = talk(
        ["plan", task.name, "--interactive", "--out", "plan.json"],
        [(MENU, "k 1 3\n"), (REASON, "\n"), (MENU, "m 4\n"), (MENU, "q\n")],
        cwd=task.parent, environment=environment,
    )  # fmt: skip
    assert planned.code == 0, planned.screen
    _clean(planned.screen)
    _clean((task.parent / "plan.json").read_bytes())
    document = json.loads((task.parent / "plan.json").read_text())
    assert [move["name"] for move in document["definitions"][0]["moves"]] == ["DB_PASSWORD", "BLOB"]
    done = talk(
        ["apply", task.name, "--interactive", "--in-place"],
        [(MENU, "m\n"), (r"\[y/N\]: ?", "y\n")],
        cwd=task.parent, environment=environment,
    )  # fmt: skip
    assert done.code == 0, done.screen
    _clean(done.screen)
    container = json.loads(task.read_text())["containerDefinitions"][0]
    assert [item["name"] for item in container["environment"]] == ["API_TOKEN", "EMPTY_PASSWORD"]
    assert [item["name"] for item in container["secrets"]] == ["DB_PASSWORD", "BLOB"]
    assert command("apply", "plan.json", "--interactive", "--yes").code == 2


@pytest.mark.parametrize(
    ("answer", "read"),
    [
        ("k 3 5-7", ("k", [3, 5, 6, 7])),
        ("move 1,2, 2", ("m", [1, 2])),
        ("s 9", ("s", [9])),
        ("k", None),
        ("why 3", None),
        ("k three", None),
        ("k 3-", None),
        ("-1", None),
    ],
)
def test_numbers_are_read(answer: str, read: object) -> None:
    """A letter or word and numbers, apart by blanks or commas; anything else is not taken for it."""
    assert agenda.several(answer, 9) == read


@pytest.mark.parametrize("answer", ["k 0", "k 10", "m 7-3", "m 1-999999999"])
def test_numbers_that_are_not_there_are_refused(answer: str) -> None:
    """Nothing is decided by half."""
    with pytest.raises(agenda.NotListedError):
        agenda.several(answer, 9)


def test_who_decides_has_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system has none for the user, as in many containers, the decision is still taken."""
    from ecs_secretmigrate.commands import reviewing

    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000_000)
    assert reviewing._who() == "unknown"
