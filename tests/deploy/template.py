"""CloudFormation templates as data, with the little of CloudFormation that a test resolves by itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from cfnlint.decode.cfn_yaml import load

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
GONE = object()
"""What a resolved ``AWS::NoValue`` is until it is left out."""


def read(name: str) -> dict[str, Any]:
    """A template of the folder, its short forms written out as ``Fn::...``."""
    document: dict[str, Any] = load(str(DEPLOY / name))
    return document


def resolved(value: Any, template: dict[str, Any], parameters: dict[str, str]) -> Any:
    """The value with parameters, mappings and conditions resolved."""

    def of(inner: Any) -> Any:
        return resolved(inner, template, parameters)

    match value:
        case {"Ref": "AWS::NoValue"}:
            return GONE
        case {"Ref": name}:
            return parameters[name]
        case {"Fn::FindInMap": [table, first, second]}:
            return template["Mappings"][of(table)][of(first)][of(second)]
        case {"Fn::If": [condition, yes, no]}:
            return of(yes if _holds(template["Conditions"][condition], parameters) else no)
        case dict():
            return {key: of(inner) for key, inner in value.items()}
        case list():
            return [item for item in map(of, value) if item is not GONE]
    return value


def _holds(condition: Any, parameters: dict[str, str]) -> bool:
    match condition:
        case {"Fn::Not": [inner]}:
            return not _holds(inner, parameters)
        case {"Fn::Equals": [{"Ref": name}, text]}:
            return parameters[name] == text
    raise AssertionError(condition)


def definition(numbers: dict[str, int]) -> str:
    """The state machine's definition: numbers as given, every other name as some text."""
    text, _ = read("template.yaml")["Resources"]["Machine"]["Properties"]["DefinitionString"]["Fn::Sub"]
    filled = re.sub(r"\$\{(\w+)\}", lambda found: str(numbers.get(found[1], found[1])), text)
    return re.sub(r"\$\{AWS::Partition\}", "aws", filled).replace("${Cluster.Arn}", "arn:aws:ecs:eu-west-1:1:cluster/c")
