"""What a person or a script reads: text, json, markdown, html, sarif."""

from __future__ import annotations

from typing import Any

from ecs_secretmigrate.errors import UsageError

FORMATS = {
    "scan": ("text", "json", "markdown", "html", "sarif"),
    "plan": ("text", "json", "markdown", "html"),
    "receipt": ("text", "json", "markdown", "html"),
    "verification": ("text", "json", "markdown", "html"),
    "status": ("text", "json", "markdown", "html"),
    "reversal": ("text", "json", "markdown", "html"),
    "retirement": ("text", "json", "markdown", "html"),
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
            import json  # noqa: PLC0415

            return json.dumps(document, indent=2, ensure_ascii=False).replace("\x7f", "\\u007f") + "\n"
        case "markdown":
            from ecs_secretmigrate.reports.markdown import markdown  # noqa: PLC0415

            return markdown(document)
        case "html":
            from ecs_secretmigrate.reports.html import page  # noqa: PLC0415

            return page(document)
        case "sarif":
            from ecs_secretmigrate.reports.sarif import sarif  # noqa: PLC0415

            return sarif(document)
    from ecs_secretmigrate.reports.text import text  # noqa: PLC0415

    return text(document, colour=colour, width=width)
