"""Saved plans: read back, and held to what they say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import StalePlanError, UsageError
from ecs_secretmigrate.model.plan import PLAN_VERSION
from ecs_secretmigrate.reports.documents import intents

if TYPE_CHECKING:
    from pathlib import Path

_MAX_BYTES = 256 * 1024 * 1024


def is_plan(path: Path) -> bool:
    """Whether a file is a saved plan rather than a task definition."""
    try:
        with path.open("rb") as file:
            head = file.read(256)
    except OSError:
        return False
    return b'"kind": "plan"' in head and b'"version"' in head


def load(path: Path) -> dict[str, Any]:
    """Read a saved plan.

    Raises:
        UsageError: it cannot be read, or is not a plan that this version understands.
    """
    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise UsageError(f"the plan {path} cannot be read", cure=str(error.strerror)) from None
    except ValueError:
        raise UsageError(f"{path} is not a saved plan", cure="make one with `plan --out FILE`") from None
    if not isinstance(document, dict) or document.get("kind") != "plan":
        raise UsageError(f"{path} is not a saved plan", cure="make one with `plan --out FILE`")
    if document.get("version") != PLAN_VERSION:
        raise UsageError(f"{path} is a plan of another version", cure="make it anew with `plan --out FILE`")
    return document


def hold(saved: dict[str, Any], fresh: dict[str, Any]) -> None:
    """Refuse to go on where a plan made now would move other things than the saved one, or elsewhere.

    What has moved already is no difference: an apply that ended half-way goes on.

    Raises:
        StalePlanError: it would.
    """
    then, now = intents(saved), intents(fresh)
    accounts_then = {part["source"]: (part["account"], part["region"]) for part in saved["definitions"]}
    accounts_now = {part["source"]: (part["account"], part["region"]) for part in fresh["definitions"]}
    for source in then:
        if source not in now:
            raise StalePlanError(f"{source} is no longer there as planned", cure="plan again")
        if accounts_then[source] != (None, None) and accounts_then[source] != accounts_now[source]:
            raise StalePlanError(
                f"{source} was planned for account and Region {accounts_then[source]}",
                cure="use those, or plan again",
            )
        if now[source] and now[source] != then[source]:
            raise StalePlanError(f"{source} has changed since it was planned", cure="plan again")
