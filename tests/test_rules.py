"""``rules``: what is looked for, and what is made of a value that is never shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from ecs_secretmigrate.detectors.catalogue import RULES
from ecs_secretmigrate.model.verdict import Confidence, Verdict
from tests.support.canary import canary, leaks
from tests.support.cli import command
from tests.support.terminal import END, INTERRUPT, talk

if TYPE_CHECKING:
    from pathlib import Path

# Built, and random enough to be found with little confidence under a name that says nothing.
DOUBTFUL = "kX7" + "vQ2mZ9" + "tB4nW8r" + "C1yL6pJ5"


def test_every_rule_is_listed() -> None:
    """What each looks for, in a table for 80 columns; in JSON and Markdown its source too."""
    text = command("rules")
    assert (text.code, text.err) == (0, "")
    assert max(map(len, text.out.splitlines())) <= 80
    document = json.loads(command("rules", "--format", "json").out)
    assert document["version"] == 1
    assert [item["id"] for item in document["rules"]] == [rule.id for rule in RULES]
    markdown = command("rules", "--format", "markdown").out
    flowing = " ".join(text.out.split())
    for rule in RULES:
        assert f"  {rule.id} " in text.out
        assert " ".join(rule.looks_for.split()) in flowing
        assert f"| `{rule.id}` |" in markdown
    listed = {item["id"]: (item["looksFor"], item["secret"], item["source"]) for item in document["rules"]}
    assert listed == {rule.id: (rule.looks_for, rule.secret, rule.source) for rule in RULES}


def test_a_format_that_makes_no_sense_is_refused() -> None:
    """There is no SARIF of a list of rules."""
    ran = command("rules", "--format", "sarif")
    assert (ran.code, "text, json, markdown" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DB_PASSWORD", "correct-horse", ["DB_PASSWORD: a secret. It would move", "name-password", "a password"]),
        ("BLOB", DOUBTFUL, ["perhaps a secret. It would be reported and stay", "low, medium", "entropy"]),
        ("LOG_LEVEL", "info", ["LOG_LEVEL: no secret. It would stay where it is."]),
        ("", "https://u:" + "correct-horse" + "@example.org", ["A value without a name: a secret", "RFC 3986"]),
    ],
)
def test_a_verdict_is_explained(name: str, value: str, words: list[str]) -> None:
    """Whether it would move, how sure that is, why, and what the rule looks for."""
    ran = command("rules", "explain", name, stdin=value.encode())
    assert (ran.code, ran.err) == (0, "")
    flowing = " ".join(ran.out.split())
    for word in [*words, "detector", "confidence", "reason", "looks for", "source"]:
        assert word in flowing
    assert max(map(len, ran.out.splitlines())) <= 80


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
@pytest.mark.parametrize("name", ["DB_PASSWORD", "CERTIFICATE", "THING", ""])
def test_a_value_is_not_shown(form: str, name: str) -> None:
    """In no format, whole or in part; nor does it make a difference to anything but the verdict how long it is."""
    value = canary(51)
    ran = command("rules", "explain", name, "--format", form, stdin=value.encode())
    assert ran.code == 0
    assert leaks(value, ran.said) == []
    assert command("rules", "explain", name, "--format", form, stdin=(value * 3).encode()).out == ran.out


@pytest.mark.parametrize(
    ("given", "judged"),
    [(b"", ""), (b"a\n", "a"), (b"a\r\n", "a"), (b"a\r", "a\r"), (b"a\nb\n\n", "a\nb\n"), (b"\xffa", "\ufffda")],
)
def test_the_end_of_a_line_is_no_part_of_a_value(given: bytes, judged: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What ``echo`` adds is taken off, once; any bytes are read."""
    heard = []

    def judge(name: str, value: str) -> Verdict:
        heard.append((name, value))
        return Verdict("name-password", True, Confidence.HIGH, "because")

    monkeypatch.setattr("ecs_secretmigrate.detectors.judge", judge)
    assert command("rules", "explain", "DB_PASSWORD", stdin=given).code == 0
    assert heard == [("DB_PASSWORD", judged)]


@pytest.mark.parametrize("at", range(4))
def test_a_value_is_not_taken_from_the_command_line(at: int) -> None:
    """As a further word, a flag, or behind ``=``: refused with the reason, and not repeated."""
    value = canary(52).replace("\n", "")
    words = [
        ["DB_PASSWORD", value],
        ["DB_PASSWORD", f"--{value}"],
        ["DB_PASSWORD", "--value", value],
        [f"DB_PASSWORD={value}"],
    ][at]
    ran = command("rules", "explain", *words, stdin=b"x")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "a value never goes on the command line" in ran.err
    assert leaks(value, ran.said) == []


def test_a_name_is_needed() -> None:
    """Without one it is said what is missing."""
    ran = command("rules", "explain")
    assert (ran.code, "NAME" in ran.err, ran.err.count("\n")) == (2, True, 1)


def test_a_value_is_typed_without_being_seen(tmp_path: Path) -> None:
    """On a terminal it is asked for and not echoed, and the verdict is that of the value."""
    value = canary(53).replace("\n", "")
    talked = talk(["rules", "explain", "DB_PASSWORD"], [("stdin\\): ", f"{value}\n")], cwd=tmp_path)
    assert talked.code == 0
    assert "DB_PASSWORD: a secret. It would move" in talked.screen
    assert leaks(value, talked.screen) == []


@pytest.mark.parametrize(("how", "code", "words"), [(END, 2, "no value was given"), (INTERRUPT, 130, "interrupted")])
def test_no_value_is_said(tmp_path: Path, how: str, code: int, words: str) -> None:
    """Ctrl-D and Ctrl-C at the question end it in one line."""
    talked = talk(["rules", "explain", "DB_PASSWORD"], [("stdin\\): ", how)], cwd=tmp_path)
    assert (talked.code, words in talked.screen, "Traceback" in talked.screen) == (code, True, False)
