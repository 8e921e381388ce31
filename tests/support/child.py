"""A command line in a process of its own, forked with everything loaded: it can end anywhere, as a killed one does."""

from __future__ import annotations

import multiprocessing
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.accounts import Emulated

KILLED = 86
"""Exit code of a process that ended itself at a point under test."""
_FORK = multiprocessing.get_context("fork")


def run_child(emulated: Emulated, *words: str, at: Callable[[Any], None] | None = None, seconds: float = 60) -> int:
    """Run a command line in a child; ``at`` is called there first, with the class that makes every AWS call."""
    process = _FORK.Process(target=_main, args=(emulated.environment(), words, at))
    process.start()
    process.join(seconds)
    if process.exitcode is None:
        process.kill()
        raise AssertionError(f"{' '.join(words)} did not end")
    return int(process.exitcode)


def _main(environment: dict[str, str], words: tuple[str, ...], at: Callable[[Any], None] | None) -> None:
    from ecs_secretmigrate.commands.app import run
    from ecs_secretmigrate.fleet.aws import BotoAws

    os.environ.update(environment)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    if at is not None:
        at(BotoAws)
    os._exit(run(words))
