"""Is the customer managed key there, and can it be used?

Source: KMS API reference, ``DescribeKey``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecs_secretmigrate.errors import AwsError
from ecs_secretmigrate.model.plan import Obstacle

if TYPE_CHECKING:
    from collections.abc import Iterator

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
