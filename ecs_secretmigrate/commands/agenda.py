"""What a review goes through: the findings, one item for all that one decision covers, and what may become of each."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ecs_secretmigrate.model.baseline import Choice, Decision, identity
from ecs_secretmigrate.model.paths import json_path
from ecs_secretmigrate.steps.scanner import EXCLUDED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecs_secretmigrate.model.baseline import Identity
    from ecs_secretmigrate.model.finding import Finding

_SEVERAL = re.compile(r"([mks])[a-z]*((?:[\s,]+\d{1,9}(?:-\d{1,9})?)+)")
_RANGE = re.compile(r"(\d+)(?:-(\d+))?")


class NotListedError(Exception):
    """A number that the list does not have."""


@dataclass(slots=True)
class Item:
    """The findings that one decision covers: one name in one container, wherever it was read.

    Attributes:
        number: its number in the list, from 1.
        findings: the findings.
        decision: what is decided; None while it is open.
    """

    number: int
    findings: list[Finding]
    decision: Decision | None = None

    @property
    def first(self) -> Finding:
        """The one that is shown."""
        return self.findings[0]

    @property
    def settled(self) -> str:
        """Why there is nothing to decide; empty where there is."""
        if all(finding.placed.value.is_empty for finding in self.findings):
            return "it is empty"
        if all(finding.why_kept == EXCLUDED for finding in self.findings):
            return "--exclude names it"
        return ""

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.decision is None and not self.settled

    @property
    def proposed(self) -> bool:
        """Whether it moves where nobody decides otherwise."""
        return any(finding.move for finding in self.findings)

    @property
    def obstacle(self) -> str:
        """Why it cannot move, and what to do instead; empty where it can."""
        if self.settled:
            return self.settled
        return self.first.placed.advice if self.first.placed.destination is None else ""

    @property
    def state(self) -> str:
        """What is decided, in a word."""
        if self.decision is not None:
            return self.decision.decision.value
        return "-" if not self.settled else self.settled.removeprefix("it is ").removeprefix("--").split()[0]

    def decide(self, choice: Choice, why: str, who: str, when: str) -> Decision:
        """Note a decision."""
        placed = self.first.placed
        family = self.first.definition.family
        made = Decision(
            family,
            placed.container,
            placed.name,
            json_path(placed.path),
            choice,
            why,
            who,
            when,
            tuple(sorted({finding.detector for finding in self.findings})) if choice is Choice.KEEP else (),
        )
        self.decision = made
        return made


def agenda(findings: Iterable[Finding]) -> list[Item]:
    """The items of a review, in the order of the findings."""
    items: dict[Identity, Item] = {}
    for finding in findings:
        placed = finding.placed
        key = identity(finding.definition.family, placed.container, placed.name, json_path(placed.path))
        item = items.setdefault(key, Item(len(items) + 1, []))
        item.findings.append(finding)
    for item in items.values():
        # One finding that is open (found as something else than was kept) opens them all.
        decisions = [finding.decision for finding in item.findings]
        item.decision = decisions[0] if None not in decisions else None
    return list(items.values())


def joined(new: Decision, old: Decision | None) -> Decision:
    """A decision that takes the place of an earlier one on the same name: what was kept as something else stays so."""
    if old is None or not new.keeps or not old.keeps:
        return new
    return replace(new, detectors=tuple(sorted({*new.detectors, *old.detectors})) if old.detectors else ())


def several(answer: str, count: int) -> tuple[str, list[int]] | None:
    """Read ``k 3 5-7``: a letter and numbers of the list; None where it is something else.

    Raises:
        NotListedError: a number is not in the list.
    """
    match = _SEVERAL.fullmatch(answer.strip().lower())
    if match is None:
        return None
    numbers: list[int] = []
    for first, last in _RANGE.findall(match[2]):
        low, high = int(first), int(last or first)
        if not 1 <= low <= high <= count:
            raise NotListedError
        numbers.extend(range(low, high + 1))
    return match[1], list(dict.fromkeys(numbers))
