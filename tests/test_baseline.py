"""The baseline: what a review decided holds from then on, and only for what was reviewed."""

from __future__ import annotations

import json
import stat
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecs_secretmigrate.model.baseline import Choice, Decision
from ecs_secretmigrate.operations import baseline
from ecs_secretmigrate.reports.wording import UNSAFE
from tests.support.accounts import ROLE, Emulated
from tests.support.canary import canary, leaks
from tests.support.cli import Ran, command

PASSWORD = "$.containerDefinitions[0].environment[1].value"
ARGUMENT = "$.containerDefinitions[0].command[1]"


def _task(**more: Any) -> dict[str, Any]:
    container = {
        "name": "app",
        "environment": [{"name": "LOG_LEVEL", "value": "info"}, {"name": "DB_PASSWORD", "value": "correct-horse"}],
        **more,
    }
    return {"family": "web", "executionRoleArn": ROLE, "containerDefinitions": [container]}


def _entry(**more: Any) -> dict[str, Any]:
    return {
        "family": "web", "container": "app", "name": "DB_PASSWORD", "location": PASSWORD, "decision": "keep",
        "why": "a test database", "who": "ann", "when": "2026-01-02T03:04:05Z", **more,
    }  # fmt: skip


def _written(*entries: object, **more: object) -> Path:
    path = Path("base.json")
    path.write_text(json.dumps({"kind": "baseline", "version": 1, "decisions": entries, **more}))
    return path


def _scanned(task: object, *entries: object, flags: tuple[str, ...] = ()) -> tuple[Ran, list[dict[str, Any]]]:
    Path("task.json").write_text(json.dumps(task))
    ran = command("scan", "task.json", "--baseline", _written(*entries), "--format", "json", *flags)
    return ran, json.loads(ran.out)["findings"]


def test_what_is_kept_is_accepted() -> None:
    """It stays, ``scan`` ends with 0, ``plan`` leaves it, and it is said who decided that, when and why."""
    ran, (finding,) = _scanned(_task(), _entry())
    assert (ran.code, ran.err) == (0, "")
    assert (finding["move"], finding["kept"]) == (False, "kept by ann on 2026-01-02: a test database")
    assert finding["decision"] == {
        "decision": "keep", "why": "a test database", "who": "ann", "when": "2026-01-02T03:04:05Z"
    }  # fmt: skip
    plan = command("plan", "task.json", "--offline", "--baseline", "base.json")
    assert plan.code == 0
    assert "stays: app/DB_PASSWORD: kept by ann on 2026-01-02: a test database" in plan.out
    assert "Nothing to move." in plan.out


def test_an_open_finding_is_open() -> None:
    """Without a decision on it a finding ends ``scan`` with 10, and its ``decision`` is null."""
    ran, (finding,) = _scanned(_task())
    assert (ran.code, finding["move"], finding["decision"]) == (10, True, None)


def test_what_is_to_move_moves() -> None:
    """It moves though the scanner would not, and is a finding until it has; ``--exclude`` still means never."""
    entry = _entry(name="LOG_LEVEL", location="$.containerDefinitions[0].environment[0].value", decision="move")
    ran, (level, _) = _scanned(_task(), entry, _entry())
    assert (ran.code, level["name"], level["move"], level["detector"]) == (10, "LOG_LEVEL", True, "baseline")
    ran, (level, _) = _scanned(_task(), entry, _entry(), flags=("--exclude", "LOG_*"))
    assert (ran.code, level["move"], level["kept"]) == (0, False, "excluded")


def test_keeping_wins_over_what_moves_more() -> None:
    """A person who kept this one value meant it: ``--include`` and ``[[map]]`` do not move it."""
    Path("ecs-secretmigrate.toml").write_text('[[map]]\nvariable = "DB_*"\nvalue_from = "/shared/db"\n')
    ran, (finding,) = _scanned(_task(), _entry(), flags=("--include", "DB_*"))
    assert (ran.code, finding["move"]) == (0, False)
    plan = json.loads(
        command("plan", "task.json", "--offline", "--baseline", "base.json", "--format", "json", "--store", "ssm").out
    )
    assert (plan["moves"], len(plan["definitions"][0]["left"])) == (0, 1)


def test_a_decision_is_on_a_name_wherever_it_stands() -> None:
    """Entries may be reordered, and the document may be of another shape, case or file: the decision holds."""
    task = _task()
    task["containerDefinitions"][0]["environment"].insert(0, {"name": "PORT", "value": "80"})
    task["containerDefinitions"].insert(0, {"name": "proxy", "environment": []})
    assert _scanned(task, _entry())[0].code == 0
    pascal = {
        "Family": "web",
        "ContainerDefinitions": [
            {"Name": "app", "Environment": [{"Name": "DB_PASSWORD", "Value": "correct-horse"}]},
        ],
    }
    assert _scanned(pascal, _entry())[0].code == 0
    by_hand = _entry(location="$.ContainerDefinitions[7].Environment[9].Value")  # as scan prints it
    assert _scanned(pascal, by_hand)[0].code == 0
    assert _scanned(_task()["containerDefinitions"], _entry(), flags=("--family-name", "web"))[0].code == 0


@pytest.mark.parametrize(
    "other",
    [
        {"family": "batch"},
        {"container": "proxy"},
        {"container": None},
        {"name": "DB_PASSWORD_2"},
        {"location": "$.containerDefinitions[0].dockerLabels.DB_PASSWORD"},
        {"location": "$.containerDefinitions[0].logConfiguration.options.DB_PASSWORD"},
    ],
)
def test_a_decision_covers_nothing_else(other: dict[str, Any]) -> None:
    """Another family, container, name, or the same name in another kind of place is another decision."""
    ran, (finding,) = _scanned(_task(), _entry(**other))
    assert (ran.code, finding["decision"]) == (10, None)


def test_a_value_without_a_name_is_known_by_its_location() -> None:
    """An argument: this one and no other; kept, it is no warning of a plan any more."""
    url = "postgres://app:" + "correct" + "@db/app"
    task = _task(environment=[], command=["serve", url])
    entry = _entry(name="", location=ARGUMENT)
    ran, (finding,) = _scanned(task, entry)
    assert (ran.code, finding["location"], finding["destination"]) == (0, ARGUMENT, None)
    plan = command("plan", "task.json", "--offline", "--baseline", "base.json")
    assert "warning" not in plan.out
    assert f"stays: app at {ARGUMENT}: kept by ann" in plan.out
    ran, findings = _scanned(_task(environment=[], command=[url, "serve"]), entry)
    assert (ran.code, [item["decision"] for item in findings]) == (10, [None])


def test_what_is_kept_is_kept_as_what_it_was_found_as() -> None:
    """A password that was accepted, and is found as something else now, is open again, and that is said."""
    kept = _entry(detectors=["name-password"])
    assert _scanned(_task(), kept)[0].code == 0
    task = _task(environment=[{"name": "DB_PASSWORD", "value": "https://u:" + "correct" + "@example.org/"}])
    ran, (finding,) = _scanned(task, kept)
    assert (ran.code, finding["move"], finding["detector"]) == (10, True, "url-password")
    assert "web app/DB_PASSWORD is not found any more as it was kept by ann" in ran.err
    assert _scanned(task, {**kept, "detectors": ["name-password", "url-password"]})[0].code == 0


def test_what_is_stale_is_said() -> None:
    """A note on stderr with what to do; with ``--strict-baseline`` exit code 10 too, unless ``--exit-zero``."""
    gone = _entry(name="OLD_TOKEN")
    ran, _ = _scanned(_task(), _entry(), gone)
    assert ran.code == 0
    assert ran.err == (
        "note: web app/OLD_TOKEN is not found any more as it was kept by ann on 2026-01-02: a test database: take it "
        "out of base.json\n"
    )
    assert _scanned(_task(), _entry(), gone, flags=("--strict-baseline",))[0].code == 10
    assert _scanned(_task(), _entry(), gone, flags=("--strict-baseline", "--exit-zero"))[0].code == 0
    assert _scanned(_task(), _entry(), flags=("--strict-baseline",))[0].code == 0
    ran = command("scan", "task.json", "--strict-baseline")
    assert (ran.code, "--baseline FILE" in ran.err) == (2, True)


def test_only_what_was_looked_at_is_stale() -> None:
    """A family that was not read is not stale; nor is a move that was made."""
    moved = _entry(name="OLD_TOKEN", decision="move")
    ran, _ = _scanned(_task(), _entry(), _entry(family="batch"), moved, flags=("--strict-baseline",))
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize("form", ["text", "markdown", "html", "sarif"])
def test_every_format_shows_what_is_accepted_in_brief(form: str) -> None:
    """By whom, when and why, apart from what is open; nothing in a reason does anything to a terminal or a page."""
    Path("task.json").write_text(json.dumps(_task()))
    path = _written(_entry(why="<b>a\x1b[2J\u202eb|"))
    ran = command("scan", "task.json", "--baseline", path, "--format", form)
    assert ran.code == 0
    assert "kept by ann on 2026-01-02" in ran.out
    assert "\x1b" not in ran.out
    if form == "sarif":
        (result,) = json.loads(ran.out)["runs"][0]["results"]
        assert [item["status"] for item in result["suppressions"]] == ["accepted"]
        return
    assert "1 accepted" in ran.out
    assert "\u202e" not in ran.out
    assert "moves to" not in ran.out
    assert form != "html" or "<b>a" not in ran.out


BAD = [
    ("{", ["is not JSON", "line 1, column"]),
    ("[]", ["is not a baseline", "--interactive"]),
    ('{"kind": "plan", "version": 1}', ["is not a baseline"]),
    ('{"kind": "baseline", "version": 2, "decisions": []}', ["another version", "version 1"]),
    ('{"kind": "baseline", "version": 1, "decisions": {}}', ["decisions must be a list"]),
    ('{"kind": "baseline", "version": 1}', ["decisions must be a list"]),
    ("[" * 100_000, ["is not a baseline", "nested"]),
    ([3], ["decision 1 is not an object"]),
    ([{}], ["decision 1 has no family, container"]),
    ([_entry(), _entry(name=3)], ["decision 2: name must be text"]),
    ([_entry(container=[])], ["decision 1: container must be text"]),
    ([_entry(family="")], ["decision 1: family is empty"]),
    ([_entry(who="")], ["decision 1: who is empty"]),
    ([_entry(location="command[1]")], ["decision 1: location is not a JSONPath"]),
    ([_entry(decision="ignore")], ["decision 1: decision is none of the choices", "keep, move"]),
    ([_entry(when="yesterday")], ["decision 1: when is no time", "2030-"]),
    ([_entry(detectors="x")], ["decision 1: detectors must be a list"]),
    ([_entry(), _entry(location=PASSWORD.replace("1", "7"))], ["decisions 1 and 2 are both on web app/DB_PASSWORD"]),
]


@pytest.mark.parametrize(("content", "words"), BAD)
def test_a_bad_baseline_is_named_with_its_fault(content: Any, words: list[str]) -> None:
    """One line with the file and the fault, exit code 2; nothing of what is in the file is repeated."""
    Path("task.json").write_text(json.dumps(_task()))
    if isinstance(content, list):
        _written(*content)
    else:
        Path("base.json").write_text(content)
    ran = command("scan", "task.json", "--baseline", "base.json")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    for word in ["base.json", *words]:
        assert word in ran.err


def test_a_wrong_file_is_not_quoted() -> None:
    """A task definition given as the baseline, or a value where a key should be, shows nothing of itself."""
    value = canary(31)
    Path("task.json").write_text(json.dumps(_task(environment=[{"name": "DB_PASSWORD", "value": value}])))
    bad = _written({**_entry(), value: value})
    for path in ("task.json", bad):
        ran = command("scan", "task.json", "--baseline", path)
        assert ran.code == 2
        assert leaks(value, ran.said) == []
    Path("base.json").write_bytes(value.encode("utf-16"))
    ran = command("scan", "task.json", "--baseline", "base.json")
    assert (ran.code, "is not UTF-8" in ran.err, leaks(value, ran.said)) == (2, True, [])


def test_a_baseline_that_is_not_there_is_named() -> None:
    """CI must not go green, nor red, by a file that was forgotten."""
    Path("task.json").write_text(json.dumps(_task()))
    ran = command("scan", "task.json", "--baseline", "none.json")
    assert ran.code == 2
    assert "none.json is not there: make it with scan --interactive --baseline none.json" in ran.err
    assert command("scan", "task.json", "--baseline", ".").code == 2


def test_the_configuration_file_names_it_beside_itself() -> None:
    """``baseline`` is a path from the configuration file's folder; the flag wins."""
    Path("task.json").write_text(json.dumps(_task()))
    Path("conf").mkdir()
    Path("conf", "my.toml").write_text('baseline = "base.json"\n')
    _written(_entry()).rename("conf/base.json")
    assert command("scan", "task.json", "--config", "conf/my.toml").code == 0
    assert command("scan", "task.json", "--config", "conf/my.toml", "--baseline", _written()).code == 10
    Path("conf", "my.toml").write_text("baseline = 3\n")
    ran = command("scan", "task.json", "--config", "conf/my.toml")
    assert (ran.code, "baseline must be text" in ran.err) == (2, True)


def test_a_saved_plan_carries_its_decisions(ministack: Emulated) -> None:
    """``apply PLAN`` keeps and moves what was decided when it was made, without the baseline; giving one is refused."""
    ministack.role()
    level = _entry(name="LOG_LEVEL", location="$.containerDefinitions[0].environment[0].value", decision="move")
    _scanned(_task(), _entry(), level)
    assert command("plan", "task.json", "--baseline", "base.json", "--out", "plan.json", on=ministack).code == 0
    ran = command("apply", "plan.json", "--baseline", "base.json", "--in-place", "--yes", on=ministack)
    assert (ran.code, "a saved plan is decided" in ran.err) == (2, True)
    Path("base.json").unlink()
    assert command("apply", "plan.json", "--in-place", "--yes", on=ministack).code == 0
    container = json.loads(Path("task.json").read_text())["containerDefinitions"][0]
    assert [item["name"] for item in container["environment"]] == ["DB_PASSWORD"]
    assert [item["name"] for item in container["secrets"]] == ["LOG_LEVEL"]


def test_verify_accepts_what_is_kept(ministack: Emulated) -> None:
    """Plaintext that is kept on purpose does not fail a verification; without the decision it does."""
    ministack.role()
    ministack.register("web", {"DB_PASSWORD": "correct-horse"})
    assert command("verify", "--family", "web", "--baseline", _written(_entry()), on=ministack).code == 0
    ran = command("verify", "--family", "web", on=ministack)
    assert (ran.code, "still in plaintext: app/DB_PASSWORD" in " ".join(ran.out.split())) == (1, True)


WORDS = st.text(st.characters(codec=None), max_size=20)
DECISIONS = st.lists(
    st.builds(
        Decision,
        WORDS.filter(bool),
        st.none() | WORDS.filter(bool),
        WORDS,
        WORDS.map("$.".__add__),
        st.sampled_from(Choice),
        WORDS,
        WORDS.filter(bool),
        st.datetimes().map(lambda when: f"{when.isoformat(timespec='seconds')}Z"),
        st.lists(WORDS, max_size=2).map(lambda ids: tuple(sorted(ids))),
    ),
    max_size=4,
    unique_by=lambda decision: decision.identity,
)


@given(DECISIONS, st.randoms(use_true_random=False))
def test_the_same_decisions_are_the_same_file(decided: list[Decision], chance: Any) -> None:
    """Whatever stands in names and reasons is read back; the order they came in changes no byte; a line is a line."""
    text = baseline.text(decided)
    shuffled = chance.sample(decided, len(decided))
    assert baseline.text(shuffled) == text
    assert set(baseline.decisions(json.loads(text.encode())["decisions"], "x")) == set(decided)
    assert {unicodedata.category(one) for one in text.replace("\n", "")}.isdisjoint(UNSAFE)


def test_a_new_baseline_is_its_owners(tmp_path: Path) -> None:
    """0600 where it is new; what the permissions of one that is there are, they stay."""
    path = tmp_path / "base.json"
    baseline.write(path, [])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    baseline.write(path, baseline.decisions([_entry()], "x"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert baseline.read(path) == baseline.decisions([_entry()], "x")
