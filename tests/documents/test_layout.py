"""A document is edited with the smallest textual change; everything else stays byte for byte."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecs_secretmigrate.errors import DocumentError
from ecs_secretmigrate.sources.documents import Scalar, parse
from ecs_secretmigrate.sources.documents.edits import Edit, Insert, Remove, SetKey
from tests.support.canary import canary, leaks

APP = ("containerDefinitions", 0)
ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:x-AbCdEf:password::"


def _move(index: int, name: str, owner: tuple[str | int, ...] = APP) -> list[Edit]:
    return [
        Remove((*owner, "environment", index)),
        Insert(
            owner,
            "secrets",
            "environment",
            (("name", name), ("valueFrom", ARN)),
            like=(*owner, "environment", index),
            renamed=("value", "valueFrom"),
        ),
    ]


def _plain(node: Any) -> Any:
    """What a tree says, as JSON would load it: numbers as the text that was written."""
    if isinstance(node, Scalar):
        return (node.kind, node.value.reveal())
    if isinstance(node, dict):
        return {key: _plain(value) for key, value in node.items()}
    return [_plain(item) for item in node]


EXAMPLES = {
    "compact JSON stays compact": (
        '{"containerDefinitions":[{"name":"a","environment":[{"name":"A","value":"a"},{"name":"P","value":"p"}]}]}',
        1,
        (
            '{"containerDefinitions":[{"name":"a","environment":[{"name":"A","value":"a"}],'
            '"secrets":[{"name":"P","valueFrom":"ARN"}]}]}'
        ),
    ),
    "compact JSON that has secrets stays compact": (
        (
            '{"containerDefinitions":[{"environment":[{"name":"P","value":"p"}],'
            '"secrets":[{"name":"S","valueFrom":"s"},{"name":"T","valueFrom":"t"}]}]}'
        ),
        0,
        (
            '{"containerDefinitions":[{"environment":[],'
            '"secrets":[{"name":"S","valueFrom":"s"},{"name":"T","valueFrom":"t"},{"name":"P","valueFrom":"ARN"}]}]}'
        ),
    ),
    "the middle one of several lines": (
        """{
  "containerDefinitions": [
    {
      "environment": [
        {"name": "A", "value": "a"},
        {"name": "P", "value": "p"},
        {"name": "B", "value": "b"}
      ]
    }
  ]
}
""",
        1,
        """{
  "containerDefinitions": [
    {
      "environment": [
        {"name": "A", "value": "a"},
        {"name": "B", "value": "b"}
      ],
      "secrets": [
        {"name": "P", "valueFrom": "ARN"}
      ]
    }
  ]
}
""",
    ),
    "the last one, into a list that is there, comments kept": (
        """{"containerDefinitions": [{
\t"environment": [
\t\t{ "name": "A", "value": "a" }, // about A
\t\t/* about P */
\t\t{
\t\t\t"name": "P", // its name
\t\t\t"value": "p"
\t\t} // behind P
\t],
\t"secrets": [
\t\t{ "name": "S", "valueFrom": "s" } // about S
\t]
}]}""",
        1,
        """{"containerDefinitions": [{
\t"environment": [
\t\t{ "name": "A", "value": "a" } // about A
\t\t/* about P */
\t\t// behind P
\t],
\t"secrets": [
\t\t{ "name": "S", "valueFrom": "s" }, // about S
\t\t{
\t\t\t"name": "P", // its name
\t\t\t"valueFrom": "ARN"
\t\t}
\t]
}]}""",
    ),
    "all on one line": (
        '{"containerDefinitions": [{"environment": [{"name": "P", "value": "p"}], "image": "i"}]}',
        0,
        '{"containerDefinitions": [{"environment": [], "secrets": [{"name": "P", "valueFrom": "ARN"}], "image": "i"}]}',
    ),
    "into an empty list": (
        '{"containerDefinitions": [{"secrets": [],\n "environment": [{"value": "p", "name": "P"}, {"name": "A"}]}]}',
        0,
        '{"containerDefinitions": [{"secrets": [{"valueFrom": "ARN", "name": "P"}],\n "environment": [{"name": "A"}]}]}',
    ),
    "into a null": (
        '{"containerDefinitions": [{"secrets": null, "environment": [{"name": "P", "value": "p"}]}]}',
        0,
        '{"containerDefinitions": [{"secrets": [{"name": "P", "valueFrom": "ARN"}], "environment": []}]}',
    ),
    "trailing commas and CRLF": (
        (
            '{"containerDefinitions": [{\r\n  "environment": [\r\n    {"name": "A", "value": "1",},\r\n'
            '    {"name": "P", "value": "p",},\r\n  ],\r\n},],}'
        ),
        1,
        (
            '{"containerDefinitions": [{\r\n  "environment": [\r\n    {"name": "A", "value": "1",},\r\n  ],\r\n'
            '  "secrets": [\r\n    {"name": "P", "valueFrom": "ARN",}\r\n  ],\r\n},],}'
        ),
    ),
    "YAML in block style": (
        """containerDefinitions:
- name: app
  environment:
  # the first
  - name: A
    value: a
  - name: P   # the password
    value: |
      p
      q
  # behind
  image: i
""",
        1,
        """containerDefinitions:
- name: app
  environment:
  # the first
  - name: A
    value: a
  secrets:
  - name: P   # the password
    valueFrom: "ARN"
  # behind
  image: i
""",
    ),
    "YAML whose list becomes empty, without a newline at the end": (
        "containerDefinitions:\n  - environment:\n      - value: p\n        name: P",
        0,
        'containerDefinitions:\n  - environment: []\n    secrets:\n      - valueFrom: "ARN"\n        name: P',
    ),
    "YAML in flow style": (
        "containerDefinitions: [{environment: [{name: P, value: p}, {name: A, value: a}]}]\n",
        0,
        'containerDefinitions: [{environment: [{name: A, value: a}], secrets: [{name: P, valueFrom: "ARN"}]}]\n',
    ),
}


@pytest.mark.parametrize(("before", "index", "after"), EXAMPLES.values(), ids=EXAMPLES.keys())
def test_a_moved_variable_changes_only_its_own_lines(before: str, index: int, after: str) -> None:
    """The whole document before and after, for each way of writing it."""
    document = parse(before.encode(), name="stdin")
    assert document.edit(_move(index, "P")).decode() == after.replace("ARN", ARN)


def test_a_byte_order_mark_stays() -> None:
    """A BOM is no part of the text and is written again."""
    data = b'\xef\xbb\xbf{"containerDefinitions": [{"environment": [{"name": "P", "value": "p"}]}]}'
    edited = parse(data, name="t.json").edit(_move(0, "P"))
    assert edited.startswith(b"\xef\xbb\xbf{")
    assert edited.count(b"\xef\xbb\xbf") == 1


@pytest.mark.parametrize("text", ['{\n  "family": "f",\n  "a": 1\n}', "family: f\na: 1\n", "{family: f, a: 1}"])
def test_a_key_is_added_after_another(text: str) -> None:
    """The execution role stands right after the family, written like its neighbours."""
    document = parse(text.encode(), name="t.yaml")
    edited = document.edit([SetKey((), "executionRoleArn", "arn:x", "family")])
    assert list(_plain(parse(edited, name="t.yaml").roots[0])) == ["family", "executionRoleArn", "a"]
    assert edited.count(b"\n") <= text.count("\n") + 1


def test_what_an_alias_shares_is_not_edited() -> None:
    """An edit would show in two places: refused, with the line."""
    text = "x: &e\n  - name: P\n    value: p\ncontainerDefinitions:\n  - environment: *e\n"
    with pytest.raises(DocumentError, match="alias"):
        parse(text.encode(), name="t.yaml").edit(_move(0, "P"))


def test_numbers_keep_every_digit_and_null_is_no_text() -> None:
    """Leaves that are not strings are read as they are written."""
    text = '{"a": [12345678901234567890, 1.50, 1e3, true, null, "x"]}'
    for data in (text, "// c\n" + text):
        assert _plain(parse(data.encode(), name="t.json").roots[0]) == {
            "a": [
                ("number", "12345678901234567890"),
                ("number", "1.50"),
                ("number", "1e3"),
                ("boolean", "true"),
                ("null", ""),
                ("string", "x"),
            ]
        }
    yaml = "a: [0123, yes, ~, 1_000, 2026-01-01, 'x', 12:30:45]"
    assert [kind for kind, _ in _plain(parse(yaml.encode(), name="t.yml").roots[0])["a"]][:3] == [
        "number",
        "boolean",
        "null",
    ]


def test_an_error_does_not_quote_the_text() -> None:
    """A fault is told by line and column; the text may hold a secret."""
    value = canary(31)
    for data in (f'{{"a": "{value}', f"a: [{value}", f"{{a: {value!r}: }}"):
        with pytest.raises(DocumentError) as caught:
            parse(data.encode(), name="t.json")
        assert leaks(value, str(caught.value)) == []
        assert caught.value.__context__ is None or caught.value.__suppress_context__


def test_a_yaml_bomb_is_refused() -> None:
    """Aliases that unfold without end are an error, not a full memory."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    with pytest.raises(DocumentError, match="aliases"):
        parse("\n".join(lines).encode(), name="t.yaml")


WORDS = st.text("aB 0\"\\/{}[],:#é\n\t'*&!%@`-<>", max_size=8)
SPACE = st.sampled_from(["", " ", "\n", "\r\n  ", "\t", ' // note, { ] "\n', " /* note , */ "])


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, int]:
    """JSON of one container in a random layout, and how many variables it has."""
    count = draw(st.integers(1, 4))

    def space() -> str:
        return draw(SPACE)

    def entry(index: int) -> str:
        members = [f'"name"{space()}:{space()}"N{index}"', f'"value"{space()}:{space()}{json.dumps(draw(WORDS))}']
        if draw(st.booleans()):
            members.reverse()
        comma = draw(st.sampled_from(["", ","]))
        return "{" + space() + f"{space()},{space()}".join(members) + comma + space() + "}"

    listed = "[" + space() + f"{space()},{space()}".join(entry(i) for i in range(count))
    listed += draw(st.sampled_from(["", ","])) + space() + "]"
    members = [f'"environment"{space()}:{space()}{listed}', '"image": "i"']
    secrets = draw(st.sampled_from(["", "[]", "null", '[{"name": "S", "valueFrom": "s"}]', '[\n {"name": "S"}\n ,]']))
    if secrets:
        members.insert(draw(st.integers(0, 2)), f'"secrets": {secrets}')
    container = "{" + space() + f",{space()}".join(members) + space() + "}"
    return f'{space()}{{"containerDefinitions":{space()}[{container}]{space()}}}{space()}', count


@given(documents(), st.data())
def test_any_layout_is_kept(drawn: tuple[str, int], data: st.DataObject) -> None:
    """Whatever the layout: the result says what was intended, and all other text is there, in order.

    What it says is checked by the edit itself, which reads its result; a refusal would be an error here.
    """
    text, count = drawn
    chosen = data.draw(st.lists(st.integers(0, count - 1), unique=True, min_size=1))
    document = parse(text.encode(), name="t.json")
    edited = document.edit([edit for index in sorted(chosen) for edit in _move(index, f"N{index}")]).decode()
    # Every character that is not of a moved entry is still there, in order; commas and space around it may go.
    moved = [document.mark((*APP, "environment", index)) for index in chosen]
    rest = "".join(
        character
        for offset, character in enumerate(document.text)
        if not any(mark.start <= offset < mark.end for mark in moved) and not character.isspace() and character != ","
    )
    remaining = iter(edited)
    kept = rest.replace('"secrets":null', '"secrets":')
    if '"secrets":null' in rest:
        kept = kept.replace("null", "")
    assert all(character in remaining for character in kept)


@given(st.recursive(st.one_of(st.none(), st.booleans(), WORDS), lambda c: st.lists(c) | st.dictionaries(WORDS, c)))
def test_both_readers_of_json_agree(value: object) -> None:
    """The fast reader of strict JSON and the one that knows comments read the same."""
    text = json.dumps(value)
    assert _plain(parse(text.encode(), name="t.json").roots[0]) == _plain(
        parse(("// c\n" + text).encode(), name="t.json").roots[0]
    )


@given(st.binary(max_size=64), st.sampled_from(["t.json", "t.yaml", "-"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    """Garbage is a DocumentError and nothing else."""
    with contextlib.suppress(DocumentError):
        parse(data, name=name)
