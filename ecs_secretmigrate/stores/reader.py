"""Reading references with the very calls the ECS agent makes: ``GetSecretValue`` and ``GetParameters``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import AwsError
from ecs_secretmigrate.stores.parameterstore import BATCH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecs_secretmigrate.model.secret_value import SecretValue
    from ecs_secretmigrate.ports import Aws


class AwsReferenceReader:
    """Reads through one account; a reference to another Region is read there."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def secret_string(self, arn: str, region: str, version_stage: str | None, version_id: str | None) -> SecretValue:
        """The whole ``SecretString``."""
        optional: dict[str, Any] = {}
        if version_stage:
            optional["VersionStage"] = version_stage
        if version_id:
            optional["VersionId"] = version_id
        answer = self._aws.elsewhere(region).call("secretsmanager", "GetSecretValue", SecretId=arn, **optional)
        value = answer.get("SecretString")
        if value is None:
            raise AwsError(
                f"the secret {arn} is binary, which ECS cannot use",
                service="secretsmanager",
                operation="GetSecretValue",
                code="BinarySecret",
            )
        return value  # type: ignore[no-any-return]

    def parameters(self, references: Sequence[str], region: str | None) -> Mapping[str, SecretValue]:
        """Parameters by the name they were asked for."""
        aws = self._aws.elsewhere(region) if region else self._aws
        found: dict[str, SecretValue] = {}
        for start in range(0, len(references), BATCH):
            batch = list(references[start : start + BATCH])
            answer = aws.call("ssm", "GetParameters", Names=batch, WithDecryption=True)
            found.update({parameter["Name"]: parameter["Value"] for parameter in answer.get("Parameters", [])})
        return found
