"""The detectors, and what they say of one value: for a terminal and as Markdown."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.reports.wording import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_OWN = "this project's own rule"
_GROUPS = ((True, "Secrets"), (False, "No secrets: these are left alone"))
_READ = {
    "password": "a password",
    "chosen": "a secret that somebody chose or made: a secret, salt, PIN, seed",
    "issued": "a token or credential that was issued",
    "key": "a key that signs, encrypts or lets in",
    "loose-key": "a key of something unknown, so that the value decides",
    "index": "a key that may be an index, so that the value decides",
    "auth": "something that lets in, so that the value decides",
    "about": "something about a credential, not the credential",
    "user": "who logs in, not with what",
    "neutral": "nothing that says a credential",
    "identifier": "an identifier",
    "public": "the public half of something",
}


def listing(document: dict[str, Any], width: int) -> Iterator[str]:
    """The detectors as a table."""
    rules = document["rules"]
    left = min(max((len(rule["id"]) for rule in rules), default=0), max(width // 2, 20))
    for secret, title in _GROUPS:
        yield title
        for rule in rules:
            if rule["secret"] is secret:
                name = safe(rule["id"])
                head = f"  {name:<{left}}  "
                lines = _wrap(rule["looksFor"], max(width - left - 4, 20))
                if len(name) > left:  # a long name has a line of its own
                    yield f"  {name}"
                    head = " " * (left + 4)
                yield f"{head}{lines[0]}"
                yield from (" " * (left + 4) + line for line in lines[1:])
        yield ""
    yield f"{len(rules):,} rules. `rules explain NAME` says what they make of a value."


def explanation(document: dict[str, Any], width: int) -> Iterator[str]:
    """A verdict in words."""
    yield from _wrap(f"{document['name'] or 'A value without a name'}: {_verdict(document)}", width)
    for head, words in _facts(document):
        first, *rest = _wrap(words, max(width - 14, 20))
        yield f"  {head:<10}  {first}"
        yield from (" " * 14 + line for line in rest)


def markdown_listing(
    document: dict[str, Any], escape: Callable[[object], str], code: Callable[[object], str]
) -> Iterator[str]:
    """The detectors as Markdown tables."""
    for secret, title in _GROUPS:
        yield f"## {title}"
        yield ""
        yield "| Rule | Looks for | Source |"
        yield "| --- | --- | --- |"
        for rule in document["rules"]:
            if rule["secret"] is secret:
                yield f"| {code(rule['id'])} | {escape(rule['looksFor'])} | {escape(rule['source'] or _OWN)} |"
        yield ""


def markdown_explanation(
    document: dict[str, Any], escape: Callable[[object], str], code: Callable[[object], str]
) -> Iterator[str]:
    """A verdict in words, as Markdown."""
    yield f"{code(document['name']) or 'A value without a name'}: {escape(_verdict(document))}"
    yield ""
    yield from (f"- {head}: {escape(words)}" for head, words in _facts(document))


def _verdict(document: dict[str, Any]) -> str:
    confidence, least = document["confidence"], document["minConfidence"]
    if not document["secret"]:
        return "no secret. It would stay where it is."
    if document["move"]:
        return f"a secret. It would move: confidence is {confidence}, and {least} is enough by default."
    return f"perhaps a secret. It would be reported and stay: confidence is {confidence}, {least} is asked for."


def _facts(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "detector", document["detector"]
    yield "confidence", document["confidence"]
    yield "reason", document["reason"]
    word = f' (by "{document["word"]}")' if document["word"] else ""
    yield "name", f"read as {_READ.get(document['readAs'], document['readAs'])}{word}"
    if document["looksFor"]:
        yield "looks for", document["looksFor"]
        yield "source", document["source"] or _OWN


def _wrap(words: object, width: int) -> list[str]:
    return textwrap.wrap(safe(words), width, break_long_words=False, break_on_hyphens=False) or [""]
