"""The accounts file of c7n-org, read as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecs_secretmigrate.errors import UsageError
from ecs_secretmigrate.model.selection import Selection
from ecs_secretmigrate.model.target import Target
from ecs_secretmigrate.operations.targets import load

if TYPE_CHECKING:
    from pathlib import Path

ONE, TWO = "111122223333", "222233334444"
ALL = Selection(everything=True)

ACCOUNTS = """\
vars:
  owner: platform
accounts:
- account_id: '111122223333'
  name: account-1
  display_name: Account 1
  email: a@example.com
  org_id: o-1
  regions:
  - us-east-1
  - us-west-2
  role: arn:aws:iam::111122223333:role/CloudCustodian
  external_id: theirs
  vars:
    charge_code: xyz
  tags:
  - type:prod
- account_id: '222233334444'
  name: account-2
  profile: two
  anything: else
- account_id: '333344445555'
  role: CloudCustodian
  profile: passed-over
  regions: [all, us-east-1]
- account_id: '444455556666'
  name: account-4
  role: [CloudCustodian]
  regions: ['us-east-1, eu-west-1']
"""


def read(tmp_path: Path, text: str) -> list[Target]:
    path = tmp_path / "accounts.yml"
    path.write_text(text)
    return load(path, {"account_id": "expanded"})


def test_every_account_becomes_a_target(tmp_path: Path) -> None:
    """As c7n-org reads it: names, ways in and Regions; of each everything; and what it has besides is passed over."""
    source = f"{tmp_path}/accounts.yml"
    first, second, third, fourth = read(tmp_path, ACCOUNTS)
    assert first == Target(
        name="account-1",
        account=ONE,
        selection=ALL,
        role=f"arn:aws:iam::{ONE}:role/CloudCustodian",
        external_id="theirs",
        regions=("us-east-1", "us-west-2"),
        source=f"{source}:4",
    )
    assert second == Target(
        name="account-2",
        account=TWO,
        selection=ALL,
        profile="two",
        regions=("us-east-1", "us-west-2"),
        source=f"{source}:18",
    )
    assert (third.name, third.role, third.profile, third.regions) == ("333344445555", "CloudCustodian", None, ("all",))
    assert (fourth.role, fourth.regions) == ("CloudCustodian", ("us-east-1", "eu-west-1"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("accounts: []", "1: accounts is empty: write at least one account"),
        ("accounts: [x]", "1: must be a map: write it as KEY: VALUE lines"),
        ("accounts: [{role: r}]", "1: account_id is missing: write the account's 12 digits in quotes"),
        (
            "accounts: [{account_id: '111122223333'}]",
            "1: there is neither role nor profile: write one of them, c7n-org needs it too",
        ),
        (
            "accounts: [{account_id: 5, role: r}]",
            '1: account_id is a number and has lost digits: put it in quotes, such as "001122223333"',
        ),
        (
            "accounts: [{account_id: '111122223333', role: [a, b]}]",
            "1: role is a chain of roles, which is not supported: write a targets file with the last of them as role, and as profile one of the AWS configuration that reaches the others (role_arn and source_profile)",
        ),
        (
            "accounts: [{account_id: '111122223333', role: 'arn:aws:iam::{account_id}:role/r'}]",
            "1: role has not the form it must have: write a role's name or its ARN",
        ),
        (
            "accounts: [{account_id: '111122223333', role: '${account_id}'}]",
            "1: role has not the form it must have: write a role's name or its ARN",
        ),
        (
            "accounts: [{account_id: '111122223333', role: r, regions: [Ireland]}]",
            "1: regions holds what is no Region: write it such as eu-west-1",
        ),
        (
            "accounts:\n- {account_id: '111122223333', role: r}\n- {account_id: '111122223333', role: s}",
            "3: has the name 111122223333, as the one of line 2: write another name",
        ),
        ("projects: [{project_id: x}]", "1: projects are no AWS accounts: leave them out: this needs accounts"),
    ],
)
def test_a_mistake_is_said_with_its_line_and_key(tmp_path: Path, text: str, expected: str) -> None:
    """And what c7n-org can do and this cannot is refused, not passed over."""
    with pytest.raises(UsageError) as caught:
        read(tmp_path, text)
    assert str(caught.value) == f"{tmp_path}/accounts.yml:{expected}"
