"""A migrated copy becomes the latest revision of its family: what names the family alone must not change by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.canary import canary
from tests.support.cli import command
from tests.support.services import rule, runs, service

if TYPE_CHECKING:
    from tests.support.accounts import Emulated

GO = ("--yes", "--settle", "0")


def _two(ministack: Emulated) -> None:
    """A service on the first revision of a family that has a second by now."""
    ministack.role()
    ministack.register("web", {"DB_PASSWORD": canary(1), "LOG_LEVEL": "info"})
    service(ministack, "web", "web:1")
    ministack.register("web", {"DB_PASSWORD": canary(1), "LOG_LEVEL": "debug"})


def _level(ministack: Emulated, revision: str) -> str:
    body = ministack.client("ecs").describe_task_definition(taskDefinition=revision)["taskDefinition"]
    return str({entry["name"]: entry["value"] for entry in body["containerDefinitions"][0]["environment"]}["LOG_LEVEL"])


def test_an_older_copy_does_not_take_the_latest_ones_place(ministack: Emulated) -> None:
    """Where a rule names the family alone, migrating an older revision by itself is blocked, and says how to."""
    _two(ministack)
    rule(ministack, "hourly", "arn:aws:ecs:eu-west-1:123456789012:task-definition/web")
    done = command("apply", "--service", "main/web", *GO, on=ministack)
    assert done.code == 12, done.said
    assert "web:2 is the latest revision of the family" in " ".join(done.out.split())
    assert len(ministack.revisions("web")) == 2


def test_named_together_the_latest_is_copied_last(ministack: Emulated) -> None:
    """Both are migrated, in the order of their numbers: the service keeps its content, the family its latest."""
    _two(ministack)
    rule(ministack, "hourly", "arn:aws:ecs:eu-west-1:123456789012:task-definition/web")
    done = command("apply", "--service", "main/web", "--family", "web", *GO, on=ministack)
    assert done.code == 0, done.said
    assert runs(ministack, "web") == "web:3"
    assert _level(ministack, "web:3") == "info"
    assert _level(ministack, "web") == "debug"


def test_where_nothing_names_the_family_it_is_a_warning(ministack: Emulated) -> None:
    """Without such a rule it goes on, and the plan says what becomes the latest."""
    _two(ministack)
    planned = command("plan", "--service", "main/web", on=ministack)
    assert planned.code == 0
    assert "a copy of web:1 would take its place; nothing else runs it" in " ".join(planned.out.split())
    assert command("apply", "--service", "main/web", *GO, on=ministack).code == 0
    assert runs(ministack, "web") == "web:3"
