"""Results as plain data: what ``--format json`` prints, what a saved plan is, and what every other format renders.

The keys are a contract; a value appears nowhere.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.model.known import Known
from ecs_secretmigrate.model.task_definition import Skipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ecs_secretmigrate.model.baseline import Decision
    from ecs_secretmigrate.model.finding import Finding
    from ecs_secretmigrate.model.plan import DefinitionPlan, Move, Obstacle, Plan
    from ecs_secretmigrate.model.receipt import DefinitionReceipt, Receipt, Verification
    from ecs_secretmigrate.model.task_definition import TaskDefinition

Document = dict[str, Any]


class ScanDocument:
    """What a scan found, as it is found: the findings flow through, and are told of once.

    Args:
        scanned: what the scanner yields, in order.
    """

    def __init__(self, scanned: Iterable[Skipped | Known | tuple[TaskDefinition, int, list[Finding]]]) -> None:
        self._scanned = scanned
        self._skipped: list[Skipped] = []
        self._notes: list[dict[str, str]] = []
        self._sources = self._containers = self._values = 0
        self._totals = {"findings": 0, "move": 0, "accepted": 0}

    def findings(self) -> Iterator[Document]:
        """Each finding; once it is at its end, :meth:`rest` is whole."""
        for item in self._scanned:
            if isinstance(item, Skipped):
                self._skipped.append(item)
                continue
            if isinstance(item, Known):
                yield from self._known(item)
                continue
            definition, values, found = item
            self._sources += 1
            self._containers += _containers(definition.body)
            self._values += values
            self._notes.extend({"source": definition.source, "note": note} for note in definition.notes)
            for finding in found:
                self._totals["findings"] += 1
                self._totals["move"] += finding.move
                self._totals["accepted"] += finding.accepted
                yield finding_document(finding)

    def _known(self, item: Known) -> Iterator[Document]:
        self._sources += 1
        self._containers += item.containers
        self._values += item.values
        self._notes.extend({"source": item.source, "note": note} for note in item.notes)
        for finding in item.findings:
            self._totals["findings"] += 1
            self._totals["move"] += finding["move"]
            yield finding

    def rest(self) -> Document:
        """All but the findings."""
        return {
            "version": 1,
            "kind": "scan",
            "sources": self._sources,
            "containers": self._containers,
            "values": self._values,
            "skipped": _skipped(self._skipped),
            "notes": self._notes,
            "totals": self._totals,
        }

    def whole(self) -> Document:
        """The document at once."""
        findings = list(self.findings())
        return {**self.rest(), "findings": findings}


def plan_document(plan: Plan) -> Document:
    """A plan, as it is saved: enough to be applied later, held to what it says."""
    from ecs_secretmigrate.model.plan import PLAN_VERSION

    return {
        "version": PLAN_VERSION,
        "kind": "plan",
        "options": _options(plan),
        "sources": plan.sources,
        "skipped": _skipped(plan.skipped),
        "moves": plan.moves,
        "blocked": plan.blocked,
        "monthlyCost": plan.monthly_cost,
        "sameValues": [asdict(item) for item in plan.same],
        "definitions": [_definition(part) for part in plan.definitions],
    }


def receipt_document(receipt: Receipt) -> Document:
    """What an apply did."""
    return {
        "version": 1,
        "kind": "receipt",
        "skipped": _skipped(receipt.skipped),
        "definitions": [_receipt(part) for part in receipt.definitions],
    }


def verification_document(verifications: Sequence[Verification], skipped: Sequence[Skipped]) -> Document:
    """What a verify saw."""
    return {
        "version": 1,
        "kind": "verification",
        "ok": all(item.ok for item in verifications),
        "skipped": _skipped(skipped),
        "definitions": [
            {
                "source": item.source,
                "label": item.label,
                "ok": item.ok,
                "checks": [asdict(check) for check in item.checks],
            }
            for item in verifications
        ],
    }


def known_revision(definition: TaskDefinition, values: int, found: Sequence[Finding]) -> Known:
    """What a scan saw of a revision, to be remembered: names and verdicts."""
    return Known(
        source=definition.source,
        family=definition.family,
        containers=_containers(definition.body),
        values=values,
        notes=definition.notes,
        findings=tuple(finding_document(finding) for finding in found),
        open=any(not finding.why_kept for finding in found),
    )


def _containers(body: dict[str, Any]) -> int:
    listed = body.get("containerDefinitions")
    return len(listed) if isinstance(listed, list) else 0


def _skipped(skipped: Sequence[Skipped]) -> list[dict[str, str]]:
    return [{"source": item.source, "reason": item.reason} for item in skipped]


def finding_document(finding: Finding) -> Document:
    """One finding."""
    definition, placed = finding.definition, finding.placed
    return {
        "source": definition.source,
        "account": definition.account,
        "region": definition.region,
        "family": definition.family,
        "revision": definition.revision,
        "container": placed.container,
        "name": placed.name,
        "location": finding.location,
        "detector": finding.detector,
        "confidence": finding.confidence.value,
        "reason": finding.reason,
        "move": finding.move,
        "destination": placed.destination.value if placed.destination else None,
        "kept": finding.why_kept,
        "advice": placed.advice if placed.destination is None else "",
        "decision": _decision(finding.decision),
    }


def _decision(decision: Decision | None) -> Document | None:
    if decision is None:
        return None
    return {
        "decision": decision.decision.value,
        "why": decision.why,
        "who": decision.who,
        "when": decision.when,
    }


def _options(plan: Plan) -> Document:
    return asdict(plan.options)


def _definition(part: DefinitionPlan) -> Document:
    from ecs_secretmigrate.reports.lifecycle import user_document

    definition = part.definition
    return {
        "source": definition.source,
        "label": definition.label,
        "family": definition.family,
        "revision": definition.revision,
        "account": part.account,
        "region": part.region,
        "executionRoleArn": part.execution_role_arn,
        "setsExecutionRole": part.sets_execution_role,
        "moves": [_move(move) for move in part.moves],
        "left": [finding_document(finding) for finding in part.left],
        "blockers": [_obstacle(item) for item in part.blockers],
        "warnings": [_obstacle(item) for item in part.warnings],
        "notes": list(definition.notes),
        "policy": part.policy,
        "diff": part.diff,
        "changes": list(part.changes),
        "monthlyCost": part.monthly_cost,
        "users": [user_document(user) for user in part.users],
        "owners": [asdict(owner) for owner in part.owners],
    }


def _move(move: Move) -> Document:
    return {
        "container": move.container,
        "name": move.name,
        "location": move.location,
        "destination": move.destination.value,
        "action": move.action.value,
        "store": move.target.store.value if move.target else None,
        "secret": move.target.name if move.target else None,
        "key": move.target.key if move.target else None,
        "valueFrom": move.value_from,
        "detector": move.detector,
        "confidence": move.confidence,
        "reason": move.reason,
    }


def _obstacle(item: Obstacle) -> Document:
    return {"code": item.code, "subject": item.subject, "message": item.message}


def _receipt(part: DefinitionReceipt) -> Document:
    from ecs_secretmigrate.reports.lifecycle import rollout_document

    return {
        "source": part.source,
        "label": part.label,
        "family": part.family,
        "standing": part.standing.value,
        "moves": [_move(move) for move in part.moves],
        "written": [{"name": name, "outcome": outcome} for name, outcome in part.written],
        "compared": part.compared,
        "published": part.published,
        "granted": part.granted,
        "rollouts": [rollout_document(rollout) for rollout in part.rollouts],
        "message": part.message,
    }


def intents(document: Document) -> dict[str, list[tuple[Any, ...]]]:
    """What a saved plan is held to, by source: which variables move where, whatever became of the store since."""
    return {
        part["source"]: sorted(
            (
                move["location"],
                move["name"],
                move["destination"],
                move["store"] or "",
                move["secret"] or "",
                move["key"] or "",
                move["valueFrom"] if move["action"] in {"map", "point"} else "",
            )
            for move in part["moves"]
        )
        for part in document["definitions"]
    }
