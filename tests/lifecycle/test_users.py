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


def test_an_expression_and_a_universal_target_are_left_with_a_next_step(ministack: Emulated) -> None:
    """A state machine that puts a name together, and a schedule that calls RunTask itself: both listed, none missed."""
    ministack.role()
    ministack.register("web", VALUES)
    definition = {
        "StartAt": "Run",
        "States": {
            "Run": {
                "Type": "Task",
                "Resource": "arn:aws:states:::ecs:runTask.sync",
                "Parameters": {"Cluster": CLUSTER, "TaskDefinition.$": "States.Format('web:{}', $.revision)"},
                "End": True,
            }
        },
    }
    role = "arn:aws:iam::123456789012:role/events"
    ministack.client("stepfunctions").create_state_machine(
        name="formatted", definition=json.dumps(definition), roleArn=role
    )
    ministack.client("scheduler").create_schedule(
        Name="universal",
        ScheduleExpression="rate(1 hour)",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={
            "Arn": "arn:aws:scheduler:::aws-sdk:ecs:runTask",
            "RoleArn": role,
            "Input": json.dumps({"Cluster": CLUSTER, "TaskDefinition": "web:1"}),
        },
    )
    done = command(*APPLY, on=ministack)
    assert done.code == 0, done.said
    assert "state machine formatted: left; it computes which task definition" in _words(done.out)
    assert "schedule default/universal: left; it calls RunTask with an input of its own" in _words(done.out)
    refused = command("retire", "--family", "web", "--soak", "0", "--yes", on=ministack)
    assert refused.code == 12
    assert "schedule default/universal runs web:1" in _words(refused.out)
    ministack.client("scheduler").delete_schedule(Name="universal")
    retired = command("retire", "--family", "web", "--soak", "0", "--yes", on=ministack)
    assert retired.code == 0, retired.said
    assert "look whether it runs one of them: state machine formatted" in _words(retired.out)


def test_a_service_that_a_program_outside_deploys_is_left_with_its_next_step(moto: Emulated) -> None:
    """EXTERNAL: the primary task set is what runs; it is no deployment on its way out."""
    moto.role()
    moto.register("web", VALUES)
    ecs = moto.client("ecs")
    ecs.create_cluster(clusterName=CLUSTER)
    ecs.create_service(cluster=CLUSTER, serviceName="web", desiredCount=1, deploymentController={"type": "EXTERNAL"})
    made = ecs.create_task_set(cluster=CLUSTER, service="web", taskDefinition="web:1")["taskSet"]
    ecs.update_service_primary_task_set(cluster=CLUSTER, service="web", primaryTaskSet=made["taskSetArn"])
    planned = command("plan", "--family", "web", on=moto)
    assert "service main/web runs web:1" in _words(planned.out)
    done = command(*APPLY, on=moto)
    assert done.code == 0, done.said
    assert "create a task set with the new revision" in _words(done.out)
    refused = command("retire", "--family", "web", "--soak", "0", "--yes", on=moto)
    assert refused.code == 12
    assert "service main/web runs web:1" in _words(refused.out)


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


def test_an_old_platform_blocks_what_a_rule_starts(ministack: Emulated) -> None:
    """Nothing watches what a rule starts: on a platform that reads no JSON keys it would fail unseen."""
    ministack.role()
    arn = ministack.register("web", VALUES)
    rule(ministack, "hourly", arn)
    target = rule_target(ministack, "hourly")
    target["EcsParameters"]["PlatformVersion"] = "1.3.0"
    ministack.client("events").put_targets(Rule="hourly", Targets=[target])
    bundled = command("plan", "--family", "web", "--layout", "bundle", on=ministack)
    assert bundled.code == 12
    assert "pinned to platform version 1.3.0" in _words(bundled.out)
    assert command("plan", "--family", "web", on=ministack).code == 0


@pytest.mark.parametrize(
    ("agent", "store", "layout", "blocks"),
    [
        ("1.36.0", "secretsmanager", "bundle", True),
        ("1.36.0", "secretsmanager", "variable", False),
        ("1.37.0", "secretsmanager", "bundle", False),
        ("1.20.0", "secretsmanager", "variable", True),
    ],
)
def test_an_old_agent_blocks_what_it_cannot_read(
    ministack: Emulated, agent: str, store: str, layout: str, blocks: bool
) -> None:
    """A service on a capacity provider of instances, whose oldest agent decides."""
    ministack.role()
    ministack.register("web", VALUES)
    service(ministack, "web", "web:1", desired=0)

    def on_instances(call: Call, proxy: Proxy, headers: dict[str, str]) -> dict[str, Any] | None:
        match call.operation:
            case "DescribeServices":
                answer = proxy.ask(call, headers, call.operation, **call.parameters)
                for item in answer["services"]:
                    del item["launchType"]
                    item["capacityProviderStrategy"] = [{"capacityProvider": "blue-asg", "weight": 1}]
                return answer
            case "ListContainerInstances":
                return {"containerInstanceArns": ["a", "b"]}
            case "DescribeContainerInstances":
                return {
                    "containerInstances": [
                        {"versionInfo": {"agentVersion": "1.90.0"}},
                        {"versionInfo": {"agentVersion": agent}},
                    ]
                }
        return None

    on_instances.takes_headers = True  # type: ignore[attr-defined]
    ministack.proxy.layers.append(on_instances)
    planned = command("plan", "--family", "web", "--store", store, "--layout", layout, on=ministack)
    assert planned.code == (12 if blocks else 0), planned.said
    assert (f"container agent {agent}" in _words(planned.out)) is blocks


@pytest.mark.parametrize(
    ("way", "public", "closed"),
    [
        ("none", "DISABLED", True),
        ("s3 endpoint", "DISABLED", True),
        ("internet gateway", "DISABLED", True),
        ("internet gateway", "ENABLED", False),
        ("nat gateway", "DISABLED", False),
        ("secretsmanager endpoint", "DISABLED", False),
        ("ssm endpoint", "DISABLED", True),
    ],
)
def test_a_subnet_without_a_way_to_the_store_is_warned_of(moto: Emulated, way: str, public: str, closed: bool) -> None:
    """What leads to the store is a NAT gateway, a public address behind an internet gateway, or its own endpoint."""
    moto.role()
    moto.register("web", VALUES)
    ec2 = moto.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
    everywhere = {"RouteTableId": table, "DestinationCidrBlock": "0.0.0.0/0"}
    if way == "internet gateway":
        gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        ec2.create_route(**everywhere, GatewayId=gateway)
    elif way == "nat gateway":
        nat = ec2.create_nat_gateway(SubnetId=subnet, ConnectivityType="private")["NatGateway"]["NatGatewayId"]
        ec2.create_route(**everywhere, NatGatewayId=nat)
    elif way == "s3 endpoint":
        ec2.create_vpc_endpoint(VpcId=vpc, ServiceName="com.amazonaws.eu-west-1.s3", RouteTableIds=[table])
    elif way.endswith("endpoint"):
        name = f"com.amazonaws.eu-west-1.{way.partition(' ')[0]}"
        ec2.create_vpc_endpoint(VpcId=vpc, ServiceName=name, VpcEndpointType="Interface", SubnetIds=[subnet])
    network = {"awsvpcConfiguration": {"subnets": [subnet], "assignPublicIp": public}}
    service(moto, "web", "web:1")

    def on_fargate(call: Call, proxy: Proxy, headers: dict[str, str]) -> dict[str, Any] | None:
        """moto cannot create a service with this network."""
        if call.operation != "DescribeServices":
            return None
        answer = proxy.ask(call, headers, call.operation, **call.parameters)
        for item in answer["services"]:
            item.update(launchType="FARGATE", networkConfiguration=network)
        return answer

    on_fargate.takes_headers = True  # type: ignore[attr-defined]
    moto.proxy.layers.insert(0, on_fargate)
    planned = command("plan", "--family", "web", on=moto)
    assert planned.code == 0, planned.said
    assert (f"tasks in {subnet} have no way to secretsmanager" in _words(planned.out)) is closed


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
    assert runs(ministack, "web") == "web:2"
    assert [arn.rsplit("/", 1)[-1] for arn in ministack.revisions("web")] == ["web:1", "web:2"]
    again = command(*APPLY, on=ministack)
    assert again.code == 0, again.said
    assert command("verify", "--family", "web", on=ministack).code == 0
    assert len(ministack.client("secretsmanager").list_secrets()["SecretList"]) == 1


def test_of_two_registrations_at_once_the_first_wins(ministack: Emulated) -> None:
    """Another run registers between the look and the registration: its revision is taken, the second taken back."""
    ministack.role()
    ministack.register("web", VALUES)
    service(ministack, "web", "web:1")

    def twin(call: Call, proxy: Proxy, headers: dict[str, str]) -> None:
        if call.operation == "RegisterTaskDefinition":
            ministack.proxy.layers.remove(twin)
            proxy.ask(call, headers, call.operation, **call.parameters)

    twin.takes_headers = True  # type: ignore[attr-defined]
    ministack.proxy.layers.append(twin)
    done = command(*APPLY, on=ministack)
    assert done.code == 0, done.said
    assert runs(ministack, "web") == "web:2"
    assert [arn.rsplit("/", 1)[-1] for arn in ministack.revisions("web")] == ["web:1", "web:2"]
    assert [call.parameters["taskDefinition"][-5:] for call in ministack.operations("DeregisterTaskDefinition")] == [
        "web:3"
    ]
