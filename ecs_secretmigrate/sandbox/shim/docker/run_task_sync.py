"""What Step Functions makes of ``ecs:runTask.sync`` and ministack does not.

The task's output is the stopped task itself, in PascalCase; where a container did not end with 0, or never started,
the state fails with ``States.TaskFailed`` and the stopped task as its cause. Sources: localstack's recording of AWS
(tests/aws/services/stepfunctions/v2/services/test_ecs_task_service.snapshot.json), aws/copilot-cli issue 3160.
"""

from __future__ import annotations

import json
import time
from typing import Any

_LOOK_SECONDS = 0.05
_LOOKS = 12_000


def install() -> None:
    """Teach ministack's Step Functions, once."""
    from ministack.services import stepfunctions  # noqa: PLC0415 - ministack imports this package

    stepfunctions._poll_ecs_tasks = _wait  # noqa: SLF001


def _wait(cluster: str, tasks: list[str]) -> dict[str, Any]:
    from ministack.services import ecs, stepfunctions  # noqa: PLC0415 - as above

    for _ in range(_LOOKS):
        task = json.loads(ecs._describe_tasks({"cluster": cluster, "tasks": tasks})[2])["tasks"][0]  # noqa: SLF001
        if task["lastStatus"] == "STOPPED":
            stopped: dict[str, Any] = _pascal(task)
            if all(container.get("ExitCode") == 0 for container in stopped["Containers"]):
                return stopped
            raise stepfunctions._ExecutionError("States.TaskFailed", json.dumps(stopped))  # noqa: SLF001
        time.sleep(_LOOK_SECONDS)
    raise stepfunctions._ExecutionError("States.Timeout", "")  # noqa: SLF001


def _pascal(value: Any) -> Any:
    if isinstance(value, list):
        return [_pascal(item) for item in value]
    if isinstance(value, dict):
        return {key[:1].upper() + key[1:]: _pascal(item) for key, item in value.items() if item is not None}
    return value
