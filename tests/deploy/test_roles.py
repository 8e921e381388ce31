"""Who may do what in the stack, asked of the embedded AWS with its permissions on.

Not covered, because the embedded AWS does not know it: ``aws:ResourceOrgID``, and what a state machine's role may do.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import boto3
import botocore.exceptions
import pytest

from ecs_secretmigrate.sandbox.server import ACCOUNT, REGION, Sandbox
from tests.deploy.fleet import EXTERNAL_ID, Fleet
from tests.deploy.template import read

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMBER = "111122223333"
ROOT = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}


@pytest.fixture(scope="module")
def fleet() -> Iterator[Fleet]:
    with Sandbox(auth=True) as server:
        yield Fleet(server).deploy(Image="app:1")


def _document(action: str, **more: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, **more}]})


def _as(fleet: Fleet, role: str) -> Any:
    """STS with a role's own credentials, for which the role trusts the account and may assume whatever trusts it."""
    name = role.rsplit("/", 1)[-1]
    iam = fleet.client("iam")
    iam.update_assume_role_policy(RoleName=name, PolicyDocument=_document("sts:AssumeRole", Principal=ROOT))
    iam.put_role_policy(RoleName=name, PolicyName="any", PolicyDocument=_document("sts:AssumeRole", Resource="*"))
    keys = fleet.client("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
    session = boto3.session.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"], REGION)
    return session.client("sts", endpoint_url=fleet.sandbox.url)


def test_only_the_task_with_the_external_id_becomes_the_member(fleet: Fleet) -> None:
    """The member role takes the task role with its external id, and neither another id, nor none, nor another role."""
    role = fleet.member(MEMBER)
    task = _as(fleet, fleet.outputs["TaskRoleArn"])
    assumed = task.assume_role(RoleArn=role, RoleSessionName="test", ExternalId=EXTERNAL_ID)
    assert assumed["AssumedRoleUser"]["Arn"].startswith(f"arn:aws:sts::{MEMBER}:assumed-role/ecs-secretmigrate/")
    other = fleet.client("iam").create_role(
        RoleName="other", AssumeRolePolicyDocument=_document("sts:AssumeRole", Principal=ROOT)
    )["Role"]["Arn"]
    for sts, given in ((task, {"ExternalId": "another"}), (task, {}), (_as(fleet, other), {"ExternalId": EXTERNAL_ID})):
        with pytest.raises(botocore.exceptions.ClientError, match="AccessDenied"):
            sts.assume_role(RoleArn=role, RoleSessionName="test", **given)


@pytest.mark.parametrize(
    ("action", "key", "decision"),
    [
        ("s3:GetObject", "targets.yaml", "allowed"),
        ("s3:PutObject", "results/run/111122223333.json", "allowed"),
        ("s3:PutObject", "targets.yaml", "implicitDeny"),
        ("s3:PutObject", "accounts.json", "implicitDeny"),
        ("s3:GetObject", "results/run/111122223333.json", "implicitDeny"),
    ],
)
def test_the_task_reads_its_targets_and_writes_its_report(fleet: Fleet, action: str, key: str, decision: str) -> None:
    """A task cannot change what the next one is given, nor read what another one found."""
    answer = fleet.client("iam").simulate_principal_policy(
        PolicySourceArn=fleet.outputs["TaskRoleArn"],
        ActionNames=[action],
        ResourceArns=[f"arn:aws:s3:::{fleet.outputs['BucketName']}/{key}"],
    )
    assert answer["EvaluationResults"][0]["EvalDecision"] == decision


def test_the_task_assumes_one_name_in_its_own_organisation() -> None:
    """The one statement with which it can become anything names the member role, and the organisation it is in."""
    (policy,) = read("template.yaml")["Resources"]["TaskRole"]["Properties"]["Policies"]
    (statement,) = (found for found in policy["PolicyDocument"]["Statement"] if "sts" in str(found.get("Action")))
    assert statement["Resource"] == {"Fn::Sub": "arn:${AWS::Partition}:iam::*:role/${MemberRoleName}"}
    assert statement["Condition"] == {"StringEquals": {"aws:ResourceOrgID": "${aws:PrincipalOrgID}"}}
