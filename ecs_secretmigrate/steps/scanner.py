"""Finding plaintext secrets: every sealed value of a task definition is judged where it stands."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ecs_secretmigrate.errors import UsageError
from ecs_secretmigrate.model.baseline import identity
from ecs_secretmigrate.model.finding import Finding, PlacedValue, ScanResult
from ecs_secretmigrate.model.known import Known
from ecs_secretmigrate.model.paths import json_path
from ecs_secretmigrate.model.places import places
from ecs_secretmigrate.model.secret_value import SecretValue
from ecs_secretmigrate.model.task_definition import Skipped, TaskDefinition
from ecs_secretmigrate.model.verdict import Confidence, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ecs_secretmigrate.model.baseline import Decision, Identity
    from ecs_secretmigrate.model.options import CustomPlace, Options
    from ecs_secretmigrate.model.paths import Path
    from ecs_secretmigrate.ports import Judge

_STAND_IN = "k3Vq-9ZtR-2mXw"
"""What an empty value is judged as, so that its name decides."""

EXCLUDED = "excluded"
"""Why a finding stays that ``--exclude`` names."""

_RANK = {Confidence.HIGH: 2, Confidence.MEDIUM: 1, Confidence.LOW: 0}


Read = TaskDefinition | Skipped | Known
"""What a source reads."""


def stream(
    read: Iterable[Read], judge: Judge, options: Options
) -> Iterator[Skipped | Known | tuple[TaskDefinition, int, list[Finding]]]:
    """Scan what a source reads, one task definition after the other: with it, how many values it has, its findings."""
    for item in read:
        yield (item, *scan_definition(item, judge, options)) if isinstance(item, TaskDefinition) else item


def scan(read: Iterable[Read], judge: Judge, options: Options) -> ScanResult:
    """Scan everything a source reads."""
    definitions: list[TaskDefinition] = []
    skipped: list[Skipped] = []
    findings: list[Finding] = []
    values = 0
    for item in stream(read, judge, options):
        if not isinstance(item, tuple):
            skipped.extend([item] if isinstance(item, Skipped) else [])
            continue
        definition, count, found = item
        definitions.append(definition)
        values += count
        findings.extend(found)
    return ScanResult(tuple(definitions), tuple(skipped), values, tuple(findings))


def scan_definition(definition: TaskDefinition, judge: Judge, options: Options) -> tuple[int, list[Finding]]:
    """Judge every value of one task definition; return how many there were and the findings."""
    included = selected_paths(definition, options.include)
    excluded = selected_paths(definition, options.exclude)
    decided = {item.identity: item for item in options.decisions if item.family == definition.family}
    found: list[Finding] = []
    values = 0
    for placed in _all_places(definition, options.places):
        values += 1
        verdict = judge(placed.name, placed.value.reveal() or _STAND_IN)
        if placed.value.is_empty and verdict.secret:
            # It would move if it held anything: said, since a person will look for it.
            verdict = Verdict(verdict.detector, True, Confidence.LOW, verdict.reason)
        decision = decision_on(definition, placed, decided) if decided else None
        is_included = matches(placed, options.include, included)
        if not verdict.secret and not is_included and (decision is None or decision.keeps):
            continue
        is_excluded = matches(placed, options.exclude, excluded)
        found.append(_finding(definition, placed, verdict, options, is_included, is_excluded, decision))
    return values, found


def _finding(
    definition: TaskDefinition,
    placed: PlacedValue,
    verdict: Verdict,
    options: Options,
    included: bool,
    excluded: bool,
    decision: Decision | None,
) -> Finding:
    detector, confidence, reason = verdict.detector, verdict.confidence, verdict.reason
    if included and not verdict.secret:
        detector, confidence, reason = "include", Confidence.HIGH, "it is asked for with --include"
    elif decision is not None and not verdict.secret:
        detector, confidence, reason = "baseline", Confidence.HIGH, "a review decided that it is to move"
    if decision is not None and not decision.covers(detector):
        decision = None
    asked = included or decision is not None
    if decision is not None and decision.keeps:
        kept = str(decision)
    elif excluded:
        kept = EXCLUDED
    elif placed.destination is not None and placed.value.is_empty:
        kept = "it is empty, and neither store takes an empty value"
    elif not asked and _RANK[confidence] < _RANK[options.min_confidence]:
        kept = f"confidence is {confidence}, {options.min_confidence} is asked for"
    else:
        kept = ""
    move = not kept and placed.destination is not None
    return Finding(definition, placed, detector, confidence, reason, move, kept, decision)


def decision_on(
    definition: TaskDefinition, placed: PlacedValue, decided: Mapping[Identity, Decision]
) -> Decision | None:
    """The decision on a place: its location is that in the body, or (written by hand) that in the document."""
    for location in (json_path(placed.path), definition.location(placed.path)):
        decision = decided.get(identity(definition.family, placed.container, placed.name, location))
        if decision is not None:
            return decision
    return None


def _all_places(definition: TaskDefinition, custom: Sequence[CustomPlace]) -> Iterator[PlacedValue]:
    """The places of a task definition, then those the configuration file adds; a place is judged once."""
    seen: set[Path] = set()
    asked = {path: place for place in custom for path in json_path_matches(definition, place.path)}
    for placed in places(definition.body):
        seen.add(placed.path)
        place = asked.get(placed.path)
        if place is None or placed.destination is not None:
            yield placed
        else:
            yield _custom(placed.path, placed.value, place, placed.advice)
    for path, place in asked.items():
        if path not in seen:
            value = value_at(definition, path)
            if isinstance(value, str):
                yield _custom(path, SecretValue(value), place, "")


def _custom(path: Path, value: SecretValue, place: CustomPlace, advice: str) -> PlacedValue:
    own_key = path[-1] if path and isinstance(path[-1], str) else ""
    return PlacedValue(path, place.name or own_key, value, None, None, place.advice or advice or "move it by hand")


def matches(placed: PlacedValue, patterns: Sequence[str], paths: frozenset[Path]) -> bool:
    """Whether ``--include`` or ``--exclude`` speaks of this place: globs on NAME and CONTAINER/NAME, or JSONPath."""
    if not patterns:
        return False
    label = f"{placed.container}/{placed.name}"
    return placed.path in paths or any(
        fnmatchcase(placed.name, pattern) or fnmatchcase(label, pattern)
        for pattern in patterns
        if not pattern.startswith("$")
    )


def selected_paths(definition: TaskDefinition, patterns: Sequence[str]) -> frozenset[Path]:
    """The paths that the JSONPaths among the patterns select.

    Raises:
        UsageError: a JSONPath does not parse.
    """
    return frozenset(
        path for pattern in patterns if pattern.startswith("$") for path in json_path_matches(definition, pattern)
    )


def json_path_matches(definition: TaskDefinition, expression: str) -> list[Path]:
    """Paths of the body that a JSONPath selects; it may be written for the body or for the document as read.

    Raises:
        UsageError: the JSONPath does not parse.
    """
    # Here and not above: an offline scan without JSONPaths must not pay for the import.
    from jsonpath_ng import Fields, Index  # noqa: PLC0415
    from jsonpath_ng.exceptions import JSONPathError  # noqa: PLC0415
    from jsonpath_ng.ext.parser import parse  # noqa: PLC0415

    try:
        parsed = parse(expression)
    except (JSONPathError, ValueError):
        raise UsageError(
            f"not a JSONPath: {expression}", cure="see RFC 9535, such as $..environment[0].value"
        ) from None

    def steps(path: object) -> Path:
        if isinstance(path, Fields):
            return tuple(path.fields)
        if isinstance(path, Index):
            return tuple(path.indices)
        left, right = getattr(path, "left", None), getattr(path, "right", None)
        return (*steps(left), *steps(right)) if left is not None and right is not None else ()

    found = [steps(match.full_path) for match in parsed.find(definition.body)]
    as_read = {definition.location(placed.path): placed.path for placed in places(definition.body)}
    return found or ([as_read[expression]] if expression in as_read else [])


def value_at(definition: TaskDefinition, path: Path) -> object:
    """What stands at a path of the body; None where nothing does."""
    node: object = definition.body
    for step in path:
        try:
            node = node[step]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            return None
    return node
