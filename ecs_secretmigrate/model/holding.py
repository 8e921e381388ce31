"""Secrets and parameters that exist already, with what they hold, and which of them to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecs_secretmigrate.model.secret_value import SecretValue

_TAG = "tag:"


@dataclass(frozen=True, slots=True)
class Wish:
    """Which secrets or parameters are looked at: those of a name, or those with a tag.

    Attributes:
        prefix: what the name begins with; empty for a tag.
        tag: key of the tag; empty for a name.
        tag_value: the tag's value; None for any.
    """

    prefix: str = ""
    tag: str = ""
    tag_value: str | None = None


def parse_wish(text: str) -> Wish:
    """Read ``PREFIX``, ``tag:KEY`` or ``tag:KEY=VALUE``.

    Raises:
        ValueError: it names nothing.
    """
    if text.startswith(_TAG):
        key, equals, value = text.removeprefix(_TAG).partition("=")
        if not key:
            raise ValueError
        return Wish(tag=key, tag_value=value if equals else None)
    if not text:
        raise ValueError
    return Wish(prefix=text)


@dataclass(frozen=True, slots=True)
class Holding:
    """A secret or parameter that exists and can be read.

    Attributes:
        name: its name.
        reference: its full ARN, as ``valueFrom`` takes it.
        value: what it holds.
        has_keys: whether ECS reads single keys of it, where it is JSON.
        kms_key_id: the customer managed key it is encrypted with; empty for the store's AWS managed key.
        managed: whether it is rotated, or managed by an AWS service.
    """

    name: str
    reference: str
    value: SecretValue
    has_keys: bool = False
    kms_key_id: str = ""
    managed: bool = False
