"""The state machine of ``deploy/template.yaml``, as its own CloudFormation stack, on the embedded AWS.

Not covered, because the embedded AWS has not got it: ResultWriter (the files in S3), a Map Run that stops half-way
when too many accounts failed (it looks at the end), redrive, and what IAM says to the machine's role.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING
from unittest import mock

import pytest

from ecs_secretmigrate.sandbox.server import Sandbox
from tests.deploy.fleet import EXTERNAL_ID, STACK, Fleet

if TYPE_CHECKING:
    from collections.abc import Iterator

# In the image `exit-ACCOUNT_ID` an account ends with its own number, modulo 256.
DONE, ALSO_DONE = f"{256:012}", f"{512:012}"
ENDS_WITH = {code: f"{code:012}" for code in (1, 2, 11, 12, 20, 21, 130, 137)}
BUSY = {
    "StateMachines": {STACK: {"TestCases": {"Busy": {"Migrate": "Busy"}}}},
    "MockedResponses": {"Busy": {"0": {"Throw": {"Error": "ECS.AmazonECSException", "Cause": "Rate exceeded"}}}},
}


@pytest.fixture(scope="module")
def hurried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """An embedded AWS whose state machines do not wait, and whose ECS is busy in one case."""
    busy = tmp_path_factory.mktemp("mocked") / "busy.json"
    busy.write_text(json.dumps(BUSY))
    with mock.patch.dict(os.environ, {"SFN_WAIT_SCALE": "0", "SFN_MOCK_CONFIG": str(busy)}), Sandbox() as server:
        yield server


@pytest.fixture(scope="module")
def fleet(hurried: Sandbox) -> Fleet:
    """The stack, whose accounts end with their own numbers, two at a time, and any number of them may fail."""
    return Fleet(hurried).deploy(Image="exit-ACCOUNT_ID", ToleratedFailurePercentage="100", MaxConcurrency="2")


@pytest.mark.parametrize(
    ("verb", "words"),
    [("plan", ["plan", "--detailed-exitcode"]), ("verify", ["verify"]), ("apply", ["apply", "--yes"])],
)
def test_one_task_an_account(fleet: Fleet, verb: str, words: list[str]) -> None:
    """Each listed account gets one task, with the verb's command line and its own id; nothing else is handed over."""
    fleet.list_accounts([DONE, ALSO_DONE])
    ended = fleet.run(verb=verb)
    assert ended.status == "SUCCEEDED", ended
    names = ("ACCOUNT_ID", "RUN", "EXTERNAL_ID", "MEMBER_ROLE", "BUCKET")
    bucket = fleet.outputs["BucketName"]
    assert sorted(tuple(one[name] for name in names) for one in fleet.started(ended)) == [
        (account, ended.name, EXTERNAL_ID, "ecs-secretmigrate", bucket) for account in (DONE, ALSO_DONE)
    ]
    assert [override["command"] for override in fleet.overrides(ended)] == [words] * 2
    assert [set(override["environment"]) for override in fleet.overrides(ended)] == [{"ACCOUNT_ID", "RUN"}] * 2


def test_a_failed_account_stops_no_other(fleet: Fleet) -> None:
    """Every account runs whatever the others came to; each code has its outcome, and the run says that some failed."""
    fleet.list_accounts([*ENDS_WITH.values(), DONE])
    ended = fleet.run(verb="apply")
    assert ended.outcomes() == {
        DONE: "done",
        ENDS_WITH[11]: "pending",
        ENDS_WITH[12]: "blocked",
        ENDS_WITH[1]: "Exit1",
        ENDS_WITH[2]: "Exit2",
        ENDS_WITH[20]: "SomeFailed",
        ENDS_WITH[21]: "RolledBack",
        ENDS_WITH[130]: "Exit130",
        ENDS_WITH[137]: "Exit137",
    }
    assert (ended.status, ended.error) == ("FAILED", "SomeAccountsFailed")
    assert str(ended.cause).startswith("6 of 9 accounts failed, the others are done")


def test_what_an_account_came_to_is_short(fleet: Fleet) -> None:
    """A result is account, outcome and exit code, or an error that says where the report is: no more is kept."""
    fleet.list_accounts([DONE, ENDS_WITH[21]])
    ended = fleet.run(verb="apply")
    good, bad = ended.children[DONE], ended.children[ENDS_WITH[21]]
    assert json.loads(good["output"]) == {"account": DONE, "outcome": "done", "exit": 0}
    report = f"results/{ended.name}/{ENDS_WITH[21]}.json"
    assert bad["cause"] == f"account {ENDS_WITH[21]}: see {report} and the log"


def test_the_interrupted_is_run_again_and_the_failed_is_not(fleet: Fleet) -> None:
    """An account whose task was stopped is tried three times in all; one that rolled back is tried once."""
    fleet.list_accounts([ENDS_WITH[137], ENDS_WITH[21]])
    tries = [one["ACCOUNT_ID"] for one in fleet.started(fleet.run(verb="apply"))]
    assert sorted(tries) == [ENDS_WITH[21], *[ENDS_WITH[137]] * 3]


def test_a_task_that_never_started_is_tried_again(hurried: Sandbox) -> None:
    """An image that cannot be pulled is tried three times and then reported as what it is."""
    fleet = Fleet(hurried, account="222233334444").deploy(Image="nopull")
    fleet.list_accounts([DONE])
    ended = fleet.run(verb="plan")
    assert ended.outcomes() == {DONE: "States.TaskFailed"}
    assert len(fleet.overrides(ended)) == 3


def test_a_busy_ecs_is_asked_again(fleet: Fleet) -> None:
    """A throttled RunTask is tried eight more times before the account counts as failed."""
    fleet.list_accounts([DONE])
    ended = fleet.run(case="Busy", verb="plan")
    assert ended.outcomes() == {DONE: "ECS.AmazonECSException"}
    history = fleet.client("stepfunctions").get_execution_history(
        executionArn=ended.children[DONE]["executionArn"], maxResults=1000
    )
    assert [event["type"] for event in history["events"]].count("TaskFailed") == 9


def test_too_many_failures_fail_the_run(hurried: Sandbox) -> None:
    """Above the tolerated share the Map Run itself fails, and so can be redriven."""
    fleet = Fleet(hurried, account="333344445555").deploy(Image="exit-ACCOUNT_ID", ToleratedFailurePercentage="40")
    fleet.list_accounts([ENDS_WITH[1], DONE])
    assert fleet.run(verb="plan").error == "States.ExceedToleratedFailureThreshold"


def test_another_list(fleet: Fleet) -> None:
    """A canary is another list of accounts in the same bucket."""
    fleet.list_accounts([DONE, ALSO_DONE])
    fleet.list_accounts([DONE], "accounts-canary.json")
    assert set(fleet.run(verb="plan", accounts="accounts-canary.json").children) == {DONE}


@pytest.mark.parametrize("given", [{}, {"verb": "sandbox"}, {"verb": "apply --no-grant"}])
def test_the_input_is_no_command_line(fleet: Fleet, given: dict[str, str]) -> None:
    """An input without one of the verbs starts nothing."""
    fleet.list_accounts([DONE])
    ended = fleet.run(**given)
    assert ended.error == "UnknownVerb"
    assert fleet.started(ended) == []
