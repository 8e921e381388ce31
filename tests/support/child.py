"""A command line in a process of its own, forked with everything loaded: it can end anywhere, as a killed one does."""

from __future__ import annotations

import functools
import multiprocessing
import os
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import boto3
import botocore.loaders

from tests.support.faults import Point, Recorder

if TYPE_CHECKING:
    from tests.support.accounts import Emulated

# Reading an API's model takes most of a client's making: children inherit what was read once.
_read = botocore.loaders.JSONFileLoader.load_file
_files: dict[str, Any] = {}
_SERVICES = "cloudformation ecs events iam kms scheduler secretsmanager ssm stepfunctions sts".split()


def _remembered(loader: Any, path: str) -> Any:
    if path not in _files:
        _files[path] = _read(loader, path)
    return _files[path]


@functools.cache
def _warm() -> None:
    """Read every model that a run reads, before the first child is forked."""
    botocore.loaders.JSONFileLoader.load_file = _remembered
    session = boto3.session.Session(aws_access_key_id="x", aws_secret_access_key="x", region_name="eu-west-1")
    for service in _SERVICES:
        session.client(service)


_FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Ended:
    """How a child ended."""

    code: int
    said: str
    points: list[Point] = field(default_factory=list)


def run_child(emulated: Emulated, *words: str, fault: Any = None, seconds: float = 90) -> Ended:
    """Run a command line in a child, with a fault on its way if one is given."""
    _warm()
    theirs, mine = os.pipe()
    process = _FORK.Process(target=_main, args=(emulated.environment(), words, fault, theirs, mine))
    process.start()
    os.close(mine)
    with os.fdopen(theirs, "rb") as pipe:
        text = pipe.read().decode("utf-8", "replace")
    process.join(seconds)
    if process.exitcode is None:
        process.kill()
        raise AssertionError(f"{' '.join(words)} did not end: {text[-500:]}")
    said, _, listed = text.partition("\0")
    points = [Point(name, int(nth)) for name, _, nth in (line.rpartition("#") for line in listed.split("\n") if line)]
    return Ended(int(process.exitcode), said, points)


def _main(environment: dict[str, str], words: tuple[str, ...], fault: Any, theirs: int, mine: int) -> None:
    from ecs_secretmigrate.commands.app import run

    os.close(theirs)
    os.environ.update(environment)
    os.dup2(mine, 1)
    os.dup2(mine, 2)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
    recorder = Recorder(fault)
    recorder.install(None)
    code = run(words)
    sys.stdout.flush()
    sys.stderr.flush()
    listed = "\n".join(map(str, recorder.points))
    os.write(1, f"\0{listed}".encode())
    os._exit(code)
