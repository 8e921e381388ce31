"""A targets file made from the accounts of an organisation."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ecs_secretmigrate.fleet.organizations import OrganizationAccount

ROLE = "ecs-secretmigrate"
"""The role that is assumed where none is named: what deploy/member-role.yaml makes."""


def targets_file(
    accounts: Iterable[OrganizationAccount],
    *,
    home: str,
    role: str,
    regions: Sequence[str],
    external_id: str | None = None,
) -> str:
    """A targets file of these accounts, the same whatever their order.

    What makes a role in every member (a StackSet, or Organizations itself) leaves the management account out: it is
    visited without a role by whoever is there already, and for everybody else it is a comment.

    Args:
        accounts: the accounts.
        home: the account of the credentials that a run starts with.
        role: name or ARN of the role to assume in each.
        regions: Regions.
        external_id: the role's external id.
    """
    ordered = sorted(accounts, key=lambda account: account.id)
    names = _names(ordered)
    lines = [
        "# Accounts of an organisation. Take out what is not to be visited; what stands in defaults holds for all.",
        "defaults:",
        f"  regions: [{', '.join(_quoted(region) for region in regions)}]",
        f"  role: {_quoted(role)}",
        *([f"  external_id: {_quoted(external_id)}"] if external_id else []),
        "targets:",
    ]
    for account in ordered:
        entry = [f"- account: {_quoted(account.id)}", f"  name: {_quoted(names[account.id])}"]
        if account.is_management and account.id == home:
            entry.append("  role: null  # the management account: the role is not made there, you are")
        elif account.is_management:
            lines.append("  # The management account: the role is not made there, and you are elsewhere.")
            entry = [f"# {line}" for line in entry]
        lines += [f"  {line}" for line in entry]
    return "\n".join(lines) + "\n"


def _names(accounts: Sequence[OrganizationAccount]) -> dict[str, str]:
    """A name of its own for each: where two share one, each has its id too."""
    shared = Counter(account.name for account in accounts)
    names: dict[str, str] = {}
    for account in accounts:
        name = account.name if shared[account.name] == 1 else f"{account.name} {account.id}"
        while name in names.values() or (name != account.name and name in shared):
            name += f" {account.id}"
        names[account.id] = name
    return names


def _quoted(text: str) -> str:
    """A text as YAML reads it back; its quotes are JSON's but for pairs of surrogates. A dollar begins no variable."""
    quoted = json.dumps(text, ensure_ascii=False).replace("$", "$$")
    return "".join(letter if " " <= letter <= "~" else f"\\U{ord(letter):08x}" for letter in quoted)
