"""Can whoever runs the family take references, and reach the store?

Source: ECS developer guide, "Pass sensitive data to a container": JSON keys of a secret take Linux platform version
1.4.0 or container agent 1.37.0; from 1.4.0 on secrets are fetched through the task's own network interface.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import AwsError
from ecs_secretmigrate.model.finding import Destination
from ecs_secretmigrate.model.plan import Obstacle
from ecs_secretmigrate.model.reference import SecretReference, parse_reference
from ecs_secretmigrate.model.usage import UserKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecs_secretmigrate.model.plan import DefinitionPlan
    from ecs_secretmigrate.model.usage import User
    from ecs_secretmigrate.ports import Aws

_KEYS_FROM_PLATFORM = (1, 4, 0)
_FROM_PLATFORM = (1, 3, 0)
_KEYS_FROM_AGENT = (1, 37, 0)
_LOGS_FROM_AGENT = (1, 27, 0)
_FROM_AGENT = (1, 23, 0)


class AbilityCheck:
    """Checks the services that run a family."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws
        self._agents: dict[str, tuple[int, ...] | None] = {}
        self._ways: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    def check(self, part: DefinitionPlan) -> Iterator[tuple[bool, Obstacle]]:
        """See :class:`~ecs_secretmigrate.ports.Preflight`."""
        if not part.moves:
            return
        running = [user for user in part.users if user.runs in {part.definition.label, part.definition.family}]
        services = [user for user in running if user.kind is UserKind.SERVICE]
        keys = any(
            isinstance(reference, SecretReference) and reference.json_key is not None
            for reference in (parse_reference(move.value_from) for move in part.moves)
        )
        options = any(move.destination is Destination.SECRET_OPTIONS for move in part.moves)
        for service in services:
            if service.traits["desired"] == "0":
                yield (
                    False,
                    Obstacle(
                        "nothing-runs",
                        "its desired count is 0: rolling out starts nothing, and so proves nothing",
                        service.label,
                    ),
                )
            if service.traits["where"] == "INSTANCES":
                yield from self._agent(service, keys=keys, options=options)
            else:
                yield from _platform(service, keys=keys)
                yield from self._network(service, _stores(part))
        for starter in running:
            # Nothing watches what a rule or a schedule starts: it would fail unseen.
            if starter.kind in {UserKind.RULE, UserKind.SCHEDULE}:
                yield from _platform(starter, keys=keys)

    def _agent(self, service: User, *, keys: bool, options: bool) -> Iterator[tuple[bool, Obstacle]]:
        cluster = service.traits["cluster"]
        if cluster not in self._agents:
            self._agents[cluster] = self._oldest_agent(cluster)
        oldest = self._agents[cluster]
        needed = _KEYS_FROM_AGENT if keys else _LOGS_FROM_AGENT if options else _FROM_AGENT
        if oldest is not None and oldest < needed:
            yield (
                True,
                Obstacle(
                    "agent-too-old",
                    f"an instance of the cluster has container agent {_dotted(oldest)}, and this takes "
                    f"{_dotted(needed)}: update the agents"
                    + (", or refer to no JSON key (--layout bundle, --reuse-existing)" if keys else ""),
                    service.label,
                ),
            )

    def _oldest_agent(self, cluster: str) -> tuple[int, ...] | None:
        versions: list[tuple[int, ...]] = []
        for page in self._aws.pages("ecs", "ListContainerInstances", cluster=cluster):
            arns = page["containerInstanceArns"]
            if not arns:
                continue
            answer = self._aws.call("ecs", "DescribeContainerInstances", cluster=cluster, containerInstances=arns)
            for instance in answer["containerInstances"]:
                version = _version(str((instance.get("versionInfo") or {}).get("agentVersion", "")))
                if version is not None:
                    versions.append(version)
        return min(versions, default=None)

    def _network(self, service: User, stores: set[str]) -> Iterator[tuple[bool, Obstacle]]:
        """A subnet without a way out and without endpoints cannot reach the store; told where that is seen."""
        public = service.traits["publicIp"] == "ENABLED"
        try:
            closed = [
                subnet
                for subnet in service.traits["subnets"].split()
                if not self._reaches(subnet, stores, public=public)
            ]
        except AwsError:
            return  # it takes rights that a migration does not need
        if closed:
            named = ", ".join(sorted(stores))
            yield (
                False,
                Obstacle(
                    "no-way-out",
                    f"tasks in {', '.join(closed)} have no way to {named}: add a NAT gateway or interface endpoints "
                    f"for {named} (and kms for a customer managed key), or they will not start",
                    service.label,
                ),
            )

    def _reaches(self, subnet: str, stores: set[str], *, public: bool) -> bool:
        if subnet not in self._ways:
            self._ways[subnet] = self._look(subnet)
        ways, endpoints = self._ways[subnet]
        return "through" in ways or (public and "internet gateway" in ways) or "unknown" in ways or stores <= endpoints

    def _look(self, subnet: str) -> tuple[frozenset[str], frozenset[str]]:
        """How a subnet leads out, and the services that its VPC has endpoints for."""
        described = self._aws.call("ec2", "DescribeSubnets", SubnetIds=[subnet])["Subnets"]
        vpc = described[0]["VpcId"]
        own = self._aws.call("ec2", "DescribeRouteTables", Filters=[_filter("association.subnet-id", subnet)])
        tables = own["RouteTables"] or [
            table
            for table in self._aws.call("ec2", "DescribeRouteTables", Filters=[_filter("vpc-id", vpc)])["RouteTables"]
            if any(item.get("Main") for item in table.get("Associations", []))
        ]
        ways = {_way(route) for table in tables for route in table.get("Routes", [])} if tables else {"unknown"}
        endpoints = self._aws.call("ec2", "DescribeVpcEndpoints", Filters=[_filter("vpc-id", vpc)])["VpcEndpoints"]
        return frozenset(ways), frozenset(str(item.get("ServiceName", "")).rsplit(".", 1)[-1] for item in endpoints)


def _stores(part: DefinitionPlan) -> set[str]:
    """The services that the new references are read from, as their endpoints are named."""
    references = [parse_reference(move.value_from) for move in part.moves if move.value_from]
    return {"secretsmanager" if isinstance(reference, SecretReference) else "ssm" for reference in references}


def _way(route: dict[str, Any]) -> str:
    """Where a route leads: an internet gateway takes a public address, a gateway endpoint leads to S3 or DynamoDB."""
    gateway = str(route.get("GatewayId", ""))
    if gateway.startswith("igw-"):
        return "internet gateway"
    if any(route.get(way) for way in _WAYS):
        return "through"
    return "through" if gateway.startswith(("vgw-", "tgw-")) else ""


_WAYS = (
    "NatGatewayId",
    "TransitGatewayId",
    "InstanceId",
    "NetworkInterfaceId",
    "VpcPeeringConnectionId",
    "EgressOnlyInternetGatewayId",
    "CarrierGatewayId",
    "LocalGatewayId",
    "CoreNetworkArn",
)


def _filter(name: str, value: str) -> dict[str, Any]:
    return {"Name": name, "Values": [value]}


def _platform(service: User, *, keys: bool) -> Iterator[tuple[bool, Obstacle]]:
    version = _version(service.traits.get("platformVersion", ""))
    if version is None or service.traits.get("platformFamily", "").lower().startswith("windows"):
        return  # LATEST is new enough, and so is every Windows platform
    needed = _KEYS_FROM_PLATFORM if keys else _FROM_PLATFORM
    if version < needed:
        yield (
            True,
            Obstacle(
                "platform-too-old",
                f"it is pinned to platform version {_dotted(version)}, and this takes {_dotted(needed)}: set it to "
                "LATEST" + (", or refer to no JSON key (--layout bundle, --reuse-existing)" if keys else ""),
                service.label,
            ),
        )


def _version(text: str) -> tuple[int, ...] | None:
    parts = text.split(".")
    return tuple(int(part) for part in parts) if len(parts) == 3 and all(map(str.isdigit, parts)) else None


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
