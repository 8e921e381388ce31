"""A targets file from AWS Organizations."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING, Any

from hypothesis import example, given
from hypothesis import strategies as st

from ecs_secretmigrate.fleet.organizations import OrganizationAccount
from ecs_secretmigrate.fleet.regions import switched_on
from ecs_secretmigrate.operations.discovery import targets_file
from ecs_secretmigrate.operations.targets import load
from tests.support.accounts import ACCOUNT, REGION
from tests.support.cli import command
from tests.support.proxy import Refusal

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.support.accounts import Emulated
    from tests.support.proxy import Call, Proxy


class Paged:
    """ListAccounts as AWS may answer: an empty page first, and one account a page from then on."""

    takes_headers = True

    def __call__(self, call: Call, proxy: Proxy, headers: dict[str, str]) -> dict[str, Any] | None:
        if call.operation != "ListAccounts":
            return None
        place = call.parameters.get("NextToken")
        if place is None:
            return {"Accounts": [], "NextToken": "0"}
        accounts = proxy.ask(call, headers, "ListAccounts")["Accounts"]
        more = {"NextToken": str(int(place) + 1)} if int(place) + 1 < len(accounts) else {}
        return {"Accounts": [accounts[int(place)]], **more}


def _organisation(emulator: Emulated) -> list[str]:
    """An organisation with three members, the last of them closed; the ids of the two that are left."""
    client = emulator.client("organizations")
    if emulator.name == "moto":  # ministack has one from the start
        client.create_organization(FeatureSet="ALL")
    made = [
        client.create_account(Email=f"{name}@example.com", AccountName=f"Team ${{{name}}}")["CreateAccountStatus"]
        for name in ("a", "b", "c")
    ]
    ids = [str(status["AccountId"]) for status in made]
    client.close_account(AccountId=ids.pop())
    return ids


def test_discovered_targets_are_those_that_can_be_visited(emulator: Emulated, tmp_path: Path) -> None:
    """Every active account, over all pages, empty ones too; read back, each is entered by the role."""
    members = _organisation(emulator)
    emulator.proxy.layers.append(Paged())
    file = tmp_path / "targets.yaml"
    ran = command(
        *("targets", "discover", "--role", "migrator", "--external-id", "theirs", "--output", file),
        *("--region", "eu-west-1", "--region", "us-east-1"),
        on=emulator,
    )
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.splitlines()[-1] == f"3 accounts, left out 1 SUSPENDED; written to {file}"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    targets = {target.account: target for target in load(file, {})}
    assert set(targets) == {ACCOUNT, *members}
    assert len(emulator.operations("ListAccounts")) == 5
    for member in members:
        found = targets[member]
        assert (found.role, found.external_id, found.regions) == ("migrator", "theirs", ("eu-west-1", "us-east-1"))
        assert found.selection.everything
    assert [targets[member].name for member in members] == ["Team ${a}", "Team ${b}"]
    assert (targets[ACCOUNT].role, targets[ACCOUNT].external_id) == (None, None)


def test_a_file_that_is_there_is_not_replaced_unasked(ministack: Emulated, tmp_path: Path) -> None:
    """It may have been edited; nobody is asked for accounts then."""
    file = tmp_path / "targets.yaml"
    file.write_text("mine")
    ran = command("targets", "discover", "--output", file, on=ministack)
    assert (ran.code, ran.said) == (
        2,
        f"ecs-secretmigrate: {file} is there already: give another --output, or --force to replace it\n",
    )
    assert (file.read_text(), ministack.calls) == ("mine", [])
    assert command("targets", "discover", "--output", file, "--force", on=ministack).code == 0
    assert [target.regions for target in load(file, {})] == [(REGION,)]


def test_without_a_file_it_goes_to_stdout(ministack: Emulated, tmp_path: Path) -> None:
    """Data on stdout, what is said on stderr."""
    ran = command("targets", "discover", on=ministack)
    (tmp_path / "piped").write_text(ran.out)
    assert [target.account for target in load(tmp_path / "piped", {})] == [ACCOUNT]
    assert ran.err == "1 account\n"


def test_from_a_member_it_says_where_to_ask(ministack: Emulated) -> None:
    """AWS refuses a member account: the message names those that may ask."""

    def member(call: Call, proxy: Proxy) -> None:
        if call.operation == "ListAccounts":
            raise Refusal("AccessDeniedException", "You don't have permissions to access this resource.")

    ministack.proxy.layers.append(member)
    ran = command("targets", "discover", on=ministack)
    assert ran.code == 1
    assert "only an organisation's management account and its delegated administrators may list its accounts" in ran.err


def test_all_regions_are_those_that_are_on(emulator: Emulated) -> None:
    """``all`` is what DescribeRegions gives without being asked for the others."""
    assert {"eu-west-1", "us-east-1"} <= set(switched_on(emulator.aws()))
    assert "AllRegions" not in emulator.operations("DescribeRegions")[0].parameters


ACCOUNTS = st.lists(
    st.builds(
        OrganizationAccount,
        id=st.from_regex(r"[0-9]{12}", fullmatch=True).filter(str.isascii),
        name=st.one_of(
            st.sampled_from(["a", "a 000000000000", "a 000000000001", "${A}", "$$", "null", "5", "x: y # z"]),
            st.text(min_size=1).filter(lambda text: bool(text.strip()) and text.isprintable()),
        ),
        state=st.just("ACTIVE"),
        is_management=st.booleans(),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda account: account.id,
)


def test_the_management_account_is_visited_from_there_only() -> None:
    """Elsewhere one's own credentials are another account's, and the role is not there either: it is a comment."""
    accounts = [OrganizationAccount("000000000000", "hub", "ACTIVE", is_management=True)]
    there = targets_file(accounts, home="000000000000", role="r", regions=["eu-west-1"])
    elsewhere = targets_file(accounts, home="000000000001", role="r", regions=["eu-west-1"])
    assert there.splitlines()[5:] == [
        '  - account: "000000000000"',
        '    name: "hub"',
        "    role: null  # the management account: the role is not made there, you are",
    ]
    assert elsewhere.splitlines()[5:] == [
        "  # The management account: the role is not made there, and you are elsewhere.",
        '  # - account: "000000000000"',
        '  #   name: "hub"',
    ]


@given(ACCOUNTS)
@example(
    [
        OrganizationAccount("000000000000", "a", "ACTIVE", is_management=False),
        OrganizationAccount("000000000001", "a", "ACTIVE", is_management=False),
        OrganizationAccount("000000000002", "a 000000000000", "ACTIVE", is_management=False),
    ]
)
def test_what_is_discovered_can_be_read(
    tmp_path_factory: pytest.TempPathFactory, accounts: list[OrganizationAccount]
) -> None:
    """Whatever accounts are called, the file is valid, has each once, and does not hang on the order of the listing."""
    home = accounts[0].id
    text = targets_file(accounts, home=home, role="r", regions=["eu-west-1"])
    assert targets_file(accounts[::-1], home=home, role="r", regions=["eu-west-1"]) == text
    path = tmp_path_factory.getbasetemp() / "discovered.yaml"
    path.write_text(text, encoding="utf-8")
    visited = [account for account in accounts if account.id == home or not account.is_management]
    targets = load(path, {})
    assert [target.account for target in targets] == sorted(account.id for account in visited)
    names = [account.name for account in accounts]
    read = {target.account: target for target in targets}
    for account in visited:
        assert read[account.id].role == (None if account.is_management else "r")
        if names.count(account.name) == 1:
            assert read[account.id].name == account.name
