"""What an execution role is granted: enough to read, no more, and no statement that IAM would refuse."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.accounts import ROLE
from tests.support.cli import command

if TYPE_CHECKING:
    from tests.support.accounts import Emulated

VALUES = {"DB_PASSWORD": "hunter2", "JWT_SECRET": "0042", "LOG_LEVEL": "info"}
KEY = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"


def _statements(emulated: Emulated, action: str) -> list[dict[str, Any]]:
    answer = emulated.client("iam").get_role_policy(
        RoleName=ROLE.rsplit("/", 1)[-1], PolicyName="ecs-secretmigrate-web.eu-west-1"
    )
    return [item for item in answer["PolicyDocument"]["Statement"] if item["Action"] == action]


@pytest.mark.parametrize("store", ["secretsmanager", "ssm"])
def test_a_secret_that_exists_is_decrypted_with_its_own_key(ministack: Emulated, store: str) -> None:
    """It was made with another key than the one that is given: the role may use both, through that store only."""
    ministack.role()
    ministack.register("web", VALUES)
    given = ministack.client("kms").create_key()["KeyMetadata"]["Arn"]
    if store == "ssm":
        name = "/ecs/web/app/DB_PASSWORD"
        ministack.client("ssm").put_parameter(Name=name, Value="hunter2", Type="SecureString", KeyId=KEY)
        template = "/ecs/{family}/{container}/{name}"
    else:
        name, template = "ecs/web/app/DB_PASSWORD", "ecs/{family}/{container}/{name}"
        ministack.client("secretsmanager").create_secret(Name=name, SecretString="hunter2", KmsKeyId=KEY)
    words = ("--family", "web", "--store", store, "--name-template", template, "--kms-key-id", given)
    planned = json.loads(command("plan", *words, "--format", "json", on=ministack).out)
    assert KEY in json.dumps(planned["definitions"][0]["policy"])
    done = command("apply", *words, "--yes", "--no-rollout", on=ministack)
    assert done.code == 0, done.said
    decrypting = _statements(ministack, "kms:Decrypt")
    assert sorted(key for item in decrypting for key in item["Resource"]) == sorted([KEY, given])
    through = {service for item in decrypting for service in item["Condition"]["StringEquals"]["kms:ViaService"]}
    assert through == {f"{store}.eu-west-1.amazonaws.com"}


def test_managed_keys_need_no_statement(ministack: Emulated) -> None:
    """A secret and a parameter under the stores' own keys: nothing is asked for."""
    ministack.role()
    ministack.register("web", VALUES)
    ministack.client("ssm").put_parameter(Name="/web/app/DB_PASSWORD", Value="hunter2", Type="SecureString")
    words = ("--family", "web", "--store", "ssm", "--name-template", "/{family}/{container}/{name}", "--yes")
    done = command("apply", *words, "--no-rollout", on=ministack)
    assert done.code == 0, done.said
    assert _statements(ministack, "ssm:GetParameters")
    assert not _statements(ministack, "kms:Decrypt")


def test_no_statement_has_the_id_of_another(ministack: Emulated) -> None:
    """A second run with another key by its alias: IAM refuses a policy in which an id stands twice."""
    ministack.role()
    kms = ministack.client("kms")
    kms.create_alias(AliasName="alias/one", TargetKeyId=kms.create_key()["KeyMetadata"]["KeyId"])
    key = kms.create_key()["KeyMetadata"]["Arn"]
    ministack.register("web", VALUES)
    for store, chosen in (("secretsmanager", "alias/one"), ("ssm", key)):
        words = ("--family", "web:1", "--store", store, "--kms-key-id", chosen, "--yes", "--no-rollout")
        assert command("apply", *words, on=ministack).code == 0
    name = ROLE.rsplit("/", 1)[-1]
    answer = ministack.client("iam").get_role_policy(RoleName=name, PolicyName="ecs-secretmigrate-web.eu-west-1")
    ids = [item["Sid"] for item in answer["PolicyDocument"]["Statement"]]
    assert len(ids) == len(set(ids)) == 4
