"""What a bulk run came to: one row a target and Region, for a manager to read and for a script."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Protocol

from ecs_secretmigrate.reports.wording import plan_summary, plural, safe, scan_summary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ecs_secretmigrate.model.target import Target

Document = dict[str, Any]
_SHOWN = 3


class _Unit(Protocol):
    @property
    def target(self) -> Target: ...
    @property
    def region(self) -> str | None: ...


def fleet_document(verb: str, rows: Sequence[Document]) -> Document:
    """What a bulk run came to."""
    outcomes = Counter(row["outcome"] for row in rows)
    totals = {
        "targets": len(rows),
        **{outcome: outcomes[outcome] for outcome in ("done", "failed", "skipped")},
        **{key: sum(row[key] for row in rows) for key in ("definitions", "moves", "migrated")},
    }
    return {
        "version": 1,
        "kind": "fleet",
        "verb": verb,
        "ok": outcomes["done"] == len(rows),
        "totals": totals,
        "targets": list(rows),
    }


def row_of_done(
    unit: _Unit, document: Document, code: int, *, failed: bool, account: str, region: str, seconds: float
) -> Document:
    """A target whose verb came to its end, well or not."""
    counts = _counts(document)
    return {
        **_row(unit, "failed" if failed else "done", code, account=account, region=region, seconds=seconds),
        **counts,
        "summary": _words(document, counts),
        "document": document,
    }


def row_of_failed(unit: _Unit, message: str, code: int, seconds: float) -> Document:
    """A target that could not be worked on."""
    return {**_row(unit, "failed", code, seconds=seconds), "summary": message, "document": None}


def row_of_skipped(unit: _Unit, reason: str) -> Document:
    """A target that was not begun."""
    return {**_row(unit, "skipped", 0), "summary": reason, "document": None}


def _row(
    unit: _Unit, outcome: str, code: int, *, account: str | None = None, region: str | None = None, seconds: float = 0.0
) -> Document:
    return {
        "target": unit.target.name,
        "account": account or unit.target.account,
        "region": region or unit.region,
        "outcome": outcome,
        "exitCode": int(code),
        "seconds": round(seconds, 3),
        "definitions": 0,
        "moves": 0,
        "migrated": 0,
    }


def _counts(document: Document) -> dict[str, int]:
    match document["kind"]:
        case "scan":
            return {"definitions": document["sources"], "moves": document["totals"]["move"], "migrated": 0}
        case "plan":
            return {"definitions": len(document["definitions"]), "moves": document["moves"], "migrated": 0}
        case "receipt":
            parts = document["definitions"]
            return {
                "definitions": len(parts),
                "moves": sum(len(part["moves"]) for part in parts),
                "migrated": sum(part["standing"] == "migrated" for part in parts),
            }
    return {"definitions": len(document.get("definitions", [])), "moves": 0, "migrated": 0}


def _words(document: Document, counts: dict[str, int]) -> str:
    """How it came out, in a few words."""
    match document["kind"]:
        case "scan":
            return scan_summary(document)
        case "plan":
            return f"{plural(counts['definitions'], 'task definition')}. {plan_summary(document)}"
        case "receipt":
            return _tally(part["standing"] for part in document["definitions"])
        case "status":
            return _tally(part["stage"] for part in document["definitions"])
        case "verification" | "reversal":
            return _tally("well" if part["ok"] else "not well" for part in document["definitions"])
    return plural(counts["definitions"], "family").replace("familys", "families")


def _tally(standings: Iterator[str]) -> str:
    tally = Counter(standings)
    return ", ".join(f"{count:,} {word}" for word, count in tally.most_common()) or "nothing there"


def table(document: Document) -> Iterator[str]:
    """One line a target, and the totals."""
    rows = document["targets"]
    heads = ("target", "Region", "outcome")
    columns = [
        [head, *(safe(row[key] or "-") for row in rows)]
        for head, key in zip(heads, ("target", "region", "outcome"), strict=True)
    ]
    widths = [min(max(map(len, column)), 28) for column in columns]
    numbers = [("definitions", "defs"), ("moves", "moves"), ("migrated", "migrated")]
    sizes = [max(len(head), *(len(f"{row[key]:,}") for row in rows)) if rows else len(head) for key, head in numbers]
    lead = "  ".join(f"{head:<{size}}" for head, size in zip(heads, widths, strict=True))
    yield (lead + "  " + "  ".join(f"{head:>{size}}" for (_, head), size in zip(numbers, sizes, strict=True))).rstrip()
    for row in rows:
        cells = [
            _cut(safe(row[key] or "-"), size) for key, size in zip(("target", "region", "outcome"), widths, strict=True)
        ]
        figures = [f"{row[key]:>{size},}" for (key, _), size in zip(numbers, sizes, strict=True)]
        yield "  ".join([*cells, *figures])
    yield ""
    for row in rows:
        if row["outcome"] != "done":
            yield f"{safe(row['target'])} {safe(row['region'] or '')}".rstrip() + f": {safe(row['summary'])}"
            yield from (f"  {why}" for why in reasons(row))
    yield closing(document)


def reasons(row: Document) -> list[str]:
    """Why a target counts as failed: what its task definitions say, the first few of them."""
    parts = (row["document"] or {}).get("definitions") or (row["document"] or {}).get("families") or []
    said = [f"{safe(part.get('label') or part.get('family'))}: {safe(why)}" for part in parts for why in _why(part)]
    more = [f"and {len(said) - _SHOWN} more, see --format json"] if len(said) > _SHOWN else []
    return said[:_SHOWN] + more


def _why(part: Document) -> Iterator[str]:
    if part.get("message"):
        yield part["message"]
    if part.get("refusal"):
        yield part["refusal"]
    yield from (item["message"] for item in part.get("blockers", ()))
    yield from (check["detail"] for check in part.get("checks", ()) if not check["ok"] and check["known"])


def _cut(text: str, size: int) -> str:
    return f"{text:<{size}}" if len(text) <= size else text[: size - 1] + "…"


def closing(document: Document) -> str:
    """The line that says what it came to."""
    totals = document["totals"]
    parts = [f"{totals[word]:,} {word}" for word in ("done", "failed", "skipped") if totals[word]]
    figures = f"{plural(totals['definitions'], 'task definition')}, {plural(totals['moves'], 'value')} to move"
    if document["verb"] == "apply":
        figures = f"{plural(totals['migrated'], 'task definition')} migrated, {plural(totals['moves'], 'value')} moved"
    again = "" if document["ok"] else " Run it again to go on with what is left."
    return f"{plural(totals['targets'], 'target')}: {', '.join(parts) or 'none'}; {figures}.{again}"
