"""The baseline file: what reviews decided, remembered from one run to the next. It holds no value.

Sorted, one field a line: a decision that is added or taken back is a small diff, and merges.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import UsageError
from ecs_secretmigrate.model.baseline import Choice, Decision
from ecs_secretmigrate.reports.wording import UNSAFE, safe

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from ecs_secretmigrate.model.baseline import Identity

DEFAULT_FILE = Path("ecs-secretmigrate.baseline.json")
KIND, VERSION = "baseline", 1

_TEXTS = ("family", "name", "location", "why", "who", "when")
_NEEDED = ("family", "container", "name", "location", "decision", "why", "who", "when")
_KNOWN = (*_NEEDED, "detectors")


def read(path: Path, *, may_be_new: bool = False) -> tuple[Decision, ...]:
    """Read a baseline.

    Args:
        path: the file.
        may_be_new: whether a file that is not there is one without decisions.

    Raises:
        UsageError: it cannot be read, or holds something it may not; nothing of it is quoted.
    """
    named = f"the baseline {path}"
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if may_be_new:
            return ()
        raise UsageError(f"{named} is not there", cure=f"make it with scan --interactive --baseline {path}") from None
    except OSError as error:
        raise UsageError(f"{named} cannot be read", cure=str(error.strerror)) from None
    except UnicodeDecodeError:
        raise UsageError(f"{named} is not UTF-8", cure="save it as UTF-8") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise UsageError(f"{named} is not JSON", cure=f"mend it at {where} ({error.msg})") from None
    except RecursionError:
        raise UsageError(f"{named} is not a baseline", cure="it is nested too deeply") from None
    if not isinstance(document, dict) or document.get("kind") != KIND:
        raise UsageError(f"{named} is not a baseline", cure=f"make one with scan --interactive --baseline {path}.new")
    if document.get("version") != VERSION:
        raise UsageError(f"{named} is of another version", cure=f"this ecs-secretmigrate reads version {VERSION}")
    return decisions(document.get("decisions"), named)


def write(path: Path, decided: Iterable[Decision]) -> None:
    """Write a baseline, whole or not at all; its permissions stay, a new one is 0600.

    Raises:
        SourceError: it cannot be written.
    """
    from ecs_secretmigrate.sources.writing import write_whole

    write_whole(path, text(decided).encode())


def text(decided: Iterable[Decision]) -> str:
    """A baseline as it is written: the same decisions are the same text."""
    rows = [_row(decision) for decision in sorted(decided, key=_order)]
    written = json.dumps({"kind": KIND, "version": VERSION, "decisions": rows}, indent=2, ensure_ascii=False) + "\n"
    # A person reads it in a diff: nothing in a name may hide there, or turn the line around.
    return "".join(_escaped(one) if unicodedata.category(one) in UNSAFE and one != "\n" else one for one in written)


def _order(decision: Decision) -> tuple[str, ...]:
    return (decision.family, decision.container or "", decision.name, decision.location)


def _row(decision: Decision) -> dict[str, Any]:
    row = asdict(decision)
    if not decision.detectors:
        del row["detectors"]
    return row


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{high:02x}{low:02x}" for high, low in zip(units[::2], units[1::2], strict=True))


def decisions(rows: Any, source: str) -> tuple[Decision, ...]:
    """Decisions from a baseline's content, or from a saved plan's.

    Args:
        rows: the content.
        source: what to name in an error.

    Raises:
        UsageError: it holds something it may not.
    """
    if not isinstance(rows, list | tuple):
        raise UsageError(f"{source}: decisions must be a list", cure=f"of objects with {', '.join(_NEEDED)}")
    made = tuple(_decision(row, f"{source}: decision {number}") for number, row in enumerate(rows, 1))
    first: dict[Identity, int] = {}
    for number, decision in enumerate(made, 1):
        before = first.setdefault(decision.identity, number)
        if before != number:
            raise UsageError(
                f"{source}: decisions {before} and {number} are both on {safe(decision.label)}",
                cure="leave one of them",
            )
    return made


def _decision(row: Any, named: str) -> Decision:
    if not isinstance(row, dict):
        raise UsageError(f"{named} is not an object", cure=f"it takes {', '.join(_KNOWN)}")
    missing = [key for key in _NEEDED if key not in row]
    if missing:
        raise UsageError(f"{named} has no {', '.join(missing)}", cure=f"it takes {', '.join(_KNOWN)}")
    if set(row) - set(_KNOWN):
        # Not named: in a file that is no baseline, a key may be anything.
        raise UsageError(f"{named} has something more", cure=f"it takes {', '.join(_KNOWN)}")
    texts = {key: row[key] for key in _TEXTS}
    _check_texts(texts, row["container"], named)
    detectors = row.get("detectors", [])
    if not isinstance(detectors, list | tuple) or not all(isinstance(item, str) for item in detectors):
        raise UsageError(f"{named}: detectors must be a list of text", cure='such as ["name-password"]')
    if row["decision"] not in list(Choice):
        raise UsageError(f"{named}: decision is none of the choices", cure=f"it is one of {', '.join(Choice)}")
    return Decision(
        **texts, container=row["container"], decision=Choice(row["decision"]), detectors=tuple(sorted(detectors))
    )


def _check_texts(texts: dict[str, Any], container: Any, named: str) -> None:
    for key, value in {**texts, "container": "" if container is None else container}.items():
        if not isinstance(value, str):
            raise UsageError(f"{named}: {key} must be text", cure="put it in quotes")
    for key in ("family", "who"):
        if not texts[key]:
            raise UsageError(f"{named}: {key} is empty", cure="name it")
    if not texts["location"].startswith("$"):
        raise UsageError(f"{named}: location is not a JSONPath", cure="it starts with $, as scan prints it")
    try:
        datetime.fromisoformat(texts["when"])
    except ValueError:
        raise UsageError(f"{named}: when is no time", cure="write it as 2030-12-31T23:59:59Z") from None


def stale(decided: Sequence[Decision], families: Container[str], applied: Container[Identity]) -> list[str]:
    """What a scan did not find any more though it is kept, one line each.

    Only of families that were read: a scan of one family says nothing of the others. That something is to move stands
    for good, like ``--include``: once moved it is not found, and should it come back, it moves again.

    Args:
        decided: the decisions.
        families: the families that were read.
        applied: what of the decisions the scan's findings are on.
    """
    return [
        f"{safe(decision.label)} is not found any more as it was {safe(decision)}"
        for decision in decided
        if decision.keeps and decision.family in families and decision.identity not in applied
    ]
