"""May the caller do what applying takes? Asked by simulation: advisory, since it sees identity policies only.

Source: IAM API reference, ``SimulatePrincipalPolicy``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecs_secretmigrate.grants.operator import actions_of
from ecs_secretmigrate.model.plan import Obstacle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecs_secretmigrate.model.plan import DefinitionPlan
    from ecs_secretmigrate.model.storage import StoreKind
    from ecs_secretmigrate.ports import Aws

_SHOWN = 4
_TO_TASKS = {
    "ContextKeyName": "iam:PassedToService",
    "ContextKeyType": "string",
    "ContextKeyValues": ["ecs-tasks.amazonaws.com"],
}


class CallerCheck:
    """Checks the caller once, for the first definition that moves anything."""

    def __init__(self, aws: Aws, store: StoreKind) -> None:
        self._aws = aws
        self._store = store
        self._missing: list[str] | None = None
        self._passed: dict[str, bool] = {}

    def check(self, part: DefinitionPlan) -> Iterator[tuple[bool, Obstacle]]:
        """See :class:`~ecs_secretmigrate.ports.Preflight`."""
        if not part.moves:
            return
        if self._missing is None:
            self._missing = self._ask()
        missing = [*self._not_passed(part), *self._missing]
        if missing:
            more = len(missing) - _SHOWN
            named = ", ".join(missing[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
            yield (
                False,
                Obstacle(
                    "caller-not-allowed",
                    f"it looks as if you may not do {named}, which apply needs "
                    "(`ecs-secretmigrate policy --operator --verb apply` prints all of it)",
                ),
            )

    def _not_passed(self, part: DefinitionPlan) -> list[str]:
        """The roles of the task definition that the caller may not pass to tasks: registering it passes them."""
        source = _principal(self._aws.caller)
        named = (part.execution_role_arn, part.definition.body.get("taskRoleArn"))
        roles = sorted({role for role in named if isinstance(role, str) and role.startswith("arn:")})
        if source is None or not roles:
            return []
        missing = []
        for role in roles:
            if role not in self._passed:
                answer = self._aws.call(
                    "iam",
                    "SimulatePrincipalPolicy",
                    PolicySourceArn=source,
                    ActionNames=["iam:PassRole"],
                    ResourceArns=[role],
                    ContextEntries=[_TO_TASKS],
                )
                self._passed[role] = all(item["EvalDecision"] == "allowed" for item in answer["EvaluationResults"])
            if not self._passed[role]:
                missing.append(f"iam:PassRole on {role.rsplit('/', 1)[-1]}")
        return missing

    def _ask(self) -> list[str]:
        source = _principal(self._aws.caller)
        if source is None:
            return []
        pages = self._aws.pages(
            "iam",
            "SimulatePrincipalPolicy",
            PolicySourceArn=source,
            ActionNames=sorted(actions_of(self._store, "apply") - {"iam:PassRole"}),
        )
        return [
            str(result["EvalActionName"])
            for page in pages
            for result in page["EvaluationResults"]
            if result["EvalDecision"] != "allowed"
        ]


def _principal(caller: str) -> str | None:
    """The ARN whose policies are simulated: a session's role without its session; None for the root user."""
    parts = caller.split(":", 5)
    if len(parts) != 6 or parts[5] == "root":
        return None
    if parts[5].startswith("assumed-role/"):
        # The role's path is not in a session's ARN; a role in a path cannot be told, and the simulation says so.
        return f"arn:{parts[1]}:iam::{parts[4]}:role/{parts[5].split('/')[1]}"
    return caller if parts[5].startswith("user/") else None
