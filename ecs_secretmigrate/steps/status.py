"""Where each migration stands, read from AWS alone: tags, revisions, and who runs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecs_secretmigrate.model.revision import FamilyStatus, RevisionStatus, Stage
from ecs_secretmigrate.model.usage import UserKind
from ecs_secretmigrate.steps import retirer, rollout, scanner
from ecs_secretmigrate.steps.checks import replaced_by
from ecs_secretmigrate.steps.surroundings import users_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.model.revision import Revision
    from ecs_secretmigrate.model.task_definition import TaskDefinition
    from ecs_secretmigrate.model.usage import User
    from ecs_secretmigrate.ports import Judge, Runner


def status(
    definition: TaskDefinition,
    revisions: Sequence[Revision],
    runners: Mapping[UserKind, Runner],
    judge: Judge,
    options: Options,
) -> FamilyStatus:
    """Tell where one family stands.

    Args:
        definition: the revision asked about: the latest ACTIVE one, or the one a service runs.
        revisions: every revision of the family, in every state.
        runners: what runs task definitions.
        judge: decides what is a secret.
        options: the choices that say what would move.
    """
    users = tuple(users_of(definition, runners, []))
    _, findings = scanner.scan_definition(definition, judge, options)
    moving = sum(finding.move for finding in findings)
    migrated = retirer.migrated_names(revisions)
    old = tuple(
        item.definition.label
        for item in revisions
        if item.definition.label != definition.label and retirer.plaintext(item.definition, migrated, judge, options)
    )
    gone_soon = {item.definition.label for item in revisions if item.status is RevisionStatus.DELETE_IN_PROGRESS}
    left = tuple(label for label in old if label not in gone_soon)
    stage = _stage(definition, users, runners, moving=bool(moving), old=bool(left))
    return FamilyStatus(
        label=definition.label,
        stage=stage,
        replaces=replaced_by(definition),
        plaintext=moving,
        old=old,
        users=users,
        next_step=_NEXT[stage].format(family=definition.family),
    )


_NEXT = {
    Stage.CLEAN: "",
    Stage.PLAINTEXT: "ecs-secretmigrate plan --family {family}",
    Stage.REGISTERED: "ecs-secretmigrate apply --family {family}",
    Stage.ROLLING_OUT: "ecs-secretmigrate verify --family {family}",
    Stage.MIGRATED: "rotate what was exposed, then: ecs-secretmigrate retire --family {family}",
    Stage.RETIRED: "",
}


def _stage(
    definition: TaskDefinition, users: Sequence[User], runners: Mapping[UserKind, Runner], *, moving: bool, old: bool
) -> Stage:
    if moving:
        return Stage.PLAINTEXT
    replaced = replaced_by(definition)
    if not replaced:
        return Stage.CLEAN
    if any(
        user.runs == replaced and not (user.follows or user.draining or user.kind is UserKind.TASK) for user in users
    ):
        return Stage.REGISTERED
    if rollout.waiting(users, replaced, definition.label, runners):
        return Stage.ROLLING_OUT
    return Stage.MIGRATED if old else Stage.RETIRED
