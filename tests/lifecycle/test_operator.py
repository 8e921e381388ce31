"""Every verb under exactly the policy that ``policy --operator`` prints: enough, and each action of it needed."""

from __future__ import annotations

import copy
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ecs_secretmigrate.sandbox.server import Sandbox
from tests.support.accounts import TRUST, Emulated
from tests.support.cli import Ran, command
from tests.support.proxy import Proxy
from tests.support.services import machine, rule, schedule, service

if TYPE_CHECKING:
    from collections.abc import Iterator

USER = "operator"
VALUES = {"DB_PASSWORD": "hunter2-hunter2", "LOG_LEVEL": "info"}
STORES = ("secretsmanager", "ssm")
WRITERS = ("apply", "rollback", "retire")
STARTERS = [f"{name}.amazonaws.com" for name in ("events", "scheduler", "states")]

# Why an action cannot be seen to be needed here; each is needed on AWS.
EXEMPT = {
    "iam:PassRole": "the emulator does not ask for it",
    "ecs:TagResource": "the emulator asks for RegisterTaskDefinition only; AWS for both",
    "secretsmanager:TagResource": "the emulator asks for CreateSecret only; AWS for both",
    "ecs:DescribeContainerInstances": "there are no container instances to describe",
    "ecs:DescribeServiceDeployments": "the emulator's services have no service deployment",
    "ecs:DescribeServiceRevisions": "the emulator's services have no service deployment",
    "ecs:ListServiceDeployments": "asked only of a service that shifts its traffic",
    "ecs:StopServiceDeployment": "the emulator's services have no service deployment",
    "kms:DescribeKey": "asked only with --kms-key-id",
    "ecs:ListTaskDefinitionFamilies": "asked only with --all",
    "secretsmanager:PutSecretValue": "asked only where a secret exists",
    "secretsmanager:DescribeSecret": "asked only where a secret exists",
    "ssm:DescribeParameters": "asked only where a parameter exists",
    "ssm:AddTagsToResource": "the emulator asks for PutParameter only; AWS for both",
}
EQUALS = ("--share", "--reuse-existing", "shared")
ROLLBACK_EXTRA = ("--deregister", "--delete-secrets")


@dataclass
class _AsOperator(Emulated):
    """The same account with the operator's own keys."""

    keys: dict[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        return {**super().environment(), **self.keys}


@pytest.fixture(scope="module")
def _guarded() -> Iterator[Sandbox]:
    with Sandbox(auth=True) as server:
        yield server


@pytest.fixture
def account(_guarded: Sandbox) -> Iterator[Emulated]:
    """An account that asks for permissions, with one family and all that can run it."""
    _guarded.reset()
    with Proxy(_guarded.url) as proxy:
        # No strictness layer: it asks questions of its own, which it cannot sign.
        emulated = Emulated("ministack", proxy)
        emulated.role()
        trust = TRUST.replace('"ecs-tasks.amazonaws.com"', json.dumps(STARTERS))
        emulated.client("iam").create_role(RoleName="events", AssumeRolePolicyDocument=trust)
        emulated.client("iam").create_user(UserName=USER)
        # References that are there already, one to each store.
        parameter, secret = _shared(emulated)
        kept = {"secrets": [{"name": "A", "valueFrom": parameter}, {"name": "B", "valueFrom": secret}]}
        emulated.register("web", VALUES, container=kept)
        arn = emulated.register("web", VALUES, container=kept)
        service(emulated, "web", arn)
        service(emulated, "on-instances", arn, launchType="EC2", desired=0)
        rule(emulated, "hourly", arn)
        schedule(emulated, "nightly", arn)
        machine(emulated, "on-demand", "web:2")
        yield emulated


def _shared(emulated: Emulated) -> tuple[str, str]:
    """A parameter and a secret that the execution role may read."""
    emulated.client("ssm").put_parameter(Name="/shared/a", Value="one", Type="SecureString")
    secret = emulated.client("secretsmanager").create_secret(Name="shared-b", SecretString="two")["ARN"]
    parameter = "arn:aws:ssm:eu-west-1:123456789012:parameter/shared/a"
    statements = [
        {"Effect": "Allow", "Action": "ssm:GetParameters", "Resource": parameter},
        {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": secret},
    ]
    document = json.dumps({"Version": "2012-10-17", "Statement": statements})
    emulated.client("iam").put_role_policy(RoleName="execution", PolicyName="shared", PolicyDocument=document)
    return parameter, secret


def _operator(emulated: Emulated) -> _AsOperator:
    key = emulated.client("iam").create_access_key(UserName=USER)["AccessKey"]
    keys = {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}
    return _AsOperator("ministack", emulated.proxy, keys=keys)


def _policy(verb: str, store: str) -> dict[str, Any]:
    printed = command("policy", "--operator", "--verb", verb, "--store", store)
    assert printed.code == 0, printed.said
    return dict(json.loads(printed.out))


def _without(policy: dict[str, Any], action: str) -> dict[str, Any]:
    made = copy.deepcopy(policy)
    made["Statement"] = [part for part in made["Statement"] if part["Action"] != action]
    for part in made["Statement"]:
        if isinstance(part["Action"], list):
            part["Action"] = [item for item in part["Action"] if item != action]
    return made


def _allow(emulated: Emulated, policy: dict[str, Any]) -> None:
    emulated.client("iam").put_user_policy(
        UserName=USER, PolicyName="as-printed", PolicyDocument=json.dumps(policy, separators=(",", ":"))
    )


def _run(verb: str, store: str, on: Emulated) -> Ran:
    words = {
        "scan": ("--family", "web", "--service", "main/web", "--cluster", "main", "--all", "--exit-zero"),
        "plan": ("--family", "web", "--store", store, *EQUALS),
        "apply": ("--family", "web", "--store", store, "--yes", "--settle", "0", *EQUALS),
        "verify": ("--family", "web"),
        "status": ("--family", "web"),
        "rollback": ("--family", "web", "--yes", *ROLLBACK_EXTRA),
        "retire": ("--family", "web", "--soak", "0", "--yes"),
    }[verb]
    return command(verb, *words, on=on)


def _arrange(emulated: Emulated, verb: str, store: str) -> None:
    """What must have happened before a verb has all of its work."""
    if verb in {"verify", "status", "rollback", "retire"}:
        assert _run("apply", store, emulated).code == 0


def _denied(emulated: Emulated, since: int) -> list[str]:
    return [call.operation for call in emulated.calls[since:] if call.status in {400, 403} and _is_denial(call)]


def _is_denial(call: Any) -> bool:
    return "AccessDenied" in json.dumps(call.answer) or call.status == 403


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("verb", ["scan", "plan", "apply", "verify", "status", "rollback", "retire"])
def test_the_printed_policy_is_enough(account: Emulated, verb: str, store: str) -> None:
    """With it and nothing else the verb does all of its work, and AWS denies it nothing."""
    _arrange(account, verb, store)
    _allow(account, _policy(verb, store))
    operator = _operator(account)
    since = len(account.calls)
    done = _run(verb, store, operator)
    assert done.code == 0, done.said
    # The network of a service is looked at where that is allowed, and need not be.
    assert [name for name in _denied(account, since) if name != "DescribeSubnets"] == []
    assert "could not be" not in done.said
    assert verb != "apply" or "looks as if you may not" not in done.said


def _actions(verb: str, store: str) -> list[str]:
    """The actions to leave out, one after the other; those of both stores are tried with the first."""
    listed = [
        action
        for part in _policy(verb, store)["Statement"]
        for action in ([part["Action"]] if isinstance(part["Action"], str) else part["Action"])
    ]
    # The emulator's BatchGetSecretValue does not ask for GetSecretValue, and a plan makes no other call for it.
    exempt = EXEMPT.keys() | ({"secretsmanager:GetSecretValue"} if verb == "plan" else set())
    # Asked only where a shared parameter exists; only of two runs at once one takes back what it registered.
    exempt |= {"ssm:ListTagsForResource", "ecs:DeregisterTaskDefinition"} if verb == "apply" else set()
    if verb == "scan":
        exempt = exempt - {"ecs:ListTaskDefinitionFamilies"} | {"ecs:ListTaskDefinitions"}  # where verdicts are known
    of_both = store == STORES[0]
    return [action for action in listed if action not in exempt and (of_both or action.startswith("ssm:"))]


def _check_needed(account: Emulated, verb: str, store: str, action: str) -> None:
    _allow(account, _without(_policy(verb, store), action))
    operator = _operator(account)
    since = len(account.calls)
    done = _run(verb, store, operator)
    account.client("iam").delete_access_key(UserName=USER, AccessKeyId=operator.keys["AWS_ACCESS_KEY_ID"])
    assert "internal error" not in done.said
    wanted = action.partition(":")[2]
    made = [f"{call.operation} {call.status}" for call in account.calls[since:] if call.status >= 400]
    assert any(wanted.lower() in name.lower() for name in made) or _rest(action, made), f"{action}: {made}"


def _rest(action: str, made: list[str]) -> bool:
    """Whether a REST call (the scheduler's) was denied: its operation is its path."""
    return action.startswith("scheduler:") and any("schedules" in name and "403" in name for name in made)


@pytest.mark.slow
@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("verb", ["scan", "plan", "verify", "status"])
def test_each_action_of_a_reading_verb_is_needed(account: Emulated, verb: str, store: str) -> None:
    """Without any one of them AWS denies the verb that very call."""
    _arrange(account, verb, store)
    for action in _actions(verb, store):
        _check_needed(account, verb, store, action)


# What rolling back and retiring read, status reads by the same code, and is tried above.
WRITING = [
    (verb, store, action)
    for store in STORES
    for verb in WRITERS
    for action in _actions(verb, store)
    if verb == "apply" or action not in _actions("status", store)
]


@pytest.mark.slow
@pytest.mark.parametrize(("verb", "store", "action"), WRITING, ids=["-".join(row) for row in WRITING])
def test_each_action_of_a_writing_verb_is_needed(account: Emulated, verb: str, store: str, action: str) -> None:
    """Without it AWS denies the verb that very call."""
    _arrange(account, verb, store)
    _check_needed(account, verb, store, action)


def test_a_role_that_may_not_be_passed_is_told_beforehand(account: Emulated) -> None:
    """Registering passes the execution role to tasks: without iam:PassRole the plan says so, with the role's name."""
    _allow(account, _without(_policy("apply", "secretsmanager"), "iam:PassRole"))
    planned = _run("plan", "secretsmanager", _operator(account))
    assert planned.code == 0, planned.said
    assert "you may not do iam:PassRole on execution" in " ".join(planned.said.split())


@pytest.mark.parametrize(
    ("words", "sids"),
    [
        (("--verb", "apply"), ["Migrate", "PassRolesToTasks"]),
        (("--verb", "apply", "--codedeploy"), ["Migrate", "PassRolesToTasks", "StartCodeDeploy"]),
        (("--verb", "apply", "--kms-key-id", "alias/one"), ["Migrate", "PassRolesToTasks", "UseTheKey"]),
        (("--verb", "retire", "--codedeploy", "--kms-key-id", "alias/one"), ["Migrate"]),
    ],
)
def test_what_only_some_ways_need_is_printed_for_those(words: tuple[str, ...], sids: list[str]) -> None:
    """CodeDeploy and a key of the customer's: with their own flags, and only for the verbs that use them."""
    printed = json.loads(command("policy", "--operator", *words).out)
    assert [part["Sid"] for part in printed["Statement"]] == sids
    for part in printed["Statement"]:
        if part["Sid"] == "UseTheKey":
            assert part["Action"] == ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
            assert part["Condition"]["StringLike"] == {"kms:ViaService": "secretsmanager.*.amazonaws.com"}
            assert part["Condition"]["ForAnyValue:StringEquals"] == {"kms:ResourceAliases": "alias/one"}


def test_every_call_to_codedeploy_is_in_its_statement() -> None:
    """Read from the code that makes them, since no emulator asks for these rights."""
    from ecs_secretmigrate.grants.operator import operator_policy
    from ecs_secretmigrate.model.storage import StoreKind
    from ecs_secretmigrate.rollouts import codedeploy

    text = Path(codedeploy.__file__).read_text(encoding="utf-8")
    made = {f"codedeploy:{name}" for name in re.findall(r'"codedeploy",\s+"([A-Z]\w+)"', text)}
    assert len(made) == 5
    statement = operator_policy(StoreKind.SECRETS_MANAGER, ["apply"], codedeploy=True)["Statement"][-1]
    assert made <= set(statement["Action"])
