"""Flags in groups: a verb names the groups it takes, and gets each as one object."""

from __future__ import annotations

import dataclasses
import functools
import inspect
from typing import TYPE_CHECKING, Any, get_type_hints

import typer

if TYPE_CHECKING:
    from collections.abc import Callable


def grouped(verb: Callable[..., int]) -> Callable[..., int]:
    """Spread the dataclass parameters of a verb into single flags for typer, and gather them again for the verb."""
    hints = get_type_hints(verb, include_extras=True)
    groups = {name: hint for name, hint in hints.items() if dataclasses.is_dataclass(hint)}
    parameters: list[inspect.Parameter] = []
    for name, parameter in inspect.signature(verb).parameters.items():
        if name not in groups:
            parameters.append(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY, annotation=hints[name]))
            continue
        fields = get_type_hints(groups[name], include_extras=True)
        parameters.extend(
            inspect.Parameter(
                field.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=field.default,
                annotation=fields[field.name],
            )
            for field in dataclasses.fields(groups[name])
        )

    @functools.wraps(verb)
    def spread(**given: Any) -> int:
        gathered = {
            name: group(**{field.name: given.pop(field.name) for field in dataclasses.fields(group)})  # type: ignore[operator]
            for name, group in groups.items()
        }
        try:
            return verb(**gathered, **given)
        except KeyboardInterrupt:
            raise typer.Abort from None  # typer makes a silent exit code of the other

    spread.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    spread.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    # typer resolves annotations through __wrapped__, which would find the groups again.
    del spread.__wrapped__
    return spread
