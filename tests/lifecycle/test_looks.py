"""Looks at services: those that fall together are one call, and each gets its own answer, as of after it asked."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import AwsError
from ecs_secretmigrate.rollouts.looks import BATCH, Looks
from ecs_secretmigrate.rollouts.services import Services
from tests.support.proxy import Refusal
from tests.support.services import CLUSTER, service

if TYPE_CHECKING:
    from ecs_secretmigrate.model.usage import User
    from tests.support.accounts import Emulated
    from tests.support.proxy import Call, Proxy

NAMES = [f"web-{number}" for number in range(25)]


def _users(emulated: Emulated) -> list[User]:
    emulated.role()
    emulated.register("web", {"LOG_LEVEL": "info"})
    for name in NAMES:
        service(emulated, name, "web:1", desired=0)
    users = sorted(Services(emulated.aws()).users(), key=lambda user: NAMES.index(user.traits["name"]))
    emulated.calls.clear()
    return users


def _together(looks: Looks, users: list[User]) -> list[Any]:
    """Look at all of them at the same moment; what each look ended with."""
    barrier = threading.Barrier(len(users))

    def look(user: User) -> Any:
        barrier.wait()
        try:
            return looks.at(user)
        except AwsError as error:
            return error

    with ThreadPoolExecutor(len(users)) as pool:
        return list(pool.map(look, users))


def test_looks_that_fall_together_are_ten_a_call(ministack: Emulated) -> None:
    """Twenty-five at once: far fewer calls, none with more than ten, and to each its own service."""
    users = _users(ministack)
    found = _together(Looks(ministack.aws()), users)
    assert [item["serviceName"] for item in found] == NAMES
    asked = [call.parameters["services"] for call in ministack.operations("DescribeServices")]
    assert 3 <= len(asked) <= 8
    assert max(map(len, asked)) <= BATCH
    assert sorted(name for names in asked for name in names) == sorted(NAMES)


def test_a_look_tells_what_is_true_after_it_was_asked(ministack: Emulated) -> None:
    """No answer is kept: a change between two looks is seen."""
    user = _users(ministack)[0]
    looks = Looks(ministack.aws())
    assert looks.at(user)["desiredCount"] == 0
    ministack.client("ecs").update_service(cluster=CLUSTER, service=NAMES[0], desiredCount=2)
    assert looks.at(user)["desiredCount"] == 2


def test_one_that_is_gone_spoils_no_others_look(ministack: Emulated) -> None:
    """Only who asked for it is told so."""
    users = _users(ministack)[:5]
    gone = replace(users[2], traits={**users[2].traits, "name": "gone"})
    found = _together(Looks(ministack.aws()), [*users, gone])
    assert [item["serviceName"] for item in found[:5]] == NAMES[:5]
    assert found[5].code == "ServiceNotFoundException"


def test_a_call_that_fails_is_told_to_all_who_share_it(ministack: Emulated) -> None:
    """Nobody waits for ever; the next look is a new call."""
    users = _users(ministack)[:5]
    denied = {"left": True}

    def deny(call: Call, proxy: Proxy) -> None:
        if call.operation == "DescribeServices" and denied["left"]:
            raise Refusal("AccessDeniedException", "no")

    ministack.proxy.layers.insert(0, deny)
    looks = Looks(ministack.aws())
    assert [item.code for item in _together(looks, users)] == ["AccessDeniedException"] * 5
    denied["left"] = False
    assert [item["serviceName"] for item in _together(looks, users)] == NAMES[:5]
