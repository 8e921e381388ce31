"""References: what may stand in ``valueFrom``, read exactly as the ECS agent reads it.

Source: amazon-ecs-agent ``agent/taskresource/asmsecret/asmsecret.go`` and ``ssmsecret/ssmsecret.go``; the ECS
developer guide, "Pass Secrets Manager secrets" and "Pass Systems Manager parameters".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

UNKNOWN_SUFFIX = "??????"
"""Stands for the six characters Secrets Manager adds to a new secret's ARN: known only once it is created."""

_ARN = re.compile(r"arn:(?P<partition>aws[a-z-]*):(?P<service>[a-z0-9-]+):(?P<region>[a-z0-9-]*):(?P<account>\d*):")
_PARAMETER_NAME = re.compile(r"/?[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*")


@dataclass(frozen=True, slots=True)
class SecretReference:
    """A Secrets Manager secret, or one key of its JSON.

    Attributes:
        arn: the secret's full ARN, with no trailing pieces.
        json_key: key of the JSON object in ``SecretString``, or None for the whole string.
        version_stage: staging label, or None for ``AWSCURRENT``.
        version_id: version id, or None.
    """

    arn: str
    json_key: str | None = None
    version_stage: str | None = None
    version_id: str | None = None

    @property
    def value_from(self) -> str:
        """The reference as it stands in a task definition."""
        if self.json_key is None and self.version_stage is None and self.version_id is None:
            return self.arn
        return f"{self.arn}:{self.json_key or ''}:{self.version_stage or ''}:{self.version_id or ''}"

    @property
    def region(self) -> str:
        """The secret's Region: the agent asks there, wherever the task runs."""
        return self.arn.split(":")[3]


@dataclass(frozen=True, slots=True)
class ParameterReference:
    """A Parameter Store parameter, by name (same Region) or ARN. ECS always reads its latest version.

    Attributes:
        value_from: the reference as it stands in a task definition.
    """

    value_from: str

    @property
    def name(self) -> str:
        """The parameter's name as ``GetParameters`` takes it; a hierarchy's leading slash is not in the ARN twice."""
        if not self.value_from.startswith("arn:"):
            return self.value_from
        name = self.value_from.split(":", 5)[5].removeprefix("parameter/")
        return f"/{name}" if "/" in name else name

    @property
    def region(self) -> str | None:
        """The Region of an ARN; None for a bare name, which is looked up where the task runs."""
        return self.value_from.split(":")[3] if self.value_from.startswith("arn:") else None


@dataclass(frozen=True, slots=True)
class InvalidReference:
    """Text in ``valueFrom`` that no task could start with.

    Attributes:
        reason: what is wrong, without quoting the text (people paste secrets there).
    """

    reason: str


Reference = SecretReference | ParameterReference | InvalidReference


def parse_reference(value_from: str) -> Reference:
    """Read ``valueFrom`` the way the ECS agent does: an ARN by its service, anything else as a parameter's name."""
    match = _ARN.match(value_from)
    if match is None:
        if _PARAMETER_NAME.fullmatch(value_from):
            return ParameterReference(value_from)
        return InvalidReference("neither an ARN nor the name of a Parameter Store parameter")
    resource = value_from[match.end() :]
    if match["service"] == "ssm":
        name = resource.removeprefix("parameter/")
        if not resource.startswith("parameter/") or not _PARAMETER_NAME.fullmatch(name):
            return InvalidReference("an SSM ARN that is not one of a parameter, or that asks for a version or label")
        return ParameterReference(value_from)
    if match["service"] != "secretsmanager":
        return InvalidReference(f"an ARN of {match['service']}: only Secrets Manager and SSM are read by ECS")
    # The agent wants exactly 2 pieces (secret:NAME) or 5 (secret:NAME:KEY:STAGE:VERSION).
    pieces = resource.split(":")
    if pieces[0] != "secret" or len(pieces) not in {2, 5} or not pieces[1]:
        return InvalidReference("a Secrets Manager ARN with a wrong number of colons: it takes none or three more")
    arn = value_from[: match.end()] + ":".join(pieces[:2])
    if len(pieces) == 2:
        return SecretReference(arn)
    if pieces[3] and pieces[4]:
        return InvalidReference("a Secrets Manager ARN with both a version stage and a version id")
    return SecretReference(arn, pieces[2] or None, pieces[3] or None, pieces[4] or None)
