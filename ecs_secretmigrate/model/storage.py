"""What is put into a store, and what stands there already."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecs_secretmigrate.model.secret_value import SecretValue


FAMILY_TAG = "ecs-secretmigrate:family"
"""On what this tool stored: the family it was stored for."""
SEVERAL = "several families"
"""Value of that tag on what several families use: no family can be called so, and none may delete it."""


def family_after(present: str, family: str) -> str | None:
    """What the family tag must become before a family uses what bears it; None where it may stay.

    Args:
        present: the tag's value now; empty on what this tool did not store, which is never tagged.
        family: the family that is about to use it, or :data:`SEVERAL`.
    """
    return None if present in {"", family, SEVERAL} else SEVERAL


class StoreKind(StrEnum):
    """The two stores that ECS reads references from."""

    SECRETS_MANAGER = "secretsmanager"
    PARAMETER_STORE = "ssm"


class Layout(StrEnum):
    """How values are laid out in the store."""

    VARIABLE = "variable"
    """One secret or parameter a variable."""
    BUNDLE = "bundle"
    """One JSON secret a family, a key a variable; Secrets Manager only."""


class OnConflict(StrEnum):
    """What to do where the name holds another value already."""

    FAIL = "fail"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Stored:
    """A secret or parameter that exists.

    Attributes:
        name: its name.
        arn: its full ARN, as the store gives it.
        value: its current value; None where it has none or may not be read (see ``unreadable``).
        version_id: Secrets Manager's id of the current version; empty for a parameter.
        pending_deletion: whether it waits to be deleted, and so can neither be read nor created anew.
        encrypted: False for a parameter of type String or StringList.
        owning_service: the AWS service that manages it, empty if none.
        unreadable: why the value could not be read, empty if it could.
    """

    name: str
    arn: str
    value: SecretValue | None
    version_id: str = ""
    pending_deletion: bool = False
    encrypted: bool = True
    owning_service: str = ""
    unreadable: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One secret or parameter to be written.

    Attributes:
        name: its name.
        value: the whole value; None where ``keys`` are given.
        keys: values by JSON key, to be merged into the secret's JSON object.
        kms_key_id: key id, ARN or alias; None for the store's AWS managed key.
        tags: where it came from; never a value.
        description: one line for whoever finds it in the console.
        on_conflict: what to do where another value is there.
        shared: whether it is stored for several variables: where it exists, its family tag may have to tell.
    """

    name: str
    value: SecretValue | None = None
    keys: Mapping[str, SecretValue] = field(default_factory=dict)
    kms_key_id: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    description: str = ""
    on_conflict: OnConflict = OnConflict.FAIL
    shared: bool = False


class Outcome(StrEnum):
    """What writing an entry came to."""

    CREATED = "created"
    UPDATED = "updated"
    REUSED = "reused"


@dataclass(frozen=True, slots=True)
class Written:
    """An entry in its store.

    Attributes:
        reference: what ``valueFrom`` starts with: the secret's full ARN, or the parameter's ARN.
        outcome: what was done.
    """

    reference: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why what exists under a name cannot simply be used.

    Attributes:
        text: what is in the way, to follow the name.
        cure: what to do about it.
        may_update: whether ``--on-conflict update`` would mend it.
    """

    text: str
    cure: str
    may_update: bool = False
