"""What a person reads in a terminal."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.reports.wording import (
    accepted,
    found_at,
    label,
    next_steps,
    plan_summary,
    plural,
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

    from ecs_secretmigrate.reports.documents import ScanDocument

_CODES = {"red": 31, "green": 32, "yellow": 33, "cyan": 36, "bold": 1, "dim": 2}
_SHOWN = 5


def text(document: dict[str, Any], *, colour: bool, width: int) -> str:
    """A document for a terminal of so many columns."""
    writer = _Writer(colour=colour, width=width)
    lines = {
        "scan": writer.scan,
        "plan": writer.plan,
        "receipt": writer.receipt,
        "verification": writer.verification,
        "status": writer.lifecycle,
        "reversal": writer.lifecycle,
        "retirement": writer.lifecycle,
        "fleet": writer.fleet,
        "catalogue": writer.catalogue,
        "explanation": writer.explanation,
    }[document["kind"]](document)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def flowing(document: ScanDocument, *, colour: bool, width: int) -> Iterator[str]:
    """A scan for a terminal, line by line as it is found."""
    writer = _Writer(colour=colour, width=width)
    yield from (f"{line.rstrip()}\n" for line in writer.findings(document.findings()))
    yield from (f"{line.rstrip()}\n" for line in writer.scanned(document.rest()))


class _Writer:
    def __init__(self, *, colour: bool, width: int) -> None:
        self._colour = colour
        self._width = max(width, 40)

    def _paint(self, words: str, *styles: str) -> str:
        if not self._colour or not words:
            return words
        return f"\x1b[{';'.join(str(_CODES[style]) for style in styles)}m{words}\x1b[0m"

    def _wrap(self, words: str, indent: str = "", lead: str = "") -> Iterator[str]:
        yield from textwrap.wrap(
            safe(words),
            self._width,
            initial_indent=indent + lead,
            subsequent_indent=indent + " " * len(lead),
            break_long_words=False,
            break_on_hyphens=False,
        ) or [indent + lead]

    def scan(self, document: dict[str, Any]) -> Iterator[str]:
        yield from self.findings(document["findings"])
        yield from self.scanned(document)

    def findings(self, findings: Iterable[dict[str, Any]]) -> Iterator[str]:
        source = None
        for finding in findings:
            if finding["source"] != source:
                source = finding["source"]
                yield from self._header(finding)
            if accepted(finding):
                yield from self._wrap(f"{found_at(finding)}  {stands(finding)}", "  ")
                continue
            level = {"high": "red", "medium": "yellow", "low": "dim"}[finding["confidence"]]
            yield f"  {self._paint(label(finding), 'bold')}  {self._paint(finding['confidence'], level)}"
            yield f"    {safe(finding['location'])}"
            yield from self._wrap(f"{finding['reason']} ({finding['detector']})", "    ")
            yield from self._wrap(stands(finding), "    ")
        if source is not None:
            yield ""

    def scanned(self, document: dict[str, Any]) -> Iterator[str]:
        for note in document["notes"]:
            yield from self._wrap(f"{note['source']}: {note['note']}", lead="note: ")
        yield from self._skipped(document)
        yield from self._wrap(scan_summary(document))

    def _header(self, finding: dict[str, Any]) -> Iterator[str]:
        revision = f":{finding['revision']}" if finding["revision"] is not None else ""
        yield ""
        yield (self._paint(f"{safe(finding['source'])}", "cyan") + f"  family {safe(finding['family'])}{revision}")

    def _skipped(self, document: dict[str, Any]) -> Iterator[str]:
        skipped = document["skipped"]
        for item in skipped[:_SHOWN]:
            yield from self._wrap(f"{item['source']}: {item['reason']}", lead="skipped: ")
        if len(skipped) > _SHOWN:
            yield f"skipped: {len(skipped) - _SHOWN:,} more"

    def plan(self, document: dict[str, Any]) -> Iterator[str]:
        for part in document["definitions"]:
            yield from self._definition(part)
        for words in same_values(document):
            yield from self._wrap(words, lead="same value: ")
        yield from self._skipped(document)
        yield from self._wrap(plan_summary(document))

    def _definition(self, part: dict[str, Any]) -> Iterator[str]:
        place = f"  account {part['account']}, {part['region']}" if part["account"] else ""
        yield self._paint(safe(part["label"]), "cyan", "bold") + place
        for note in part["notes"]:
            yield from self._wrap(note, "  ", "note: ")
        if not part["moves"] and not part["blockers"] and not part["left"]:
            yield "  nothing to move"
            yield ""
            return
        for move in part["moves"]:
            yield f"  {self._paint(label(move), 'bold')}  {move['confidence']}"
            yield f"    -> {target(move)}"
            yield from self._wrap(move["reason"], "    ")
        if part["diff"]:
            yield ""
            yield from (self._diff_line(line) for line in part["diff"].splitlines())
        if part["policy"] and part["moves"]:
            yield ""
            role = part["executionRoleArn"] or "the execution role"
            yield from self._wrap(f"What {role} must be allowed:", "  ")
            yield from textwrap.indent(json.dumps(part["policy"], indent=2), "  ").splitlines()
        yield from self._around(part)
        for finding in staying(part):
            yield from self._wrap(f"{found_at(finding)}: {finding['kept']}", "  ", "stays: ")
        yield ""

    def _around(self, part: dict[str, Any]) -> Iterator[str]:
        """Who runs it, and what stands in the way."""
        from ecs_secretmigrate.reports import lifecycle

        if part["users"]:
            yield ""
        for user in part["users"]:
            yield from self._wrap(lifecycle.runs(user), "  ")
        obstacles = [("blocked", "red", item) for item in part["blockers"]]
        obstacles += [("warning", "yellow", item) for item in part["warnings"]]
        if obstacles:
            yield ""
        for word, style, item in obstacles:
            subject = f"{item['subject']}: " if item["subject"] else ""
            first, *rest = self._wrap(f"{subject}{item['message']}", "  ", f"{word}: ")
            yield first.replace(f"{word}:", self._paint(f"{word}:", style), 1)
            yield from rest

    def _diff_line(self, line: str) -> str:
        shown = "  " + safe(line)
        if line.startswith(("---", "+++")):
            return self._paint(shown, "bold")
        if line.startswith("@@"):
            return self._paint(shown, "cyan")
        if line.startswith("-"):
            return self._paint(shown, "red")
        return self._paint(shown, "green") if line.startswith("+") else shown

    def receipt(self, document: dict[str, Any]) -> Iterator[str]:
        from ecs_secretmigrate.reports import lifecycle

        for part in document["definitions"]:
            done = part["standing"] == "migrated"
            style = "green" if done or part["standing"] == "nothing to do" else "red"
            yield f"{self._paint(safe(part['label']), 'bold')}  {self._paint(part['standing'], style)}"
            for item in part["written"]:
                yield f"  {item['outcome']} {safe(item['name'])}"
            for move in part["moves"]:
                yield f"  {label(move)} -> {safe(move['valueFrom']) or 'removed'}"
            if part["compared"]:
                yield from self._wrap(f"proved: {plural(part['compared'], 'value')} as before", "  ")
            if part["granted"]:
                yield f"  granted to {safe(part['granted'])}"
            if part["published"]:
                yield f"  now {safe(part['published'])}"
            for item in part["rollouts"]:
                yield from self._wrap(lifecycle.rolled(item), "  ")
            if part["message"] and not part["rollouts"]:
                yield from self._wrap(part["message"], "  ")
        yield from self._skipped(document)
        if next_steps(document):
            yield from self._wrap(next_steps(document))

    def lifecycle(self, document: dict[str, Any]) -> Iterator[str]:
        from ecs_secretmigrate.reports import lifecycle

        for block in lifecycle.blocks(document):
            yield f"{self._paint(block.title, 'bold')}  {self._paint(block.state, 'green' if block.good else 'red')}"
            for line in block.lines:
                yield from self._wrap(line, "  ")
        yield from self._wrap(lifecycle.closing(document))

    def fleet(self, document: dict[str, Any]) -> Iterator[str]:
        from ecs_secretmigrate.reports import fleet

        for line in fleet.table(document):
            words = line.lstrip()
            yield from [line] if len(line) <= self._width else self._wrap(words, " " * (len(line) - len(words)))

    def catalogue(self, document: dict[str, Any]) -> Iterator[str]:
        from ecs_secretmigrate.reports import rules

        yield from rules.listing(document, self._width)

    def explanation(self, document: dict[str, Any]) -> Iterator[str]:
        from ecs_secretmigrate.reports import rules

        yield from rules.explanation(document, self._width)

    def verification(self, document: dict[str, Any]) -> Iterator[str]:
        for part in document["definitions"]:
            yield self._paint(safe(part["label"]), "bold")
            for check in part["checks"]:
                word = self._paint(
                    standing(check), {"ok": "green", "FAILED": "red", "unknown": "yellow"}[standing(check)]
                )
                yield f"  {word}  {safe(check['subject'])}: {safe(check['what'])}"
                if check["detail"]:
                    yield from self._wrap(check["detail"], "      ")
        yield from self._skipped(document)
        if not document["definitions"]:
            yield "Nothing to verify."
        else:
            yield "All of it holds." if document["ok"] else "Something does not hold: see FAILED above."
