"""The configuration file, and options out of its keys: the same in a targets file and in a saved plan."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import UsageError
from ecs_secretmigrate.model.options import CustomPlace, Mapped, Options, Override
from ecs_secretmigrate.model.storage import Layout, OnConflict, StoreKind
from ecs_secretmigrate.model.verdict import Confidence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
_LISTS = ("include", "exclude", "reuse_existing")
_SWITCHES = ("share",)
BASELINE = "baseline"
# Charsets of the APIs: ``PutParameter`` and ``CreateSecret`` (KMS key), IAM (role names; ECS takes a bare one too).
_RULES = (
    ("kms_key_id", r"[A-Za-z0-9:/_-]{1,2048}", "a key id, a key ARN or an alias"),
    ("execution_role_arn", r"[\w+=,.@:/-]{1,2048}", "the ARN or the name of a role"),
    ("name_template", r"(?s).+", "a name template"),
)
_TEXTS = ("name_template", "kms_key_id", "execution_role_arn", "family")


def configured(path: Path | None) -> tuple[Path, dict[str, Any]]:
    """The configuration file and what it holds; nothing, where none is named and the usual one is not there.

    Raises:
        UsageError: it cannot be read.
    """
    if path is not None:
        return path, _load(path)
    return DEFAULT_FILE, _load(DEFAULT_FILE) if DEFAULT_FILE.is_file() else {}


def _load(path: Path) -> dict[str, Any]:
    import tomllib

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
            given[key] = text(key, value, source) if value is not None else None
        elif key in _SWITCHES:
            given[key] = _switch(key, value, source)
        elif key == "decisions":
            from ecs_secretmigrate.operations import baseline

            given[key] = baseline.decisions(value, source)
        elif key in _TABLES:
            name, kind = _TABLES[key]
            given[name] = tuple(_row(kind, key, row, source) for row in _rows(key, value, source))
        elif key in {name for name, _ in _TABLES.values()}:
            kind = next(kind for name, kind in _TABLES.values() if name == key)
            given[key] = tuple(_row(kind, key, row, source) for row in _rows(key, value, source))
        else:
            known = sorted([*_CHOICES, *_LISTS, *_SWITCHES, *_TEXTS, BASELINE, *(f"[[{name}]]" for name in _TABLES)])
            raise UsageError(f"{source}: there is no {key!r}", cure=f"there is {', '.join(known)}")
    return checked(Options(**given))


def checked(chosen: Options) -> Options:
    """The options, if they go together.

    Raises:
        UsageError: two choices exclude each other.
    """
    for name, rule, what in _RULES:
        value = getattr(chosen, name)
        if value is not None and not re.fullmatch(rule, value):
            raise UsageError(f"{name} is not {what}", cure=f"correct --{name.replace('_', '-')}, or leave it out")
    if chosen.layout is Layout.BUNDLE and chosen.store is StoreKind.PARAMETER_STORE:
        raise UsageError("--layout bundle needs --store secretsmanager", cure="ECS reads no JSON keys from a parameter")
    for override in chosen.overrides:
        if override.key is not None and chosen.store is StoreKind.PARAMETER_STORE:
            raise UsageError(
                f"[[secret]] for {override.variable} has a key",
                cure="ECS reads no JSON keys from a parameter",
            )
    if chosen.share and chosen.layout is Layout.BUNDLE:
        raise UsageError(
            "--share does not go with --layout bundle",
            cure="whoever may read a bundle reads all of it: another family would; leave one of them out",
        )
    if chosen.reuse_existing:
        from ecs_secretmigrate.model.holding import parse_wish
    for wish in chosen.reuse_existing:
        try:
            parse_wish(wish)
        except ValueError:
            raise UsageError(
                f"--reuse-existing {wish!r} names nothing", cure="give the beginning of a name, or tag:KEY[=VALUE]"
            ) from None
    return chosen


def _choice(kind: type, key: str, value: Any, source: str) -> Any:
    try:
        return kind(value)
    except ValueError:
        choices = ", ".join(kind)  # type: ignore[arg-type]
        raise UsageError(f"{source}: {key} is none of the choices", cure=f"it is one of {choices}") from None


def text(key: str, value: Any, source: str) -> str:
    """The value of a key that takes text.

    Raises:
        UsageError: it is none.
    """
    if not isinstance(value, str):
        raise UsageError(f"{source}: {key} must be text", cure="put it in quotes")
    return value


def _switch(key: str, value: Any, source: str) -> bool:
    if not isinstance(value, bool):
        raise UsageError(f"{source}: {key} must be true or false", cure=f"write {key} = true")
    return value


def _texts(key: str, value: Any, source: str) -> list[str]:
    if not isinstance(value, list | tuple):
        raise UsageError(f"{source}: {key} must be a list", cure='such as ["*_PASSWORD"]')
    return [text(key, item, source) for item in value]


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
    return kind(**{name: None if value is None else text(name, value, source) for name, value in row.items()})
