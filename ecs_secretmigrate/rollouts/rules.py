"""EventBridge rules that start tasks.

Source: EventBridge API reference: ``PutTargets`` replaces a target whole, at most 100 a call, and reports what failed
in its answer; a target's ``EcsParameters.TaskDefinitionArn`` may leave the revision out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.model.usage import Rollout, RolloutStanding, User, UserKind, short
from ecs_secretmigrate.rollouts import naming, overrides

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ecs_secretmigrate.ports import Aws


class Rules:
    """The rules of every event bus of one account and Region."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def users(self) -> list[User]:
        """Every target that runs a task definition."""

        def of(named: tuple[str, dict[str, Any]]) -> list[User]:
            bus, rule = named
            return [self._user(bus, rule, target) for target in self._targets(bus, rule)]

        return [user for users in self._aws.each(of, self._rules()) for user in users]

    def _rules(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for bus in self._buses():
            for page in self._aws.pages("events", "ListRules", EventBusName=bus):
                yield from ((bus, rule) for rule in page["Rules"])

    def _targets(self, bus: str, rule: dict[str, Any]) -> Iterator[dict[str, Any]]:
        for page in self._aws.pages("events", "ListTargetsByRule", Rule=rule["Name"], EventBusName=bus):
            for target in page["Targets"]:
                if target.get("EcsParameters", {}).get("TaskDefinitionArn"):
                    yield target

    def _buses(self) -> Iterator[str]:
        """The names of all event buses; botocore has no paginator for them."""
        token: dict[str, Any] = {}
        while True:
            answer = self._aws.call("events", "ListEventBuses", **token)
            yield from (str(bus["Name"]) for bus in answer.get("EventBuses", []))
            if not answer.get("NextToken"):
                return
            token = {"NextToken": answer["NextToken"]}

    def _user(self, bus: str, rule: dict[str, Any], target: dict[str, Any]) -> User:
        runs = str(target["EcsParameters"]["TaskDefinitionArn"])
        managed = rule.get("ManagedBy", "")
        return User(
            UserKind.RULE,
            str(rule["Arn"]),
            f"{bus}/{rule['Name']}/{target['Id']}",
            short(runs),
            follows=naming.is_family_alone(runs),
            next_step=f"{managed} manages the rule: change it there"
            if managed
            else naming.elsewhere(runs, self._aws.account, self._aws.region),
            overrides=overrides.in_text(target.get("Input")),
            traits={
                "bus": bus,
                "rule": str(rule["Name"]),
                "target": str(target["Id"]),
                "platformVersion": str(target["EcsParameters"].get("PlatformVersion", "")),
            },
        )

    def move(self, user: User, revision: str, progress: Callable[[str], None], back_to: str = "") -> Rollout:
        """Name the new revision in the target; all else of it stays as it is."""
        bus, rule = user.traits["bus"], user.traits["rule"]
        target = next(item for item in self._targets(bus, {"Name": rule}) if str(item["Id"]) == user.traits["target"])
        before = str(target["EcsParameters"]["TaskDefinitionArn"])
        to = short(revision)
        if short(before) == to:
            return Rollout(user, RolloutStanding.ALREADY, to)
        parameters = {**target["EcsParameters"], "TaskDefinitionArn": naming.like(before, revision)}
        answer = self._aws.call(
            "events", "PutTargets", Rule=rule, EventBusName=bus, Targets=[{**target, "EcsParameters": parameters}]
        )
        failed = answer.get("FailedEntries") or []
        if answer.get("FailedEntryCount"):
            code = failed[0].get("ErrorCode", "unknown") if failed else "unknown"
            return Rollout(
                user,
                RolloutStanding.FAILED,
                to,
                cause=f"EventBridge did not take the target ({code})",
                cure="it runs what it ran; look at the rule, and run this again",
            )
        progress(f"{user.title}: now {to}")
        return Rollout(user, RolloutStanding.MOVED, to)

    def settled(self, user: User) -> str:
        """A rule has nothing to wait for."""
        return ""
