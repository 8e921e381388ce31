"""How a thing that starts tasks names their definition."""

from __future__ import annotations

from ecs_secretmigrate.model.usage import short


def is_family_alone(task_definition: str) -> bool:
    """Whether a name or ARN has no revision, and so means the latest ACTIVE one."""
    return not short(task_definition).rpartition(":")[2].isdigit() or ":" not in short(task_definition)


def elsewhere(arn: str, account: str, region: str) -> str:
    """What to do about a task definition that belongs to another account or Region; empty if it is of this one."""
    parts = arn.split(":")
    if not arn.startswith("arn:") or (parts[3], parts[4]) == (region, account):
        return ""
    return f"it runs a task definition of account {parts[4]} in {parts[3]}: run this there"


def like(before: str, revision: str) -> str:
    """The new revision, named as the old one was: by ARN, or by family and revision."""
    return revision if before.startswith("arn:") else short(revision)
