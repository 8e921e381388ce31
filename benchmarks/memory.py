"""Peak memory of a scan, by how many task definitions stream through it: files, and live families.

    python -m benchmarks.memory [--json]             1,000, 10,000 and 100,000 files; 1,000 and 10,000 live families
    options: --live-100000 (many minutes)  --files-only

The peak is the kernel's of the whole process (``ru_maxrss``). The live families are those of a stub on this machine.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import generated
from benchmarks.measuring import TOOL, Figure, compiled, run, tell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BOUND = 1.3
_COUNTS = (1_000, 10_000, 100_000)
_FOUND = (10,)
_KEYS = {
    "AWS_ACCESS_KEY_ID": "benchmark",
    "AWS_SECRET_ACCESS_KEY": "benchmark",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


def files(count: int) -> int:
    """Peak bytes of a scan of so many files."""
    with tempfile.TemporaryDirectory() as folder, compiled() as environment:
        below = Path(folder) / "definitions"
        generated.write(below, count)
        output = str(Path(folder) / "found.json")
        words = ["scan", str(below), "--format", "json", "--output", output]
        return run([*TOOL, *words], environment, codes=_FOUND).peak_bytes


def live(count: int) -> int:
    """Peak bytes of a live scan of so many families."""
    with _stub(count) as url, tempfile.TemporaryDirectory() as folder, compiled() as environment:
        output = str(Path(folder) / "found.json")
        words = ["scan", "--all", "--endpoint-url", url, "--format", "json", "--output", output]
        return run([*TOOL, *words], {**environment, **_KEYS}, codes=_FOUND).peak_bytes


@contextmanager
def _stub(count: int) -> Iterator[str]:
    # A process of its own: a child's peak counts what its parent held when it was started.
    command = [sys.executable, "-m", "benchmarks.loopback", str(count)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()


def figure(name: str, peaks: dict[int, int]) -> Figure:
    """The peak at the most against that at the least."""
    told = {f"{count:,}": f"{peak / 2**20:.1f} MiB" for count, peak in peaks.items()}
    return Figure(
        f"{name}: {max(peaks):,} / {min(peaks):,}", peaks[max(peaks)] / peaks[min(peaks)], _BOUND, details=told
    )


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--live-100000", action="store_true")
    parser.add_argument("--files-only", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(words)
    figures = [figure("peak memory, files", {count: files(count) for count in _COUNTS})]
    if not asked.files_only:
        counts = _COUNTS if asked.live_100000 else _COUNTS[:2]
        figures.append(figure("peak memory, live families", {count: live(count) for count in counts}))
    tell(figures, as_json=asked.json)


if __name__ == "__main__":
    main()
