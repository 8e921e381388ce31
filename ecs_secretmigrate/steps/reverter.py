"""Rolling back: what runs a migrated revision runs again the revision that it replaced, as its tag tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecs_secretmigrate.errors import AwsError, BlockedError, ExitCode
from ecs_secretmigrate.model.revision import Reversal, RevisionStatus
from ecs_secretmigrate.model.task_definition import containers
from ecs_secretmigrate.model.usage import Rollout, RolloutStanding
from ecs_secretmigrate.steps import rollout
from ecs_secretmigrate.steps.checks import replaced_by
from ecs_secretmigrate.steps.environment import references
from ecs_secretmigrate.steps.surroundings import users_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ecs_secretmigrate.model.revision import Revision
    from ecs_secretmigrate.model.task_definition import TaskDefinition
    from ecs_secretmigrate.model.usage import UserKind
    from ecs_secretmigrate.ports import Removal, Revisions, Runner


def roll_back(
    definition: TaskDefinition,
    runners: Mapping[UserKind, Runner],
    revisions: Revisions,
    removal: Removal,
    progress: Callable[[str], None],
    *,
    deregisters: bool = False,
    deletes_secrets: bool = False,
) -> Reversal:
    """Move everything that runs a migrated revision back to the revision it replaced.

    Args:
        definition: the migrated revision.
        runners: what moves each kind.
        revisions: every revision of the family.
        removal: finds and deletes what this tool stored.
        progress: told of each step.
        deregisters: whether the migrated revision is deregistered, so that what names the family alone goes back too.
        deletes_secrets: whether secrets that nothing refers to any more are deleted (and the revision deregistered).

    Raises:
        BlockedError: the revision is not a migrated one, or what it replaced is gone.
        AwsError: a call failed.
    """
    old = replaced_by(definition)
    every = revisions.of(definition.family)
    if not old and deletes_secrets:
        # A run that ended after it had deregistered the migrated revision: what is left is to delete the secrets.
        ended = [item.definition for item in every if replaced_by(item.definition) == definition.label]
        if ended:
            definition, old = ended[-1], definition.label
    if not old:
        raise BlockedError(
            f"{definition.label} is not a migrated revision",
            cure="there is nothing to roll back; `ecs-secretmigrate status` shows where it stands",
        )
    previous = next((item for item in every if item.definition.label == old), None)
    if previous is None or previous.status is not RevisionStatus.ACTIVE:
        state = "gone" if previous is None else previous.status.value
        raise BlockedError(
            f"{old}, which {definition.label} replaced, is {state}: nothing can run it any more",
            cure="it was retired, and rolling back ended there; register a new revision",
        )
    arn = previous.definition.source
    moved = []
    users = list(users_of(definition, runners, []))
    for item in rollout.roll_out(users, definition.label, arn, runners, progress):
        if item.standing is RolloutStanding.FOLLOWS and not (deregisters or deletes_secrets):
            item = _left(item, definition.label)  # noqa: PLW2901
        moved.append(item)
    bad = [item for item in moved if not item.ok]
    if bad:
        message = "; ".join(f"{item.user.title}: {item.cause}" for item in bad)
        return Reversal(definition.label, old, tuple(moved), message=message, exit_code=ExitCode.FAILED)
    pinned = sorted({user.runs for runner in runners.values() for user in runner.users() if user.runs})
    return _tidied(
        definition, old, every, revisions, removal, progress, tuple(moved), (deregisters, deletes_secrets), pinned
    )


def _left(item: Rollout, label: str) -> Rollout:
    return Rollout(
        item.user,
        RolloutStanding.LEFT,
        item.to,
        cause=f"it names the family alone, and so runs {label} as long as that is ACTIVE",
        cure="give --deregister",
    )


def _tidied(
    definition: TaskDefinition,
    old: str,
    every: list[Revision],
    revisions: Revisions,
    removal: Removal,
    progress: Callable[[str], None],
    moved: tuple[Rollout, ...],
    wishes: tuple[bool, bool],
    pinned: Sequence[str],
) -> Reversal:
    deregisters, deletes = wishes
    siblings = [item for item in every if item.status is RevisionStatus.ACTIVE]
    if deregisters or deletes:
        # Every migrated revision: one that another run left would be the latest else.
        for item in siblings:
            if replaced_by(item.definition) == old:
                revisions.deregister(item.definition.label)
                progress(f"{item.definition.label}: deregistered")
        siblings = [item for item in siblings if replaced_by(item.definition) != old]
    still = {
        reference
        for item in siblings
        if replaced_by(item.definition) != old
        for reference in _referred(item.definition)
    }
    mine = _referred(definition)
    if mine:
        # A secret that holds an equal value is shared between families: it is no longer this one's alone.
        others = revisions.elsewhere(definition.family, pinned)
        still |= {reference for item in others for reference in _referred(item)}
    try:
        unused = removal.ours([reference for reference in mine if reference not in still], definition.family)
        kept = removal.ours(still, definition.family)
    except AwsError:
        return Reversal(definition.label, old, moved, deregistered=deregisters or deletes)
    unused = [name for name in unused if name not in kept]
    if deletes and unused:
        removal.delete(unused)
        for name in unused:
            progress(f"deleted {name}")
    return Reversal(
        definition.label,
        old,
        moved,
        unused=tuple(unused),
        deleted=tuple(unused) if deletes else (),
        deregistered=deregisters or deletes,
    )


def _referred(definition: TaskDefinition) -> list[str]:
    return [reference for _, container in containers(definition.body) for reference in references(container)]
