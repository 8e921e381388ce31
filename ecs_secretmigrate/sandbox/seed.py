"""Filling the embedded AWS from the fixtures: roles, a cluster, families, services, a few things stored already."""

from __future__ import annotations

import contextlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import AwsError, SandboxError
from ecs_secretmigrate.model.secret_value import SecretValue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ecs_secretmigrate.ports import Aws

    Read = Callable[[Path], dict[str, Any]]

_TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "ecs-tasks.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
)
# What AWS's own AmazonECSTaskExecutionRolePolicy allows: pulling images and writing logs, no secrets.
_BASICS = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": [
                    "ecr:GetAuthorizationToken",
                    "ecr:BatchGetImage",
                    "logs:CreateLogStream",
                    "logs:PutLogEvents",
                ],
                "Resource": "*",
            }
        ],
    }
)


@dataclass(frozen=True, slots=True)
class Seeded:
    """What the embedded AWS was filled with.

    Attributes:
        cluster: name of its cluster.
        families: names of its families.
        services: names of its services.
    """

    cluster: str
    families: tuple[str, ...]
    services: tuple[str, ...]


def fixtures_directory() -> Path:
    """The fixtures: beside this file in an installed package, at the top of a checkout.

    Raises:
        SandboxError: they are not there.
    """
    here = Path(__file__).parent
    for folder in (here / "fixtures", here.parents[1] / "fixtures"):
        if (folder / "account" / "account.json").is_file():
            return folder
    raise SandboxError("the sample families are missing", cure="install the package again")


def seed(aws: Aws, folder: Path, read: Read) -> Seeded:
    """Fill an embedded AWS.

    Args:
        aws: the embedded account.
        folder: the fixtures.
        read: reads a file as ``RegisterTaskDefinition`` input, sealed.

    Raises:
        AwsError: a call failed.
    """
    account = json.loads((folder / "account" / "account.json").read_text(encoding="utf-8"))
    bodies = [read(folder / "account" / name) for name in account["families"]]
    aws.call("ecs", "CreateCluster", clusterName=account["cluster"])
    with ThreadPoolExecutor(8) as pool:
        roles = {body["executionRoleArn"].rsplit("/", 1)[-1] for body in bodies if "executionRoleArn" in body}
        list(pool.map(lambda role: _role(aws, role), sorted(roles)))
        list(pool.map(lambda body: aws.call("ecs", "RegisterTaskDefinition", **body), bodies))
    for name, value in account["parameters"].items():
        aws.call("ssm", "PutParameter", Name=name, Value=SecretValue(value), Type="SecureString")
    for name, value in account["secrets"].items():
        aws.call("secretsmanager", "CreateSecret", Name=name, SecretString=SecretValue(json.dumps(value)))
    for service in account["services"]:
        aws.call(
            "ecs",
            "CreateService",
            cluster=account["cluster"],
            serviceName=service["name"],
            taskDefinition=service["family"],
            desiredCount=service["desiredCount"],
            launchType="FARGATE",
            networkConfiguration={"awsvpcConfiguration": {"subnets": ["subnet-1"]}},
            deploymentConfiguration={"deploymentCircuitBreaker": {"enable": True, "rollback": True}},
        )
    return Seeded(
        account["cluster"],
        tuple(body["family"] for body in bodies),
        tuple(service["name"] for service in account["services"]),
    )


def member_role(aws: Aws, name: str) -> None:
    """The role that a bulk run assumes in an account: whoever is in the embedded AWS may.

    Raises:
        AwsError: a call failed.
    """
    trust = _TRUST.replace('"Service": "ecs-tasks.amazonaws.com"', '"AWS": "*"')
    with _there_already():
        aws.call("iam", "CreateRole", RoleName=name, AssumeRolePolicyDocument=trust)


def _role(aws: Aws, name: str) -> None:
    with _there_already():  # roles are an account's, and may be there from another Region
        aws.call("iam", "CreateRole", RoleName=name, AssumeRolePolicyDocument=_TRUST)
    aws.call("iam", "PutRolePolicy", RoleName=name, PolicyName="task-execution-basics", PolicyDocument=_BASICS)


@contextlib.contextmanager
def _there_already() -> Iterator[None]:
    try:
        yield
    except AwsError as error:
        if not error.code.startswith("EntityAlreadyExists"):
            raise
