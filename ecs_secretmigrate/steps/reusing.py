"""Pointing variables at secrets that exist already and hold the very same value: rotating those then reaches them.

Nothing is written for it. What this tool stored is not looked at here: a family's own secrets go when that family is
rolled back, and sharing them is ``--share``'s business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ecs_secretmigrate.model.bundle import NotABundleError, keys_of
from ecs_secretmigrate.model.by_value import ByValue
from ecs_secretmigrate.model.holding import Holding, parse_wish
from ecs_secretmigrate.model.plan import Action, Obstacle
from ecs_secretmigrate.model.reference import SecretReference

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ecs_secretmigrate.model.secret_value import SecretValue
    from ecs_secretmigrate.ports import Holdings
    from ecs_secretmigrate.steps.planner import Draft

_SHOWN = 3
# What a database's secret holds beside the password (Secrets Manager user guide, "JSON structure of secrets"), and
# what a variable that means the same is called: a password may equal its user's name, and rotating would part them.
_COMPANIONS = {
    "dbclusteridentifier": "cluster",
    "dbinstanceidentifier": "instance",
    "dbname": "db",
    "engine": "engine",
    "host": "host",
    "masterarn": "arn",
    "port": "port",
    "user": "user",
    "username": "user",
}


@dataclass(frozen=True, slots=True)
class _Place:
    """A secret, or one key of its JSON, that can be pointed at."""

    holding: Holding
    key: str | None = None

    @property
    def value_from(self) -> str:
        if self.key is None:
            return self.holding.reference
        return SecretReference(self.holding.reference, json_key=self.key).value_from

    def __str__(self) -> str:
        return self.holding.name if self.key is None else f"{self.holding.name} [{self.key}]"

    def may_be(self, name: str) -> bool:
        """Whether a variable of this name may mean it."""
        hint = _COMPANIONS.get((self.key or "").lower())
        return hint is None or hint in name.lower()

    def rank(self, name: str) -> tuple[object, ...]:
        """Order of preference: rotated or managed by AWS, of the variable's own name, then the shortest name."""
        own = self.key if self.key is not None else self.holding.name.rsplit("/", 1)[-1]
        return (
            not self.holding.managed,
            _plain(own) != _plain(name),
            len(self.holding.name),
            self.holding.name,
            self.key or "",
        )


class Reuse:
    """Everything found under the wishes, by its value.

    Args:
        holdings: the stores that are looked through.
        wishes: name prefixes, or ``tag:KEY[=VALUE]``.

    Raises:
        AwsError: a call failed.
    """

    def __init__(self, holdings: Sequence[Holdings], wishes: Sequence[str]) -> None:
        self._places: ByValue[_Place] = ByValue()
        self.unread: list[str] = []
        seen: set[str] = set()
        for wish in map(parse_wish, wishes):
            for store in holdings:
                found, unread = store.find(wish)
                self.unread.extend(unread)
                for holding in found:
                    if holding.reference not in seen:
                        seen.add(holding.reference)
                        self._add(holding)

    def _add(self, holding: Holding) -> None:
        self._places.add(holding.value, _Place(holding))
        for key, value in _keys(holding):
            self._places.add(value, _Place(holding, key))

    def point(self, draft: Draft) -> tuple[Draft, Obstacle | None]:
        """The draft pointed at an equal secret, and which others there were; unchanged where there is none."""
        move = draft.move
        equal = sorted(
            (place for place in self._places.of(draft.value) if place.may_be(move.name)),
            key=lambda place: place.rank(move.name),
        )
        if not equal:
            return draft, None
        best, *others = equal
        pointed = replace(
            move,
            action=Action.POINT,
            target=None,
            value_from=best.value_from,
            kms_key_id=best.holding.kms_key_id,
        )
        return replace(draft, move=pointed), _also(best, others, move.label) if others else None


def _keys(holding: Holding) -> Iterator[tuple[str, SecretValue]]:
    """The keys that ``valueFrom`` can name and the agent reads as they are: strings, no colon in the key."""
    if not holding.has_keys:
        return
    try:
        keys = keys_of(holding.value)
    except NotABundleError:
        return
    for key, value in keys.items():
        if key and ":" not in key and value is not None:
            yield key, value


def _also(best: _Place, others: Sequence[_Place], label: str) -> Obstacle:
    named = ", ".join(map(str, others[:_SHOWN]))
    more = f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else ""
    return Obstacle(
        "equal-elsewhere",
        f"{named}{more} {'holds' if len(others) == 1 else 'hold'} the same value as {best}, which is taken: if that is "
        "the wrong one, name the right one with [[map]]",
        label,
    )


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
