"""How the benchmarks measure: side by side in one run, by the median of ratios; a figure without its other is none.

Whole processes are measured by what the kernel says of them when they end (``wait4``), so what else runs on the machine
hardly counts. They run from compiled bytecode, as what is installed does.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

TOOL = [sys.executable, "-c", "from ecs_secretmigrate.commands.app import main; main()"]
"""The command line, as the script that is installed runs it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One ratio and the bound that it is held to.

    Attributes:
        name: what was measured, against what.
        ratio: the figure.
        bound: what it is held to.
        at_least: whether more is better.
        unit: what it is counted in.
        details: what else is worth knowing.
    """

    name: str
    ratio: float
    bound: float
    at_least: bool = False
    unit: str = " x"
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether the bound is kept."""
        return self.ratio >= self.bound if self.at_least else self.ratio <= self.bound


def tell(figures: Sequence[Figure], *, as_json: bool) -> None:
    """Print a line a figure, or all of them as JSON."""
    if as_json:
        print(json.dumps([{**asdict(figure), "holds": figure.holds} for figure in figures]))
        return
    for figure in figures:
        bound = f"(bound: {'at least' if figure.at_least else 'at most'} {figure.bound:g})"
        told = ", ".join(f"{key} {value}" for key, value in figure.details.items())
        kept = "" if figure.holds else " NOT KEPT"
        print(f"{figure.name}: {figure.ratio:.4g}{figure.unit} {bound}{kept}; {told}")


def ratios(first: Callable[[], float], second: Callable[[], float], rounds: int) -> list[float]:
    """What the first costs in the second's, measured in turns."""
    return [first() / second() for _ in range(rounds)]


def median(values: Sequence[float]) -> float:
    """The middle of them: one slow turn does not move it."""
    return statistics.median(values)


@dataclass(frozen=True, slots=True)
class Ended:
    """What the kernel says of a process that ended."""

    code: int
    cpu_seconds: float
    peak_bytes: int


def run(command: Sequence[str], environment: Mapping[str, str] | None = None, *, codes: Sequence[int] = (0,)) -> Ended:
    """Run a command to its end, its output dropped.

    Raises:
        RuntimeError: it ended with another code than it should.
    """
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in codes:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Ended(process.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss * unit)


@contextmanager
def compiled() -> Iterator[dict[str, str]]:
    """An environment in which Python keeps and finds its bytecode, whatever this one's habits are; no AWS settings."""
    with tempfile.TemporaryDirectory() as cache:
        left_out = ("AWS_", "PYTHONDONTWRITEBYTECODE")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
        yield {**kept, "PYTHONPYCACHEPREFIX": cache}
