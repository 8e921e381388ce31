"""Move plaintext secrets out of Amazon ECS task definitions. See :mod:`ecs_secretmigrate.api` for the public names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ecs_secretmigrate.api import (
        Access,
        Done,
        Failed,
        Options,
        Rolling,
        Selection,
        Skipped,
        Target,
        Ways,
        apply,
        load_targets,
        over,
        plan,
        retire,
        rollback,
        scan,
        status,
        verify,
    )

__version__ = "0.1.0"
__all__ = [
    "Access",
    "Done",
    "Failed",
    "Options",
    "Rolling",
    "Selection",
    "Skipped",
    "Target",
    "Ways",
    "__version__",
    "apply",
    "load_targets",
    "over",
    "plan",
    "retire",
    "rollback",
    "scan",
    "status",
    "verify",
]


def __getattr__(name: str) -> Any:
    """A public name, loaded when it is asked for: a command starts without what it does not use."""
    if name in __all__:
        from ecs_secretmigrate import api  # noqa: PLC0415

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
