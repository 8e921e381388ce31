"""AWS Secrets Manager: one secret a variable, or keys of a JSON secret.

Sources: the Secrets Manager API reference (``CreateSecret``, ``PutSecretValue``, ``BatchGetSecretValue``) and user
guide ("Quotas", "Troubleshoot"), as botocore's model states them.
"""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import AwsError, BlockedError
from ecs_secretmigrate.model.bundle import NotABundleError, keys_of, merged
from ecs_secretmigrate.model.reference import UNKNOWN_SUFFIX
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

    from ecs_secretmigrate.model.secret_value import SecretValue
    from ecs_secretmigrate.ports import Aws

MAX_BYTES = 65_536
"""Largest ``SecretString``, in bytes (Secrets Manager quotas)."""
BATCH = 20
"""Most secrets in one ``BatchGetSecretValue``."""
DOLLARS_A_MONTH = 0.40
"""List price of one secret; the number of its JSON keys does not matter. API calls come on top."""

_NAME = re.compile(r"[A-Za-z0-9/_+=.@-]{1,512}")
_LOOKS_SUFFIXED = re.compile(r"-[A-Za-z0-9]{6}$")
# A token names the version it makes: derived from what it builds on, never from the value.
_TOKENS = uuid.UUID("7e0d1c53-6c1f-4b0a-9a5e-4e63a4c0f5d1")
_ATTEMPTS = 4
_NOT_THERE = "ResourceNotFoundException"


class SecretsManager:
    """The store; ``aws`` is None offline, where only the checks work.

    Two runs that write the same secret at once cannot lose each other's keys: the request token of a new version is
    derived from the version it builds on, so the second writer's different text is refused and it reads again.
    """

    kind = StoreKind.SECRETS_MANAGER

    def __init__(self, aws: Aws | None) -> None:
        self._maybe_aws = aws

    @property
    def _aws(self) -> Aws:
        if self._maybe_aws is None:
            raise BlockedError("Secrets Manager cannot be asked offline", cure="run again without --offline")
        return self._maybe_aws

    def name_problems(self, name: str) -> list[str]:
        """The naming rules: 1 to 512 of letters, digits and ``/_+=.@-``, no ending like the suffix of an ARN."""
        problems = []
        if not _NAME.fullmatch(name):
            problems.append("a secret's name has 1 to 512 characters out of A-Z a-z 0-9 / _ + = . @ -")
        elif _LOOKS_SUFFIXED.search(name):
            problems.append(
                "a secret's name must not end in a hyphen and six characters: Secrets Manager confuses that with "
                "the suffix of an ARN"
            )
        return problems

    def content_problems(self, entry: Entry, existing: Stored | None) -> list[str]:
        """The value rules: 1 to 65,536 bytes, keys that ``valueFrom`` can carry, JSON that can be merged into."""
        problems = [
            f"the JSON key {key!r} holds a colon, which separates the parts of valueFrom"
            if key
            else "a JSON key is empty"
            for key in entry.keys
            if ":" in key or not key
        ]
        try:
            value = _content(entry, existing)
        except NotABundleError as error:
            return [*problems, f"the secret exists and cannot take a JSON key: {error}"]
        if value.is_empty:
            problems.append("an empty value cannot be stored")
        if not value.is_whole:
            problems.append("a value with half a surrogate pair in it is no text, and cannot be stored")
        if value.size > MAX_BYTES:
            problems.append(
                f"a secret holds at most {MAX_BYTES:,} bytes"
                + (": use --layout variable" if entry.keys else "; shorten the value")
            )
        return problems

    def monthly_cost(self, entry: Entry, existing: Stored | None) -> float:
        """US dollars a month at list price."""
        return 0.0 if existing else DOLLARS_A_MONTH

    def planned_reference(self, name: str, *, partition: str, region: str, account: str) -> str:
        """The ARN a new secret will have, its random suffix still unknown."""
        return f"arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-{UNKNOWN_SUFFIX}"

    def look_up(self, names: Sequence[str]) -> Mapping[str, Stored]:
        """Read what is there, twenty names a call."""
        wanted = list(dict.fromkeys(names))
        batches = [wanted[start : start + BATCH] for start in range(0, len(wanted), BATCH)]
        return {stored.name: stored for found in self._aws.each(self._look_up, batches) for stored in found}

    def _look_up(self, batch: list[str], *, exists: bool = False) -> list[Stored]:
        answer = self._aws.call("secretsmanager", "BatchGetSecretValue", SecretIdList=batch)
        found = {stored.name: stored for stored in map(_stored, answer.get("SecretValues", []))}
        failed = {error["SecretId"]: error for error in answer.get("Errors", [])}
        for name in batch:
            # One that waits to be deleted or is not ours to read is told by another code. One that never had a value is
            # not told apart from none at all: CreateSecret tells, and then it is looked at again.
            if name in found or (not exists and failed.get(name, {}).get("ErrorCode") == _NOT_THERE):
                continue
            described = self._describe(name)
            if described is not None:
                found[name] = self._unread(described, failed.get(name, {}))
        return list(found.values())

    def _describe(self, name: str) -> dict[str, Any] | None:
        try:
            return self._aws.call("secretsmanager", "DescribeSecret", SecretId=name)
        except AwsError as error:
            if error.code == _NOT_THERE:
                return None
            raise

    def _unread(self, described: dict[str, Any], failure: dict[str, Any]) -> Stored:
        """A secret that exists and whose value did not come: pending deletion, without a value, or not ours to read."""
        code = failure.get("ErrorCode", "")
        return Stored(
            name=described["Name"],
            arn=described["ARN"],
            value=None,
            pending_deletion="DeletedDate" in described,
            owning_service=described.get("OwningService", ""),
            unreadable=code if code not in {"", _NOT_THERE} else "",
        )

    def conflict(self, entry: Entry, existing: Stored) -> Conflict | None:
        """What stands between an existing secret and the entry; None if it holds it already or can take it."""
        return _conflict(entry, existing)

    def holds(self, entry: Entry, existing: Stored) -> bool:
        """Whether the secret holds the entry already."""
        if existing.value is None or existing.pending_deletion:
            return False
        if not entry.keys:
            return entry.value is not None and existing.value.equals(entry.value)
        try:
            stored = keys_of(existing.value)
        except NotABundleError:
            return False
        return all(key in stored and _same(stored[key], value) for key, value in entry.keys.items())

    def write(self, entry: Entry, *, is_new: bool = False) -> Written:
        """Create the secret, merge into it, or find it as it should be."""
        bases: set[str] = set()
        for attempt in range(_ATTEMPTS):
            found = [] if is_new and not attempt else self._look_up([entry.name], exists=bool(attempt))
            existing = next(iter(found), None)
            try:
                written = self._create(entry) if existing is None else self._bring(entry, existing, bases)
            except AwsError as error:
                # Someone else was faster: what they wrote is looked at like anything else that exists.
                if error.code != "ResourceExistsException":
                    raise
                continue
            return written
        raise BlockedError(
            f"the secret {entry.name} keeps being changed by someone else",
            cure="run again when they are done",
        )

    def _create(self, entry: Entry) -> Written:
        token = uuid.uuid5(_TOKENS, f"create {self._aws.region} {self._aws.account} {entry.name}")
        optional: dict[str, Any] = {"KmsKeyId": entry.kms_key_id} if entry.kms_key_id else {}
        answer = self._aws.call(
            "secretsmanager",
            "CreateSecret",
            Name=entry.name,
            ClientRequestToken=str(token),
            Description=entry.description,
            SecretString=_content(entry, None),
            Tags=[{"Key": key, "Value": value} for key, value in entry.tags.items()],
            **optional,
        )
        return Written(answer["ARN"], Outcome.CREATED)

    def _bring(self, entry: Entry, existing: Stored, bases: set[str]) -> Written:
        """Bring a secret that exists to hold the entry; ``bases`` are the versions built on in vain before."""
        if self.holds(entry, existing):
            self._adopt(entry, existing)
            return Written(existing.arn, Outcome.REUSED)
        problem = _conflict(entry, existing)
        if problem is not None and (entry.on_conflict is OnConflict.FAIL or not problem.may_update):
            raise BlockedError(f"the secret {entry.name} {problem.text}", cure=problem.cure)
        described = self._describe(entry.name) or {}
        if described.get("OwningService"):
            raise BlockedError(
                f"the secret {entry.name} is managed by {described['OwningService']} and is not ours to write",
                cure="choose another name, or point the variable at it with [[map]]",
            )
        # The same version again: its successor's token was spent on a version that is no longer current.
        token = (
            uuid.uuid4()
            if existing.version_id in bases
            else uuid.uuid5(_TOKENS, f"{existing.arn} after {existing.version_id}")
        )
        bases.add(existing.version_id)
        self._aws.call(
            "secretsmanager",
            "PutSecretValue",
            SecretId=existing.arn,
            ClientRequestToken=str(token),
            SecretString=_content(entry, existing),
        )
        return Written(existing.arn, Outcome.UPDATED)

    def _adopt(self, entry: Entry, existing: Stored) -> None:
        """Before another family uses what was stored for one, it is tagged as no family's own."""
        if entry.shared:
            tags = {tag["Key"]: tag["Value"] for tag in (self._describe(existing.arn) or {}).get("Tags", [])}
            family = family_after(tags.get(FAMILY_TAG, ""), entry.tags[FAMILY_TAG])
            if family is not None:
                tag = {"Key": FAMILY_TAG, "Value": family}
                self._aws.call("secretsmanager", "TagResource", SecretId=existing.arn, Tags=[tag])


def _conflict(entry: Entry, existing: Stored) -> Conflict | None:
    if existing.pending_deletion:
        return Conflict(
            "is waiting to be deleted, and its name is taken until then",
            f"aws secretsmanager restore-secret --secret-id {existing.name}, or choose another --name-template",
        )
    if existing.unreadable:
        return Conflict(
            f"exists and cannot be read ({existing.unreadable})",
            "allow secretsmanager:GetSecretValue on it, or choose another --name-template",
        )
    if existing.value is None:
        return None
    other = "choose another --name-template, or replace it with --on-conflict update"
    if not entry.keys:
        same = entry.value is not None and existing.value.equals(entry.value)
        return None if same else Conflict("exists with another value", other, may_update=True)
    try:
        stored = keys_of(existing.value)
    except NotABundleError as error:
        return Conflict(f"exists and cannot take a JSON key: {error}", "choose another name")
    different = [key for key, value in entry.keys.items() if key in stored and not _same(stored[key], value)]
    if different:
        return Conflict(f"exists with another value in {', '.join(different)}", other, may_update=True)
    return None


def _same(stored: SecretValue | None, value: SecretValue) -> bool:
    return stored is not None and stored.equals(value)


def _content(entry: Entry, existing: Stored | None) -> SecretValue:
    if entry.keys:
        return merged(existing.value if existing else None, entry.keys)
    assert entry.value is not None
    return entry.value


def _stored(secret: dict[str, Any]) -> Stored:
    value = secret.get("SecretString")
    return Stored(
        name=secret["Name"],
        arn=secret["ARN"],
        value=value,
        version_id=secret.get("VersionId", ""),
        unreadable="" if value is not None else "it is binary, which ECS cannot use",
    )
