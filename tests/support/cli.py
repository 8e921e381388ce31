"""Running the command as a user does, in this process, with what it says kept apart."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unittest import mock

from ecs_secretmigrate.commands.app import run

if TYPE_CHECKING:
    from tests.support.accounts import Emulated


@dataclass(frozen=True)
class Ran:
    """What a command line came to."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err


def command(*words: object, on: Emulated | None = None, stdin: bytes = b"") -> Ran:
    """Run a command line, against an emulator if one is given."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8", newline=""), io.TextIOWrapper(io.BytesIO(), "utf-8", newline="")
    given = io.TextIOWrapper(io.BytesIO(stdin), "utf-8")
    environment = on.environment() if on is not None else {}
    with (
        mock.patch.dict(os.environ, environment),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch.object(sys, "stdin", given),
    ):
        code = run([str(word) for word in words])
    out.flush(), err.flush()
    return Ran(int(code), _text(out), _text(err))


def _text(stream: io.TextIOWrapper) -> str:
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()
