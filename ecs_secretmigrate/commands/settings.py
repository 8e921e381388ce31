"""The choices in force: flags over the configuration file over the defaults."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.commands import baseline
from ecs_secretmigrate.errors import UsageError
from ecs_secretmigrate.model.options import CustomPlace, Mapped, Options, Override
from ecs_secretmigrate.model.storage import Layout, OnConflict, StoreKind
from ecs_secretmigrate.model.verdict import Confidence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ecs_secretmigrate.commands.flags import ChoosingFlags, StoringFlags

DEFAULT_FILE = Path("ecs-secretmigrate.toml")

_TABLES: dict[str, tuple[str, type]] = {
    "secret": ("overrides", Override),
    "map": ("maps", Mapped),
    "place": ("places", CustomPlace),
}
_CHOICES: dict[str, type] = {
    "store": StoreKind,
    "layout": Layout,
    "on_conflict": OnConflict,
    "min_confidence": Confidence,
}
_LISTS = ("include", "exclude")
_BASELINE = "baseline"
# Charsets of the APIs: ``PutParameter`` and ``CreateSecret`` (KMS key), IAM (role names; ECS takes a bare one too).
_RULES = (
    ("kms_key_id", r"[A-Za-z0-9:/_-]{1,2048}", "a key id, a key ARN or an alias"),
    ("execution_role_arn", r"[\w+=,.@:/-]{1,2048}", "the ARN or the name of a role"),
    ("name_template", r"(?s).+", "a name template"),
)
_TEXTS = ("name_template", "kms_key_id", "execution_role_arn", "family")


def options(
    choosing: ChoosingFlags | None = None, storing: StoringFlags | None = None, *, interactive: bool = False
) -> Options:
    """The options from the configuration file, the baseline and the flags.

    Args:
        choosing: flags.
        storing: flags.
        interactive: whether a review follows, which makes the baseline where there is none.

    Raises:
        UsageError: a file cannot be read or holds something it may not; two choices exclude each other.
    """
    path, table = _configured(choosing)
    table.pop(_BASELINE, None)
    chosen = from_table(table, str(path))
    given: dict[str, Any] = {}
    remembered = baseline_file(choosing, interactive=interactive)
    if remembered is not None:
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
    chosen = replace(chosen, **{key: value for key, value in given.items() if value is not None})
    return _checked(chosen)


def baseline_file(choosing: ChoosingFlags | None, *, interactive: bool = False) -> Path | None:
    """Where decisions are remembered: the flag, the configuration file, or (for a review) a name of our own.

    Raises:
        UsageError: the configuration file cannot be read, or its ``baseline`` is no text.
    """
    if choosing is not None and choosing.baseline is not None:
        return choosing.baseline
    path, table = _configured(choosing)
    if _BASELINE in table:
        return path.parent / _text(_BASELINE, table[_BASELINE], str(path))
    return baseline.DEFAULT_FILE if interactive else None


def _configured(choosing: ChoosingFlags | None) -> tuple[Path, dict[str, Any]]:
    """The configuration file and what it holds; nothing, where there is none."""
    if choosing is not None and choosing.config is not None:
        return choosing.config, _load(choosing.config)
    return DEFAULT_FILE, _load(DEFAULT_FILE) if DEFAULT_FILE.is_file() else {}


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"the configuration file {path} cannot be read", cure=str(error.strerror)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        where = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "it is not UTF-8"
        raise UsageError(f"the configuration file {path} is not TOML", cure=where) from None


def from_table(table: Mapping[str, Any], source: str) -> Options:
    """Options from a configuration file's content, or from a saved plan's.

    Args:
        table: the content.
        source: what to name in an error.

    Raises:
        UsageError: it holds something it may not.
    """
    given: dict[str, Any] = {}
    for key, value in table.items():
        if key in _CHOICES:
            given[key] = _choice(_CHOICES[key], key, value, source)
        elif key in _LISTS:
            given[key] = tuple(_texts(key, value, source))
        elif key in _TEXTS:
            given[key] = _text(key, value, source) if value is not None else None
        elif key == "decisions":
            given[key] = baseline.decisions(value, source)
        elif key in _TABLES:
            name, kind = _TABLES[key]
            given[name] = tuple(_row(kind, key, row, source) for row in _rows(key, value, source))
        elif key in {name for name, _ in _TABLES.values()}:
            kind = next(kind for name, kind in _TABLES.values() if name == key)
            given[key] = tuple(_row(kind, key, row, source) for row in _rows(key, value, source))
        else:
            known = sorted([*_CHOICES, *_LISTS, *_TEXTS, _BASELINE, *(f"[[{name}]]" for name in _TABLES)])
            raise UsageError(f"{source}: there is no {key!r}", cure=f"there is {', '.join(known)}")
    return _checked(Options(**given))


def _checked(chosen: Options) -> Options:
    for name, rule, what in _RULES:
        text = getattr(chosen, name)
        if text is not None and not re.fullmatch(rule, text):
            raise UsageError(f"{name} is not {what}", cure=f"correct --{name.replace('_', '-')}, or leave it out")
    if chosen.layout is Layout.BUNDLE and chosen.store is StoreKind.PARAMETER_STORE:
        raise UsageError("--layout bundle needs --store secretsmanager", cure="ECS reads no JSON keys from a parameter")
    for override in chosen.overrides:
        if override.key is not None and chosen.store is StoreKind.PARAMETER_STORE:
            raise UsageError(
                f"[[secret]] for {override.variable} has a key",
                cure="ECS reads no JSON keys from a parameter",
            )
    return chosen


def _choice(kind: type, key: str, value: Any, source: str) -> Any:
    try:
        return kind(value)
    except ValueError:
        choices = ", ".join(kind)  # type: ignore[arg-type]
        raise UsageError(f"{source}: {key} is none of the choices", cure=f"it is one of {choices}") from None


def _text(key: str, value: Any, source: str) -> str:
    if not isinstance(value, str):
        raise UsageError(f"{source}: {key} must be text", cure="put it in quotes")
    return value


def _texts(key: str, value: Any, source: str) -> list[str]:
    if not isinstance(value, list | tuple):
        raise UsageError(f"{source}: {key} must be a list", cure='such as ["*_PASSWORD"]')
    return [_text(key, item, source) for item in value]


def _rows(key: str, value: Any, source: str) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise UsageError(f"{source}: {key} must be a list of tables", cure=f"write it as [[{key}]]")
    return list(value)


def _row(kind: Callable[..., Any], key: str, row: Any, source: str) -> Any:
    if not isinstance(row, dict):
        raise UsageError(f"{source}: {key} must be a list of tables", cure=f"write it as [[{key}]]")
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    unknown = sorted(set(row) - set(known))
    required = [name for name, field in known.items() if field.default is field.default_factory]
    missing = sorted(set(required) - set(row))
    if unknown or missing:
        wrong = f"has no {', '.join(missing)}" if missing else f"knows no {', '.join(unknown)}"
        raise UsageError(f"{source}: [[{key}]] {wrong}", cure=f"it takes {', '.join(known)}")
    return kind(**{name: None if value is None else _text(name, value, source) for name, value in row.items()})
