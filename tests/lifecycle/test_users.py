"""Who else runs a task definition, what else deploys it, and what is looked at before anything is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.accounts import TRUST
from tests.support.canary import canary, leaks
from tests.support.cli import command
from tests.support.proxy import Refusal
from tests.support.services import CLUSTER, machine, rule, rule_target, runs, schedule, service

if TYPE_CHECKING:
    from tests.support.accounts import Emulated
    from tests.support.proxy import Call, Proxy

VALUES = {"DB_PASSWORD": canary(3), "LOG_LEVEL": "info"}
APPLY = ("apply", "--family", "web", "--yes", "--settle", "0")
ARN = "arn:aws:ecs:eu-west-1:123456789012:task-definition/"


def _words(text: str) -> str:
    return " ".join(text.split())


def test_everything_pinned_is_moved_and_put_back(emulator: Emulated) -> None:
    """A service, a rule, a schedule and a state machine: moved, nothing else of them changed, and moved back."""
    emulator.role()
    arn = emulator.register("web", VALUES)
    rule(emulator, "hourly", arn, {"MODE": "batch"})
    schedule(emulator, "nightly", arn)
    made = machine(emulator, "on-demand", "web:1")
    target, scheduled = rule_target(emulator, "hourly"), emulator.client("scheduler").get_schedule(Name="nightly")
    before = emulator.client("stepfunctions").describe_state_machine(stateMachineArn=made)["definition"]
    planned = _words(command("plan", "--family", "web", on=emulator).out)
    for line in (
        "EventBridge rule default/hourly/1 runs web:1",
        "schedule default/nightly runs web:1",
        "state machine on-demand runs web:1",
    ):
        assert line in planned
    done = command(*APPLY, on=emulator)
    assert done.code == 0, done.said

    def expect(revision: str) -> None:
        now = rule_target(emulator, "hourly")
        assert now["EcsParameters"]["TaskDefinitionArn"] == ARN + revision
        target["EcsParameters"]["TaskDefinitionArn"] = ARN + revision
        assert now == target
        fresh = emulator.client("scheduler").get_schedule(Name="nightly")
        assert fresh["Target"]["EcsParameters"]["TaskDefinitionArn"] == ARN + revision
        scheduled["Target"]["EcsParameters"]["TaskDefinitionArn"] = ARN + revision
        own = {"ResponseMetadata", "LastModificationDate", "CreationDate"}
        assert {key: value for key, value in fresh.items() if key not in own} == {
            key: value for key, value in scheduled.items() if key not in own
        }
        text = emulator.client("stepfunctions").describe_state_machine(stateMachineArn=made)["definition"]
        assert text == before.replace("web:1", revision)

    expect("web:2")
    assert command("rollback", "--family", "web", "--yes", on=emulator).code == 0
    expect("web:1")


def test_what_names_the_family_alone_follows(ministack: Emulated) -> None:
    """A bare family takes the new revision by itself; rolling back takes --deregister, and then it follows again."""
    ministack.role()
    ministack.register("web", VALUES)
    rule(ministack, "hourly", ARN + "web")
    done = command(*APPLY, on=ministack)
    assert "follows by itself" in done.out
    assert not ministack.operations("PutTargets")[1:]
    kept = command("rollback", "--family", "web", "--yes", on=ministack)
    assert "give --deregister" in _words(kept.out)
    back = command("rollback", "--family", "web", "--yes", "--deregister", on=ministack)
    assert back.code == 0, back.said
    assert [arn.rsplit("/", 1)[-1] for arn in ministack.revisions("web")] == ["web:1"]


def test_an_override_in_plaintext_is_told_without_its_value(ministack: Emulated) -> None:
    """The input of a rule sets a secret with each start: overrides take no reference, so a person is told."""
    ministack.role()
    arn = ministack.register("web", VALUES)
    secret = canary(4)
    rule(ministack, "hourly", arn, {"DB_PASSWORD": secret, "MODE": "batch"})
    done = command("plan", "--family", "web", on=ministack)
    assert "sets app/DB_PASSWORD in plaintext with each start" in _words(done.out)
    assert "app/MODE in plaintext" not in done.out
    for form in ("json", "markdown", "html"):
        shown = command("plan", "--family", "web", "--format", form, on=ministack)
        assert not leaks(secret, shown.said)


def test_a_standalone_task_and_a_computed_name_are_left_with_a_next_step(ministack: Emulated) -> None:
    """What cannot be moved from here is listed, with what to do; the rest is moved."""
    ministack.role()
    ministack.register("web", VALUES)
    service(ministack, "web", "web:1")
    ministack.client("ecs").run_task(cluster=CLUSTER, taskDefinition="web:1", startedBy="airflow")
    machine(ministack, "computed", "$.definition")
    done = command(*APPLY, on=ministack)
    assert done.code == 0, done.said
    assert "started by airflow" in _words(done.out)
    assert "it computes which task definition it runs" in _words(done.out)
    assert runs(ministack, "web") == "web:2"


def test_codedeploy_is_left_with_its_next_step_or_started(moto: Emulated) -> None:
    """Without --codedeploy the service is listed; with it a deployment of the new revision is created."""
    moto.role()
    moto.register("web", VALUES)
    service(
        moto,
        "web",
        "web:1",
        deploymentController={"type": "CODE_DEPLOY"},
        loadBalancers=[{"targetGroupArn": "arn:aws:x", "containerName": "app", "containerPort": 8080}],
    )
    left = command(*APPLY, on=moto)
    assert left.code == 0, left.said
    assert "give --codedeploy" in _words(left.out)
    assert f'"TaskDefinition": "{ARN}web:2"' in _words(left.out)
    codedeploy = moto.client("codedeploy")
    codedeploy.create_application(applicationName="shop", computePlatform="ECS")
    codedeploy.create_deployment_group(
        applicationName="shop",
        deploymentGroupName="web",
        serviceRoleArn="arn:aws:iam::123456789012:role/codedeploy",
        ecsServices=[{"clusterName": CLUSTER, "serviceName": "web"}],
    )

    def succeeds(call: Call, proxy: Proxy) -> dict[str, Any] | None:
        return {"deploymentInfo": {"status": "Succeeded"}} if call.operation == "GetDeployment" else None

    def one_by_one(call: Call, proxy: Proxy, headers: dict[str, str]) -> dict[str, Any] | None:
        """What moto has not: several groups at once."""
        if call.operation != "BatchGetDeploymentGroups":
            return None
        application = call.parameters["applicationName"]
        groups = [
            proxy.ask(call, headers, "GetDeploymentGroup", applicationName=application, deploymentGroupName=name)
            for name in call.parameters["deploymentGroupNames"]
        ]
        return {"deploymentGroupsInfo": [group["deploymentGroupInfo"] for group in groups]}

    one_by_one.takes_headers = True  # type: ignore[attr-defined]
    moto.proxy.layers.extend([succeeds, one_by_one])
    done = command(*APPLY, "--codedeploy", on=moto)
    assert done.code == 0, done.said
    (created,) = moto.operations("CreateDeployment")
    content = json.loads(created.parameters["revision"]["appSpecContent"]["content"])
    properties = content["Resources"][0]["TargetService"]["Properties"]
    assert properties["TaskDefinition"] == ARN + "web:2"
    assert properties["LoadBalancerInfo"] == {"ContainerName": "app", "ContainerPort": 8080}


def test_a_stack_that_owns_it_blocks_unless_drift_is_allowed(ministack: Emulated) -> None:
    """CloudFormation knows the revision: blocked, with what to change at the source; --allow-drift goes on."""
    ministack.role()

    def by_physical_id(call: Call, proxy: Proxy) -> None:
        """ministack knows stacks by their names only."""
        if call.parameters.get("PhysicalResourceId") == ARN + "stacked:1":
            kept = {key: value for key, value in call.parameters.items() if key != "PhysicalResourceId"}
            call.instead = {**kept, "StackName": "shop"}

    ministack.proxy.layers.append(by_physical_id)
    cloudformation = ministack.client("cloudformation")
    template = {
        "Resources": {
            "Web": {
                "Type": "AWS::ECS::TaskDefinition",
                "Properties": {
                    "Family": "stacked",
                    "ExecutionRoleArn": "arn:aws:iam::123456789012:role/execution",
                    "ContainerDefinitions": [
                        {
                            "Name": "app",
                            "Image": "app:1",
                            "Environment": [{"Name": "DB_PASSWORD", "Value": "hunter2"}],
                        }
                    ],
                },
            }
        }
    }
    cloudformation.create_stack(StackName="shop", TemplateBody=json.dumps(template))
    words = ("apply", "--family", "stacked", "--yes", "--settle", "0")
    blocked = command(*words, on=ministack)
    assert blocked.code == 12, blocked.said
    assert "CloudFormation stack shop deploys this" in _words(blocked.said)
    assert not ministack.operations("CreateSecret", "RegisterTaskDefinition")[1:]
    done = command(*words, "--allow-drift", on=ministack)
    assert done.code == 0, done.said


@pytest.mark.parametrize(
    ("tags", "blocks", "named"),
    [
        ([{"key": "copilot-application", "value": "shop"}], True, "Copilot application shop"),
        ([{"key": "terraform", "value": "true"}], False, "Terraform"),
        ([{"key": "team", "value": "payments"}], False, ""),
    ],
)
def test_tags_tell_who_deploys(ministack: Emulated, tags: list[dict[str, str]], blocks: bool, named: str) -> None:
    """Copilot's tags are certain and block; a team's own are a hint and warn; others say nothing."""
    ministack.role()
    ministack.register("web", VALUES, tags=tags)
    planned = command("plan", "--family", "web", on=ministack)
    assert planned.code == (12 if blocks else 0), planned.said
    assert (named in planned.out) if named else ("deploys this" not in planned.out)


def test_the_execution_role_is_looked_at_before_anything_is_written(ministack: Emulated) -> None:
    """A role that is not there, that ECS may not assume, or that has no room: blocked, and nothing was written."""
    ministack.register("web", VALUES)
    assert "does not exist" in _words(command("plan", "--family", "web", on=ministack).out)
    iam = ministack.client("iam")
    iam.create_role(RoleName="execution", AssumeRolePolicyDocument=TRUST.replace("ecs-tasks", "ec2"))
    assert "may not assume the execution role" in _words(command("plan", "--family", "web", on=ministack).out)
    iam.update_assume_role_policy(RoleName="execution", PolicyDocument=TRUST)
    statement = {
        "Effect": "Allow",
        "Action": "s3:GetObject",
        "Resource": [f"arn:aws:s3:::{i:0>60}" for i in range(133)],
    }
    big = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_role_policy(RoleName="execution", PolicyName="big", PolicyDocument=big)
    full = command(*APPLY, on=ministack)
    assert full.code == 12
    assert "has no room" in _words(full.said)
    assert not ministack.operations("CreateSecret", "PutParameter")
    assert command(*APPLY[:-2], "--no-grant", "--no-rollout", on=ministack).code == 0


def test_a_shared_role_is_named_with_who_gains(ministack: Emulated) -> None:
    """A second family on the same role: the plan says whose tasks will be able to read its secrets too."""
    ministack.role()
    ministack.register("web", VALUES)
    ministack.register("batch", VALUES)
    first = command("plan", "--family", "web", on=ministack)
    assert "is shared" not in first.out
    assert command("apply", "--family", "batch", "--yes", "--no-rollout", on=ministack).code == 0
    second = command("plan", "--family", "web", on=ministack)
    assert "the execution role execution is shared: batch will be able to read" in _words(second.out)


def test_without_a_grant_what_the_role_cannot_read_is_told(ministack: Emulated) -> None:
    """The simulation says beforehand that no task will start: in what apply asks about, and in the check itself."""
    from dataclasses import replace

    from ecs_secretmigrate.grants.role import RoleCheck
    from ecs_secretmigrate.model.plan import DefinitionPlan
    from ecs_secretmigrate.model.policy import execution_role_policy
    from ecs_secretmigrate.sources.ecs import describe

    role = ministack.role()
    ministack.register("web", VALUES)
    reference = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:web/app/DB_PASSWORD-??????"
    policy = execution_role_policy([reference], partition="aws", region="eu-west-1", account="123456789012")
    aws = ministack.aws()
    part = DefinitionPlan(describe(aws, "web"), "1", "r", moves=(None,), execution_role_arn=role, policy=policy)  # type: ignore[arg-type]
    (found,) = RoleCheck(aws, grants=False).check(part)
    assert found[0] is False
    assert "no task will start" in found[1].message
    assert not list(RoleCheck(aws, grants=False).check(replace(part, policy={})))


def test_a_stack_that_holds_an_older_revision_is_found(ministack: Emulated) -> None:
    """The stack knows only its own revision: an older one than the latest tells all the same."""
    ministack.role()
    old = ministack.register("web", VALUES)
    ministack.register("web", VALUES)
    ministack.client("cloudformation").create_stack(
        StackName="shop",
        TemplateBody=json.dumps({"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}),
    )

    def by_physical_id(call: Call, proxy: Proxy) -> None:
        if call.parameters.get("PhysicalResourceId") == old:
            kept = {key: value for key, value in call.parameters.items() if key != "PhysicalResourceId"}
            call.instead = {**kept, "StackName": "shop"}

    ministack.proxy.layers.append(by_physical_id)
    planned = command("plan", "--family", "web", on=ministack)
    assert planned.code == 12
    assert "CloudFormation stack shop deploys this" in _words(planned.out)


def test_an_old_platform_blocks_json_keys_only(ministack: Emulated) -> None:
    """Platform version 1.3.0 reads whole secrets; JSON keys of a bundle take 1.4.0."""
    ministack.role()
    ministack.register("web", VALUES)
    service(ministack, "web", "web:1", desired=0, platformVersion="1.3.0")
    bundled = command("plan", "--family", "web", "--layout", "bundle", on=ministack)
    assert bundled.code == 12
    assert "pinned to platform version 1.3.0" in _words(bundled.out)
    assert command("plan", "--family", "web", on=ministack).code == 0


def test_a_key_that_is_not_there_or_disabled_blocks(ministack: Emulated) -> None:
    """The customer managed key is looked at before values are encrypted with it."""
    ministack.role()
    ministack.register("web", VALUES)
    words = ("plan", "--family", "web", "--kms-key-id")
    missing = command(*words, "alias/none", on=ministack)
    assert missing.code == 12, missing.said
    assert "there is no KMS key alias/none" in _words(missing.out)
    kms = ministack.client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    assert command(*words, key, on=ministack).code == 0
    kms.disable_key(KeyId=key)
    assert "is disabled" in _words(command(*words, key, on=ministack).out)


def test_what_may_not_be_listed_is_a_warning(ministack: Emulated) -> None:
    """No right to list schedules: the plan says that it could not be seen, and stands; services must be seen."""
    ministack.role()
    ministack.register("web", VALUES)

    def denied(call: Call, proxy: Proxy) -> None:
        if call.operation == "/schedules" or "schedules" in call.operation:
            raise Refusal("AccessDeniedException", "no", 403)

    ministack.proxy.layers.append(denied)
    planned = command("plan", "--family", "web", on=ministack)
    assert planned.code == 0, planned.said
    assert "could not be seen whether any schedule runs this" in _words(planned.out)
    retired = command(*APPLY, on=ministack)
    assert retired.code == 0
    refused = command("retire", "--family", "web", "--soak", "0", "--yes", on=ministack)
    assert refused.code == 12
    assert "nothing is retired that may be in use" in _words(refused.out)


def test_two_runs_at_once_end_in_one_migration(ministack: Emulated) -> None:
    """Both store, prove and register; one revision is rolled out, and no secret or value is lost."""
    from concurrent.futures import ThreadPoolExecutor

    from tests.support.child import run_child

    ministack.role()
    ministack.register("web", VALUES)
    service(ministack, "web", "web:1", desired=2)
    with ThreadPoolExecutor(2) as pool:
        codes = [ended.code for ended in pool.map(lambda _: run_child(ministack, *APPLY), range(2))]
    assert 0 in codes
    assert set(codes) <= {0, 1, 12}
    assert runs(ministack, "web") != "web:1"
    again = command(*APPLY, on=ministack)
    assert again.code == 0, again.said
    assert command("verify", "--family", "web", on=ministack).code == 0
    assert len(ministack.client("secretsmanager").list_secrets()["SecretList"]) == 1
