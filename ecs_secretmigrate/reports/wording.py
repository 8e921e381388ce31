"""Words that every format shares, and text made safe to show."""

from __future__ import annotations

import unicodedata
from typing import Any

UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Unicode categories that do something to a terminal or a line, or show nothing."""


def safe(text: object) -> str:
    r"""Text on one line without control and direction characters, which show as ``\\x1b``: a file can hold anything."""
    return "".join(
        character.encode("unicode_escape").decode() if unicodedata.category(character) in UNSAFE else character
        for character in str(text)
    )


def plural(count: int, noun: str) -> str:
    """``1 finding``, ``2 findings``."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def stands(finding: dict[str, Any]) -> str:
    """What happens to a finding."""
    if accepted(finding):
        return f"accepted: {finding['kept']}"
    if finding["move"]:
        return f"moves to {finding['destination']}"
    if finding["destination"] is None:
        return f"stays: {finding['advice']}"
    return f"stays: {finding['kept']}"


def accepted(finding: dict[str, Any]) -> bool:
    """Whether a review decided that it stays."""
    decision = finding.get("decision")  # a plan of an earlier version has none
    return decision is not None and decision["decision"] == "keep"


def open_findings(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The findings of a scan that are not accepted."""
    return [finding for finding in document["findings"] if not accepted(finding)]


def accepted_findings(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The findings of a scan that are accepted."""
    return [finding for finding in document["findings"] if accepted(finding)]


def staying(part: dict[str, Any]) -> list[dict[str, Any]]:
    """What a plan leaves although it could move, or on purpose; the rest is among the warnings."""
    return [finding for finding in part["left"] if finding["destination"] is not None or accepted(finding)]


def label(item: dict[str, Any]) -> str:
    """``CONTAINER/NAME``, or what there is of it."""
    return "/".join(safe(part) for part in (item["container"], item["name"]) if part) or safe(item["location"])


def found_at(item: dict[str, Any]) -> str:
    """The label, and where it is where no name tells."""
    return label(item) if item["name"] else f"{label(item)} at {safe(item['location'])}"


def target(move: dict[str, Any]) -> str:
    """Where a move goes, and what is done there."""
    match move["action"]:
        case "map":
            return f"{safe(move['valueFrom'])} (exists, named by the configuration)"
        case "point":
            return f"{safe(move['valueFrom'])} (exists and holds this value; nothing is written)"
        case "drop":
            return "removed: another entry of the same name wins"
    where = safe(move["secret"]) + (f" [{safe(move['key'])}]" if move["key"] is not None else "")
    words = {
        "create": "new",
        "merge": "new key in a secret that exists",
        "reuse": "exists with this value",
        "update": "exists with another value, which is replaced",
    }
    return f"{where} ({words[move['action']]})"


def scan_summary(document: dict[str, Any]) -> str:
    """The one line that says what a scan came to."""
    totals = document["totals"]
    accepting = f", {totals['accepted']:,} accepted" if totals["accepted"] else ""
    return (
        f"{plural(totals['findings'], 'finding')} ({totals['move']:,} can be moved{accepting}) in "
        f"{plural(document['values'], 'value')} of "
        f"{plural(document['containers'], 'container')}, {plural(document['sources'], 'task definition')}; "
        f"{len(document['skipped']):,} skipped."
    )


def plan_summary(document: dict[str, Any]) -> str:
    """The one line that says what a plan comes to."""
    if document["blocked"]:
        parts = document["definitions"]
        where = f"{sum(bool(part['blockers']) for part in parts):,} of {plural(len(parts), 'task definition')}"
        return f"Blocked in {where}: mend what is marked as blocked; nothing was changed."
    if not document["moves"]:
        return "Nothing to move."
    cost = document["monthlyCost"]
    price = f" It costs about ${cost:.2f} a month at list price." if cost else ""
    return f"{plural(document['moves'], 'value')} would move; nothing was changed.{price}"


def same_values(document: dict[str, Any]) -> list[str]:
    """Which variables of a plan hold the same value, a sentence a group."""
    return [
        ", ".join(map(safe, group["variables"]))
        + (f" (stored once: {safe(group['stored'])})" if group["stored"] else " (--share would store it once)")
        for group in document.get("sameValues", [])  # a plan of an earlier version has none
    ]


def standing(check: dict[str, Any]) -> str:
    """How a check came out: ``ok``, ``FAILED`` or ``unknown``."""
    return "ok" if check["ok"] else "FAILED" if check["known"] else "unknown"


def next_steps(document: dict[str, Any]) -> str:
    """What is left to do after an apply; empty if nothing was migrated."""
    migrated = [part for part in document["definitions"] if part["standing"] == "migrated"]
    if not migrated:
        return ""
    rolled = all(part["rollouts"] for part in migrated)
    first = "" if rolled else "roll the new revision out, "
    return (
        f"The old revisions still hold the plaintext, and so do source control and past deployments: {first}rotate "
        "what was exposed, then remove the old revisions (ecs-secretmigrate retire)."
    )
