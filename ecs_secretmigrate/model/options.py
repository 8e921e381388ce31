"""What the user chose: the same for the command line, the configuration file and the library."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ecs_secretmigrate.model.storage import Layout, OnConflict, StoreKind
from ecs_secretmigrate.model.verdict import Confidence

if TYPE_CHECKING:
    from ecs_secretmigrate.model.baseline import Decision


@dataclass(frozen=True, slots=True)
class Override:
    """``[[secret]]`` of the configuration file: where one variable is stored.

    Attributes:
        variable: glob on ``CONTAINER/NAME``, or on ``NAME``.
        name: name of the secret or parameter.
        key: key of the secret's JSON object; Secrets Manager only. None stores the value whole.
    """

    variable: str
    name: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Mapped:
    """``[[map]]`` of the configuration file: a variable that an existing secret already holds.

    Attributes:
        variable: glob on ``CONTAINER/NAME``, or on ``NAME``.
        value_from: the reference, as it will stand in the task definition.
    """

    variable: str
    value_from: str


@dataclass(frozen=True, slots=True)
class CustomPlace:
    """``[[place]]`` of the configuration file: another place to judge.

    Attributes:
        path: JSONPath into the task definition (camelCase).
        name: what the value is called, for the detectors; empty to take its own key.
        advice: what to do about a secret there.
    """

    path: str
    name: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """The choices that decide what a plan holds.

    Attributes:
        store: where values go.
        layout: one secret a variable, or one JSON bundle a family.
        name_template: ``str.format`` template of a name; None for the store's default.
        kms_key_id: key id, ARN or alias; None for the store's AWS managed key.
        on_conflict: what to do where a name holds another value already.
        include: globs or JSONPaths that move whatever the detectors say.
        exclude: globs or JSONPaths that never move.
        min_confidence: the least sure finding that moves.
        execution_role_arn: the execution role to set where a task definition has none.
        overrides: where single variables are stored.
        maps: variables that existing secrets hold.
        places: further places to judge.
        family: name for a bare array of containers; None for its file's name.
        decisions: what reviews decided about single findings.
        share: whether a value that stands in several places is stored once.
        reuse_existing: where secrets that hold a value already are looked for: name prefixes, ``tag:KEY[=VALUE]``.
    """

    store: StoreKind = StoreKind.SECRETS_MANAGER
    layout: Layout = Layout.VARIABLE
    name_template: str | None = None
    kms_key_id: str | None = None
    on_conflict: OnConflict = OnConflict.FAIL
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    min_confidence: Confidence = Confidence.MEDIUM
    execution_role_arn: str | None = None
    overrides: tuple[Override, ...] = field(default=())
    maps: tuple[Mapped, ...] = field(default=())
    places: tuple[CustomPlace, ...] = field(default=())
    family: str | None = None
    decisions: tuple[Decision, ...] = field(default=())
    share: bool = False
    reuse_existing: tuple[str, ...] = ()

    @property
    def effective_template(self) -> str:
        """The name template in force: a parameter's name with a slash in it must start with one."""
        if self.name_template is not None:
            return self.name_template
        if self.layout is Layout.BUNDLE:
            return "{family}"
        base = "{family}/{container}/{name}"
        return f"/{base}" if self.store is StoreKind.PARAMETER_STORE else base
