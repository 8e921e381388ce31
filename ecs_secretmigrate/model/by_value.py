"""Things kept by the value they belong to: equal values find one another, in memory and nowhere else."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecs_secretmigrate.model.secret_value import SecretValue

T = TypeVar("T")


class ByValue(Generic[T]):
    """Groups of things whose values are exactly equal, in the order they came.

    Values are sorted into drawers by a digest under a random key that is made here and never leaves, so that n values
    take n steps; within a drawer they are compared.
    """

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._drawers: dict[bytes, list[tuple[SecretValue, list[T]]]] = {}

    def add(self, value: SecretValue, thing: T) -> None:
        """Put a thing beside those of an equal value."""
        drawer = self._drawers.setdefault(value.drawer(self._key), [])
        for known, things in drawer:
            if known.equals(value):
                things.append(thing)
                return
        drawer.append((value, [thing]))

    def of(self, value: SecretValue) -> list[T]:
        """The things of exactly this value."""
        drawer = self._drawers.get(value.drawer(self._key), [])
        return next((things for known, things in drawer if known.equals(value)), [])

    def groups(self) -> Iterator[list[T]]:
        """Each group; things of one value are in one group, and only they."""
        for drawer in self._drawers.values():
            for _, things in drawer:
                yield things
