"""AWS Systems Manager Parameter Store: one SecureString a variable.

Sources: the Systems Manager API reference (``PutParameter``, ``GetParameters``) as botocore's model states it, and
the user guide ("Creating Parameter Store parameters", "Parameter tiers").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import AwsError, BlockedError
from ecs_secretmigrate.model.storage import (
    FAMILY_TAG,
    Conflict,
    Entry,
    OnConflict,
    Outcome,
    Stored,
    StoreKind,
    Written,
    family_after,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecs_secretmigrate.ports import Aws

STANDARD_BYTES = 4096
"""Largest value of the standard tier, in bytes; free, at most 10,000 parameters a Region."""
ADVANCED_BYTES = 8192
"""Largest value of the advanced tier, in bytes."""
ADVANCED_DOLLARS_A_MONTH = 0.05
"""List price of one advanced parameter."""
BATCH = 10
"""Most names in one ``GetParameters``."""
SECURE = "SecureString"
"""The type of an encrypted parameter."""
MAX_DEPTH = 15
"""Most levels of a hierarchy."""
MAX_ARN = 1011
"""Longest ARN of a parameter, in characters."""

_NAME = re.compile(r"/?[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*")
_RESERVED = re.compile(r"/?(aws|ssm)", re.IGNORECASE)
_NESTED = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_LONGEST_ARN_PREFIX = len("arn:aws-us-gov:ssm:ap-northeast-1:123456789012:parameter/")


class ParameterStore:
    """The store; ``aws`` is None offline, where only the checks work.

    ``PutParameter`` has no request token: a parameter is created without ``Overwrite``, so a repeated call is told
    that it exists, and what exists is compared.
    """

    kind = StoreKind.PARAMETER_STORE

    def __init__(self, aws: Aws | None) -> None:
        self._maybe_aws = aws

    @property
    def _aws(self) -> Aws:
        if self._maybe_aws is None:
            raise BlockedError("Parameter Store cannot be asked offline", cure="run again without --offline")
        return self._maybe_aws

    def name_problems(self, name: str) -> list[str]:
        """The naming rules: charset, leading slash, depth, reserved words, length."""
        problems = []
        if not _NAME.fullmatch(name):
            problems.append("a parameter's name is made of A-Z a-z 0-9 _ . - in levels that are parted by /")
        elif "/" in name and not name.startswith("/"):
            problems.append("a parameter's name with a / in it must start with one")
        if name.strip("/").count("/") + 1 > MAX_DEPTH:
            problems.append(f"a parameter's hierarchy has at most {MAX_DEPTH} levels")
        if _RESERVED.match(name):
            problems.append("a parameter's name must not start with aws or ssm")
        if _LONGEST_ARN_PREFIX + len(name) > MAX_ARN:
            problems.append(f"a parameter's ARN has at most {MAX_ARN} characters")
        return problems

    def content_problems(self, entry: Entry, existing: Stored | None) -> list[str]:
        """The value rules: not empty, at most 8,192 bytes, nothing that reads as a nested parameter."""
        if entry.keys or entry.value is None:
            return ["ECS reads no JSON keys from a parameter: use --store secretsmanager or --layout variable"]
        problems = []
        if entry.value.is_empty:
            problems.append("an empty value cannot be stored")
        if not entry.value.is_whole:
            problems.append("a value with half a surrogate pair in it is no text, and cannot be stored")
        if entry.value.size > ADVANCED_BYTES:
            problems.append(f"a parameter holds at most {ADVANCED_BYTES:,} bytes: use --store secretsmanager for it")
        if _NESTED.search(entry.value.reveal()):
            problems.append(
                "Parameter Store refuses a value with {{ }} in it, as a nested parameter: use --store secretsmanager"
            )
        return problems

    def monthly_cost(self, entry: Entry, existing: Stored | None) -> float:
        """US dollars a month at list price: nothing for the standard tier."""
        return 0.0 if existing or _tier(entry) == "Standard" else ADVANCED_DOLLARS_A_MONTH

    def planned_reference(self, name: str, *, partition: str, region: str, account: str) -> str:
        """The parameter's ARN: its name tells it whole."""
        return f"arn:{partition}:ssm:{region}:{account}:parameter/{name.removeprefix('/')}"

    def look_up(self, names: Sequence[str]) -> Mapping[str, Stored]:
        """Read what is there, ten names a call."""
        wanted = list(dict.fromkeys(names))

        def asked(start: int) -> list[dict[str, Any]]:
            answer = self._aws.call("ssm", "GetParameters", Names=wanted[start : start + BATCH], WithDecryption=True)
            return list(answer.get("Parameters", []))

        return {
            parameter["Name"]: Stored(
                name=parameter["Name"],
                arn=parameter["ARN"],
                value=parameter["Value"],
                encrypted=parameter["Type"] == SECURE,
            )
            for parameters in self._aws.each(asked, range(0, len(wanted), BATCH))
            for parameter in parameters
        }

    def conflict(self, entry: Entry, existing: Stored) -> Conflict | None:
        """What stands between an existing parameter and the entry."""
        if not existing.encrypted:
            return Conflict(
                "exists as plaintext (its type is not SecureString), and a type cannot be changed",
                "delete it if nothing else reads it, or choose another --name-template",
            )
        if self.holds(entry, existing):
            return None
        return Conflict(
            "exists with another value",
            "choose another --name-template, or replace it with --on-conflict update",
            may_update=True,
        )

    def holds(self, entry: Entry, existing: Stored) -> bool:
        """Whether the parameter holds the entry already."""
        return (
            existing.encrypted
            and existing.value is not None
            and entry.value is not None
            and existing.value.equals(entry.value)
        )

    def write(self, entry: Entry, *, is_new: bool = False) -> Written:
        """Create the parameter, or find it as it should be."""
        existing = None if is_new else self.look_up([entry.name]).get(entry.name)
        if existing is None:
            try:
                return self._create(entry)
            except AwsError as error:
                if error.code != "ParameterAlreadyExists":
                    raise
            existing = self.look_up([entry.name]).get(entry.name)
            if existing is None:
                raise BlockedError(
                    f"the parameter {entry.name} keeps being changed by someone else",
                    cure="run again when they are done",
                )
        if self.holds(entry, existing):
            self._adopt(entry)
            return Written(existing.arn, Outcome.REUSED)
        problem = self.conflict(entry, existing)
        if problem is not None and not (entry.on_conflict is OnConflict.UPDATE and problem.may_update):
            raise BlockedError(f"the parameter {entry.name} {problem.text}", cure=problem.cure)
        self._put(entry, Overwrite=True)
        # It gets no tags: what somebody else made does not become ours, for a roll-back to delete.
        return Written(existing.arn, Outcome.UPDATED)

    def _adopt(self, entry: Entry) -> None:
        """Before another family uses what was stored for one, it is tagged as no family's own."""
        if entry.shared:
            resource = {"ResourceType": "Parameter", "ResourceId": entry.name}
            listed = self._aws.call("ssm", "ListTagsForResource", **resource).get("TagList", [])
            present = {tag["Key"]: tag["Value"] for tag in listed}.get(FAMILY_TAG, "")
            family = family_after(present, entry.tags[FAMILY_TAG])
            if family is not None:
                self._tag(entry.name, [{"Key": FAMILY_TAG, "Value": family}])

    def _tag(self, name: str, tags: list[dict[str, str]]) -> None:
        self._aws.call("ssm", "AddTagsToResource", ResourceType="Parameter", ResourceId=name, Tags=tags)

    def _create(self, entry: Entry) -> Written:
        self._put(entry, Overwrite=False, Tags=_tags(entry))
        reference = self.planned_reference(
            entry.name, partition=self._aws.partition, region=self._aws.region, account=self._aws.account
        )
        return Written(reference, Outcome.CREATED)

    def _put(self, entry: Entry, **parameters: Any) -> None:
        optional: dict[str, Any] = {"KeyId": entry.kms_key_id} if entry.kms_key_id else {}
        self._aws.call(
            "ssm",
            "PutParameter",
            Name=entry.name,
            Description=entry.description,
            Value=entry.value,
            Type=SECURE,
            # Said outright, since an account's default tier may cost.
            Tier=_tier(entry),
            **optional,
            **parameters,
        )


def _tier(entry: Entry) -> str:
    return "Standard" if entry.value is None or entry.value.size <= STANDARD_BYTES else "Advanced"


def _tags(entry: Entry) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in entry.tags.items()]
