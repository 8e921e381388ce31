"""What a detector says of itself, and how it words a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ecs_secretmigrate.model.verdict import Confidence, Verdict


@dataclass(frozen=True, slots=True)
class Rule:
    """A detector.

    Attributes:
        id: stable id.
        secret: whether it finds secrets, or says what is none.
        looks_for: one sentence.
        source: documentation of the format, empty for the project's own rules.
    """

    id: str
    secret: bool
    looks_for: str
    source: str = ""


@lru_cache(maxsize=512)
def found(detector: str, reason: str, confidence: Confidence = Confidence.HIGH) -> Verdict:
    """A secret."""
    return Verdict(detector, True, confidence, reason)


@lru_cache(maxsize=512)
def benign(detector: str, reason: str) -> Verdict:
    """No secret."""
    return Verdict(detector, False, Confidence.HIGH, reason)
