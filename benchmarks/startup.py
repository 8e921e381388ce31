"""What a start costs: ``--help`` and an offline scan of one file, whole processes, against ``import typer`` alone.

    python -m benchmarks.startup [--rounds N] [--json]

CPU seconds, from compiled bytecode. What is loaded shows with ``python -X importtime -m ecs_secretmigrate --help``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.measuring import TOOL, Figure, compiled, median, ratios, run, tell

_BOUND = 2.2
_FILE = Path(__file__).resolve().parent.parent / "fixtures" / "my-app" / "task-definition.json"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with compiled() as environment:

        def cost(*command: str) -> float:
            return run(command, environment, codes=(0, 10)).cpu_seconds

        def typer() -> float:
            return cost(sys.executable, "-c", "import typer")

        figures = []
        for name, arguments in {"--help": ["--help"], "scan of one file": ["scan", str(_FILE)]}.items():

            def ours(words: list[str] = arguments) -> float:
                return cost(*TOOL, *words)

            ours(), typer()  # compiles
            measured = ratios(ours, typer, asked.rounds)
            details = {"least": round(min(measured), 2), "most": round(max(measured), 2)}
            figures.append(Figure(f"{name} / import typer", median(measured), _BOUND, details=details))
    tell(figures, as_json=asked.json)


if __name__ == "__main__":
    main()
