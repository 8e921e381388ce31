"""References are read and resolved exactly as the ECS agent does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecs_secretmigrate.errors import AwsError
from ecs_secretmigrate.model.reference import (
    InvalidReference,
    ParameterReference,
    SecretReference,
    parse_reference,
)
from ecs_secretmigrate.model.secret_value import SecretValue
from ecs_secretmigrate.steps import agent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:app/db-AbCdEf"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (ARN, SecretReference(ARN)),
        (f"{ARN}:password::", SecretReference(ARN, "password")),
        (f"{ARN}::AWSPREVIOUS:", SecretReference(ARN, None, "AWSPREVIOUS")),
        (f"{ARN}:::0123", SecretReference(ARN, None, None, "0123")),
        (f"{ARN}:password:AWSPREVIOUS:", SecretReference(ARN, "password", "AWSPREVIOUS")),
        ("/app/db", ParameterReference("/app/db")),
        ("DB_PASSWORD", ParameterReference("DB_PASSWORD")),
        (
            "arn:aws-cn:ssm:cn-north-1:123456789012:parameter/app/db",
            ParameterReference("arn:aws-cn:ssm:cn-north-1:123456789012:parameter/app/db"),
        ),
    ],
)
def test_what_ecs_takes_is_read(text: str, read: object) -> None:
    """Each form that the agent understands is understood, and written back as it was."""
    assert parse_reference(text) == read
    assert read.value_from == text  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text",
    [
        f"{ARN}:password",
        f"{ARN}:password:",
        f"{ARN}:a:b:c:d",
        f"{ARN}:a:stage:version",
        "arn:aws:ssm:eu-west-1:123456789012:parameter/app/db:3",
        "/app/db:label",
        "arn:aws:s3:::bucket",
        "{{resolve:secretsmanager:x}}",
        "",
        "two words",
        "arn:aws:secretsmanager:eu-west-1:123456789012:notsecret:x",
    ],
)
def test_what_no_task_could_start_with_is_refused_without_being_quoted(text: str) -> None:
    """A form that the agent refuses is invalid, and the reason does not hold the text: people paste secrets there."""
    read = parse_reference(text)
    assert isinstance(read, InvalidReference)
    assert not text or text not in read.reason


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("text", "text"),
        (True, "true"),
        (None, "<nil>"),
        (3306.0, "3306"),
        (123456.0, "123456"),
        (1234567.0, "1.234567e+06"),
        (1754110382.0, "1.754110382e+09"),
        (20471133904.0, "2.0471133904e+10"),
        (1000000.0, "1e+06"),
        (0.0001, "0.0001"),
        (0.00001, "1e-05"),
        (-1.5, "-1.5"),
        (0.0, "0"),
        (1e100, "1e+100"),
        (["a", 1.0], "[a 1]"),
        ({"b": 1.0, "a": None}, "map[a:<nil> b:1]"),
    ],
)
def test_json_values_are_formatted_as_go_does(value: object, shown: str) -> None:
    """``fmt.Sprintf("%v")`` over what ``json.Unmarshal`` gives: numbers are float64."""
    assert agent.go_format(value) == shown


class Reader:
    """A store in memory that counts what it is asked."""

    def __init__(self, secrets: dict[str, str], parameters: dict[str, str]) -> None:
        self.secrets, self.held = secrets, parameters
        self.asked: list[object] = []

    def secret_string(self, arn: str, region: str, stage: str | None, version: str | None) -> SecretValue:
        self.asked.append((arn, region, stage, version))
        if arn not in self.secrets:
            raise AwsError("not found", service="secretsmanager", operation="GetSecretValue", code="404")
        return SecretValue(self.secrets[arn])

    def parameters(self, references: Sequence[str], region: str | None) -> Mapping[str, SecretValue]:
        self.asked.append((tuple(references), region))
        return {name: SecretValue(self.held[name]) for name in references if name in self.held}


def test_each_reference_resolves_or_says_why() -> None:
    """Keys come out of JSON, missing ones and text that is not JSON are reasons, equal references are asked once."""
    reader = Reader({ARN: '{"password": "p", "port": 1754110382, "inf": 1e999}', "arn:x": "plain"}, {"/a": "v"})
    other = ARN.replace("app/db", "plain")
    reader.secrets[other] = "not json"
    nothing = ARN.replace("app/db", "nothing")
    wanted = [f"{ARN}:port::", f"{ARN}:none::", f"{other}:a::", other, "/a", "/a", "/b", nothing, "bad ref"]
    resolved = agent.resolve(wanted, reader)
    values = {ref: value.reveal() for ref, value in resolved.items() if isinstance(value, SecretValue)}
    # 1e999 is in the JSON: Go refuses the whole document.
    assert values == {other: "not json", "/a": "v"}
    reader.secrets[ARN] = '{"password": "p", "port": 1754110382}'
    assert agent.resolve([f"{ARN}:port::"], reader)[f"{ARN}:port::"].reveal() == "1.754110382e+09"  # type: ignore[union-attr]
    assert reader.asked.count((("/a", "/b"), None)) == 1
