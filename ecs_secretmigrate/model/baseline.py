"""What a review decided about findings: kept in plaintext on purpose, or to be moved. No value, and no hash of one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

Identity = tuple[str, str, str, str]
"""What a decision is on: family, container, name and place, wherever the task definition was read from."""

_INDEX = re.compile(r"\[\d+\]")


class Choice(StrEnum):
    """What was decided."""

    KEEP = "keep"
    """It stays in plaintext, and that is accepted."""
    MOVE = "move"
    """It moves, whatever the scanner would do by itself."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of a person on one finding.

    Attributes:
        family: family of the task definition.
        container: the container's name, None outside a container.
        name: what the value is called; empty where its place has no name.
        location: JSONPath into the task definition.
        decision: what was decided.
        why: the person's reason, on one line; may be empty.
        who: the person.
        when: when, in UTC (ISO 8601).
        detectors: what the values were found as when they were looked at. What is kept is kept as that: found as
            something else, it is open again. Empty: whatever it is found as.
    """

    family: str
    container: str | None
    name: str
    location: str
    decision: Choice
    why: str
    who: str
    when: str
    detectors: tuple[str, ...] = ()

    @property
    def identity(self) -> Identity:
        """What it is on."""
        return identity(self.family, self.container, self.name, self.location)

    @property
    def label(self) -> str:
        """``FAMILY CONTAINER/NAME``, with the location where there is no name."""
        named = "/".join(part for part in (self.container, self.name) if part)
        return " ".join(part for part in (self.family, named, "" if self.name else self.location) if part)

    @property
    def keeps(self) -> bool:
        """Whether the value stays."""
        return self.decision is Choice.KEEP

    def covers(self, detector: str) -> bool:
        """Whether it speaks of a value that this detector found."""
        return not self.keeps or not self.detectors or detector in self.detectors

    def __str__(self) -> str:
        verb = "kept" if self.keeps else "to move, decided"
        reason = f": {self.why}" if self.why else ""
        return f"{verb} by {self.who} on {datetime.fromisoformat(self.when).date().isoformat()}{reason}"


def identity(family: str, container: str | None, name: str, location: str) -> Identity:
    """What a decision on this place is remembered by.

    A named value may stand anywhere in its list; ``environment`` and a log option of one name are two places. A value
    without a name has nothing but its location.
    """
    return family, container or "", name, _INDEX.sub("[*]", location) if name else location
