"""EventBridge Scheduler schedules that start tasks.

Source: EventBridge Scheduler API reference: ``UpdateSchedule`` sets every member that is left out back to its default,
so all of a schedule is read and written; ``ListSchedules`` does not give the target's parameters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.model.usage import Rollout, RolloutStanding, User, UserKind, short
from ecs_secretmigrate.rollouts import naming, overrides

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecs_secretmigrate.ports import Aws

_WRITABLE = (
    "ActionAfterCompletion",
    "Description",
    "EndDate",
    "FlexibleTimeWindow",
    "GroupName",
    "KmsKeyArn",
    "Name",
    "ScheduleExpression",
    "ScheduleExpressionTimezone",
    "StartDate",
    "State",
    "Target",
)
"""The members of ``UpdateSchedule``."""


class Schedules:
    """The schedules of one account and Region."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def users(self) -> list[User]:
        """Every schedule that runs a task definition."""
        named = [
            (item["Name"], item.get("GroupName", "default"))
            for page in self._aws.pages("scheduler", "ListSchedules")
            for item in page["Schedules"]
            # Only the cluster is told here; other targets need not be asked for.
            if ":ecs:" in str(item.get("Target", {}).get("Arn", ":ecs:"))
        ]
        read = self._aws.each(lambda name: self._get(*name), named)
        return [self._user(schedule) for schedule in read if _runs(schedule)]

    def _get(self, name: str, group: str) -> dict[str, Any]:
        return self._aws.call("scheduler", "GetSchedule", Name=name, GroupName=group)

    def _user(self, schedule: dict[str, Any]) -> User:
        target = schedule["Target"]
        runs = _runs(schedule)
        group = str(schedule.get("GroupName", "default"))
        return User(
            UserKind.SCHEDULE,
            str(schedule["Arn"]),
            f"{group}/{schedule['Name']}",
            short(runs),
            follows=naming.is_family_alone(runs),
            next_step=naming.elsewhere(runs, self._aws.account, self._aws.region)
            if "EcsParameters" in target
            else "it calls RunTask with an input of its own: change TaskDefinition in it (update-schedule)",
            overrides=overrides.in_text(target.get("Input")),
            traits={
                "name": str(schedule["Name"]),
                "group": group,
                "platformVersion": str(target.get("EcsParameters", {}).get("PlatformVersion", "")),
            },
        )

    def move(self, user: User, revision: str, progress: Callable[[str], None], back_to: str = "") -> Rollout:
        """Name the new revision in the schedule; all else of it is written as it was read."""
        schedule = self._get(user.traits["name"], user.traits["group"])
        before = str(schedule["Target"]["EcsParameters"]["TaskDefinitionArn"])
        to = short(revision)
        if short(before) == to:
            return Rollout(user, RolloutStanding.ALREADY, to)
        kept = {name: schedule[name] for name in _WRITABLE if schedule.get(name) is not None}
        parameters = {**kept["Target"]["EcsParameters"], "TaskDefinitionArn": naming.like(before, revision)}
        kept["Target"] = {**kept["Target"], "EcsParameters": parameters}
        self._aws.call("scheduler", "UpdateSchedule", **kept)
        progress(f"{user.title}: now {to}")
        return Rollout(user, RolloutStanding.MOVED, to)

    def settled(self, user: User) -> str:
        """A schedule has nothing to wait for."""
        return ""


def _runs(schedule: dict[str, Any]) -> str:
    """The task definition it names: as a target of ECS, or in the input of a universal target (``ecs:runTask``)."""
    target = schedule.get("Target", {})
    named = target.get("EcsParameters", {}).get("TaskDefinitionArn", "")
    return str(named or (overrides.task_definition_in(target.get("Input")) if ":ecs:runTask" in target["Arn"] else ""))
