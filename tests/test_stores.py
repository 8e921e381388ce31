"""The stores: written once, never over someone else's value, and the same again the second time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from ecs_secretmigrate.errors import AwsError, BlockedError
from ecs_secretmigrate.model.secret_value import SecretValue
from ecs_secretmigrate.model.storage import Entry, OnConflict, Outcome
from ecs_secretmigrate.stores.parameterstore import ParameterStore
from ecs_secretmigrate.stores.secretsmanager import SecretsManager
from tests.support.canary import canary
from tests.support.proxy import Refusal

if TYPE_CHECKING:
    from tests.support.accounts import Emulated
    from tests.support.proxy import Call, Proxy

VALUE = canary(2)
TAGS = {"ecs-secretmigrate:family": "web"}


def _stored(emulator: Emulated, name: str) -> str:
    return str(emulator.client("secretsmanager").get_secret_value(SecretId=name)["SecretString"])


def test_a_secret_is_created_with_its_value_and_tags_and_found_the_second_time(emulator: Emulated) -> None:
    """The value is stored byte for byte; writing it again creates and changes nothing."""
    store = SecretsManager(emulator.aws())
    entry = Entry("web/app/PASSWORD", value=SecretValue(VALUE), tags=TAGS, description="d")
    first, second = store.write(entry), store.write(entry)
    assert (first.outcome, second.outcome) == (Outcome.CREATED, Outcome.REUSED)
    assert first.reference == second.reference
    assert _stored(emulator, entry.name) == VALUE
    described = emulator.client("secretsmanager").describe_secret(SecretId=entry.name)
    assert {tag["Key"]: tag["Value"] for tag in described["Tags"]} == TAGS
    assert len(emulator.operations("CreateSecret")) == 1
    assert not emulator.operations("PutSecretValue")


def test_what_another_made_since_the_plan_is_found_and_used(emulator: Emulated) -> None:
    """Two families that share a value, side by side: the second finds it there, though it was planned as new."""
    for store, name in ((SecretsManager(emulator.aws()), "web/app/P"), (ParameterStore(emulator.aws()), "/web/app/P")):
        entry = Entry(name, value=SecretValue(VALUE), tags=TAGS)
        first, second = store.write(entry, is_new=True), store.write(entry, is_new=True)
        assert (first.outcome, first.reference) == (Outcome.CREATED, second.reference)
        # CreateSecret with the same token and value answers as if it had made it.
        assert second.outcome in {Outcome.CREATED, Outcome.REUSED}
        with pytest.raises(BlockedError, match="another value"):
            store.write(Entry(name, value=SecretValue("other")), is_new=True)


def test_another_value_is_kept_unless_an_update_is_asked_for(emulator: Emulated) -> None:
    """A different value blocks and stays; with ``update`` it is replaced."""
    emulator.client("secretsmanager").create_secret(Name="web/app/P", SecretString="theirs")
    store = SecretsManager(emulator.aws())
    entry = Entry("web/app/P", value=SecretValue(VALUE))
    with pytest.raises(BlockedError, match="another value"):
        store.write(entry)
    assert _stored(emulator, entry.name) == "theirs"
    updated = store.write(Entry(entry.name, value=entry.value, on_conflict=OnConflict.UPDATE))
    assert updated.outcome is Outcome.UPDATED
    assert _stored(emulator, entry.name) == VALUE


def test_a_bundle_is_merged_into_and_never_replaced(emulator: Emulated) -> None:
    """Other keys stay as they were, numbers included; new values are JSON strings."""
    theirs = '{"host": "db", "port": 1754110382, "ratio": 1.5, "nested": {"a": [1, null]}}'
    emulator.client("secretsmanager").create_secret(Name="web", SecretString=theirs)
    store = SecretsManager(emulator.aws())
    entry = Entry("web", keys={"PASSWORD": SecretValue(VALUE), "PIN": SecretValue("0042")})
    assert store.write(entry).outcome is Outcome.UPDATED
    assert store.write(entry).outcome is Outcome.REUSED
    assert json.loads(_stored(emulator, "web")) == {**json.loads(theirs), "PASSWORD": VALUE, "PIN": "0042"}
    with pytest.raises(BlockedError, match="PIN"):
        store.write(Entry("web", keys={"PIN": SecretValue("1")}))


def test_a_secret_that_is_not_json_takes_no_key(emulator: Emulated) -> None:
    """Text that is not a JSON object is never overwritten to make room for a key, not even on update."""
    emulator.client("secretsmanager").create_secret(Name="web", SecretString="text")
    entry = Entry("web", keys={"A": SecretValue("x")}, on_conflict=OnConflict.UPDATE)
    with pytest.raises(BlockedError, match="not JSON"):
        SecretsManager(emulator.aws()).write(entry)
    assert _stored(emulator, "web") == "text"


def test_two_writers_of_one_bundle_lose_nothing(ministack: Emulated) -> None:
    """A key that another run puts in between reading and writing is still there afterwards."""
    client = ministack.client("secretsmanager")
    client.create_secret(Name="web", SecretString='{"A": "1"}')
    other: list[bool] = []

    def interrupt(call: Call, proxy: Proxy) -> dict[str, Any] | None:
        if call.operation == "PutSecretValue" and not other:
            other.append(True)
            SecretsManager(ministack.aws()).write(Entry("web", keys={"THEIRS": SecretValue("t")}))
        return None

    ministack.proxy.layers.insert(0, interrupt)
    written = SecretsManager(ministack.aws()).write(Entry("web", keys={"MINE": SecretValue("m")}))
    assert written.outcome is Outcome.UPDATED
    assert json.loads(_stored(ministack, "web")) == {"A": "1", "THEIRS": "t", "MINE": "m"}


def test_a_name_waiting_to_be_deleted_blocks_and_says_how_to_restore_it(emulator: Emulated) -> None:
    """Its name is taken: nothing is created, and the cure is named."""
    client = emulator.client("secretsmanager")
    client.create_secret(Name="web/app/P", SecretString="theirs")
    client.delete_secret(SecretId="web/app/P", RecoveryWindowInDays=7)
    with pytest.raises(BlockedError, match="restore-secret"):
        SecretsManager(emulator.aws()).write(Entry("web/app/P", value=SecretValue(VALUE)))


def test_the_request_token_tells_nothing_of_the_value(ministack: Emulated) -> None:
    """Two different values of one name have the same token: it is derived from the name, not from the value."""
    store = SecretsManager(ministack.aws())
    store.write(Entry("web/app/P", value=SecretValue("one")))
    ministack.client("secretsmanager").delete_secret(SecretId="web/app/P", ForceDeleteWithoutRecovery=True)
    ministack.proxy.layers.clear()
    store.write(Entry("web/app/P", value=SecretValue("two")))
    first, second = (call.parameters["ClientRequestToken"] for call in ministack.operations("CreateSecret"))
    assert first == second
    assert 32 <= len(first) <= 64


def test_a_parameter_is_created_encrypted_with_its_tier_said(emulator: Emulated) -> None:
    """SecureString, an explicit tier by size, tags; the second time it is found."""
    store = ParameterStore(emulator.aws())
    small = Entry("/web/app/P", value=SecretValue(VALUE), tags=TAGS)
    large = Entry("/web/app/LARGE", value=SecretValue("é" * 2049))
    assert [store.write(entry).outcome for entry in (small, large, small)] == ["created", "created", "reused"]
    puts = emulator.operations("PutParameter")
    assert [(call.parameters["Type"], call.parameters["Tier"]) for call in puts] == [
        ("SecureString", "Standard"),
        ("SecureString", "Advanced"),
    ]
    read = emulator.client("ssm").get_parameter(Name="/web/app/P", WithDecryption=True)["Parameter"]
    assert read["Value"] == VALUE
    assert store.write(small).reference == "arn:aws:ssm:eu-west-1:123456789012:parameter/web/app/P"


def test_a_parameter_with_another_value_or_in_plaintext_is_kept(emulator: Emulated) -> None:
    """A different value blocks unless an update is asked for; a plain String always blocks."""
    ssm = emulator.client("ssm")
    ssm.put_parameter(Name="/a", Value="theirs", Type="SecureString")
    ssm.put_parameter(Name="/b", Value=VALUE, Type="String")
    store = ParameterStore(emulator.aws())
    with pytest.raises(BlockedError, match="another value"):
        store.write(Entry("/a", value=SecretValue(VALUE)))
    with pytest.raises(BlockedError, match="SecureString"):
        store.write(Entry("/b", value=SecretValue(VALUE), on_conflict=OnConflict.UPDATE))
    assert (
        store.write(Entry("/a", value=SecretValue(VALUE), tags=TAGS, on_conflict=OnConflict.UPDATE)).outcome
        == "updated"
    )
    assert ssm.get_parameter(Name="/a", WithDecryption=True)["Parameter"]["Value"] == VALUE


def test_a_lost_answer_is_no_second_parameter(ministack: Emulated) -> None:
    """``PutParameter`` has no token: a repeat is told that it exists, and what exists is compared."""

    def already(call: Call, proxy: Proxy, headers: dict[str, str]) -> dict[str, Any] | None:
        if call.operation == "PutParameter" and len(ministack.operations("PutParameter")) == 1:
            proxy.ask(call, headers, "PutParameter", **call.parameters)
            raise Refusal("ParameterAlreadyExists", "The parameter already exists.")
        return None

    already.takes_headers = True  # type: ignore[attr-defined]
    ministack.proxy.layers.insert(0, already)
    assert ParameterStore(ministack.aws()).write(Entry("/a", value=SecretValue(VALUE))).outcome is Outcome.REUSED


@pytest.mark.parametrize(
    ("store", "name", "fine"),
    [
        (SecretsManager(None), "web/app/P", True),
        (SecretsManager(None), "a" * 512, True),
        (SecretsManager(None), "a" * 513, False),
        (SecretsManager(None), "web app", False),
        (SecretsManager(None), "web-AbCdEf", False),
        (SecretsManager(None), "wéb", False),
        (ParameterStore(None), "/web/app/P", True),
        (ParameterStore(None), "P", True),
        (ParameterStore(None), "web/app", False),
        (ParameterStore(None), "/awsome", False),
        (ParameterStore(None), "/SSM/x", False),
        (ParameterStore(None), "/a@b", False),
        (ParameterStore(None), "/a//b", False),
        (ParameterStore(None), "/" + "/".join("a" * 15), True),
        (ParameterStore(None), "/" + "/".join("a" * 16), False),
        (ParameterStore(None), "/" + "a" * 1000, False),
    ],
)
def test_names_are_checked_before_any_call(store: Any, name: str, fine: bool) -> None:
    """The naming rules of both stores, at their edges, without a call."""
    assert (store.name_problems(name) == []) is fine


@pytest.mark.parametrize(
    ("store", "value", "fine"),
    [
        (SecretsManager(None), "x" * 65_536, True),
        (SecretsManager(None), "é" * 32_769, False),
        (SecretsManager(None), "", False),
        (SecretsManager(None), "{{x}}", True),
        (ParameterStore(None), "x" * 8192, True),
        (ParameterStore(None), "x" * 8193, False),
        (ParameterStore(None), "", False),
        (ParameterStore(None), "a {{ssm:b}} c", False),
        (ParameterStore(None), "a {{ c", True),
    ],
)
def test_values_are_checked_before_any_call(store: Any, value: str, fine: bool) -> None:
    """The size and content rules of both stores, at their edges, without a call."""
    assert (store.content_problems(Entry("n", value=SecretValue(value)), None) == []) is fine


def test_what_aws_says_is_withheld_where_it_quotes_a_value(ministack: Emulated) -> None:
    """An error's message that quotes the value, or a part of it, does not get out."""

    def quoting(call: Call, proxy: Proxy) -> None:
        if call.operation == "PutParameter":
            raise Refusal("ValidationException", f"Value '{call.parameters['Value'][:9]}...' at 'value' failed")

    ministack.proxy.layers.insert(0, quoting)
    with pytest.raises(AwsError) as caught:
        ParameterStore(ministack.aws()).write(Entry("/a", value=SecretValue("correct-horse-battery")))
    assert "correct" not in str(caught.value)
    assert "ValidationException" in str(caught.value)
    assert caught.value.__cause__ is None
