"""What a person or a script reads: text, json, markdown, html, sarif."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecs_secretmigrate.reports.documents import ScanDocument

FORMATS = {
    "scan": ("text", "json", "markdown", "html", "sarif"),
    "plan": ("text", "json", "markdown", "html"),
    "receipt": ("text", "json", "markdown", "html"),
    "verification": ("text", "json", "markdown", "html"),
    "status": ("text", "json", "markdown", "html"),
    "reversal": ("text", "json", "markdown", "html"),
    "retirement": ("text", "json", "markdown", "html"),
    "fleet": ("text", "json", "markdown", "html"),
    "catalogue": ("text", "json", "markdown"),
    "explanation": ("text", "json", "markdown"),
}
"""The formats that make sense for each kind of document."""


def render(document: dict[str, Any], form: str, *, colour: bool = False, width: int = 80) -> str:
    """A document as text in one of the formats.

    Args:
        document: a document of :mod:`ecs_secretmigrate.reports.documents`.
        form: ``text``, ``json``, ``markdown``, ``html`` or ``sarif``.
        colour: whether ``text`` may use terminal colours.
        width: columns that ``text`` wraps prose to.

    Raises:
        UsageError: the format makes no sense for this kind of document.
    """
    kinds = FORMATS[document["kind"]]
    if form not in kinds:
        raise UsageError(f"there is no {form} of a {document['kind']}", cure=f"there is {', '.join(kinds)}")
    match form:
        case "json":
            return _json(document) + "\n"
        case "markdown":
            from ecs_secretmigrate.reports.markdown import markdown

            return markdown(document)
        case "html":
            from ecs_secretmigrate.reports.html import page

            return page(document)
        case "sarif":
            from ecs_secretmigrate.reports.sarif import sarif

            return sarif(document)
    from ecs_secretmigrate.reports.text import text

    return text(document, colour=colour, width=width)


def flow(document: ScanDocument, form: str, *, colour: bool = False, width: int = 80) -> Iterator[str]:
    """A scan as text in one of the formats, piece by piece: text and JSON are written while more is being found.

    Args:
        document: what is being found.
        form: ``text``, ``json``, ``markdown``, ``html`` or ``sarif``.
        colour: whether ``text`` may use terminal colours.
        width: columns that ``text`` wraps prose to.
    """
    match form:
        case "text":
            from ecs_secretmigrate.reports.text import flowing

            yield from flowing(document, colour=colour, width=width)
        case "json":
            yield from _json_pieces(document)
        case _:
            yield render(document.whole(), form)


def _json_pieces(document: ScanDocument) -> Iterator[str]:
    """The JSON of a scan: findings first, since what they come to is known after them."""
    yield '{\n  "findings": ['
    lead = "\n"
    for finding in document.findings():
        yield lead + textwrap.indent(_json(finding), "    ")
        lead = ",\n"
    rest = _json(document.rest()).removeprefix("{\n")
    yield ("" if lead == "\n" else "\n  ") + f"],\n{rest}\n"


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False).replace("\x7f", "\\u007f")
