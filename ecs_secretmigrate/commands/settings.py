"""The choices in force: flags over the configuration file over the defaults."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.operations import config

if TYPE_CHECKING:
    from ecs_secretmigrate.commands.flags import ChoosingFlags, StoringFlags
    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.model.target import Target


def options(
    choosing: ChoosingFlags | None = None,
    storing: StoringFlags | None = None,
    *,
    interactive: bool = False,
    target: Target | None = None,
) -> Options:
    """The options from the configuration file, a target's own, the baseline and the flags; later ones win.

    Args:
        choosing: flags.
        storing: flags.
        interactive: whether a review follows, which makes the baseline where there is none.
        target: the target of a bulk run that they are for.

    Raises:
        UsageError: a file cannot be read or holds something it may not; two choices exclude each other.
    """
    path, table = config.configured(choosing.config if choosing else None)
    table.pop(config.BASELINE, None)
    own = dict(target.options) if target is not None else {}
    remembered = baseline_file(choosing, interactive=interactive)
    own_baseline = own.pop(config.BASELINE, None)
    if target is not None and own_baseline is not None and not (choosing and choosing.baseline):
        remembered = Path(target.source.rpartition(":")[0]).parent / own_baseline
    chosen = config.from_table({**table, **own}, target.source if target is not None and own else str(path))
    given: dict[str, Any] = {}
    if remembered is not None:
        from ecs_secretmigrate.operations import baseline

        given["decisions"] = baseline.read(remembered, may_be_new=interactive)
    if choosing is not None:
        given |= {
            "include": tuple(choosing.include or ()) or None,
            "exclude": tuple(choosing.exclude or ()) or None,
            "min_confidence": choosing.min_confidence,
            "family": choosing.family_name,
        }
    if storing is not None:
        given |= {field.name: getattr(storing, field.name) for field in fields(storing)}
        given["reuse_existing"] = tuple(storing.reuse_existing or ()) or None
    chosen = replace(chosen, **{key: value for key, value in given.items() if value is not None})
    return config.checked(chosen)


def baseline_file(choosing: ChoosingFlags | None, *, interactive: bool = False) -> Path | None:
    """Where decisions are remembered: the flag, the configuration file, or (for a review) a name of our own.

    Raises:
        UsageError: the configuration file cannot be read, or its ``baseline`` is no text.
    """
    if choosing is not None and choosing.baseline is not None:
        return choosing.baseline
    path, table = config.configured(choosing.config if choosing else None)
    if config.BASELINE in table:
        return path.parent / config.text(config.BASELINE, table[config.BASELINE], str(path))
    if not interactive:
        return None
    from ecs_secretmigrate.operations import baseline

    return baseline.DEFAULT_FILE
