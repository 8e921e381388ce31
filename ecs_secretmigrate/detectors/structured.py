"""A credential inside JSON or YAML text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.detectors import command_line, reference
from ecs_secretmigrate.detectors.keywords import may_name_a_credential
from ecs_secretmigrate.detectors.names import CREDENTIALS, Sort, read
from ecs_secretmigrate.detectors.pattern import Pattern
from ecs_secretmigrate.detectors.rule import Rule, benign, found
from ecs_secretmigrate.detectors.subject import Subject
from ecs_secretmigrate.model.verdict import Confidence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ecs_secretmigrate.model.verdict import Verdict

RULE = Rule("nested", True, "a credential inside JSON, YAML, XML or properties text", "RFC 8259")

_LINE = Pattern(
    r"(?m)^[ \t]{0,40}(?:- )?(?:export )?([A-Za-z][\w.-]{1,60})[ \t]{0,5}(?::[ \t]{1,9}|=[ \t]{0,9})(\S[^\n]{0,4096})$"
)
_ELEMENT = Pattern(r"<([A-Za-z][\w.:-]{0,60})(?:\s[^<>]{0,500})?>([^<>]{1,4096})</")
_NAMED_VALUE = Pattern(r"\s(?:name|key|id)=\"([A-Za-z][\w.:-]{0,60})\"\s{1,5}value=\"([^\"<>]{1,4096})\"")
_ATTRIBUTE = Pattern(r"\s([A-Za-z][\w.:-]{0,60})=\"([^\"<>]{1,4096})\"")
_KEY_BYTES = frozenset({16, 24, 32, 48, 64})
_BYTE = 255
_DEPTH = 12
_LAYERS = 3
# What bounds the time: so many pairs are judged. Tokens, keys and URLs were looked for in all of the text before.
_MOST_PLAIN = 200
_MOST_NAMED = 400
_SHORT_WORD = 16
_SHORT = 5
_BRACES = {"{": "}", "[": "]"}


def find(subject: Subject, judge: Callable[[Subject], Verdict]) -> Verdict | None:
    """Say so if a name and value inside the text is a secret.

    Args:
        subject: the value.
        judge: judges what is inside.
    """
    bare = subject.bare
    is_markup = bare[:1] == "<" and bare[-1:] == ">"
    is_json = bare[:1] in _BRACES and bare[-1:] == _BRACES[bare[:1]]
    if not is_json and not is_markup and "\\n" in bare and "\n" not in bare:
        bare = bare.replace("\\n", "\n")
    if subject.depth >= _LAYERS or not (is_json or is_markup or "\n" in bare):
        return None
    content = _parsed(bare) if is_json else None
    if isinstance(content, list):
        verdict = _of_a_list(content, subject)
        if verdict is not None:
            return verdict
    pairs = _walk(content, "", 0) if content is not None else _elements(bare) if is_markup else _lines(bare)
    verdict = _first(pairs, bare, subject, judge)
    if verdict is None and content is not None:
        return benign("benign-plain", "it is JSON without a credential in it")
    return verdict


def _of_a_list(content: list[Any], subject: Subject) -> Verdict | None:
    """Say so if it is a key written as its bytes, or a command in JSON with a credential among its flags."""
    if len(content) in _KEY_BYTES and all(type(byte) is int and 0 <= byte <= _BYTE for byte in content):
        if subject.name.sort in CREDENTIALS | {Sort.LOOSE_KEY, Sort.INDEX}:
            return found("name-key", "the name says key, and the value is as many bytes as one has")
        return None
    if all(isinstance(word, str) for word in content) and any(word[:1] == "-" for word in content):
        return command_line.find(Subject(subject.name, " ".join(content), subject.depth + 1))
    return None


def _first(
    pairs: Iterator[tuple[str, str]], bare: str, subject: Subject, judge: Callable[[Subject], Verdict]
) -> Verdict | None:
    is_browser_config = '"authDomain"' in bare
    is_key = '"kty"' in bare
    plain, named = _MOST_PLAIN, _MOST_NAMED
    for key, text in pairs:
        if key[:1] == "/":
            continue  # a route
        if is_browser_config and key in {"apiKey", "appId"}:
            continue
        if is_key and key in {"d", "k"} and len(text) > 20:
            return found("private-key", "it is a private JSON Web Key")
        if key == "auth" and '"auths"' in bare and reference.is_value(text):
            return found(RULE.id, "it holds a registry's credentials")
        if may_name_a_credential(key.lower()):
            if named == 0:
                return None
            named -= 1
        elif plain == 0 or len(text) < _SHORT or (len(text) < _SHORT_WORD and text.isalnum()):
            continue  # neither its name nor so short a value can say anything
        else:
            plain -= 1
        inner = judge(Subject(read(key), text, subject.depth + 1))
        if inner.secret and inner.confidence is not Confidence.LOW and inner.detector != "entropy":
            return found(RULE.id, f"it holds a credential inside: {inner.reason}", inner.confidence)
    return None


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for match in _LINE.finditer(text):
        yield match[1], match[2].strip().strip("\"'")


def _elements(text: str) -> Iterator[tuple[str, str]]:
    for match in _ELEMENT.finditer(text):
        yield match[1], match[2].strip()
    for match in _NAMED_VALUE.finditer(text):
        yield match[1], match[2]
    for match in _ATTRIBUTE.finditer(text):
        yield match[1], match[2]


def _walk(node: Any, name: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > _DEPTH:
        return
    if isinstance(node, dict):
        for key, child in node.items():
            yield from _walk(child, str(key), depth + 1)
        label = node.get("name") or node.get("key")
        if isinstance(label, str) and isinstance(node.get("value"), str):
            yield label, node["value"]
    elif isinstance(node, list):
        for child in node:
            yield from _walk(child, name, depth + 1)
    elif isinstance(node, str):
        yield name, node
    elif isinstance(node, int) and not isinstance(node, bool):
        yield name, str(node)
