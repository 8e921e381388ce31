"""SARIF 2.1.0 of a scan, as code scanning services read it (OASIS, "Static Analysis Results Interchange Format")."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import quote

from ecs_secretmigrate import __version__
from ecs_secretmigrate.reports.wording import accepted, label, safe, stands

_LEVELS = {"high": "error", "medium": "warning", "low": "note"}


def sarif(document: dict[str, Any]) -> str:
    """The findings as one SARIF run."""
    findings = document["findings"]
    rules = sorted({finding["detector"] for finding in findings})
    run = {
        "tool": {
            "driver": {
                "name": "ecs-secretmigrate",
                "semanticVersion": __version__,
                "rules": [{"id": rule, "shortDescription": {"text": rule}} for rule in rules],
            }
        },
        "columnKind": "utf16CodeUnits",
        "results": [_result(finding, rules) for finding in findings],
    }
    content = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _result(finding: dict[str, Any], rules: list[str]) -> dict[str, Any]:
    place: dict[str, Any] = {
        "logicalLocations": [{"fullyQualifiedName": safe(finding["location"]), "name": label(finding)}]
    }
    if finding["account"] is None:
        place["physicalLocation"] = {
            "artifactLocation": {"uri": quote(finding["source"], safe="/._-~"), "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": finding.get("line") or 1},
        }
    identity = f"{finding['source']}\n{finding['location']}\n{finding['name']}"
    # An accepted result is still one, and code scanning shows it as closed: SARIF 2.1.0, 3.35.
    suppressed = {"suppressions": [{"kind": "external", "status": "accepted", "justification": safe(finding["kept"])}]}
    return {
        "ruleId": finding["detector"],
        "ruleIndex": rules.index(finding["detector"]),
        "level": _LEVELS[finding["confidence"]],
        "message": {"text": f"{label(finding)}: {safe(finding['reason'])}; {safe(stands(finding))}"},
        "locations": [place],
        # Of the place, never of the value.
        "partialFingerprints": {"place/v1": hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()},
        **(suppressed if accepted(finding) else {}),
    }
