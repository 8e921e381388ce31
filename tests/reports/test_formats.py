"""Reports: whole outputs, readable at 80 columns, safe whatever a file holds."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecs_secretmigrate.errors import UsageError
from ecs_secretmigrate.reports import FORMATS, render

HOSTILE = "a\x1b[2J\r\n|`</td><script>alert(1)</script>\u202e*_[x](y)"


def _finding(**more: Any) -> dict[str, Any]:
    finding = {
        "source": "task.json", "account": None, "region": None, "family": "web", "revision": None, "container": "app",
        "name": "DB_PASSWORD", "location": "$.containerDefinitions[0].environment[0].value",
        "detector": "name-password", "confidence": "high", "reason": "the name says password", "move": True,
        "destination": "secrets", "kept": "", "advice": "",
    }  # fmt: skip
    return {**finding, **more}


def _scan(**more: Any) -> dict[str, Any]:
    return {
        "version": 1, "kind": "scan", "sources": 1, "containers": 1, "values": 2, "skipped": [], "notes": [],
        "totals": {"findings": 1, "move": 1, "accepted": 0}, "findings": [_finding(**more)],
    }  # fmt: skip


def _fleet(**more: Any) -> dict[str, Any]:
    row = {
        "target": "payments", "account": "111122223333", "region": "eu-west-1", "outcome": "failed", "exitCode": 1,
        "seconds": 1.5, "definitions": 3, "moves": 2, "migrated": 1, "summary": "access denied", "document": None, **more,
    }  # fmt: skip
    return {
        "version": 1, "kind": "fleet", "verb": "apply", "ok": False, "targets": [row],
        "totals": {"targets": 1, "done": 0, "failed": 1, "skipped": 0, "definitions": 3, "moves": 2, "migrated": 1},
    }  # fmt: skip


def _plan(**more: Any) -> dict[str, Any]:
    move = {
        "container": "app", "name": "DB_PASSWORD", "location": "$.x", "destination": "secrets", "action": "create",
        "store": "ssm", "secret": "/web/app/DB_PASSWORD", "key": None, "valueFrom": "arn:x", "detector": "name-password",
        "confidence": "high", "reason": "the name says password",
    }  # fmt: skip
    part = {
        "source": "task.json", "label": "web:1", "family": "web", "revision": 1, "account": "123456789012",
        "region": "eu-west-1", "executionRoleArn": "arn:role", "setsExecutionRole": False, "moves": [{**move, **more}],
        "left": [], "blockers": [{"code": "c", "subject": "s", "message": "mend it"}], "warnings": [], "notes": [],
        "policy": {"Version": "2012-10-17", "Statement": []}, "diff": "--- a\n+++ b\n-x ```\n+y\n", "changes": [],
        "monthlyCost": 0.4, "users": [_user()], "owners": [],
    }  # fmt: skip
    return {
        "version": 1, "kind": "plan", "options": {}, "sources": {}, "skipped": [{"source": "s", "reason": "r"}],
        "moves": 1, "blocked": False, "monthlyCost": 0.4, "definitions": [part],
    }  # fmt: skip


def _receipt(**more: Any) -> dict[str, Any]:
    part = {
        "source": "s", "label": "web:1", "family": "web", "standing": "migrated", "moves": [],
        "written": [{"name": "/web/app/DB_PASSWORD", "outcome": "created"}], "compared": 2, "published": "arn:new",
        "granted": "arn:role", "message": "", "rollouts": [_rollout()],
    }  # fmt: skip
    return {"version": 1, "kind": "receipt", "skipped": [], "definitions": [{**part, **more}]}


def _verification(**more: Any) -> dict[str, Any]:
    check = {"subject": "app/DB_PASSWORD", "what": "the reference resolves", "ok": False, "detail": "gone"}
    check = {**check, "known": True, **more}
    return {
        "version": 1, "kind": "verification", "ok": False, "skipped": [],
        "definitions": [{"source": "s", "label": "web:1", "ok": False, "checks": [check]}],
    }  # fmt: skip


def _user(**more: Any) -> dict[str, Any]:
    user = {
        "kind": "service", "label": "main/web", "arn": "arn:service", "runs": "web:1", "follows": False, "nextStep": "",
        "overrides": [],
    }  # fmt: skip
    return {**user, **more}


def _rollout(**more: Any) -> dict[str, Any]:
    rollout = {"standing": "rolled back", "to": "web:2", "ok": False, "cause": "no right", "cure": "grant it"}
    return {**_user(), **rollout, **more}


def _status(**more: Any) -> dict[str, Any]:
    part = {
        "label": "web:2", "stage": "migrated", "replaces": "web:1", "plaintext": 0, "old": ["web:1"],
        "users": [_user()], "nextStep": "ecs-secretmigrate retire --family web",
    }  # fmt: skip
    return {"version": 1, "kind": "status", "definitions": [{**part, **more}]}


def _reversal(**more: Any) -> dict[str, Any]:
    part = {
        "label": "web:2", "to": "web:1", "ok": True, "rollouts": [_rollout()], "unused": ["arn:secret"], "deleted": [],
        "deregistered": False, "message": "",
    }  # fmt: skip
    return {"version": 1, "kind": "reversal", "definitions": [{**part, **more}]}


def _retirement(**more: Any) -> dict[str, Any]:
    part = {
        "family": "web", "refusal": "", "users": [_user()], "going": ["web:1"], "gone": [], "underWay": ["web:0"],
        "failed": [{"revision": "web:1", "reason": "in use"}], "unknown": [_user()],
        "rotate": [{"name": "app/X", "detector": "jwt", "revisions": ["web:1"], "since": "2026-01-01T00:00:00"}],
    }  # fmt: skip
    return {"version": 1, "kind": "retirement", "dryRun": True, "families": [{**part, **more}]}


def _catalogue(**more: Any) -> dict[str, Any]:
    rule = {"id": "name-password", "secret": True, "looksFor": "a name that says password", "source": "RFC 1", **more}
    return {"version": 1, "kind": "catalogue", "rules": [rule]}


def _explanation(**more: Any) -> dict[str, Any]:
    return {
        "version": 1, "kind": "explanation", "name": "DB_PASSWORD", "readAs": "password", "word": "password",
        "secret": True, "move": True, "confidence": "high", "minConfidence": "medium", "detector": "name-password",
        "reason": "the name says password", "looksFor": "a name that says password", "source": "", **more,
    }  # fmt: skip


DOCUMENTS = {
    "scan": _scan, "plan": _plan, "receipt": _receipt, "verification": _verification, "catalogue": _catalogue,
    "status": _status, "reversal": _reversal, "retirement": _retirement,
    "fleet": _fleet, "explanation": _explanation,
}  # fmt: skip
ALL = [(kind, form) for kind, forms in FORMATS.items() for form in forms]


def test_a_scan_reads_well() -> None:
    """The whole text of a scan."""
    assert render(_scan(), "text") == (
        "\n"
        "task.json  family web\n"
        "  app/DB_PASSWORD  high\n"
        "    $.containerDefinitions[0].environment[0].value\n"
        "    the name says password (name-password)\n"
        "    moves to secrets\n"
        "\n"
        "1 finding (1 can be moved) in 2 values of 1 container, 1 task definition; 0\n"
        "skipped.\n"
    )


def test_a_table_of_targets_reads_well() -> None:
    """The whole text of a bulk run."""
    assert render(_fleet(), "text") == (
        "target    Region     outcome  defs  moves  migrated\n"
        "payments  eu-west-1  failed      3      2         1\n"
        "\n"
        "payments eu-west-1: access denied\n"
        "1 target: 1 failed; 1 task definition migrated, 2 values moved. Run it again to\n"
        "go on with what is left.\n"
    )


def test_a_plan_reads_well() -> None:
    """The whole text of a plan."""
    assert render(_plan(), "text") == (
        "web:1  account 123456789012, eu-west-1\n"
        "  app/DB_PASSWORD  high\n"
        "    -> /web/app/DB_PASSWORD (new)\n"
        "    the name says password\n"
        "\n"
        "  --- a\n"
        "  +++ b\n"
        "  -x ```\n"
        "  +y\n"
        "\n"
        "  What arn:role must be allowed:\n"
        "  {\n"
        '    "Version": "2012-10-17",\n'
        '    "Statement": []\n'
        "  }\n"
        "\n"
        "  service main/web runs web:1\n"
        "\n"
        "  blocked: s: mend it\n"
        "\n"
        "skipped: s: r\n"
        "1 value would move; nothing was changed. It costs about $0.40 a month at list\n"
        "price.\n"
    )


def test_colour_is_asked_for() -> None:
    """Without it no escape byte is in the text; with it the same words are there."""
    for make in DOCUMENTS.values():
        plain, coloured = render(make(), "text"), render(make(), "text", colour=True)
        assert "\x1b" not in plain
        assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain


@pytest.mark.parametrize(("kind", "form"), ALL)
def test_hostile_names_do_nothing(kind: str, form: str) -> None:
    """Escape codes, direction marks, markup and line breaks in what a file holds show as what they are."""
    fields = {
        "scan": ["source", "family", "container", "name", "location", "reason"],
        "plan": ["container", "name", "secret", "reason"],
        "receipt": ["label", "message", "published", "granted"],
        "verification": ["subject", "what", "detail"],
        "status": ["label", "stage", "replaces", "nextStep"],
        "reversal": ["label", "to", "message"],
        "retirement": ["family", "refusal"],
        "fleet": ["target", "region", "outcome", "summary"],
        "catalogue": ["id", "looksFor", "source"],
        "explanation": ["name", "word", "detector", "reason", "looksFor", "source"],
    }[kind]
    for field in fields:
        text = render(DOCUMENTS[kind](**{field: HOSTILE}), form)
        assert "\x1b" not in text
        if form in {"text", "markdown", "html"}:
            assert "\u202e" not in text
            assert "\r" not in text
        if form == "html":
            assert "<script" not in text
        if form == "markdown":
            for row in [line for line in text.splitlines() if line.startswith("|")]:
                cells = len(re.findall(r"(?<!\\)\|", row))
                heads = next(line for line in text.splitlines() if line.startswith("| ---"))
                assert cells == heads.count("|")
        if form in {"json", "sarif"}:
            json.loads(text)


def test_a_diff_cannot_break_out_of_its_fence() -> None:
    """A fence is longer than any run of backticks inside."""
    text = render(_plan(), "markdown")
    assert "````diff\n" in text


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("kind", [kind for kind in DOCUMENTS if "html" in FORMATS[kind]])
def test_the_page_stands_alone(kind: str) -> None:
    """Well-formed, with a language and a title, loading nothing and running nothing."""
    text = render(DOCUMENTS[kind](), "html")
    parser = _Tags()
    parser.feed(text)
    assert parser.open == []
    assert '<html lang="en">' in text
    assert "<script" not in text
    assert not re.search(r"(?:src|href)=|@import|url\(", text)


def test_sarif_places_each_finding() -> None:
    """One result a finding: level by confidence, place as file and JSONPath, a fingerprint of the place only."""
    run = json.loads(render(_scan(confidence="medium"), "sarif"))["runs"][0]
    (result,) = run["results"]
    assert result["level"] == "warning"
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "name-password"
    place = result["locations"][0]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "task.json"
    assert place["logicalLocations"][0]["fullyQualifiedName"].startswith("$.containerDefinitions")
    live = json.loads(render(_scan(account="123456789012"), "sarif"))["runs"][0]["results"][0]
    assert "physicalLocation" not in live["locations"][0]


def test_a_format_that_makes_no_sense_is_refused() -> None:
    """There is no SARIF of a plan, and the error says what there is."""
    with pytest.raises(UsageError, match="text, json, markdown, html"):
        render(_plan(), "sarif")


@given(st.sampled_from(ALL), st.text(), st.integers(1, 200))
def test_any_text_is_rendered(which: tuple[str, str], text: str, width: int) -> None:
    """No name, however odd, and no width makes a report fail."""
    kind, form = which
    keys = {"receipt": "label", "verification": "subject", "catalogue": "looksFor"}
    key = keys.get(kind, "name")
    assert render(DOCUMENTS[kind](**{key: text}), form, width=width)


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_a_plan_says_which_definitions_are_blocked_and_which_have_nothing_to_move(form: str) -> None:
    """The summary counts the blocked ones wherever it stands, and no definition is a bare heading."""
    document = _plan()
    clean = {**document["definitions"][0], "moves": [], "blockers": [], "diff": "", "users": []}
    shown = " ".join(
        render({**document, "blocked": True, "definitions": [*document["definitions"], clean]}, form).split()
    )
    assert "Blocked in 1 of 2 task definitions" in shown
    assert "othing to move" in shown
