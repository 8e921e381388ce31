"""Where a variable is stored: overrides of the configuration file, else the name template."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ecs_secretmigrate.errors import UsageError
from ecs_secretmigrate.model.plan import Target
from ecs_secretmigrate.model.storage import Layout

if TYPE_CHECKING:
    from ecs_secretmigrate.model.options import Mapped, Options, Override

FIELDS = ("family", "container", "name", "name_lower", "name_kebab", "account", "region")
"""What a name template may hold."""


@dataclass(frozen=True, slots=True)
class Variable:
    """What a name is made from.

    Attributes:
        family: the family's name.
        container: the container's name.
        name: the variable's or option's name.
        account: 12-digit account id, empty if not known offline.
        region: the Region, empty if not known offline.
        alone: whether only one container of the task definition has a variable of this name.
    """

    family: str
    container: str
    name: str
    account: str
    region: str
    alone: bool

    @property
    def label(self) -> str:
        """``CONTAINER/NAME``."""
        return f"{self.container}/{self.name}"


def target_for(variable: Variable, options: Options) -> Target:
    """The secret or parameter, and the key in it, that this variable goes to.

    Raises:
        UsageError: the template or the configuration file cannot be followed.
    """
    override = overridden(variable.container, variable.name, options)
    if override is not None:
        return Target(options.store, override.name, override.key)
    name = expand(options.effective_template, variable)
    if options.layout is Layout.BUNDLE:
        return Target(options.store, name, variable.name if variable.alone else f"{variable.container}.{variable.name}")
    return Target(options.store, name)


def overridden(container: str, name: str, options: Options) -> Override | None:
    """The ``[[secret]]`` of the configuration file that speaks of this variable."""
    return next((entry for entry in options.overrides if speaks_of(entry.variable, container, name)), None)


def mapped(container: str, name: str, options: Options) -> Mapped | None:
    """The ``[[map]]`` of the configuration file that speaks of this variable."""
    return next((entry for entry in options.maps if speaks_of(entry.variable, container, name)), None)


def speaks_of(pattern: str, container: str, name: str) -> bool:
    """Whether a glob on ``CONTAINER/NAME`` or ``NAME`` means this variable."""
    return fnmatchcase(name, pattern) or fnmatchcase(f"{container}/{name}", pattern)


def expand(template: str, variable: Variable) -> str:
    """Fill a name template.

    Raises:
        UsageError: it has a field that does not exist, or does not parse.
    """
    values = {
        "family": variable.family,
        "container": variable.container,
        "name": variable.name,
        "name_lower": variable.name.lower(),
        "name_kebab": re.sub(r"[^a-z0-9]+", "-", variable.name.lower()).strip("-"),
        "account": variable.account,
        "region": variable.region,
    }
    try:
        for _, field, layout, conversion in string.Formatter().parse(template):
            # No layout: a width could ask for a name of any length.
            if field is not None and (field not in FIELDS or layout or conversion):
                raise KeyError
        return template.format_map(values)
    except (KeyError, ValueError, IndexError, AttributeError):
        raise UsageError(
            f"the name template {template!r} cannot be followed",
            cure=f"it may hold {', '.join('{' + field + '}' for field in FIELDS)}",
        ) from None
