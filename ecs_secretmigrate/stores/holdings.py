"""What the stores hold already, with its values: what others put there, and what this tool did.

Sources: Secrets Manager API reference, ``ListSecrets`` (its filters match beginnings; it may lag by five minutes) and
``BatchGetSecretValue``; Systems Manager API reference, ``DescribeParameters`` and ``ParameterStringFilter``.
``GetParametersByPath`` is not used: it tells no key, and whoever may read a path with it reads what lies below, denied
or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import AwsAccessDeniedError, AwsError
from ecs_secretmigrate.model.holding import Holding, Wish
from ecs_secretmigrate.model.reference import SecretReference, parse_reference
from ecs_secretmigrate.model.storage import FAMILY_TAG, StoreKind
from ecs_secretmigrate.stores import parameterstore, secretsmanager

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecs_secretmigrate.ports import Aws

_OURS = Wish(tag=FAMILY_TAG)
_SECRETS_A_PAGE = 100
_PARAMETERS_A_PAGE = 50

Found = tuple[list[Holding], list[str]]
Row = dict[str, Any]


class SecretHoldings:
    """Secrets of one account and Region; binary ones and those that wait to be deleted are passed over."""

    kind = StoreKind.SECRETS_MANAGER

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def find(self, wish: Wish) -> Found:
        """What others stored; see :class:`~ecs_secretmigrate.ports.Holdings`."""
        return self._read([row for row in self._list(wish) if FAMILY_TAG not in _tags(row)])

    def ours(self, references: Sequence[str]) -> Found:
        """What this tool stored; see :class:`~ecs_secretmigrate.ports.Holdings`."""
        rows = {row["ARN"]: row for row in self._list(_OURS)}
        for reference in map(parse_reference, dict.fromkeys(references)):
            if isinstance(reference, SecretReference) and reference.region == self._aws.region:
                arn = reference.arn
                if arn not in rows:
                    rows[arn] = self._describe(arn)
        return self._read([row for row in rows.values() if _is_meant(row, _OURS)])

    def _list(self, wish: Wish) -> list[Row]:
        if wish.prefix:
            # A leading exclamation mark would turn the filter round.
            named = [] if wish.prefix.startswith("!") else [{"Key": "name", "Values": [wish.prefix]}]
        else:
            named = [{"Key": "tag-key", "Values": [wish.tag]}]
            if wish.tag_value:
                named.append({"Key": "tag-value", "Values": [wish.tag_value]})
        pages = self._aws.pages(
            "secretsmanager", "ListSecrets", Filters=named, PaginationConfig={"PageSize": _SECRETS_A_PAGE}
        )
        return [row for page in pages for row in page["SecretList"] if _is_meant(row, wish)]

    def _describe(self, arn: str) -> Row:
        try:
            return self._aws.call("secretsmanager", "DescribeSecret", SecretId=arn)
        except AwsError as error:
            if error.code != "ResourceNotFoundException" and not isinstance(error, AwsAccessDeniedError):
                raise
            return {"Name": ""}  # gone, or someone else's

    def _read(self, rows: Sequence[Row]) -> Found:
        by_arn = {row["ARN"]: row for row in rows}
        held: list[Holding] = []
        problems: list[str] = []
        arns = list(by_arn)
        for start in range(0, len(arns), secretsmanager.BATCH):
            batch = arns[start : start + secretsmanager.BATCH]
            answer = self._aws.call("secretsmanager", "BatchGetSecretValue", SecretIdList=batch)
            held.extend(
                Holding(
                    name=secret["Name"],
                    reference=secret["ARN"],
                    value=secret["SecretString"],
                    has_keys=True,
                    kms_key_id=_customer_key(by_arn[secret["ARN"]]),
                    managed=_is_managed(by_arn[secret["ARN"]]),
                )
                for secret in answer.get("SecretValues", [])
                if "SecretString" in secret and secret["ARN"] in by_arn
            )
            problems.extend(
                f"{by_arn.get(error['SecretId'], {}).get('Name', error['SecretId'])} ({error.get('ErrorCode', '')})"
                for error in answer.get("Errors", [])
            )
        return held, problems


class ParameterHoldings:
    """SecureStrings of one account and Region; other types are no secrets."""

    kind = StoreKind.PARAMETER_STORE

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def find(self, wish: Wish) -> Found:
        """What others stored; see :class:`~ecs_secretmigrate.ports.Holdings`."""
        named = [_by_name(wish.prefix)] if wish.prefix else []
        rows = self._list(wish, *named)
        ours = {row["Name"] for row in self._list(_OURS, *named)} if rows else set()
        return self._read([row for row in rows if row["Name"] not in ours])

    def ours(self, references: Sequence[str]) -> Found:
        """What this tool stored; the listing is the whole of it."""
        return self._read(self._list(_OURS))

    def _list(self, wish: Wish, *filters: Row) -> list[Row]:
        listed = [{"Key": "Type", "Values": [parameterstore.SECURE]}, *filters]
        if wish.tag:
            # Without values: whatever the tag's value is.
            values = {} if wish.tag_value is None else {"Values": [wish.tag_value]}
            listed.append({"Key": f"tag:{wish.tag}", **values})
        pages = self._aws.pages(
            "ssm", "DescribeParameters", ParameterFilters=listed, PaginationConfig={"PageSize": _PARAMETERS_A_PAGE}
        )
        return [row for page in pages for row in page["Parameters"] if row["Name"].startswith(wish.prefix)]

    def _read(self, rows: Sequence[Row]) -> Found:
        by_name = {row["Name"]: row for row in rows}
        stored = parameterstore.ParameterStore(self._aws).look_up(list(by_name))
        held = [
            Holding(item.name, item.arn, item.value, kms_key_id=_customer_key(by_name[item.name], "KeyId"))
            for item in stored.values()
            if item.value is not None and item.encrypted
        ]
        return held, []


def _by_name(prefix: str) -> Row:
    return {"Key": "Name", "Option": "BeginsWith", "Values": [prefix]}


def _tags(row: Row) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in row.get("Tags", [])}


def _is_meant(row: Row, wish: Wish) -> bool:
    """Whether a listed secret is one of those wished for: the filters take beginnings, and mix keys and values."""
    if "DeletedDate" in row or not row["Name"].startswith(wish.prefix):
        return False
    tags = _tags(row)
    return not wish.tag or (wish.tag in tags and wish.tag_value in {None, tags[wish.tag]})


def _is_managed(row: Row) -> bool:
    return bool(row.get("OwningService") or row.get("RotationEnabled"))


def _customer_key(row: Row, field: str = "KmsKeyId") -> str:
    key = str(row.get(field) or "")
    return "" if "alias/aws/" in key else key
