"""What a detector says of a value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Confidence(StrEnum):
    """How sure a detector is.

    ``high`` and ``medium`` move by default (``medium`` is marked), ``low`` is reported only.
    """

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement on one value.

    Attributes:
        detector: a stable id, such as ``name-password``.
        secret: whether the value is a secret.
        confidence: how sure the detector is.
        reason: why, in one sentence for a person; it never quotes the value.
    """

    detector: str
    secret: bool
    confidence: Confidence
    reason: str
