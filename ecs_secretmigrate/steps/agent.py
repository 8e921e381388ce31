"""References resolved as the ECS agent resolves them.

Source: amazon-ecs-agent ``agent/asm/asm.go`` (``GetSecretFromASMWithInput``, JSON key through ``fmt.Sprintf("%v")``),
``agent/taskresource/asmsecret`` (one ``GetSecretValue`` a distinct ``valueFrom``) and ``agent/taskresource/ssmsecret``
(``GetParameters`` with decryption, ten names at a time).
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import AwsError
from ecs_secretmigrate.model.reference import (
    InvalidReference,
    ParameterReference,
    SecretReference,
    parse_reference,
)
from ecs_secretmigrate.model.secret_value import SecretValue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecs_secretmigrate.ports import ReferenceReader


_EXPONENT_FROM = 6


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A reference with which no task would start.

    Attributes:
        reason: why, and what to do.
    """

    reason: str


Resolved = dict[str, SecretValue | Unresolved]
"""By ``valueFrom``."""


def resolve(references: Iterable[str], reader: ReferenceReader) -> Resolved:
    """Resolve each distinct ``valueFrom``; one that fails does not stop the others."""
    result: Resolved = {}
    parameters: dict[str | None, list[ParameterReference]] = {}
    for value_from in dict.fromkeys(references):
        match parse_reference(value_from):
            case SecretReference() as secret:
                result[value_from] = _secret(secret, reader)
            case ParameterReference() as parameter:
                parameters.setdefault(parameter.region, []).append(parameter)
            case InvalidReference(reason):
                result[value_from] = Unresolved(reason)
    for region, wanted in parameters.items():
        result.update(_parameters(wanted, region, reader))
    return result


def _secret(reference: SecretReference, reader: ReferenceReader) -> SecretValue | Unresolved:
    try:
        text = reader.secret_string(reference.arn, reference.region, reference.version_stage, reference.version_id)
    except AwsError as error:
        return Unresolved(str(error))
    if reference.json_key is None:
        return text
    try:
        content = json.loads(text.reveal(), parse_int=_number, parse_float=_number, parse_constant=_number)
    except (ValueError, RecursionError):
        return Unresolved("the secret is not JSON, so it has no keys")
    if not isinstance(content, dict) or reference.json_key not in content:
        return Unresolved(f"retrieved secret did not contain json key {reference.json_key}")
    return SecretValue(go_format(content[reference.json_key]))


def _number(text: str) -> float:
    """A JSON number as Go's float64; Go refuses what does not fit one, and NaN and Infinity."""
    value = float(text)
    if not math.isfinite(value):
        raise ValueError
    return value


def _parameters(wanted: list[ParameterReference], region: str | None, reader: ReferenceReader) -> Resolved:
    names = {reference.value_from: reference.name for reference in wanted}
    try:
        found = reader.parameters(list(dict.fromkeys(names.values())), region)
    except AwsError as error:
        return {value_from: Unresolved(str(error)) for value_from in names}
    return {
        value_from: found.get(name, Unresolved("the parameter does not exist")) for value_from, name in names.items()
    }


def go_format(value: Any) -> str:
    """Format what ``json.Unmarshal`` gave as Go's ``%v`` does: numbers are float64, null is ``<nil>``."""
    match value:
        case str():
            return value
        case None:
            return "<nil>"
        case bool():
            return "true" if value else "false"
        case float():
            return _go_float(value)
        case list():
            return "[" + " ".join(go_format(item) for item in value) + "]"
        case dict():
            return "map[" + " ".join(f"{key}:{go_format(value[key])}" for key in sorted(value)) + "]"
    raise TypeError(f"not a JSON value: {type(value).__name__}")


def _go_float(value: float) -> str:
    """Format as Go's ``strconv.FormatFloat(v, 'g', -1, 64)``, which is what ``%v`` prints.

    The shortest digits that read back the same, with an exponent below 1e-4 and from 1e+06 on (``strconv/ftoa.go``).
    """
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    assert isinstance(exponent, int)
    text = "".join(map(str, digits))
    point = len(text) + exponent
    prefix = "-" if sign else ""
    if text == "0":
        return f"{prefix}0"
    if point - 1 < -4 or point - 1 >= _EXPONENT_FROM:
        mantissa = text[0] + (f".{text[1:]}" if len(text) > 1 else "")
        return f"{prefix}{mantissa}e{'-' if point < 1 else '+'}{abs(point - 1):02d}"
    if point <= 0:
        return f"{prefix}0.{'0' * -point}{text}"
    return prefix + (text.ljust(point, "0") if len(text) <= point else f"{text[:point]}.{text[point:]}")
