"""The accounts of AWS Organizations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecs_secretmigrate.errors import AwsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecs_secretmigrate.ports import Aws

_NOT_FROM_HERE = frozenset({"AccessDeniedException", "AWSOrganizationsNotInUseException"})


@dataclass(frozen=True, slots=True)
class OrganizationAccount:
    """An account.

    Attributes:
        id: its 12 digits.
        name: what the organisation calls it; need not be unique.
        state: ``ACTIVE``, ``SUSPENDED``, ``PENDING_CLOSURE`` ...
        is_management: whether the organisation is managed from it.
    """

    id: str
    name: str
    state: str
    is_management: bool

    @property
    def is_active(self) -> bool:
        """Whether anything can be done in it."""
        return self.state == "ACTIVE"


def accounts(aws: Aws) -> Iterator[OrganizationAccount]:
    """Every account of the organisation, whatever its state.

    API reference of ListAccounts: 20 a page at most; a page may be empty and have a next one; only the management
    account and delegated administrators may ask. ``State`` takes the place of ``Status``.

    Raises:
        AwsError: a call failed.
    """
    try:
        for page in aws.pages("organizations", "ListAccounts"):
            for account in page.get("Accounts", ()):
                yield OrganizationAccount(
                    id=account["Id"],
                    name=account.get("Name") or account["Id"],
                    state=account.get("State") or account.get("Status") or "ACTIVE",
                    # arn:aws:organizations::MANAGEMENT:account/o-ORGANISATION/ACCOUNT
                    is_management=account["Arn"].split(":")[4] == account["Id"],
                )
    except AwsError as error:
        if error.code not in _NOT_FROM_HERE:
            raise
        raise type(error)(
            error.message,
            service=error.service,
            operation=error.operation,
            code=error.code,
            cure="only an organisation's management account and its delegated administrators may list its accounts",
        ) from None
