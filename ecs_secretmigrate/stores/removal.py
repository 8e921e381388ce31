"""Removing what this tool stored, and nothing else: what bears its tag.

Sources: Secrets Manager API reference, ``DeleteSecret`` (30 days to change one's mind); Systems Manager API reference,
``DeleteParameters`` (at once, at most ten a call).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecs_secretmigrate.errors import AwsError
from ecs_secretmigrate.model.reference import ParameterReference, SecretReference, parse_reference
from ecs_secretmigrate.model.storage import FAMILY_TAG

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ecs_secretmigrate.ports import Aws

_WINDOW_DAYS = 30
_BATCH = 10
_GONE = frozenset({"ResourceNotFoundException", "InvalidResourceId", "ParameterNotFound"})


class Removal:
    """Finds and deletes secrets and parameters of this tool's making in one account."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def ours(self, references: Iterable[str], family: str) -> list[str]:
        """Of what these ``valueFrom`` refer to, the ARNs and names that this tool made for the family."""
        names: dict[str, None] = {}
        for value_from in references:
            match parse_reference(value_from):
                case SecretReference(arn=arn):
                    names[arn] = None
                case ParameterReference() as reference:
                    names[reference.name] = None
        return [name for name in names if self._family(name) == family]

    def _family(self, name: str) -> str:
        try:
            if name.startswith("arn:"):
                answer = self._aws.call("secretsmanager", "DescribeSecret", SecretId=name)
                if "DeletedDate" in answer:
                    return ""
                tags = answer.get("Tags", [])
            else:
                answer = self._aws.call("ssm", "ListTagsForResource", ResourceType="Parameter", ResourceId=name)
                tags = answer.get("TagList", [])
        except AwsError as error:
            if error.code in _GONE:
                return ""
            raise
        return str({tag["Key"]: tag["Value"] for tag in tags}.get(FAMILY_TAG, ""))

    def delete(self, names: Sequence[str]) -> None:
        """Delete them; a secret can be restored for 30 days, a parameter is gone."""
        for name in names:
            if name.startswith("arn:"):
                self._aws.call("secretsmanager", "DeleteSecret", SecretId=name, RecoveryWindowInDays=_WINDOW_DAYS)
        parameters = [name for name in names if not name.startswith("arn:")]
        for start in range(0, len(parameters), _BATCH):
            self._aws.call("ssm", "DeleteParameters", Names=parameters[start : start + _BATCH])
