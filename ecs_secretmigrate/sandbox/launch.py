"""The embedded AWS's own process: ministack with the pretend docker package, tied to its parent by a pipe.

The parent holds the other end of stdin: when it goes, however it goes, the pipe closes and this process ends. Over
the same pipe it asks for what the containers got; the answer goes out over stdout, and is nowhere else.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path


def main() -> None:
    """Run ministack until the parent is gone."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    sys.path.insert(0, str(Path(__file__).parent / "shim"))
    threading.Thread(target=_serve_parent, args=(answers,), daemon=True).start()
    from ministack.app import main as ministack  # noqa: PLC0415 - the path is set first

    sys.argv = ["ministack"]
    ministack()


def _serve_parent(answers: object) -> None:
    for line in sys.stdin:
        docker = sys.modules.get("docker")
        if line.strip() == "forget" and docker:
            docker.forget()
        elif line.strip() == "containers":
            json.dump(docker.records() if docker else [], answers)  # type: ignore[arg-type]
            answers.write("\n")  # type: ignore[attr-defined]
            answers.flush()  # type: ignore[attr-defined]
    os._exit(0)


if __name__ == "__main__":
    main()
