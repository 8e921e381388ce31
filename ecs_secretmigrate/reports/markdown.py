"""Markdown for a pull request's comment."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.reports import lifecycle, rules
from ecs_secretmigrate.reports.wording import (
    accepted_findings,
    label,
    next_steps,
    open_findings,
    plan_summary,
    safe,
    same_values,
    scan_summary,
    standing,
    stands,
    staying,
    target,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


def markdown(document: dict[str, Any]) -> str:
    """A document as GitHub-flavoured Markdown."""
    lines = {
        "scan": _scan,
        "plan": _plan,
        "receipt": _receipt,
        "verification": _verification,
        "status": _lifecycle,
        "reversal": _lifecycle,
        "retirement": _lifecycle,
        "fleet": _lifecycle,
        "catalogue": _catalogue,
        "explanation": _explanation,
    }[document["kind"]]
    return "\n".join(lines(document)) + "\n"


def _escape(text: object) -> str:
    """Text that Markdown shows as it is, also inside a table's cell."""
    return re.sub(r"([\\`*_{}\[\]<>|#~&!])", r"\\\1", safe(text))


def _code(text: object) -> str:
    """Text as code, inside a table's cell too."""
    shown = safe(text).replace("|", "\\|")
    fence = "`" * (max((len(run) for run in re.findall(r"`+", shown)), default=0) + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown}{pad}{fence}" if shown else ""


def _fenced(text: str, language: str) -> Iterator[str]:
    fence = "`" * max(3, max((len(run) for run in re.findall(r"`+", text)), default=0) + 1)
    yield f"{fence}{language}"
    yield from (safe(line) for line in text.splitlines())
    yield fence


def _scan(document: dict[str, Any]) -> Iterator[str]:
    yield "## Plaintext secrets in ECS task definitions"
    yield ""
    yield _escape(scan_summary(document))
    listed = open_findings(document)
    if listed:
        yield ""
        yield "| Where | Name | Confidence | Why | What happens |"
        yield "| --- | --- | --- | --- | --- |"
    for finding in listed:
        where = f"{_code(finding['source'])} {_code(finding['location'])}"
        reason = f"{_escape(finding['reason'])} ({_code(finding['detector'])})"
        yield f"| {where} | {_code(label(finding))} | {finding['confidence']} | {reason} | {_escape(stands(finding))} |"
    kept = accepted_findings(document)
    if kept:
        yield ""
        yield f"<details><summary>{len(kept)} accepted</summary>"
        yield ""
        for finding in kept:
            where = f"{_code(finding['source'])} {_code(finding['location'])}"
            yield f"- {_code(label(finding))} at {where}: {_escape(finding['kept'])}"
        yield ""
        yield "</details>"
    yield from _skipped(document)


def _skipped(document: dict[str, Any]) -> Iterator[str]:
    if document["skipped"]:
        yield ""
        yield f"<details><summary>{len(document['skipped'])} skipped</summary>"
        yield ""
        yield from (f"- {_code(item['source'])}: {_escape(item['reason'])}" for item in document["skipped"])
        yield ""
        yield "</details>"


def _plan(document: dict[str, Any]) -> Iterator[str]:
    yield "## Moving plaintext secrets out of ECS task definitions"
    yield ""
    yield _escape(plan_summary(document))
    for part in document["definitions"]:
        yield ""
        yield f"### {_code(part['label'])}"
        yield ""
        if part["moves"]:
            yield "| Name | Goes to | Why |"
            yield "| --- | --- | --- |"
        else:
            yield "Nothing to move."
        for move in part["moves"]:
            yield f"| {_code(label(move))} | {_escape(target(move))} | {_escape(move['reason'])} |"
        if part["diff"]:
            yield ""
            yield from _fenced(part["diff"], "diff")
        if part["users"]:
            yield ""
            yield from (f"- {_escape(lifecycle.runs(user))}" for user in part["users"])
        for word, items in (("Blocked", part["blockers"]), ("Warning", part["warnings"])):
            for item in items:
                subject = f"{_code(item['subject'])}: " if item["subject"] else ""
                yield ""
                yield f"**{word}:** {subject}{_escape(item['message'])}"
        for finding in staying(part):
            yield ""
            yield f"Stays: {_code(label(finding))}, {_escape(finding['kept'])}"
        if part["policy"] and part["moves"]:
            yield ""
            yield "<details><summary>What the execution role must be allowed</summary>"
            yield ""
            yield from _fenced(json.dumps(part["policy"], indent=2), "json")
            yield ""
            yield "</details>"
    yield from _same(document)
    yield from _skipped(document)


def _same(document: dict[str, Any]) -> Iterator[str]:
    groups = same_values(document)
    if groups:
        yield ""
        yield "### The same value"
        yield ""
    yield from (f"- {_escape(words)}" for words in groups)


def _lifecycle(document: dict[str, Any]) -> Iterator[str]:
    yield f"## {lifecycle.TITLES[document['kind']]}"
    for block in lifecycle.blocks(document):
        yield ""
        yield f"### {_code(block.title)}: {_escape(block.state)}"
        yield ""
        yield from (f"- {_escape(line)}" for line in block.lines)
    yield ""
    yield _escape(lifecycle.closing(document))


def _catalogue(document: dict[str, Any]) -> Iterator[str]:
    yield from rules.markdown_listing(document, _escape, _code)


def _explanation(document: dict[str, Any]) -> Iterator[str]:
    yield from rules.markdown_explanation(document, _escape, _code)


def _receipt(document: dict[str, Any]) -> Iterator[str]:
    yield "## Secrets moved out of ECS task definitions"
    for part in document["definitions"]:
        yield ""
        yield f"### {_code(part['label'])}: {part['standing']}"
        yield ""
        yield from (f"- {item['outcome']} {_code(item['name'])}" for item in part["written"])
        yield from (f"- {_code(label(move))} is {_code(move['valueFrom']) or 'removed'}" for move in part["moves"])
        if part["compared"]:
            yield f"- {part['compared']} values proved to be as before"
        if part["granted"]:
            yield f"- granted to {_code(part['granted'])}"
        if part["published"]:
            yield f"- now {_code(part['published'])}"
        yield from (f"- {_escape(lifecycle.rolled(item))}" for item in part["rollouts"])
        if part["message"]:
            yield f"- {_escape(part['message'])}"
    if next_steps(document):
        yield ""
        yield _escape(next_steps(document))
    yield from _skipped(document)


def _verification(document: dict[str, Any]) -> Iterator[str]:
    yield "## Verification"
    for part in document["definitions"]:
        yield ""
        yield f"### {_code(part['label'])}"
        yield ""
        yield "| | What | Detail |"
        yield "| --- | --- | --- |"
        for check in part["checks"]:
            word = standing(check) if check["ok"] else f"**{standing(check)}**"
            yield f"| {word} | {_code(check['subject'])}: {_escape(check['what'])} | {_escape(check['detail'])} |"
    yield from _skipped(document)
