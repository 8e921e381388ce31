"""The targets file: what each key comes to, and what is said of each mistake."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from ecs_secretmigrate.errors import UsageError
from ecs_secretmigrate.model.options import Options
from ecs_secretmigrate.model.selection import Selection
from ecs_secretmigrate.model.target import Target
from ecs_secretmigrate.operations.choices import KEYS
from ecs_secretmigrate.operations.targets import load
from tests.conftest import ROOT
from tests.support.cli import command

if TYPE_CHECKING:
    from pathlib import Path
ONE, TWO = "111122223333", "222233334444"
ALL = Selection(everything=True)

CONTRACT = """
defaults:
  regions: [us-east-1]
  role: ecs-secretmigrate
  external_id: theirs
  store: ssm
targets:
  - account: "111122223333"
  - account: "222233334444"
    name: payments-prod
    profile: payments          # instead of a role
    regions: [eu-west-1, eu-central-1]
    select: {clusters: [main], services: [main/api], families: ["batch-*"]}
    store: secretsmanager
"""


def write(tmp_path: Path, text: str, name: str = "targets.yaml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def one(tmp_path: Path, body: str, environment: dict[str, str] | None = None) -> Target:
    """The only target of a file with these lines in it."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    [target] = load(write(tmp_path, f"targets:\n  -\n{lines}"), environment or {})
    return target


def said(tmp_path: Path, text: str, environment: dict[str, str] | None = None) -> list[str]:
    """What is said of a file, without the file's folder."""
    with pytest.raises(UsageError) as caught:
        load(write(tmp_path, text), environment or {})
    assert not caught.value.cure
    return [line.removeprefix(f"{tmp_path}/targets.yaml:") for line in str(caught.value).splitlines()]


def test_the_contracts_example_means_what_it_says(tmp_path: Path) -> None:
    """Defaults hold where a target says nothing; its own lists and choices replace; a profile stands for the role."""
    path = write(tmp_path, CONTRACT)
    assert load(path, {}) == [
        Target(
            name=ONE,
            account=ONE,
            selection=ALL,
            role="ecs-secretmigrate",
            external_id="theirs",
            regions=("us-east-1",),
            options={"store": "ssm"},
            source=f"{path}:8",
        ),
        Target(
            name="payments-prod",
            account=TWO,
            selection=Selection(cluster=("main",), service=("main/api",), family=("batch-*",)),
            profile="payments",
            regions=("eu-west-1", "eu-central-1"),
            options={"store": "secretsmanager"},
            source=f"{path}:9",
        ),
    ]


def test_the_documented_example_is_a_targets_file(tmp_path: Path) -> None:
    """What docs/targets.md shows can be taken as it is."""
    shown = (ROOT / "docs" / "targets.md").read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    first, second = load(write(tmp_path, shown), {"EXTERNAL_ID": "theirs"})
    assert (first.role, first.external_id, second.role, second.profile) == (
        "ecs-secretmigrate",
        "theirs",
        None,
        "payments",
    )


def test_the_same_as_json(tmp_path: Path) -> None:
    """JSON, indented with tabs as YAML forbids, is read as YAML is."""
    content = {"defaults": {"regions": "eu-west-1"}, "targets": [{"account": ONE}, {"profile": "b"}]}
    path = write(tmp_path, json.dumps(content, indent="\t"), "targets.json")
    assert [(target.name, target.regions) for target in load(path, {})] == [
        (ONE, ("eu-west-1",)),
        ("b", ("eu-west-1",)),
    ]
    assert load(path, {})[1].source == f"{path}:9"


@pytest.mark.parametrize(
    ("body", "field", "value"),
    [
        ("account: 111122223333", "account", ONE),
        ('account: "001122223333"', "name", "001122223333"),
        ("profile: dev", "name", "dev"),
        ("profile: dev", "account", None),
        ("profile: dev\nrole: deployer", "role", "deployer"),
        (f"role: arn:aws:iam::{ONE}:role/team/deployer", "account", ONE),
        (f"role: arn:aws-us-gov:iam::{ONE}:role/deployer", "name", ONE),
        ("account: '111122223333'\nregions: eu-west-1", "regions", ("eu-west-1",)),
        ("account: '111122223333'\nregions: all", "regions", ("all",)),
        ("account: '111122223333'\nregions: [us-gov-west-1, eusc-de-east-1, us-gov-west-1]", "regions", None),
        ("profile: dev\nselect: {}", "selection", ALL),
        ("profile: dev\nselect: {all: true, families: web}", "selection", Selection(family=("web",), everything=True)),
        ("profile: dev\nselect: {services: 'main/api'}", "selection", Selection(service=("main/api",))),
        ("profile: dev\nselect: {families: []}", "selection", Selection(family=(), everything=True)),
        ("profile: dev\nrole: r2\nsession_name: me", "session_name", "me"),
        ("profile: dev", "session_name", "ecs-secretmigrate"),
    ],
)
def test_a_key_comes_to_its_field(tmp_path: Path, body: str, field: str, value: Any) -> None:
    """What a key says is what the target has; what is not said follows from what is."""
    expected = ("us-gov-west-1", "eusc-de-east-1") if field == "regions" and value is None else value
    assert getattr(one(tmp_path, body), field) == expected


def test_files_are_found_from_the_targets_file(tmp_path: Path) -> None:
    """A path in a file is meant from that file's folder."""
    target = one(tmp_path, "profile: dev\nselect: {files: [tasks]}")
    assert target.selection == Selection(files=(str(tmp_path / "tasks"),))


def test_null_takes_a_default_back(tmp_path: Path) -> None:
    """A key without a value is as if no default gave it one."""
    text = f'defaults: {{role: deployer, external_id: theirs, store: ssm}}\ntargets: [{{account: "{ONE}", role: , store: null}}]'
    [target] = load(write(tmp_path, text), {})
    assert (target.role, target.external_id, target.options) == (None, None, {})


def test_a_targets_own_role_is_assumed_from_the_default_profile(tmp_path: Path) -> None:
    """A default profile is where all start; only a profile of one's own stands for the default role."""
    text = f'defaults: {{profile: hub, role: a}}\ntargets: [{{account: "{ONE}"}}, {{account: "{TWO}", role: b}}]'
    assert [(target.profile, target.role) for target in load(write(tmp_path, text), {})] == [("hub", "a"), ("hub", "b")]


def test_options_are_those_of_the_configuration_file(tmp_path: Path) -> None:
    """What a target chooses is taken by what reads the configuration file, key for key."""
    from ecs_secretmigrate.operations.config import from_table

    body = """profile: dev
layout: variable
on_conflict: update
min_confidence: high
name_template: "{family}/$${x}"
kms_key_id: alias/a
include: ["$.containerDefinitions[*]", "*_TOKEN"]
exclude: "A"
execution_role_arn: arn:aws:iam::111122223333:role/e
secret: [{variable: a, name: b, key: c}]
map: [{variable: a, value_from: b}]
place: [{path: $.a}]
baseline: b.json"""
    for key in sorted(KEYS - {line.split(":")[0] for line in body.splitlines()} - {"store"}):
        body += f"\n{key}: {'true' if isinstance(getattr(Options(), key), bool) else '[a]'}"
    options = dict(one(tmp_path, body).options)
    assert {*options, "store"} == KEYS
    assert options.pop("baseline") == "b.json"
    read: Options = from_table(options, "")
    assert (read.include, read.name_template) == (("$.containerDefinitions[*]", "*_TOKEN"), "{family}/${x}")
    assert (read.overrides[0].key, read.maps[0].value_from, read.places[0].path) == ("c", "b", "$.a")


@pytest.mark.parametrize(
    ("written", "environment", "read"),
    [
        ("${A}", {"A": "x"}, "x"),
        ("a-${A}-${B}", {"A": "x", "B": "y"}, "a-x-y"),
        ("${A:-b}", {}, "b"),
        ("${A:-b}", {"A": ""}, "b"),
        ("${A:-b}", {"A": "x"}, "x"),
        ("${A:-b:-c}", {}, "b:-c"),
        ("x${A}", {"A": ""}, "x"),
        ("x${A:-}", {}, "x"),
        ("$$", {}, "$"),
        ("$${A}", {"A": "x"}, "${A}"),
        ("$A $ 5$", {"A": "x"}, "$A $ 5$"),
        ("${A}", {"A": "${B} $$"}, "${B} $$"),
    ],
)
def test_variables_are_expanded_once(tmp_path: Path, written: str, environment: dict[str, str], read: str) -> None:
    """``${NAME}`` is its variable, ``$$`` a dollar; what a variable holds is not looked at again."""
    assert one(tmp_path, f'profile: dev\nname: "{written}"', environment).name == read


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (
            "profile: a\nselect:\n  services: 'arn:aws:ecs:eu-west-1:111122223333:service/main/api'",
            "5: select.services holds a service without its cluster: write CLUSTER/SERVICE",
        ),
        ('acount: "111122223333"', "3: acount is no key: did you mean account?"),
        (
            "account: 12345678901",
            '3: account is a number and has lost digits: put it in quotes, such as "001122223333"',
        ),
        ("account: abc", '3: account must be 12 digits: write it in quotes, such as "111122223333"'),
        ("account: [1]", "3: account must be text: write one text"),
        ("profile: true", "3: profile must be text: put it in quotes"),
        ("profile: 5", "3: profile must be text: put it in quotes"),
        ('profile: ""', "3: profile is empty: leave it out, or write a text"),
        ("name: x", "3: there is neither account nor profile: write one of them"),
        ("profile: a\nprofile: b", "4: profile stands twice: keep one of them"),
        ("profile: a\nrole: 'no role'", "4: role has not the form it must have: write a role's name or its ARN"),
        (
            "account: '111122223333'\nrole: arn:aws:iam::222233334444:role/r",
            "4: role is of account 222233334444, the target of 111122223333: write the role's name alone",
        ),
        ("profile: a\nexternal_id: abc", "4: external_id has no role to go with: write role, or leave it out"),
        ("profile: a\nsession_name: abc", "4: session_name has no role to go with: write role, or leave it out"),
        (
            "profile: a\nrole: r\nexternal_id: a",
            "5: external_id has not the form it must have: write 2 to 1224 letters, digits and +=,.@:/-",
        ),
        (
            "profile: a\nrole: r\nsession_name: a/b",
            "5: session_name has not the form it must have: write 2 to 64 letters, digits and +=,.@-",
        ),
        ("profile: a\nregions: Ireland", "4: regions holds what is no Region: write it such as eu-west-1"),
        ("profile: a\nregions: [eu-west-1, all]", "4: regions holds what is no Region: write it such as eu-west-1"),
        ("profile: a\nregions: []", "4: regions is empty: write at least one Region, or leave it out"),
        ("profile: a\nregions: {a: b}", '4: regions must be a list: write it as ["one", "two"]'),
        ("profile: a\nregions:\n  - eu-west-1\n  - 5", "6: regions must be text: put it in quotes"),
        ("profile: a\nselect: [x]", "4: select must be a map: write it as KEY: VALUE lines"),
        ("profile: a\nselect:\n  service: a/b", "5: select.service is no key: did you mean services?"),
        (
            "profile: a\nselect:\n  services: [b]",
            "5: select.services holds a service without its cluster: write CLUSTER/SERVICE",
        ),
        (
            "profile: a\nselect:\n  services: [/b]",
            "5: select.services holds a service without its cluster: write CLUSTER/SERVICE",
        ),
        ("profile: a\nselect: {all: 1}", "4: select.all must be true or false: write it without quotes"),
        ("profile: a\nselect: {all: no}", "4: select chooses nothing: leave out all: false, or write what to choose"),
        ("profile: a\nstore: vault", "4: store is none of the choices: write secretsmanager or ssm"),
        ("profile: a\ninclude: [1]", "4: include must be text: put it in quotes"),
        ("profile: a\nsecret: {variable: a}", "4: secret must be a list: write each item on a line that starts with -"),
        ("profile: a\nsecret: [a]", "4: secret must be a list of maps: each has variable, name, key"),
        ("profile: a\nsecret: [{variable: a}]", "4: secret has no name: write it"),
        (
            "profile: a\nmap: [{variable: a, value_from: b, ky: c}]",
            "4: map.ky is no key: there is value_from, variable",
        ),
        ("profile: ${A}", "3: profile needs A, which is not set: set it, or write ${A:-default}"),
        ("profile: ${A:-}", "3: profile is empty: leave it out, or write a text"),
        (
            "profile: ${A",
            "3: profile has a ${ that names no variable: write ${NAME} or ${NAME:-default}, or $${ for itself",
        ),
        (
            "profile: ${A-b}",
            "3: profile has a ${ that names no variable: write ${NAME} or ${NAME:-default}, or $${ for itself",
        ),
    ],
)
def test_a_mistake_in_a_target_is_said_with_its_line_and_key(tmp_path: Path, target: str, expected: str) -> None:
    """One line: where it is, which key, what is wrong, what to write; and nothing else is said to be wrong."""
    lines = "".join(f"    {line}\n" for line in target.splitlines())
    assert said(tmp_path, f"targets:\n  -\n{lines}") == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [" it holds nothing: write one YAML document"]),
        ("a: 1\n---\nb: 1\n", [" it holds several documents: write one YAML document"]),
        ("- a\n", ["1: must be a map: write it as KEY: VALUE lines"]),
        ("defaults: {}\n", ["1: there are no targets: write them as a list under targets"]),
        ("targets: []\n", ["1: targets is empty: write at least one target"]),
        ("targets:\n", ["1: targets is empty: write at least one target"]),
        ("targets: x\n", ["1: targets must be a list: write each item on a line that starts with -"]),
        ("targets:\n  - x\n", ["2: must be a map: write it as KEY: VALUE lines"]),
        ("target: []\ntargets: [{profile: a}]\n", ["1: target is no key: did you mean targets?"]),
        (
            "defaults: {regions: here}\ntargets: [{profile: a}]\n",
            ["1: defaults.regions holds what is no Region: write it such as eu-west-1"],
        ),
        (
            "targets: [\n",
            [
                "2:1: this is neither YAML nor JSON: check the indentation and the quotes; ${NAME} within [ ] needs quotes"
            ],
        ),
        (
            "targets:\n  - profile: [${A}]\n",
            [
                "2:16: this is neither YAML nor JSON: check the indentation and the quotes; ${NAME} within [ ] needs quotes"
            ],
        ),
        (
            "targets:\n  - profile: a\n  - profile: b\n    name: a\n  - profile: a\n",
            [
                "4: name has the name a, as the one of line 2: write another name",
                "5: has the name a, as the one of line 2: write another name",
            ],
        ),
        (
            "defaults:\n  role: arn:aws:iam::222233334444:role/r\ntargets:\n  - account: '111122223333'\n",
            ["4: account is 111122223333, the role of defaults is of 222233334444: write the role's name alone"],
        ),
    ],
)
def test_a_mistake_in_the_file_is_said_with_its_line(tmp_path: Path, text: str, expected: list[str]) -> None:
    """What is wrong with the file as a whole, or between its targets."""
    with pytest.raises(UsageError) as caught:
        load(write(tmp_path, text), {})
    assert str(caught.value).replace(f"{tmp_path}/targets.yaml:", "").splitlines() == expected


def test_all_mistakes_are_said_at_once_in_the_files_order(tmp_path: Path) -> None:
    """One run tells all that is to be mended, and the command ends with 2."""
    path = write(
        tmp_path, "targets:\n  - acount: 1\n  - account: 5\n    store: vault\n  - regions: x\n    profile: a\n"
    )
    ran = command("targets", "check", path)
    assert (ran.code, ran.out) == (2, "")
    assert [line.partition(f"{path}:")[2].split(":")[0] for line in ran.err.splitlines()] == ["2", "3", "4", "5"]


def test_no_value_is_quoted(tmp_path: Path) -> None:
    """What stands where something else belongs may be a secret: it is shown nowhere."""
    value = "hunter2-" + "x" * 12
    keys = ["account", "role", "regions", "store", "select", "secret", "share", "external_id", "session_name"]
    body = "".join(f"    {key}: '{value} ${{NOT:-{value}}}'\n" for key in keys)
    ran = command("targets", "check", write(tmp_path, f"targets:\n  -\n{body}  - '{value}'\n  - [{value}"))
    assert ran.code == 2
    whole = command("targets", "check", write(tmp_path, f"targets:\n  -\n{body}  - '{value}'\n"))
    assert whole.code == 2
    assert len(whole.err.splitlines()) == len(keys) + 1
    assert value not in ran.said + whole.said


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """It is said, and the exit code is 2."""
    ran = command("targets", "check", tmp_path / "none.yaml")
    assert (ran.code, ran.said) == (
        2,
        f"ecs-secretmigrate: the file {tmp_path}/none.yaml cannot be read: No such file or directory\n",
    )


def test_check_has_a_line_for_each_target_and_region(tmp_path: Path) -> None:
    """What would be visited, how it is entered and what is chosen there."""
    ran = command("targets", "check", write(tmp_path, CONTRACT))
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "111122223333   111122223333  us-east-1     role ecs-secretmigrate; everything",
        "payments-prod  222233334444  eu-west-1     profile payments; clusters main; services main/api; families batch-*",
        "payments-prod  222233334444  eu-central-1  profile payments; clusters main; services main/api; families batch-*",
    ]
    assert ran.err == "2 targets, 3 visits\n"


def test_check_as_json(tmp_path: Path) -> None:
    """A script gets the same; options by name only, and no external id."""
    ran = command("targets", "check", write(tmp_path, CONTRACT), "--format", "json")
    first = json.loads(ran.out)["targets"][0]
    assert first == {
        "name": ONE,
        "account": ONE,
        "profile": None,
        "role": "ecs-secretmigrate",
        "regions": ["us-east-1"],
        "select": {"all": True, "clusters": [], "services": [], "families": [], "files": []},
        "options": ["store"],
        "source": f"{tmp_path}/targets.yaml:8",
    }
