"""A target of a bulk run: an account, how to get into it, and what to do there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecs_secretmigrate.model.selection import Selection

ALL_REGIONS = "all"
"""Stands alone among a target's Regions: every Region that the account has on (``ec2:DescribeRegions``)."""


@dataclass(frozen=True, slots=True)
class Target:
    """One account.

    Attributes:
        name: what a person calls it; unique in its file.
        account: 12-digit account id; None where a profile alone says which.
        profile: profile of the AWS configuration to start from; None for the default chain.
        role: name or ARN of the role to assume in the account; None to stay with the credentials.
        external_id: the role's external id.
        session_name: name of the role session.
        regions: Regions, or :data:`ALL_REGIONS` alone; empty for the profile's or the environment's.
        selection: which task definitions.
        options: choices of the configuration file (``store``, ``layout`` ...) that hold here.
        source: ``FILE:LINE`` where it stands, for messages.
    """

    name: str
    account: str | None
    selection: Selection
    profile: str | None = None
    role: str | None = None
    external_id: str | None = None
    session_name: str = "ecs-secretmigrate"
    regions: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""
