"""A sealed value stays sealed, whatever is done to it."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
import pprint
import traceback

import pytest
from deepdiff import DeepDiff

from ecs_secretmigrate.model.secret_value import MASK, SecretValue
from tests.support.canary import canary, leaks

TEXT = canary(1)


@dataclasses.dataclass
class Holder:
    value: SecretValue


@pytest.mark.parametrize(
    "show",
    [
        repr,
        str,
        "{}".format,
        "{:>20}".format,
        lambda value: f"{value!r} {value!s} {value:x}",
        lambda value: "%s %r" % (value, value),
        lambda value: pprint.pformat({"a": [value]}),
        lambda value: repr(Holder(value)),
        lambda value: repr(dataclasses.asdict(Holder(value))),
        lambda value: json.dumps({"a": value}, default=str),
        lambda value: DeepDiff({"a": value}, {"a": SecretValue("other")}).to_json(default_mapping={SecretValue: str}),
        lambda value: str(DeepDiff({"a": value}, {"a": "other"})),
        lambda value: str(vars(type(value))) + str(dir(value)),
    ],
)
def test_showing_it_shows_a_mask(show: object) -> None:
    """No way of printing tells the text or its length."""
    shown = show(SecretValue(TEXT))  # type: ignore[operator]
    assert leaks(TEXT, shown) == []
    assert show(SecretValue("x")) == shown or "0x" in shown  # type: ignore[operator]


def test_it_cannot_be_taken_for_text() -> None:
    """It is no ``str``: joining, encoding as JSON and pickling it fail without showing it."""
    value = SecretValue(TEXT)
    for attempt in (
        lambda: "".join([value]),  # type: ignore[list-item]
        lambda: json.dumps(value),
        lambda: pickle.dumps(value),
        lambda: setattr(value, "text", "x"),
    ):
        with pytest.raises((TypeError, AttributeError)) as caught:
            attempt()
        assert leaks(TEXT, "".join(traceback.format_exception(caught.value))) == []


def test_copies_are_itself_and_equality_is_identity() -> None:
    """Copying gives the same object; equal texts are compared only by ``equals``."""
    value, twin = SecretValue(TEXT), SecretValue(TEXT)
    assert copy.copy(value) is value
    assert copy.deepcopy([value])[0] is value
    assert value != twin
    assert value.equals(twin)
    assert not value.equals(SecretValue(TEXT + " "))
    assert str(value) == MASK
