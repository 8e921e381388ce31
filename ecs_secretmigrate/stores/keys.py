"""Is the customer managed key there, and can it be used? And which key has what is there already?

Sources: KMS API reference, ``DescribeKey``; Secrets Manager API reference, ``DescribeSecret`` (no ``KmsKeyId`` for the
AWS managed key); Systems Manager API reference, ``DescribeParameters`` (``alias/aws/ssm`` for it).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecs_secretmigrate.errors import AwsError
from ecs_secretmigrate.model.plan import Obstacle
from ecs_secretmigrate.model.reference import ParameterReference, SecretReference, parse_reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ecs_secretmigrate.model.plan import DefinitionPlan
    from ecs_secretmigrate.ports import Aws


class KeyCheck:
    """Checks the key that values are to be encrypted with.

    Args:
        aws: the account and Region.
        key: key id, ARN or alias.
    """

    def __init__(self, aws: Aws, key: str) -> None:
        self._aws = aws
        self._key = key

    def check(self, part: DefinitionPlan) -> Iterator[tuple[bool, Obstacle]]:
        """See :class:`~ecs_secretmigrate.ports.Preflight`."""
        if not part.moves:
            return
        try:
            key = self._aws.call("kms", "DescribeKey", KeyId=self._key)["KeyMetadata"]
        except AwsError as error:
            if error.code != "NotFoundException":
                raise
            yield (
                True,
                Obstacle("key-unknown", f"there is no KMS key {self._key} here: see `aws kms list-aliases`"),
            )
            return
        if not key.get("Enabled", True):
            yield (
                True,
                Obstacle("key-disabled", f"the KMS key {self._key} is {key.get('KeyState', 'disabled').lower()}"),
            )
        elif key.get("KeyUsage", "ENCRYPT_DECRYPT") != "ENCRYPT_DECRYPT" or key.get("KeySpec", "").startswith("RSA"):
            yield True, Obstacle("key-unusable", f"the KMS key {self._key} is not for symmetric encryption")


class Keys:
    """The keys of secrets and parameters that exist."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws
        self._known: dict[str, str] = {}

    def of(self, references: Iterable[str]) -> dict[str, str]:
        """By ``valueFrom``, the customer managed key; what has the store's AWS managed key is left out.

        Raises:
            AwsError: a call failed.
        """
        found = {value_from: self._key(value_from) for value_from in references}
        return {value_from: key for value_from, key in found.items() if key and "alias/aws/" not in key}

    def _key(self, value_from: str) -> str:
        match parse_reference(value_from):
            case SecretReference(arn=arn) as reference:
                if arn not in self._known:
                    aws = self._aws.elsewhere(reference.region)
                    self._known[arn] = str(
                        aws.call("secretsmanager", "DescribeSecret", SecretId=arn).get("KmsKeyId", "")
                    )
                return self._known[arn]
            case ParameterReference(name=name) as parameter:
                if value_from not in self._known:
                    aws = self._aws.elsewhere(parameter.region or self._aws.region)
                    wanted = [{"Key": "Name", "Option": "Equals", "Values": [name]}]
                    listed = aws.call("ssm", "DescribeParameters", ParameterFilters=wanted).get("Parameters", [])
                    self._known[value_from] = str(listed[0].get("KeyId", "")) if listed else ""
                return self._known[value_from]
        return ""
