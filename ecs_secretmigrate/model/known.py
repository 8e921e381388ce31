"""What is known already of a revision, which never changes: names and verdicts, no value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Known:
    """One revision as an earlier scan saw it.

    Attributes:
        source: its ARN.
        family: its family.
        containers: how many containers it has.
        values: how many values were judged.
        notes: remarks on how it was read.
        findings: its findings, as a report tells them.
        open: whether one of them would move, or nobody has decided to leave it.
    """

    source: str
    family: str
    containers: int
    values: int
    notes: tuple[str, ...]
    findings: tuple[dict[str, Any], ...]
    open: bool
