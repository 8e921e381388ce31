"""The shape of one labelled row, and two short constructors for it."""

from typing import NamedTuple


class Row(NamedTuple):
    """One environment variable with its label."""

    name: str
    value: str
    label: str
    kind: str
    note: str


def secret(name: str, value: str, kind: str, note: str = "") -> Row:
    """Return a row whose value should leave the task definition."""
    return Row(name, value, "secret", kind, note)


def config(name: str, value: str, kind: str, note: str = "") -> Row:
    """Return a row whose value may stay in the task definition."""
    return Row(name, value, "config", kind, note)
