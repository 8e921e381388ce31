"""Task definitions made when they are asked for: each with one secret and twenty settings, none like another.

Nothing in a file looks like a live credential; what stands for one is made here.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

A_FOLDER = 1_000
"""Files in one folder."""
_SETTINGS = 20


def definition(number: int) -> dict[str, Any]:
    """The definition of one family, as ``RegisterTaskDefinition`` takes it."""
    family = f"service-{number:06}"
    # Every other name is the family's own: what is remembered of names must not grow with them.
    names = [f"SETTING_{index}" if index % 2 else f"SERVICE_{number}_{index}_LEVEL" for index in range(_SETTINGS)]
    settings = [{"name": name, "value": f"{family}-{name.lower()}"} for name in names]
    made_up = hashlib.sha256(family.encode()).hexdigest()[:24]
    return {
        "family": family,
        "executionRoleArn": "arn:aws:iam::123456789012:role/execution",
        "containerDefinitions": [
            {
                "name": "app",
                "image": "app:1",
                "memory": 128,
                "environment": [*settings, {"name": "DATABASE_PASSWORD", "value": made_up}],
            }
        ],
    }


def write(folder: Path, count: int) -> None:
    """Write so many as JSON files, a thousand a folder."""
    for number in range(count):
        if number % A_FOLDER == 0:
            below = folder / f"{number // A_FOLDER:03}"
            below.mkdir(parents=True)
        (below / f"{number:06}.json").write_text(json.dumps(definition(number), indent=2), encoding="utf-8")
