"""Tasks that were started by themselves and still run: they keep what they were started with until they end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.model.usage import Rollout, RolloutStanding, User, UserKind, short
from ecs_secretmigrate.rollouts import overrides

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ecs_secretmigrate.ports import Aws

BATCH = 100
"""Most tasks in one ``DescribeTasks``."""


class Tasks:
    """The standalone tasks of every cluster of one account and Region."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def users(self) -> list[User]:
        """Every running task that no service started."""
        return [
            self._user(cluster, task)
            for page in self._aws.remembering().pages("ecs", "ListClusters")
            for cluster in page["clusterArns"]
            for task in self._tasks(cluster)
            if not str(task.get("group", "")).startswith("service:")
        ]

    def _tasks(self, cluster: str) -> Iterator[dict[str, Any]]:
        for page in self._aws.pages("ecs", "ListTasks", cluster=cluster):
            if page["taskArns"]:
                yield from self._aws.call("ecs", "DescribeTasks", cluster=cluster, tasks=page["taskArns"])["tasks"]

    def _user(self, cluster: str, task: dict[str, Any]) -> User:
        arn = str(task["taskArn"])
        started_by = str(task.get("startedBy", ""))
        return User(
            UserKind.TASK,
            arn,
            f"{cluster.rsplit('/', 1)[-1]}/{arn.rsplit('/', 1)[-1]}",
            short(str(task["taskDefinitionArn"])),
            next_step="it runs until it ends; start the next one with the new revision"
            + (f" (started by {started_by})" if started_by else ""),
            overrides=overrides.in_task(task),
        )

    def move(self, user: User, revision: str, progress: Callable[[str], None], back_to: str = "") -> Rollout:
        """A running task cannot be moved."""
        return Rollout(user, RolloutStanding.LEFT, short(revision), cure=user.next_step)

    def settled(self, user: User) -> str:
        """A task has nothing to wait for."""
        return ""
