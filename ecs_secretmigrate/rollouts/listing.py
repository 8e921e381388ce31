"""What runs task definitions, listed once a run: what was listed, or why it could not be, is remembered."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from ecs_secretmigrate.errors import AwsError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ecs_secretmigrate.model.usage import Rollout, User
    from ecs_secretmigrate.ports import Runner


class ListedOnce:
    """A runner that is asked for its users once, by however many threads."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._lock = threading.Lock()
        self._answer: Sequence[User] | AwsError | None = None

    def users(self) -> Sequence[User]:
        """See :class:`~ecs_secretmigrate.ports.Runner`."""
        with self._lock:
            if self._answer is None:
                try:
                    self._answer = tuple(self._runner.users())
                except AwsError as error:
                    self._answer = error
        if isinstance(self._answer, AwsError):
            raise self._answer
        return self._answer

    def move(self, user: User, revision: str, progress: Callable[[str], None], back_to: str = "") -> Rollout:
        """See :class:`~ecs_secretmigrate.ports.Runner`."""
        return self._runner.move(user, revision, progress, back_to)

    def settled(self, user: User) -> str:
        """See :class:`~ecs_secretmigrate.ports.Runner`."""
        return self._runner.settled(user)
