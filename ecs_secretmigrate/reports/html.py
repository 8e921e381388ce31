"""One page that stands alone: no scripts, nothing loaded from elsewhere, light and dark, printable."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.reports import lifecycle
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
    from collections.abc import Iterable, Iterator

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --line: #d0d7de; --soft: #f6f8fa;
  --red: #b3261e; --green: #116329; --amber: #7a4d00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --line: #30363d; --soft: #161b22;
  --red: #ff8f86; --green: #7ee787; --amber: #f0c674; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0 auto;
  max-width: 70rem; padding: 1.5rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding: .25rem 0; font-weight: 600; }
p, li { overflow-wrap: anywhere; }
td { min-width: 9rem; }
td:first-child { min-width: 15rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line); }
th { background: var(--soft); }
code, pre { font: .875rem/1.45 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { background: var(--soft); border: 1px solid var(--line); padding: .75rem; overflow-x: auto;
  overflow-wrap: normal; }
.add, .ok, .good { color: var(--green); } .del, .high, .bad { color: var(--red); }
.medium, .warn { color: var(--amber); }
"""
_STANDINGS = {"ok": "ok", "FAILED": "bad", "unknown": "warn"}
_TITLES = {
    "scan": "Plaintext secrets in ECS task definitions",
    "plan": "Moving plaintext secrets out of ECS task definitions",
    "receipt": "Secrets moved out of ECS task definitions",
    "verification": "Verification of migrated ECS task definitions",
    **lifecycle.TITLES,
}


def page(document: dict[str, Any]) -> str:
    """A document as one HTML page."""
    title = _TITLES[document["kind"]]
    body = {"scan": _scan, "plan": _plan, "receipt": _receipt, "verification": _verification}.get(
        document["kind"], _lifecycle
    )
    inside = "\n".join([*body(document), *_skipped(document)])
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        f"{inside}\n</main>\n</body>\n</html>\n"
    )


def _text(words: object) -> str:
    return escape(safe(words))


def _code(words: object) -> str:
    return f"<code>{_text(words)}</code>" if words else ""


def _table(caption: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    yield f'<div class="scroll"><table><caption>{caption}</caption><thead><tr>'
    yield "".join(f'<th scope="col">{head}</th>' for head in heads) + "</tr></thead><tbody>"
    for row in rows:
        yield "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>"
    yield "</tbody></table></div>"


def _scan(document: dict[str, Any]) -> Iterator[str]:
    yield f"<p>{_text(scan_summary(document))}</p>"
    rows = [
        (
            f"{_code(item['source'])}<br>{_code(item['location'])}",
            _code(label(item)),
            f'<span class="{item["confidence"]}">{item["confidence"]}</span>',
            f"{_text(item['reason'])} ({_code(item['detector'])})",
            _text(stands(item)),
        )
        for item in open_findings(document)
    ]
    if rows:
        yield from _table("Findings", ("Where", "Name", "Confidence", "Why", "What happens"), rows)
    kept = accepted_findings(document)
    if kept:
        yield f"<details><summary>{len(kept)} accepted</summary><ul>"
        for item in kept:
            where = f"{_code(item['source'])} {_code(item['location'])}"
            yield f"<li>{_code(label(item))} at {where}: {_text(item['kept'])}</li>"
        yield "</ul></details>"


def _skipped(document: dict[str, Any]) -> Iterator[str]:
    if document.get("skipped"):
        yield "<h2>Skipped</h2><ul>"
        yield from (f"<li>{_code(item['source'])}: {_text(item['reason'])}</li>" for item in document["skipped"])
        yield "</ul>"


def _plan(document: dict[str, Any]) -> Iterator[str]:
    yield f"<p>{_text(plan_summary(document))}</p>"
    for part in document["definitions"]:
        yield f"<h2>{_text(part['label'])}</h2>"
        rows = [(_code(label(move)), _text(target(move)), _text(move["reason"])) for move in part["moves"]]
        if rows:
            yield from _table("Moves", ("Name", "Goes to", "Why"), rows)
        else:
            yield "<p>Nothing to move.</p>"
        if part["diff"]:
            yield "<h3>Change</h3>"
            yield "<pre>" + "\n".join(map(_diff_line, part["diff"].splitlines())) + "</pre>"
        if part["users"]:
            yield "<ul>" + "".join(f"<li>{_text(lifecycle.runs(user))}</li>" for user in part["users"]) + "</ul>"
        for word, style, items in (
            ("Blocked", "bad", part["blockers"]),
            ("Warning", "warn", part["warnings"]),
        ):
            for item in items:
                subject = f"{_code(item['subject'])}: " if item["subject"] else ""
                yield f'<p><strong class="{style}">{word}:</strong> {subject}{_text(item["message"])}</p>'
        for finding in staying(part):
            yield f"<p>Stays: {_code(label(finding))}, {_text(finding['kept'])}</p>"
        if part["policy"] and part["moves"]:
            yield "<details><summary>What the execution role must be allowed</summary>"
            yield f"<pre>{_text_lines(json.dumps(part['policy'], indent=2))}</pre></details>"
    same = same_values(document)
    if same:
        yield "<h2>The same value</h2><ul>" + "".join(f"<li>{_text(words)}</li>" for words in same) + "</ul>"


def _diff_line(line: str) -> str:
    if line.startswith(("+++", "---", "@@")):
        return f"<strong>{_text(line)}</strong>"
    if line.startswith("+"):
        return f'<span class="add">{_text(line)}</span>'
    return f'<span class="del">{_text(line)}</span>' if line.startswith("-") else _text(line)


def _text_lines(words: str) -> str:
    return "\n".join(_text(line) for line in words.splitlines())


def _receipt(document: dict[str, Any]) -> Iterator[str]:
    for part in document["definitions"]:
        yield f"<h2>{_text(part['label'])}: {_text(part['standing'])}</h2><ul>"
        yield from (f"<li>{item['outcome']} {_code(item['name'])}</li>" for item in part["written"])
        yield from (
            f"<li>{_code(label(move))} is {_code(move['valueFrom']) or 'removed'}</li>" for move in part["moves"]
        )
        if part["compared"]:
            yield f"<li>{part['compared']} values proved to be as before</li>"
        if part["granted"]:
            yield f"<li>granted to {_code(part['granted'])}</li>"
        if part["published"]:
            yield f"<li>now {_code(part['published'])}</li>"
        yield from (f"<li>{_text(lifecycle.rolled(item))}</li>" for item in part["rollouts"])
        if part["message"]:
            yield f"<li>{_text(part['message'])}</li>"
        yield "</ul>"
    if next_steps(document):
        yield f"<p>{_text(next_steps(document))}</p>"


def _verification(document: dict[str, Any]) -> Iterator[str]:
    for part in document["definitions"]:
        rows = [
            (
                f'<strong class="{_STANDINGS[standing(check)]}">{standing(check)}</strong>',
                f"{_code(check['subject'])}: {_text(check['what'])}",
                _text(check["detail"]),
            )
            for check in part["checks"]
        ]
        yield f"<h2>{_text(part['label'])}</h2>"
        yield from _table("Checks", ("Outcome", "What", "Detail"), rows)


def _lifecycle(document: dict[str, Any]) -> Iterator[str]:
    for block in lifecycle.blocks(document):
        style = "good" if block.good else "bad"
        yield f'<h2>{_text(block.title)}: <span class="{style}">{_text(block.state)}</span></h2>'
        yield "<ul>" + "".join(f"<li>{_text(line)}</li>" for line in block.lines) + "</ul>"
    yield f"<p>{_text(lifecycle.closing(document))}</p>"
