"""Independent sets of labelled name/value pairs, made to measure a detector and never to tune one."""

from collections.abc import Callable

from . import (
    ai,
    ci,
    cloud,
    cms,
    connections,
    databases,
    identity,
    inhouse,
    languages,
    mail,
    messaging,
    nested,
    observability,
    payment,
    public,
    references,
    second,
    settings,
    wrappers,
)
from .row import Row
from .values import Values

SEED = "ecs-secretmigrate-pairs-1"

TOPICS: dict[str, Callable[[Values], list[Row]]] = {
    "databases": databases.rows,
    "connections": connections.rows,
    "cms": cms.rows,
    "ci": ci.rows,
    "observability": observability.rows,
    "ai": ai.rows,
    "mail": mail.rows,
    "payment": payment.rows,
    "messaging": messaging.rows,
    "identity": identity.rows,
    "cloud": cloud.rows,
    "languages": languages.rows,
    "nested": nested.rows,
    "wrappers": wrappers.rows,
    "references": references.rows,
    "public": public.rows,
    "settings": settings.rows,
    "inhouse": inhouse.rows,
}


SETS: dict[str, tuple[str, dict[str, Callable[[Values], list[Row]]]]] = {
    "first": (SEED, TOPICS),
    "second": (second.SEED, second.TOPICS),
}


def build(which: str = "first") -> list[dict[str, str]]:
    """Return every labelled row of a set, the same ones on every call."""
    seed, topics = SETS[which]
    built: list[dict[str, str]] = []
    for topic, rows in topics.items():
        for number, row in enumerate(rows(Values(f"{seed}:{topic}")), 1):
            built.append({"id": f"{topic}-{number:03d}", **row._asdict()})
    return built
