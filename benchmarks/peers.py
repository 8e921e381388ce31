"""Offline scanning against detect-secrets: judging the same pairs in one process, and scanning the same folder.

    python -m benchmarks.peers                    the project's own pairs
    python -m benchmarks.peers CORPUS.jsonl       any corpus, as benchmarks.detection takes it
    options: --rounds N  --files N  --json

detect-secrets (PyPI) is asked by its own ``scan_line`` with all its plugins and default filters, each pair as the line
NAME=value. Names are forgotten before each round of ours. The folder is scanned by whole processes, theirs with one
core, as ours has. Needs: pip install 'ecs-secretmigrate[bench]'
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from benchmarks import generated
from benchmarks.detection import load
from benchmarks.measuring import TOOL, Figure, compiled, median, ratios, run, tell
from ecs_secretmigrate.detectors import judge
from ecs_secretmigrate.detectors.names import read

if TYPE_CHECKING:
    from benchmarks.detection import Row

_BOUND = 10.0
_THEIRS = [sys.executable, "-m", "detect_secrets", "-c", "1"]


def judging(rows: list[Row], rounds: int) -> Figure:
    """Seconds of theirs for the pairs in seconds of ours: how many times as many pairs a second."""
    from detect_secrets.core.scan import scan_line  # noqa: PLC0415
    from detect_secrets.settings import default_settings  # noqa: PLC0415

    def ours() -> float:
        read.cache_clear()
        start = process_time()
        for row in rows:
            judge(row["name"], row["value"])
        return process_time() - start

    def theirs() -> float:
        start = process_time()
        for row in rows:
            list(scan_line(f"{row['name']}={row['value']}"))
        return process_time() - start

    with default_settings():
        ours(), theirs()
        measured = ratios(theirs, ours, rounds)
        details = {"pairs": len(rows), "pairs a second": f"{len(rows) / ours():,.0f} and {len(rows) / theirs():,.0f}"}
    return Figure("pairs a second: ours / detect-secrets", median(measured), _BOUND, at_least=True, details=details)


def scanning(files: int, rounds: int) -> Figure:
    """CPU seconds of ``detect-secrets scan`` in those of ours, over the same folder."""
    with tempfile.TemporaryDirectory() as folder, compiled() as environment:
        generated.write(Path(folder), files)

        def ours() -> float:
            return run([*TOOL, "scan", folder, "--format", "json"], environment, codes=(10,)).cpu_seconds

        def theirs() -> float:
            return run([*_THEIRS, "-C", folder, "scan", "--all-files", "."], environment).cpu_seconds

        ours(), theirs()
        measured = ratios(theirs, ours, rounds)
    details = {"files": files, "least": round(min(measured), 2), "most": round(max(measured), 2)}
    return Figure("scan of a folder: detect-secrets / ours", median(measured), 1.0, at_least=True, details=details)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    try:
        import detect_secrets  # noqa: F401, PLC0415
    except ImportError:
        sys.exit("detect-secrets is not here: pip install 'ecs-secretmigrate[bench]'")
    tell([judging(load(asked.corpus), asked.rounds), scanning(asked.files, asked.rounds)], as_json=asked.json)


if __name__ == "__main__":
    main()
