"""Live families, read from ECS.

Source: ECS API reference (``DescribeTaskDefinition``, ``ListTaskDefinitions``) as botocore's model states it.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import AwsError, SourceError, UsageError
from ecs_secretmigrate.model.secret_value import SecretValue
from ecs_secretmigrate.model.task_definition import Shape, TaskDefinition
from ecs_secretmigrate.sources.sealing import seal
from ecs_secretmigrate.sources.shapes import Candidate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ecs_secretmigrate.model.known import Known
    from ecs_secretmigrate.ports import Aws

ACTIVE = "ACTIVE"
_PAGE = 100
"""Most services in one answer of ``ListServices``."""
_BATCH = 10
"""Most services in one ``DescribeServices``."""


class LiveSource:
    """Families of one account and Region.

    Args:
        aws: the account and Region.
        families: ``family`` (its latest ACTIVE revision), a glob on families, ``family:revision``, or an ARN.
        everything: every family that has an ACTIVE revision, and what services run.
        services: ``CLUSTER/SERVICE``: the revision that it runs.
        clusters: the revisions that its services run.
        known: what is known already of a revision, by its ARN; such a one is not described, but yielded as that.
    """

    def __init__(
        self,
        aws: Aws,
        families: Sequence[str] = (),
        *,
        everything: bool = False,
        services: Sequence[str] = (),
        clusters: Sequence[str] = (),
        known: Callable[[str], Known | None] | None = None,
    ) -> None:
        self._aws = aws
        self._families = families
        self._everything = everything
        self._services = services
        self._clusters = clusters
        self._known = known

    def read(self) -> Iterator[TaskDefinition | Known]:
        """Read each revision once, in the order given; some at a time, and with them what is known already."""
        seen: set[bytes] = set()
        hits: list[Known] = []
        for definition in self._aws.each(self._describe, self._unknown(self._named(), hits)):
            if _short(definition.source) not in seen:
                seen.add(_short(definition.source))
                yield definition
            yield from _taken(hits, seen)
        yield from _taken(hits, seen)
        # Now that the families' latest revisions are known, of what services run only others are described.
        for definition in self._aws.each(self._describe, self._unknown(self._run_by_services(seen), hits)):
            yield definition
            yield from _taken(hits, seen)
        yield from _taken(hits, seen)

    def _named(self) -> Iterator[str]:
        for name in self._families:
            yield from self._matching(name) if _is_glob(name) else [name]
        if self._everything and self._known is not None:
            yield from self._latest()
        elif self._everything:
            for page in self._aws.pages("ecs", "ListTaskDefinitionFamilies", status=ACTIVE):
                yield from page["families"]

    def _latest(self) -> Iterator[str]:
        """The ARN of each family's latest ACTIVE revision: families come together, their newest revision first."""
        before = ""
        for page in self._aws.pages("ecs", "ListTaskDefinitions", status=ACTIVE, sort="DESC"):
            for arn in page["taskDefinitionArns"]:
                family = arn.rpartition(":")[0]
                if family != before:
                    before = family
                    yield arn

    def _unknown(self, names: Iterator[str], hits: list[Known]) -> Iterator[str]:
        for name in names:
            hit = self._known(name) if self._known is not None else None
            if hit is None:
                yield name
            else:
                hits.append(hit)

    def _run_by_services(self, seen: set[bytes]) -> Iterator[str]:
        for arn in self._held_by_services():
            if _short(arn) not in seen:
                seen.add(_short(arn))
                yield arn

    def _held_by_services(self) -> Iterator[str]:
        for name in self._services:
            yield self._run_by(name)
        clusters = list(self._clusters)
        if self._everything:
            clusters += [
                cluster
                for page in self._aws.remembering().pages("ecs", "ListClusters")
                for cluster in page["clusterArns"]
            ]
        for cluster in clusters:
            yield from self._run_in(cluster)

    def _matching(self, pattern: str) -> Iterator[str]:
        """Families that a glob speaks of; what stands before its first wildcard is a prefix that ECS searches by."""
        prefix = re.split(r"[*?\[]", pattern, maxsplit=1)[0]
        optional = {"familyPrefix": prefix} if prefix else {}
        for page in self._aws.pages("ecs", "ListTaskDefinitionFamilies", status=ACTIVE, **optional):
            yield from (family for family in page["families"] if fnmatchcase(family, pattern))

    def _run_by(self, name: str) -> str:
        cluster, slash, service = name.rpartition("/")
        if not slash or not cluster or not service:
            raise UsageError(f"--service {name} names no cluster", cure="write it as CLUSTER/SERVICE")
        try:
            answer = self._aws.call("ecs", "DescribeServices", cluster=cluster, services=[service])
        except AwsError as error:
            if error.code == "ClusterNotFoundException":
                raise SourceError(f"there is no cluster {cluster}", cure="see `aws ecs list-clusters`") from None
            raise
        found = [item for item in answer.get("services", []) if item.get("status") != "INACTIVE"]
        if not found or not found[0].get("taskDefinition"):
            raise SourceError(
                f"there is no service {service} in the cluster {cluster}",
                cure=f"see `aws ecs list-services --cluster {cluster}`; --region chooses the Region",
            )
        return str(found[0]["taskDefinition"])

    def _run_in(self, cluster: str) -> Iterator[str]:
        aws = self._aws.remembering()
        try:
            pages = list(aws.pages("ecs", "ListServices", cluster=cluster, maxResults=_PAGE))
        except AwsError as error:
            if error.code == "ClusterNotFoundException":
                raise SourceError(f"there is no cluster {cluster}", cure="see `aws ecs list-clusters`") from None
            raise
        arns = [arn for page in pages for arn in page["serviceArns"]]

        def described(start: int) -> list[dict[str, Any]]:
            answer = aws.call("ecs", "DescribeServices", cluster=cluster, services=arns[start : start + _BATCH])
            return list(answer["services"])

        for services in aws.each(described, range(0, len(arns), _BATCH)):
            yield from (str(item["taskDefinition"]) for item in services if item.get("taskDefinition"))

    def _describe(self, name: str) -> TaskDefinition:
        try:
            definition = describe(self._aws, name)
        except AwsError as error:
            if error.code == "ClientException":
                raise SourceError(
                    f"there is no task definition {name} in account {self._aws.account}, {self._aws.region}",
                    cure="see `aws ecs list-task-definition-families --status ACTIVE`; --region chooses the Region",
                ) from None
            raise
        return definition


def describe(aws: Aws, name: str) -> TaskDefinition:
    """Describe one revision with its tags; a bare family is its latest ACTIVE revision.

    Raises:
        AwsError: the call failed.
    """
    return describe_with(aws, name)[0]


def describe_with(aws: Aws, name: str) -> tuple[TaskDefinition, Mapping[str, Any]]:
    """The same, and the raw answer's ``taskDefinition`` for its status and dates.

    Raises:
        AwsError: the call failed.
    """
    answer = aws.call("ecs", "DescribeTaskDefinition", taskDefinition=name, include=["TAGS"])
    if ":" not in name.rsplit("/", 1)[-1] and answer["taskDefinition"].get("status", ACTIVE) != ACTIVE:
        # Not how ECS answers; some emulators give the newest revision whatever its status.
        page = next(iter(aws.pages("ecs", "ListTaskDefinitions", familyPrefix=name, status=ACTIVE, sort="DESC")), {})
        if page.get("taskDefinitionArns"):
            answer = aws.call(
                "ecs",
                "DescribeTaskDefinition",
                taskDefinition=page["taskDefinitionArns"][0],
                include=["TAGS"],
            )
    return _definition(aws, answer), answer["taskDefinition"]


def _definition(aws: Aws, answer: Mapping[str, Any]) -> TaskDefinition:
    raw = answer["taskDefinition"]
    arn = str(raw["taskDefinitionArn"])
    return TaskDefinition(
        source=arn,
        body=seal(Candidate(raw, (), Shape.TASK_DEFINITION)).body,
        family=str(raw["family"]),
        account=arn.split(":")[4],
        region=aws.region,
        arn=arn,
        revision=int(raw["revision"]),
        tags={tag["key"]: SecretValue(tag.get("value", "")) for tag in answer.get("tags", [])},
        unmodelled=tuple(answer.get("_unmodelled", ())),
    )


def _short(arn: str) -> bytes:
    """``family:revision``, as small as it can be held on to: an account may have a hundred thousand."""
    return arn.rsplit("/", 1)[-1].encode()


def _taken(hits: list[Known], seen: set[bytes]) -> Iterator[Known]:
    """What is known of the revisions that came by, each once."""
    while hits:
        hit = hits.pop()
        seen.add(_short(hit.source))
        yield hit


def _is_glob(name: str) -> bool:
    return any(mark in name for mark in "*?[")
