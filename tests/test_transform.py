"""The new task definition: the same environment, and nothing changed but what was planned."""

from __future__ import annotations

import copy
import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecs_secretmigrate.errors import GuardError
from ecs_secretmigrate.model.options import Options
from ecs_secretmigrate.model.plan import Action, Move
from ecs_secretmigrate.model.secret_value import SecretValue
from ecs_secretmigrate.model.storage import Layout, StoreKind
from ecs_secretmigrate.model.task_definition import TaskDefinition, containers
from ecs_secretmigrate.model.verdict import Confidence, Verdict
from ecs_secretmigrate.sources.sealing import seal
from ecs_secretmigrate.sources.shapes import Candidate, candidates
from ecs_secretmigrate.steps import guard, planner, transformer
from ecs_secretmigrate.steps.environment import effective_environment, effective_options, references
from ecs_secretmigrate.stores.parameterstore import ParameterStore
from ecs_secretmigrate.stores.secretsmanager import SecretsManager

NAMES = st.sampled_from(["A", "B", "S_ONE", "S_TWO", "S_THREE", "PLAIN"])
VALUES = st.text(max_size=12)
ENTRIES = st.lists(st.fixed_dictionaries({"name": NAMES}, optional={"value": st.one_of(VALUES, st.none())}), max_size=6)
SECRETS = st.lists(
    st.fixed_dictionaries({"name": NAMES, "valueFrom": st.sampled_from(["/x", "/y"])}),
    max_size=2,
    unique_by=lambda e: e["name"],
)
CONTAINER = st.fixed_dictionaries(
    {"image": st.just("i")},
    optional={
        "environment": st.one_of(st.none(), ENTRIES),
        "secrets": st.one_of(st.none(), SECRETS),
        "command": st.lists(VALUES, max_size=3),
        "logConfiguration": st.fixed_dictionaries(
            {"logDriver": st.just("splunk")},
            optional={
                "options": st.dictionaries(st.sampled_from(["S_token", "S_ONE", "url", "Name"]), VALUES, max_size=3),
                "secretOptions": SECRETS,
            },
        ),
        "newField": st.one_of(st.booleans(), st.integers(), VALUES),
    },
)


@st.composite
def bodies(draw: st.DrawFn) -> dict[str, Any]:
    listed = draw(st.lists(CONTAINER, min_size=1, max_size=3))
    for index, container in enumerate(listed):
        container["name"] = f"c{index}"
    return {"family": "f", "executionRoleArn": "r", "containerDefinitions": listed}


def _judge(name: str, value: str) -> Verdict:
    return Verdict("test", name.startswith("S_"), Confidence.HIGH, "because")


def _definition(body: dict[str, Any]) -> TaskDefinition:
    (candidate,) = candidates(body)
    assert isinstance(candidate, Candidate)
    return TaskDefinition("test", seal(candidate).body, "f")


def _planned(definition: TaskDefinition, options: Options) -> tuple[Any, list[planner.Draft]]:
    store = SecretsManager(None) if options.store is StoreKind.SECRETS_MANAGER else ParameterStore(None)
    plan, drafts = planner.plan([definition], _judge, options, planner.Venue(store, offline=True))
    return plan.definitions[0], drafts[0]


OPTIONS = st.sampled_from(
    [
        Options(),
        Options(layout=Layout.BUNDLE),
        Options(store=StoreKind.PARAMETER_STORE),
    ]
)


@given(bodies(), OPTIONS)
def test_the_effective_environment_is_the_same(body: dict[str, Any], options: Options) -> None:
    """Every container gets every name with exactly the same value, from ``environment`` or from its reference."""
    definition = _definition(body)
    part, drafts = _planned(definition, options)
    # Two variables may not share a name in the store: without blockers, references tell values apart.
    collisions = [item for item in part.blockers if item.code == "name-collision"]
    assert not collisions
    new = transformer.transform(definition.body, part.moves)
    resolved: dict[str, Any] = {draft.move.value_from: draft.value for draft in drafts}
    for reference in ("/x", "/y"):
        resolved[reference] = SecretValue(reference)
    for (_, before), (_, after) in zip(containers(definition.body), containers(new), strict=True):
        for reference in references(after):
            assert reference in resolved
        for effective in (effective_environment, effective_options):
            mine, theirs = effective(before, resolved), effective(after, resolved)
            assert {name: value.reveal() for name, value in mine.items()} == {
                name: value.reveal() for name, value in theirs.items()
            }
        names = [entry["name"] for entry in after.get("secrets") or []]
        moved = {
            move.name
            for move in part.moves
            if move.container == after["name"] and move.value_from and move.destination == "secrets"
        }
        assert not moved & {entry["name"] for entry in after.get("environment") or []}
        assert len(names) == len(set(names))


@given(bodies(), OPTIONS)
def test_nothing_but_the_planned_paths_changes(body: dict[str, Any], options: Options) -> None:
    """The guard lets the plan through, and the body it was made from is untouched."""
    definition = _definition(body)
    before = copy.deepcopy(definition.body)
    part, _ = _planned(definition, options)
    new = transformer.transform(definition.body, part.moves)
    guard.check(definition.body, new, part.moves)
    assert definition.body == before
    assert not part.moves or new != before


@given(bodies(), st.data())
def test_the_guard_stops_anything_else(body: dict[str, Any], data: st.DataObject) -> None:
    """One further change anywhere, however small, stops the run."""
    definition = _definition(body)
    part, _ = _planned(definition, Options())
    new = transformer.transform(definition.body, part.moves)
    spoiled = copy.deepcopy(new)
    index = data.draw(st.integers(0, len(spoiled["containerDefinitions"]) - 1))
    container = spoiled["containerDefinitions"][index]
    kind = data.draw(st.sampled_from(["image", "value", "extra", "missing", "secret", "top", "container"]))
    if kind == "image":
        container["image"] = "other"
    elif kind == "value" and any(isinstance(e.get("value"), SecretValue) for e in container.get("environment") or []):
        entry = next(e for e in container["environment"] if isinstance(e.get("value"), SecretValue))
        entry["value"] = SecretValue(entry["value"].reveal())
    elif kind == "missing" and container.get("environment"):
        container["environment"].pop()
    elif kind == "secret":
        container["secrets"] = [*(container.get("secrets") or []), {"name": "NEW", "valueFrom": "/new"}]
    elif kind == "container":
        spoiled["containerDefinitions"].append({"name": "new"})
    elif kind == "extra":
        container["essential"] = False
    else:
        spoiled["cpu"] = "1"
    with pytest.raises(GuardError):
        guard.check(definition.body, spoiled, part.moves)


def test_a_repeated_name_goes_whole_and_its_last_value_is_stored() -> None:
    """Of a name that repeats every entry is removed, and what is stored is what the container got."""
    body = {
        "family": "f",
        "executionRoleArn": "r",
        "containerDefinitions": [
            {
                "name": "c",
                "environment": [
                    {"name": "S_ONE", "value": "first"},
                    {"name": "A", "value": "a"},
                    {"name": "S_ONE", "value": "last"},
                ],
            }
        ],
    }
    definition = _definition(body)
    part, drafts = _planned(definition, Options())
    new = transformer.transform(definition.body, part.moves)
    assert [entry["name"] for entry in new["containerDefinitions"][0]["environment"]] == ["A"]
    assert [draft.value.reveal() for draft in drafts] == ["last"]
    assert [item.code for item in part.warnings] == ["duplicate-name"]


def test_a_name_in_secrets_already_is_dropped_not_stored() -> None:
    """The reference that is there wins at run time: the plaintext beside it goes, and nothing is stored for it."""
    body = {
        "family": "f",
        "executionRoleArn": "r",
        "containerDefinitions": [
            {
                "name": "c",
                "environment": [{"name": "S_ONE", "value": "x"}],
                "secrets": [{"name": "S_ONE", "valueFrom": "/x"}],
            }
        ],
    }
    part, _ = _planned(_definition(body), Options())
    assert [move.action for move in part.moves] == [Action.DROP]
    assert part.moves[0].target is None


def test_a_missing_execution_role_blocks_and_the_flag_mends_it() -> None:
    """No role: blocked, naming the flag. With the flag: the role is set in the same revision."""
    body = {
        "family": "f",
        "containerDefinitions": [{"name": "c", "environment": [{"name": "S_ONE", "value": "x"}]}],
    }
    definition = _definition(body)
    blocked, _ = _planned(definition, Options())
    assert [item.code for item in blocked.blockers] == ["execution-role-missing"]
    assert "--execution-role-arn" in blocked.blockers[0].message
    mended, _ = _planned(definition, Options(execution_role_arn="role"))
    assert not mended.blockers
    new = transformer.transform(definition.body, mended.moves, execution_role_arn="role")
    assert new["executionRoleArn"] == "role"
    guard.check(definition.body, new, mended.moves, execution_role_arn="role")


def test_a_definition_that_would_be_too_large_is_blocked() -> None:
    """References can be longer than values: the 64 KiB of ECS are checked on the new definition."""
    entries = [{"name": f"S_{index:04}", "value": "x"} for index in range(700)]
    body = {
        "family": "f",
        "executionRoleArn": "r",
        "containerDefinitions": [{"name": "c", "environment": entries}],
    }
    definition = _definition(body)
    assert transformer.wire_size(definition.body) < transformer.MAX_BYTES
    part, _ = _planned(definition, Options())
    assert [item.code for item in part.blockers] == ["too-large"]


def test_a_plan_holds_no_value() -> None:
    """No field of a plan is a sealed value or text of one."""
    body = {
        "family": "f",
        "executionRoleArn": "r",
        "containerDefinitions": [{"name": "c", "environment": [{"name": "S_ONE", "value": "x-y-z-value"}]}],
    }
    part, _ = _planned(_definition(body), Options())
    for move in part.moves:
        assert isinstance(move, Move)
        assert all(not isinstance(value, SecretValue) for value in dataclasses.astuple(move))
    assert "x-y-z-value" not in part.diff + str(part.changes) + str(part.policy)
