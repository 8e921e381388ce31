"""A JSON secret: values by key, read and merged without losing what others put there.

Values written are always JSON strings: the ECS agent formats numbers as floats
(amazon-ecs-agent ``agent/asm/asm.go``, ``fmt.Sprintf("%v")`` over ``json.Unmarshal``).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.model.secret_value import SecretValue

if TYPE_CHECKING:
    from collections.abc import Mapping


class NotABundleError(ValueError):
    """The secret's text is not a JSON object."""


def keys_of(stored: SecretValue) -> dict[str, SecretValue | None]:
    """The keys of a JSON secret; None for a value that is not a string.

    Raises:
        NotABundleError: the text is not a JSON object.
    """
    return {key: SecretValue(value) if isinstance(value, str) else None for key, value in _load(stored).items()}


def merged(stored: SecretValue | None, keys: Mapping[str, SecretValue]) -> SecretValue:
    """The JSON text with these keys set and all others as they were.

    Raises:
        NotABundleError: what is stored is not a JSON object, or holds a number JSON cannot carry on.
    """
    content = {} if stored is None else _load(stored)
    content.update({key: value.reveal() for key, value in keys.items()})
    try:
        return SecretValue(json.dumps(content, ensure_ascii=False, allow_nan=False))
    except ValueError:
        raise NotABundleError("a number in it is too large to be kept") from None


def _load(stored: SecretValue) -> dict[str, Any]:
    try:
        content = json.loads(stored.reveal())
    except (ValueError, RecursionError):
        raise NotABundleError("its text is not JSON") from None
    if not isinstance(content, dict):
        raise NotABundleError("its JSON is not an object")
    return content
