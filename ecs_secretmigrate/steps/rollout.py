"""Moving everything that runs the old revision to the new one, services first: they prove that it works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecs_secretmigrate.model.usage import ANY_REVISION, Rollout, RolloutStanding, UserKind, short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ecs_secretmigrate.model.usage import User
    from ecs_secretmigrate.ports import Runner


def roll_out(
    users: Iterable[User],
    old: str,
    revision: str,
    runners: Mapping[UserKind, Runner],
    progress: Callable[[str], None],
    *,
    goes_back: bool = False,
) -> Iterator[Rollout]:
    """Move each user of the old revision; stop at the first that fails, since the next would fail the same way.

    Args:
        users: who runs the family.
        old: ``family:revision`` that they are moved away from.
        revision: ARN of the revision that they are moved to.
        runners: what moves each kind.
        progress: told of each step.
        goes_back: whether a service that runs the new revision already, and badly, goes back to the old one: an
            earlier run moved it and did not see the end.
    """
    listed = sorted(users, key=lambda user: (user.kind is not UserKind.SERVICE, user.label))
    for user in listed:
        rollout = _one(user, old, revision, runners, progress, back_to=old if goes_back else "")
        if rollout is None:
            continue
        yield rollout
        if not rollout.ok:
            return


def _one(
    user: User,
    old: str,
    revision: str,
    runners: Mapping[UserKind, Runner],
    progress: Callable[[str], None],
    *,
    back_to: str,
) -> Rollout | None:
    new = short(revision)
    if user.draining:
        return None
    if user.follows:
        return Rollout(user, RolloutStanding.FOLLOWS, new)
    if user.runs == new:
        return runners[user.kind].move(user, revision, progress, back_to) if user.kind is UserKind.SERVICE else None
    if user.next_step:
        appspec = user.traits.get("appspec", "").replace(ANY_REVISION, revision)
        return Rollout(user, RolloutStanding.LEFT, new, cure=": ".join(filter(None, (user.next_step, appspec))))
    if user.runs != old:
        where = f"--service {user.label}" if user.kind is UserKind.SERVICE else f"--family {user.runs}"
        return Rollout(
            user,
            RolloutStanding.LEFT,
            new,
            cause=f"it runs {user.runs}, not {old}",
            cure=f"plan that revision too: ecs-secretmigrate plan {where}",
        )
    return runners[user.kind].move(user, revision, progress)


def waiting(users: Iterable[User], old: str, new: str, runners: Mapping[UserKind, Runner]) -> bool:
    """Whether a roll-out from one revision to the other is not at its end: someone is left, or not yet steady."""
    for user in users:
        if user.follows or user.draining or user.next_step:
            continue
        if user.runs == old:
            return True
        if user.runs == new and user.kind is UserKind.SERVICE and runners[user.kind].settled(user):
            return True
    return False
