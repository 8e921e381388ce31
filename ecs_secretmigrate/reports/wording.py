"""Words that every format shares, and text made safe to show."""

from __future__ import annotations

import unicodedata
from typing import Any

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def safe(text: object) -> str:
    r"""Text on one line without control and direction characters, which show as ``\\x1b``: a file can hold anything."""
    return "".join(
        character.encode("unicode_escape").decode() if unicodedata.category(character) in _UNSAFE else character
        for character in str(text)
    )


def plural(count: int, noun: str) -> str:
    """``1 finding``, ``2 findings``."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def stands(finding: dict[str, Any]) -> str:
    """What happens to a finding."""
    if finding["move"]:
        return f"moves to {finding['destination']}"
    if finding["destination"] is None:
        return f"stays: {finding['advice']}"
    return f"stays: {finding['kept']}"


def label(item: dict[str, Any]) -> str:
    """``CONTAINER/NAME``, or what there is of it."""
    return "/".join(safe(part) for part in (item["container"], item["name"]) if part) or safe(item["location"])


def target(move: dict[str, Any]) -> str:
    """Where a move goes, and what is done there."""
    match move["action"]:
        case "map":
            return f"{safe(move['valueFrom'])} (exists, named by the configuration)"
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
    findings = document["findings"]
    moving = sum(finding["move"] for finding in findings)
    return (
        f"{plural(len(findings), 'finding')} ({moving:,} can be moved) in {plural(document['values'], 'value')} of "
        f"{plural(document['containers'], 'container')}, {plural(document['sources'], 'task definition')}; "
        f"{len(document['skipped']):,} skipped."
    )


def plan_summary(document: dict[str, Any]) -> str:
    """The one line that says what a plan comes to."""
    if document["blocked"]:
        return "Blocked: mend what is named above; nothing was changed."
    if not document["moves"]:
        return "Nothing to move."
    cost = document["monthlyCost"]
    price = f" It costs about ${cost:.2f} a month at list price." if cost else ""
    return f"{plural(document['moves'], 'value')} would move; nothing was changed.{price}"


NEXT_STEPS = (
    "The old revisions still hold the plaintext, and so do source control and past deployments: roll the new "
    "revision out, rotate what was exposed, then remove the old revisions."
)
