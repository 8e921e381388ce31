"""Retiring: the revisions that still hold plaintext, in whatever state, and that nothing uses, are deleted.

Source: ECS developer guide, "Task definition states": an INACTIVE revision can be described as long as it is not
deleted, so what it holds in plaintext can be read by whoever may describe it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from ecs_secretmigrate.model.finding import Destination
from ecs_secretmigrate.model.places import places
from ecs_secretmigrate.model.revision import Exposure, Retirement, RevisionStatus
from ecs_secretmigrate.model.task_definition import container_name, containers, entries
from ecs_secretmigrate.model.verdict import Confidence
from ecs_secretmigrate.steps import scanner
from ecs_secretmigrate.steps.checks import replaced_by
from ecs_secretmigrate.steps.surroundings import users_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.model.plan import Obstacle
    from ecs_secretmigrate.model.revision import Revision
    from ecs_secretmigrate.model.task_definition import TaskDefinition
    from ecs_secretmigrate.model.usage import User, UserKind
    from ecs_secretmigrate.ports import Judge, Revisions, Runner

Held = dict[str, str]
"""What a revision holds in plaintext: ``CONTAINER/NAME`` and the detector that says so."""


def consider(
    revisions: Sequence[Revision],
    runners: Mapping[UserKind, Runner],
    judge: Judge,
    options: Options,
    *,
    soak: timedelta,
    now: datetime,
) -> tuple[Retirement, list[Revision]]:
    """What would go, and why nothing may; the revisions that would go stand beside it.

    Args:
        revisions: every revision of one family, oldest first.
        runners: what runs task definitions.
        judge: decides what is a secret.
        options: the choices that say what would move.
        soak: how long a migrated revision must have been there.
        now: the time.
    """
    family = revisions[0].definition.family
    migrated = migrated_names(revisions)
    held = {item.definition.label: plaintext(item.definition, migrated, judge, options) for item in revisions}
    result = Retirement(family, exposures=tuple(exposures(revisions, held)))
    active = [item for item in revisions if item.status is RevisionStatus.ACTIVE]
    newest = active[-1] if active else None
    holding = [item for item in revisions if held[item.definition.label] and item is not newest]
    result = replace(
        result,
        under_way=tuple(_labels(item for item in holding if item.status is RevisionStatus.DELETE_IN_PROGRESS)),
    )
    going = [item for item in holding if item.status is not RevisionStatus.DELETE_IN_PROGRESS]
    refusal, users = _refusal(going, newest, held, runners, soak, now)
    unknown = [user for user in users_of(revisions[0].definition, runners, []) if not user.runs] if going else []
    return (
        replace(result, going=tuple(_labels(going)), refusal=refusal, users=tuple(users), unknown=tuple(unknown)),
        going,
    )


def carry_out(
    considered: Retirement, going: Sequence[Revision], revisions: Revisions, progress: Callable[[str], None]
) -> Retirement:
    """Deregister and delete what goes."""
    failed = tuple(revisions.remove(going, progress))
    left = {label for label, _ in failed}
    return replace(considered, gone=tuple(label for label in considered.going if label not in left), failed=failed)


def _refusal(
    going: Sequence[Revision],
    newest: Revision | None,
    held: Mapping[str, Held],
    runners: Mapping[UserKind, Runner],
    soak: timedelta,
    now: datetime,
) -> tuple[str, list[User]]:
    if newest is None or not going:
        return ("", []) if not going else ("the family has no ACTIVE revision: what would run in its stead?", [])
    label = newest.definition.label
    movable = [name for name, detector in held[label].items() if not detector.startswith("elsewhere ")]
    if movable:
        return f"the latest revision, {label}, still holds {', '.join(movable)} in plaintext: apply first", []
    unseen: list[Obstacle] = []
    labels = set(_labels(going))
    every = list(users_of(newest.definition, runners, unseen))
    users = [user for user in every if user.runs in labels]
    soaking = _soaking(newest, every, soak, now) if replaced_by(newest.definition) else ""
    if soaking and not users:
        return soaking, []
    if users:
        return f"{len(users)} still use what would go: move them first (ecs-secretmigrate apply)", users
    if unseen:
        return f"{unseen[0].message}: nothing is retired that may be in use", []
    return "", []


def _soaking(newest: Revision, users: Iterable[User], soak: timedelta, now: datetime) -> str:
    """Why it is too early; empty if it is not. It counts from the last roll-out: who went back and on starts anew."""
    label = newest.definition.label
    if newest.registered_at is None:
        return f"ECS does not tell since when {label} is there: give --soak 0 if it is long enough" if soak else ""
    rolled_out = [user.since for user in users if user.runs == label and user.since is not None]
    rest = max([newest.registered_at, *rolled_out]).astimezone(UTC) + soak - now
    if rest <= timedelta(0):
        return ""
    return (
        f"{label} has run for less than the soak time, and rolling back ends with retiring: wait "
        f"{rest.total_seconds() / 3600:.1f} h, or give a shorter --soak"
    )


def _labels(revisions: Iterable[Revision]) -> list[str]:
    return [item.definition.label for item in revisions]


def migrated_names(revisions: Iterable[Revision]) -> set[tuple[str, str, Destination]]:
    """The variables and log options that migrated revisions take from a store: container, name and place."""
    names: set[tuple[str, str, Destination]] = set()
    for item in revisions:
        if not replaced_by(item.definition):
            continue
        for index, container in containers(item.definition.body):
            own = container_name(container, index)
            names.update((own, entry["name"], Destination.SECRETS) for _, entry in entries(container, "secrets"))
            log = container.get("logConfiguration")
            if isinstance(log, dict):
                names.update(
                    (own, entry["name"], Destination.SECRET_OPTIONS) for _, entry in entries(log, "secretOptions")
                )
    return names


def plaintext(
    definition: TaskDefinition, migrated: set[tuple[str, str, Destination]], judge: Judge, options: Options
) -> Held:
    """What a revision holds in plaintext: what is migrated by now, whatever its value was, and what would move."""
    held: Held = {}
    for placed in places(definition.body):
        if placed.destination is None or placed.value.is_empty:
            continue
        if (placed.container or "", placed.name, placed.destination) in migrated:
            held[f"{placed.container}/{placed.name}"] = "migrated"
    _, findings = scanner.scan_definition(definition, judge, options)
    for finding in findings:
        if finding.move:
            held[finding.label] = finding.detector
        elif finding.placed.destination is None and finding.confidence is not Confidence.LOW:
            held.setdefault(finding.label, f"elsewhere {finding.detector}")
    return held


_ORDER = ("private-key", "provider-", "jwt", "capability-url", "url-", "connection-string", "name-password", "name-key")


def exposures(revisions: Sequence[Revision], held: Mapping[str, Held]) -> list[Exposure]:
    """What was exposed, in the order to rotate it in: what opens most first, then what was exposed longest."""
    where: dict[str, list[Revision]] = defaultdict(list)
    detectors: dict[str, str] = {}
    for item in revisions:
        for label, detector in held[item.definition.label].items():
            where[label].append(item)
            if detectors.get(label, "migrated") == "migrated":
                detectors[label] = detector.removeprefix("elsewhere ")
    made = [
        Exposure(
            label,
            detectors[label],
            tuple(_labels(holders)),
            min((item.registered_at.isoformat() for item in holders if item.registered_at), default=""),
        )
        for label, holders in where.items()
    ]
    return sorted(made, key=lambda item: (_urgency(item.detector), item.since, item.label))


def _urgency(detector: str) -> int:
    return next((index for index, prefix in enumerate(_ORDER) if detector.startswith(prefix)), len(_ORDER))
