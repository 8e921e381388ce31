"""The member role's lists of actions, from the code that ``policy --operator`` prints them with.

After a change there, ``python -m tests.deploy.actions`` writes them into ``deploy/member-role.yaml``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ecs_secretmigrate.grants.operator import operator_policy
from ecs_secretmigrate.model.storage import StoreKind

MEMBER_ROLE = Path(__file__).resolve().parents[2] / "deploy" / "member-role.yaml"
ALLOWED: dict[str, list[str] | None] = {"plan": ["plan"], "apply": ["plan", "apply", "verify", "status"], "all": None}
"""The verbs that each value of the parameter Allow is for."""


def policy(allow: str, store: StoreKind) -> dict[str, Any]:
    """The role's policy, with its list of actions."""
    return operator_policy(store, ALLOWED[allow])


def mappings() -> str:
    """The template's Mappings."""
    lines = [
        "Mappings:",
        "  Actions: # what `ecs-secretmigrate policy --operator` prints; `python -m tests.deploy.actions` writes it here",
    ]
    for allow in ALLOWED:
        lines.append(f"    {allow}:")
        for store in StoreKind:
            lines.append(f"      {store.value}:")
            lines.extend(f"        - {action}" for action in policy(allow, store)["Statement"][0]["Action"])
    return "\n".join(lines) + "\n\n"


if __name__ == "__main__":
    text = MEMBER_ROLE.read_text(encoding="utf-8")
    MEMBER_ROLE.write_text(
        re.sub(r"^Mappings:.*?(?=^Conditions:)", mappings(), text, flags=re.MULTILINE | re.DOTALL), "utf-8"
    )
