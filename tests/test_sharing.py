"""The same value in many places: told, stored once, or pointed at where it is; and never shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecs_secretmigrate.model.by_value import ByValue
from ecs_secretmigrate.model.policy import execution_role_policy, merged
from ecs_secretmigrate.model.secret_value import SecretValue
from ecs_secretmigrate.model.storage import FAMILY_TAG, SEVERAL
from tests.support.canary import canary, leaks
from tests.support.cli import Ran, command
from tests.support.proxy import Refusal
from tests.support.services import service

if TYPE_CHECKING:
    from ecs_secretmigrate.sandbox.server import Sandbox
    from tests.support.accounts import Emulated
    from tests.support.proxy import Call, Proxy

SHARED, OWN = canary(31), canary(32)
FAMILIES = ("web", "worker", "jobs")
ALL = [word for family in FAMILIES for word in ("--family", family)]
STORES = ("secretsmanager", "ssm")
WRITES = (
    "CreateSecret",
    "PutSecretValue",
    "TagResource",
    "PutParameter",
    "AddTagsToResource",
    "PutRolePolicy",
    "RegisterTaskDefinition",
)
# The first by family, container and name.
FIRST = {"secretsmanager": "jobs/app/API_PASSWORD", "ssm": "/jobs/app/API_PASSWORD"}


def _three(emulated: Emulated) -> None:
    """Three families; one value in all of them under two names, one in a single place, and a word in two."""
    emulated.role()
    emulated.register("web", {"DB_PASSWORD": SHARED, "JWT_SECRET": OWN, "ADMIN_PASSWORD": "postgres"})
    emulated.register("worker", {"DB_PASSWORD": SHARED, "ADMIN_PASSWORD": "postgres", "LOG_LEVEL": "info"})
    emulated.register("jobs", {"API_PASSWORD": SHARED})


def _apply(emulated: Emulated, *words: str) -> Ran:
    return command("apply", *(words or ALL), "--yes", "--settle", "0", on=emulated)


def _references(emulated: Emulated, family: str) -> dict[str, str]:
    answer = emulated.client("ecs").describe_task_definition(taskDefinition=family)
    (container,) = answer["taskDefinition"]["containerDefinitions"]
    return {entry["name"]: entry["valueFrom"] for entry in container.get("secrets", [])}


def _stored(emulated: Emulated) -> dict[str, dict[str, str]]:
    """Every secret and parameter, with its tags."""
    manager, ssm = emulated.client("secretsmanager"), emulated.client("ssm")
    found = {
        row["Name"]: {tag["Key"]: tag["Value"] for tag in row.get("Tags", [])}
        for row in manager.list_secrets()["SecretList"]
    }
    for row in ssm.describe_parameters()["Parameters"]:
        tags = ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId=row["Name"])["TagList"]
        found[row["Name"]] = {tag["Key"]: tag["Value"] for tag in tags}
    return found


def _value(emulated: Emulated, value_from: str) -> str:
    """What a reference resolves to, asked with bare boto3."""
    if ":ssm:" in value_from:
        name = "/" + value_from.split(":parameter/", 1)[1]
        return str(emulated.client("ssm").get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"])
    pieces = value_from.split(":")
    text = emulated.client("secretsmanager").get_secret_value(SecretId=":".join(pieces[:7]))["SecretString"]
    return str(json.loads(text)[pieces[7]] if len(pieces) > 7 else text)


def _document(ran: Ran) -> dict[str, Any]:
    assert ran.code in {0, 12}, ran.said
    return dict(json.loads(ran.out))


def _warnings(document: dict[str, Any]) -> dict[str, str]:
    return {item["code"]: item["message"] for part in document["definitions"] for item in part["warnings"]}


@given(st.lists(st.text(alphabet="ab\ud800é", max_size=4), max_size=30))
def test_things_are_grouped_exactly_by_equal_values(texts: list[str]) -> None:
    """Two things are in one group if, and only if, their values are equal; none is lost."""
    table: ByValue[int] = ByValue()
    for index, text in enumerate(texts):
        table.add(SecretValue(text), index)
    wanted = {text: [index for index, other in enumerate(texts) if other == text] for text in texts}
    assert sorted(table.groups()) == sorted(wanted.values())
    assert all(table.of(SecretValue(text)) == indexes for text, indexes in wanted.items())
    assert table.of(SecretValue("c")) == []


@pytest.mark.parametrize("form", ["text", "json", "markdown", "html"])
def test_the_plan_names_who_shares_a_value_and_shows_none(ministack: Emulated, form: str) -> None:
    """By name in every format, also out of a saved plan; a word that is equal by chance is no group."""
    _three(ministack)
    ran = command("plan", *ALL, "--format", form, "--out", "plan.json", on=ministack)
    shown = command("show", "plan.json", "--format", form)
    assert shown.out == ran.out
    saved = Path("plan.json").read_text(encoding="utf-8")
    for text in (ran.said, saved):
        assert leaks(SHARED, text) == leaks(OWN, text) == []
    (group,) = json.loads(saved)["sameValues"]
    assert group["variables"] == ["jobs/app/API_PASSWORD", "web/app/DB_PASSWORD", "worker/app/DB_PASSWORD"]
    assert set(group) == {"account", "region", "variables", "stored"}
    plain = " ".join(ran.out.replace("\\", "").split())
    if form != "json":
        assert "jobs/app/API_PASSWORD, web/app/DB_PASSWORD, worker/app/DB_PASSWORD (--share would store it" in plain


@pytest.mark.parametrize("store", STORES)
def test_a_shared_value_is_stored_once_and_survives_one_familys_rollback(emulator: Emulated, store: str) -> None:
    """One secret, read by all under its one name, paid for once; no family's rollback deletes it."""
    _three(emulator)
    planned = _document(command("plan", *ALL, "--share", "--store", store, "--format", "json", on=emulator))
    assert planned["monthlyCost"] == pytest.approx(0.40 * 4 if store == "secretsmanager" else 0)
    done = _apply(emulator, *ALL, "--share", "--store", store)
    assert done.code == 0, done.said
    references = {family: _references(emulator, family) for family in FAMILIES}
    (one,) = {
        references["web"]["DB_PASSWORD"],
        references["worker"]["DB_PASSWORD"],
        references["jobs"]["API_PASSWORD"],
    }
    assert _value(emulator, one) == SHARED
    stored = _stored(emulator)
    assert len(stored) == 4
    assert stored[FIRST[store]] == {FAMILY_TAG: SEVERAL}
    iam = emulator.client("iam")
    for family in FAMILIES:
        policy = iam.get_role_policy(RoleName="execution", PolicyName=f"ecs-secretmigrate-{family}.eu-west-1")[
            "PolicyDocument"
        ]
        assert one in json.dumps(policy)
    back = command("rollback", "--family", "jobs", "--yes", "--deregister", "--delete-secrets", on=emulator)
    assert back.code == 0, back.said
    assert _value(emulator, one) == SHARED
    command("rollback", "--family", "web", "--yes", "--deregister", "--delete-secrets", on=emulator)
    assert set(_stored(emulator)) == {FIRST[store], _own_name(store, "worker/app/ADMIN_PASSWORD")}


def _own_name(store: str, name: str) -> str:
    return f"/{name}" if store == "ssm" else name


class _EndsBefore:
    """From the n-th write on AWS does nothing any more, as if the run had ended there."""

    def __init__(self, nth: int) -> None:
        self.left = nth

    def __call__(self, call: Call, proxy: Proxy) -> None:
        if call.operation in WRITES:
            self.left -= 1
        if self.left < 0:
            raise Refusal("ValidationException", "the run has ended")


def _hide_new(call: Call, proxy: Proxy) -> dict[str, Any] | None:
    """ListSecrets does not know yet what was created within the last minutes."""
    return {"SecretList": []} if call.operation == "ListSecrets" else None


@pytest.mark.parametrize("way", ["secretsmanager", "secretsmanager whose listing lags", "ssm"])
def test_a_run_that_ended_anywhere_comes_to_the_same_end(ministack: Emulated, sandbox: Sandbox, way: str) -> None:
    """Whichever families it had done, the next run stores nothing a second time and points all at the same place."""
    pair = ("jobs", "web")  # the one whose name it is stored under goes first, and holds it no more then
    words = ["--family", "jobs", "--family", "web", "--share", "--store", way.partition(" ")[0]]
    words += ["--exclude", "JWT_SECRET", "--exclude", "ADMIN_PASSWORD"]
    ends = []
    for nth in range(12):
        sandbox.reset()
        _three(ministack)
        end = _EndsBefore(nth)
        ministack.proxy.layers.insert(0, end)
        first = _apply(ministack, *words)
        ministack.proxy.layers.remove(end)
        if "lags" in way:
            ministack.proxy.layers.insert(0, _hide_new)
        again = _apply(ministack, *words)
        if "lags" in way:
            ministack.proxy.layers.remove(_hide_new)
        assert again.code == 0, (nth, again.said)
        ends.append(
            (
                _stored(ministack),
                {family: len(ministack.revisions(family)) for family in pair},
                {family: _unsuffixed(_references(ministack, family)) for family in pair},
            )
        )
        if first.code == 0:
            break
    assert first.code == 0
    # Each write was the end of one run; of two that store the same at once, one is told that it is there.
    assert nth >= 5
    assert all(end == ends[-1] for end in ends), ends
    assert len(ends[-1][0]) == 1


def _unsuffixed(references: dict[str, str]) -> dict[str, str]:
    return {name: text[:-7] if ":secret:" in text else text for name, text in references.items()}


def test_a_saved_plan_goes_on_where_it_ended(ministack: Emulated) -> None:
    """It carries the choice, and what is half done is no difference to it."""
    _three(ministack)
    assert command("plan", *ALL, "--share", "--out", "plan.json", on=ministack).code == 0
    end = _EndsBefore(5)
    ministack.proxy.layers.insert(0, end)
    assert _apply(ministack, "plan.json").code != 0
    ministack.proxy.layers.remove(end)
    done = _apply(ministack, "plan.json")
    assert done.code == 0, done.said
    assert len(_stored(ministack)) == 4


@pytest.mark.parametrize("store", STORES)
def test_what_was_stored_for_one_family_is_shared_by_the_next(emulator: Emulated, store: str) -> None:
    """Nothing is stored again, and before the other family refers to it it is nobody's own."""
    _three(emulator)
    assert _apply(emulator, "--family", "web", "--store", store).code == 0
    name = _own_name(store, "web/app/DB_PASSWORD")
    assert _stored(emulator)[name][FAMILY_TAG] == "web"
    since = len(emulator.calls)
    done = _apply(emulator, "--family", "jobs", "--share", "--store", store)
    assert done.code == 0, done.said
    assert _references(emulator, "jobs")["API_PASSWORD"] == _references(emulator, "web")["DB_PASSWORD"]
    assert _stored(emulator)[name][FAMILY_TAG] == SEVERAL
    written = [call.operation for call in emulator.calls[since:] if call.operation in WRITES]
    tagging = "TagResource" if store == "secretsmanager" else "AddTagsToResource"
    assert written == [tagging, "PutRolePolicy", "RegisterTaskDefinition"]


def test_regions_share_nothing(ministack: Emulated) -> None:
    """A secret is of one Region: each has its own."""
    ministack.role()
    other = ministack.session().client("ecs", region_name="us-east-1", endpoint_url=ministack.proxy.url)
    for ecs in (ministack.client("ecs"), other):
        for family in ("web", "worker"):
            ecs.register_task_definition(
                family=family,
                executionRoleArn="arn:aws:iam::123456789012:role/execution",
                containerDefinitions=[
                    {
                        "name": "app",
                        "image": "app:1",
                        "memory": 128,
                        "environment": [{"name": "DB_PASSWORD", "value": SHARED}],
                    }
                ],
            )
    words = ("--family", "web", "--family", "worker", "--region", "eu-west-1", "--region", "us-east-1", "--share")
    planned = _document(command("plan", *words, "--format", "json", on=ministack))
    assert [group["region"] for group in planned["sameValues"]] == ["eu-west-1", "us-east-1"]
    places = {move["valueFrom"] for part in planned["definitions"] for move in part["moves"]}
    assert len(places) == 2


def test_a_role_that_needs_a_second_key_gets_a_statement_of_its_own() -> None:
    """IAM refuses two statements of one id; merged again nothing changes."""
    reference = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:a-AbCdEf"
    place = {"partition": "aws", "region": "eu-west-1", "account": "123456789012"}
    first, second = (execution_role_policy([reference], kms_key_id=key, **place) for key in ("alias/a", "1234abcd"))
    both = merged(first, second)
    ids = [statement["Sid"] for statement in both["Statement"]]
    assert len(ids) == len(set(ids)) == 3
    assert merged(both, second) == merged(both, first) == both


# -- secrets that exist -------------------------------------------------------------------------------------------


def _database(emulated: Emulated, name: str = "platform/db", **more: Any) -> str:
    """A database's secret as Secrets Manager's own rotation keeps it."""
    content = {"username": "app", "password": SHARED, "port": 5432, "host": "db.example", **more}
    arn = emulated.client("secretsmanager").create_secret(Name=name, SecretString=json.dumps(content))["ARN"]
    return str(arn)


def test_a_reused_secret_is_pointed_at_and_its_rotation_reaches_all(emulator: Emulated) -> None:
    """Down to its JSON key, proved, granted; nothing is written to the store; what it becomes, both services read."""
    _three(emulator)
    arn = _database(emulator)
    since = len(emulator.calls)
    done = _apply(emulator, "--family", "worker", "--family", "jobs", "--reuse-existing", "platform/")
    assert done.code == 0, done.said
    assert leaks(SHARED, done.said) == []
    wanted = f"{arn}:password::"
    assert _references(emulator, "worker")["DB_PASSWORD"] == _references(emulator, "jobs")["API_PASSWORD"] == wanted
    writes = [call for call in emulator.calls[since:] if call.operation in WRITES[:5]]
    assert [call.parameters.get("Name") for call in writes] == ["worker/app/ADMIN_PASSWORD"]
    policy = emulator.client("iam").get_role_policy(RoleName="execution", PolicyName="ecs-secretmigrate-jobs.eu-west-1")
    assert arn in json.dumps(policy["PolicyDocument"])
    emulator.client("secretsmanager").put_secret_value(SecretId=arn, SecretString=json.dumps({"password": "rotated"}))
    assert {_value(emulator, _references(emulator, "jobs")["API_PASSWORD"])} == {"rotated"}
    assert command("verify", "--family", "jobs", on=emulator).code in {0, 1}


def test_parameters_are_reused_by_path_or_tag(emulator: Emulated) -> None:
    """SecureStrings only; and with Parameter Store too, what Secrets Manager holds."""
    _three(emulator)
    ssm = emulator.client("ssm")
    ssm.put_parameter(Name="/platform/plain", Value=SHARED, Type="String")
    tags = [{"Key": "team", "Value": "db"}]
    ssm.put_parameter(Name="/platform/password", Value=SHARED, Type="SecureString", Tags=tags)
    ssm.put_parameter(Name="/platform/token", Value=OWN, Type="SecureString", Tags=[{"Key": "team", "Value": "web"}])
    for wish, found in (("/platform/", {"DB_PASSWORD", "JWT_SECRET"}), ("tag:team=db", {"DB_PASSWORD"})):
        words = ("--family", "web", "--store", "ssm", "--reuse-existing", wish, "--format", "json")
        (part,) = _document(command("plan", *words, on=emulator))["definitions"]
        points = {move["name"]: move["valueFrom"] for move in part["moves"] if move["action"] == "point"}
        assert set(points) == found
        assert points["DB_PASSWORD"] == "arn:aws:ssm:eu-west-1:123456789012:parameter/platform/password"
    arn = _database(emulator, "rds-like")
    words = ("--family", "jobs", "--store", "ssm", "--reuse-existing", "rds-", "--format", "json")
    (part,) = _document(command("plan", *words, on=emulator))["definitions"]
    assert part["moves"][0]["valueFrom"] == f"{arn}:password::"


def test_only_what_can_be_meant_and_referred_to_is_pointed_at(emulator: Emulated) -> None:
    """No user name, number, key with a colon, binary or dying secret, nor one of another name or tag."""
    _three(emulator)
    manager = emulator.client("secretsmanager")
    manager.create_secret(Name="p/user", SecretString=json.dumps({"username": SHARED}))
    manager.create_secret(Name="p/colon", SecretString=json.dumps({"a:b": SHARED}))
    manager.create_secret(Name="p/binary", SecretBinary=SHARED.encode())
    manager.create_secret(Name="p/dying", SecretString=SHARED)
    manager.delete_secret(SecretId="p/dying", RecoveryWindowInDays=7)
    manager.create_secret(Name="p/number", SecretString='{"password": 1234567890}')
    manager.create_secret(Name="p/word", SecretString="postgres")
    manager.create_secret(Name="other/p/whole", SecretString=SHARED, Tags=[{"Key": "team", "Value": "db-old"}])
    emulator.register("pins", {"DB_PASSWORD": "1234567890"})
    words = ("--family", "web", "--family", "pins", "--reuse-existing", "p/", "--reuse-existing", "tag:team=db")
    planned = _document(command("plan", *words, "--format", "json", on=emulator))
    assert {move["action"] for part in planned["definitions"] for move in part["moves"]} == {"create"}
    found = _document(command("plan", *words, "--reuse-existing", "tag:team", "--format", "json", on=emulator))
    assert sum(move["action"] == "point" for part in found["definitions"] for move in part["moves"]) == 1


def test_every_secret_is_looked_through_in_batches(emulator: Emulated) -> None:
    """More than one call takes: all are compared; of equals the variable's namesake is taken and the others told."""
    _three(emulator)
    manager = emulator.client("secretsmanager")
    for number in range(43):
        manager.create_secret(Name=f"p/{number:03}", SecretString=f"unlike the others {number}")
    manager.create_secret(Name="p/z", SecretString=SHARED)
    manager.create_secret(Name="p/z/db-password", SecretString=SHARED)
    words = ("--family", "worker", "--reuse-existing", "p/", "--format", "json")
    since = len(emulator.calls)
    planned = _document(command("plan", *words, on=emulator))
    batches = [call for call in emulator.calls[since:] if call.operation == "BatchGetSecretValue"]
    assert [len(call.parameters["SecretIdList"]) for call in batches] == [20, 20, 5, 1]
    moves = {move["name"]: move["valueFrom"] for part in planned["definitions"] for move in part["moves"]}
    assert ":secret:p/z/db-password-" in moves["DB_PASSWORD"]
    assert "p/z holds the same value as p/z/db-password" in _warnings(planned)["equal-elsewhere"]


def test_a_rotated_secret_is_preferred(moto: Emulated) -> None:
    """Of equals that which changes by itself, whatever its name; a customer's key comes into the role's policy."""
    _three(moto)
    key = "arn:aws:kms:eu-west-1:123456789012:key/11112222-3333-4444-5555-666677778888"
    manager = moto.client("secretsmanager")
    manager.create_secret(Name="p/db-password", SecretString=SHARED)
    manager.create_secret(Name="p/rotated-by-the-platform", SecretString=SHARED, KmsKeyId=key)

    def rotated(call: Call, proxy: Proxy, headers: dict[str, str]) -> dict[str, Any] | None:
        if call.operation != "ListSecrets":
            return None
        answer = proxy.ask(call, headers, "ListSecrets", **call.parameters)
        for row in answer["SecretList"]:
            row["RotationEnabled"] = "rotated" in row["Name"]
        return answer

    rotated.takes_headers = True  # type: ignore[attr-defined]
    moto.proxy.layers.append(rotated)
    words = ("--family", "jobs", "--reuse-existing", "p/")
    (part,) = _document(command("plan", *words, "--format", "json", on=moto))["definitions"]
    assert ":secret:p/rotated-by-the-platform-" in part["moves"][0]["valueFrom"]
    (decrypt,) = [item for item in part["policy"]["Statement"] if item["Action"] == "kms:Decrypt"]
    assert decrypt["Resource"] == [key]
    assert _apply(moto, *words).code == 0
    granted = moto.client("iam").get_role_policy(RoleName="execution", PolicyName="ecs-secretmigrate-jobs.eu-west-1")
    assert key in json.dumps(granted["PolicyDocument"])


def test_explicit_places_come_first_then_what_exists_then_sharing(ministack: Emulated) -> None:
    """[[map]] over [[secret]] over --reuse-existing over --share over the template."""
    ministack.role()
    third = canary(33)
    names = ("MAPPED_PASSWORD", "NAMED_PASSWORD", "FREE_PASSWORD")
    ministack.register("web", {**dict.fromkeys(names, SHARED), "A_TOKEN": third, "OWN_TOKEN": OWN})
    ministack.register("worker", {"B_TOKEN": third})
    arn = _database(ministack)
    mapped = ministack.client("secretsmanager").create_secret(Name="mapped", SecretString=SHARED)["ARN"]
    Path("ecs-secretmigrate.toml").write_text(
        f'share = true\nreuse_existing = ["platform/"]\n[[map]]\nvariable = "MAPPED_*"\nvalue_from = "{mapped}"\n'
        '[[secret]]\nvariable = "NAMED_*"\nname = "by/name"\n'
    )
    words = ("--family", "web", "--family", "worker")
    planned = _document(command("plan", *words, "--format", "json", on=ministack))
    went = {
        move["name"]: (move["action"], move["secret"] or move["valueFrom"])
        for part in planned["definitions"]
        for move in part["moves"]
    }
    assert went == {
        "MAPPED_PASSWORD": ("map", mapped),
        "NAMED_PASSWORD": ("create", "by/name"),
        "FREE_PASSWORD": ("point", f"{arn}:password::"),
        "A_TOKEN": ("create", "web/app/A_TOKEN"),
        "B_TOKEN": ("create", "web/app/A_TOKEN"),
        "OWN_TOKEN": ("create", "web/app/OWN_TOKEN"),
    }


def test_what_this_tool_stored_is_not_pointed_at(emulator: Emulated) -> None:
    """It is a family's own and goes with its rollback: sharing it is asked for with --share."""
    _three(emulator)
    for store, wish in zip(STORES, ("web/", "/web/"), strict=True):
        emulator.register("web", {"DB_PASSWORD": SHARED})
        assert _apply(emulator, "--family", "web", "--store", store).code == 0
        words = ("--family", "jobs", "--store", store, "--reuse-existing", wish, "--format", "json")
        (part,) = _document(command("plan", *words, on=emulator))["definitions"]
        assert part["moves"][0]["action"] == "create"


def test_what_cannot_be_read_is_told_and_stops_nothing(ministack: Emulated) -> None:
    """A secret that the caller may not read is named, once, and the rest is compared."""
    _three(ministack)
    _database(ministack)
    closed = ministack.client("secretsmanager").create_secret(Name="platform/closed", SecretString=OWN)["ARN"]

    def refuse(call: Call, proxy: Proxy, headers: dict[str, str]) -> dict[str, Any] | None:
        if call.operation != "BatchGetSecretValue" or closed not in call.parameters["SecretIdList"]:
            return None
        rest = [arn for arn in call.parameters["SecretIdList"] if arn != closed]
        answer = proxy.ask(call, headers, "BatchGetSecretValue", SecretIdList=rest)
        return {**answer, "Errors": [{"SecretId": closed, "ErrorCode": "AccessDeniedException", "Message": "no"}]}

    refuse.takes_headers = True  # type: ignore[attr-defined]
    ministack.proxy.layers.append(refuse)
    planned = _document(command("plan", *ALL, "--reuse-existing", "platform/", "--format", "json", on=ministack))
    told = [item for part in planned["definitions"] for item in part["warnings"] if item["code"] == "unread"]
    assert [item["message"].rpartition(": ")[2] for item in told] == ["platform/closed (AccessDeniedException)"]
    assert sum(move["action"] == "point" for part in planned["definitions"] for move in part["moves"]) == 3


def test_a_json_key_that_was_found_asks_for_a_platform_that_reads_keys(ministack: Emulated) -> None:
    """As for any other JSON key: a service that is pinned to an older platform version blocks."""
    ministack.role()
    ministack.register("web", {"DB_PASSWORD": SHARED})
    _database(ministack)
    service(ministack, "web", "web:1", desired=0, platformVersion="1.3.0")
    planned = command("plan", "--family", "web", "--reuse-existing", "platform/", "--format", "json", on=ministack)
    (part,) = _document(planned)["definitions"]
    assert "platform-too-old" in [item["code"] for item in part["blockers"]]


@pytest.mark.parametrize(
    ("config", "words", "says"),
    [
        ("", ("--share", "--layout", "bundle"), "--share does not go with --layout bundle"),
        ("", ("--reuse-existing", ""), "names nothing"),
        ("", ("--reuse-existing", "tag:=x"), "names nothing"),
        ('share = "yes"', (), "share must be true or false"),
    ],
)
def test_what_cannot_be_followed_is_refused(config: str, words: tuple[str, ...], says: str) -> None:
    """With the reason, before anything is asked of AWS."""
    Path("ecs-secretmigrate.toml").write_text(config)
    refused = command("plan", "--family", "web", *words)
    assert refused.code == 2
    assert says in " ".join(refused.err.split())


def test_offline_says_that_it_could_not_look(tmp_path: Any) -> None:
    """Values are shared in the plan all the same; what exists is not known, and said so."""
    environment = [{"name": name, "value": SHARED} for name in ("A_PASSWORD", "B_PASSWORD")]
    body = {"family": "f", "executionRoleArn": "r", "containerDefinitions": [{"name": "c", "environment": environment}]}
    (tmp_path / "t.json").write_text(json.dumps(body))
    words = ("t.json", "--offline", "--share", "--reuse-existing", "p/", "--format", "json")
    planned = _document(command("plan", *words))
    assert "not-looked-up" in _warnings(planned)
    assert {move["secret"] for part in planned["definitions"] for move in part["moves"]} == {"f/c/A_PASSWORD"}
