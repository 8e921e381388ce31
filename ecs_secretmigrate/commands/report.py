"""What a verb came to in one account and Region."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ecs_secretmigrate.errors import ExitCode

_FINE = frozenset({ExitCode.DONE, ExitCode.FINDINGS, ExitCode.CHANGES_PENDING})


@dataclass(frozen=True, slots=True)
class Report:
    """What one account and Region came to.

    Attributes:
        document: the verb's document.
        code: what the verb would have ended with there.
    """

    document: dict[str, Any]
    code: int

    @property
    def failed(self) -> bool:
        """Whether it counts as a failure."""
        return self.code not in _FINE
