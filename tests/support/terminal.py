"""A real process on a real terminal: what a person types is echoed, what is hidden is not, and answers come in turn."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import select
import subprocess
import sys
import termios
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

# The terminal becomes the process's own, as a login shell's is: getpass opens /dev/tty.
_START = """
import fcntl, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from ecs_secretmigrate.commands.app import main
main()
"""
_SECONDS = 20
END = "\x04"
"""Ctrl-D."""
INTERRUPT = "\x03"
"""Ctrl-C."""


@dataclass(frozen=True)
class Talked:
    """What a talk came to: the screen is stderr and what was typed, and stdout with it unless it was kept apart."""

    code: int
    screen: str
    out: str


def talk(
    words: Sequence[object],
    answers: Sequence[tuple[str, str]],
    *,
    cwd: Path,
    environment: Mapping[str, str] | None = None,
    out_apart: bool = False,
) -> Talked:
    r"""Run a command line on a terminal of 80 columns.

    Args:
        words: the command line.
        answers: what to wait for (after what was waited for before), and what to type then; ``\udcff`` is the byte FF.
        cwd: where to run.
        environment: further variables.
        out_apart: whether stdout is a pipe.
    """
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(ours, (24, 80))
    out_read, out_write = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-c", _START, *map(str, words)],
        stdin=theirs,
        stdout=out_write if out_apart else theirs,
        stderr=theirs,
        cwd=cwd,
        env={
            **os.environ,
            "NO_COLOR": "1",
            "USER": "ann",
            "LOGNAME": "ann",
            "PYTHONIOENCODING": "utf-8:strict",
            **(environment or {}),
        },
        start_new_session=True,
    )
    os.close(theirs), os.close(out_write)
    screen, position = "", 0
    try:
        for wanted, answer in answers:
            screen, position = _until(ours, screen, position, wanted)
            os.write(ours, answer.encode("utf-8", "surrogateescape"))
        screen += _rest(ours)
        out = b"".join(iter(lambda: os.read(out_read, 65536), b"")).decode()
        code = process.wait(_SECONDS)
    finally:
        process.kill()
        process.wait()
        os.close(ours), os.close(out_read)
    return Talked(code, screen.replace("\r\n", "\n"), out)


def _until(terminal: int, screen: str, position: int, wanted: str) -> tuple[str, int]:
    deadline = time.monotonic() + _SECONDS
    while (match := re.compile(wanted).search(screen, position)) is None:
        more = _read(terminal, deadline, f"{wanted!r} never came:\n{screen}")
        assert more, f"the command ended before {wanted!r}:\n{screen}"
        screen += more
    return screen, match.end()


def _rest(terminal: int) -> str:
    deadline = time.monotonic() + _SECONDS
    return "".join(iter(lambda: _read(terminal, deadline, "it does not end"), ""))


def _read(terminal: int, deadline: float, fault: str) -> str:
    """What comes next; nothing at the end."""
    ready, _, _ = select.select([terminal], [], [], max(0.0, deadline - time.monotonic()))
    assert ready, fault
    with contextlib.suppress(OSError):  # Linux: the other side is closed
        return os.read(terminal, 65536).decode("utf-8", "replace")
    return ""
