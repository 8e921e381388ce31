"""The accounts file of c7n-org (Cloud Custodian), as it is.

Source: cloud-custodian/cloud-custodian, ``tools/c7n_org/c7n_org/cli.py``: ``CONFIG_SCHEMA``, ``accounts_iterator``,
``get_session`` and ``resolve_regions``. As there: a role's name is taken in the account, a role wins over a profile,
Regions may stand in one text with commas, ``all`` is every Region that the account has on, none are ``us-east-1`` and
``us-west-2``, keys that are not needed are passed over, and no variable is expanded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.model.selection import Selection
from ecs_secretmigrate.model.target import ALL_REGIONS, Target
from ecs_secretmigrate.operations import wayin
from ecs_secretmigrate.operations.reading import BAD, is_null

if TYPE_CHECKING:
    from ecs_secretmigrate.model.paths import Path
    from ecs_secretmigrate.operations.reading import Reading
    from ecs_secretmigrate.sources.documents import Node

_OTHER_CLOUDS = ("subscriptions", "projects", "tenancies")
_DEFAULT_REGIONS = ("us-east-1", "us-west-2")


def is_accounts_file(root: Node) -> bool:
    """Whether a document is one of c7n-org's."""
    return isinstance(root, dict) and "targets" not in root and any(key in root for key in ("accounts", *_OTHER_CLOUDS))


def read(reading: Reading) -> list[tuple[Path, Target]]:
    """The targets of an accounts file, each with its place; what is wrong is noted in the reading."""
    assert isinstance(reading.root, dict)
    for key in _OTHER_CLOUDS:
        if key in reading.root:
            reading.wrong((key,), "are no AWS accounts", "leave them out: this needs accounts")
    if "accounts" not in reading.root:
        return []
    if reading.root["accounts"] == []:
        reading.wrong(("accounts",), "is empty", "write at least one account")
    listed = reading.items(("accounts",), reading.root["accounts"])
    read = [(path, _target(reading, path, node)) for path, node in listed]
    return [(path, target) for path, target in read if target is not None]


def _target(reading: Reading, path: Path, node: Node) -> Target | None:
    table = {key: value for key, value in reading.table(path, node, None).items() if not is_null(value)}
    if not isinstance(node, dict):
        return None
    if "account_id" not in table:
        reading.wrong(path, "account_id is missing", "write the account's 12 digits in quotes")
        return None
    if "role" not in table and "profile" not in table:
        reading.wrong(path, "there is neither role nor profile", "write one of them, c7n-org needs it too")
        return None
    account = wayin.account(reading, (*path, "account_id"), table["account_id"])
    way = {
        key: read(reading, (*path, key), table[key])
        for key, read in {"name": wayin.name, "external_id": wayin.external_id, "profile": wayin.name}.items()
        if key in table
    }
    role = _role(reading, (*path, "role"), table["role"]) if "role" in table else None
    regions = _regions(reading, (*path, "regions"), table["regions"]) if "regions" in table else ()
    if BAD in (account, role, regions, *way.values()):
        return None
    return Target(
        name=way.get("name", account),
        account=account,
        selection=Selection(everything=True),
        profile=None if role else way.get("profile"),
        role=role,
        external_id=way.get("external_id") if role else None,
        regions=regions or _DEFAULT_REGIONS,
        source=f"{reading.file}:{reading.line(path)}",
    )


def _role(reading: Reading, path: Path, node: Node) -> Any:
    if isinstance(node, list):
        if len(node) != 1:
            return reading.wrong(
                path,
                "is a chain of roles, which is not supported",
                "write a targets file with the last of them as role, and as profile one of the AWS configuration that "
                "reaches the others (role_arn and source_profile)",
            )
        return wayin.role(reading, (*path, 0), node[0])
    return wayin.role(reading, path, node)


def _regions(reading: Reading, path: Path, node: Node) -> Any:
    texts = reading.texts(path, node)
    if texts is BAD:
        return BAD
    single = [part.strip() for text in texts for part in text.split(",")]
    return (ALL_REGIONS,) if ALL_REGIONS in single else wayin.checked_regions(reading, path, single)
