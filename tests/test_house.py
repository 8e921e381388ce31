"""The house keeps its floors: who imports whom, who may open a value, what a start costs."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ecs_secretmigrate import detectors

PACKAGE = Path(__file__).resolve().parent.parent / "ecs_secretmigrate"
# Lower floors first; the rooms of one floor never import one another.
FLOORS = [
    {"errors"},
    {"model"},
    {"ports"},
    {"sources", "stores", "grants", "detectors", "reports", "fleet", "rollouts", "sandbox", "steps"},
    {"operations"},
    {"api"},
    {"commands"},
]
MAY_REVEAL = {
    "fleet/aws.py": "the request to the store",
    "fleet/failures.py": "to withhold messages that quote a value",
    "model/bundle.py": "a JSON secret's text",
    "model/places.py": "the name of a flag before its value",
    "model/secret_value.py": "its own",
    "operations/reading.py": "the choices of a targets file, which holds no values",
    "rollouts/machines.py": "a state machine's definition",
    "rollouts/overrides.py": "the input that a task is started with",
    "rollouts/owners.py": "tags that tell who deploys",
    "sources/files.py": "the keys of tags",
    "sources/registrar.py": "comparing tags",
    "sources/sealing.py": "what is structure",
    "steps/agent.py": "a JSON secret's keys",
    "steps/checks.py": "the tag that names the replaced revision",
    "steps/scanner.py": "judging",
    "steps/surroundings.py": "judging what an override sets",
    "stores/parameterstore.py": "the rule against nested parameters",
}


def _files() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if "shim" not in path.parts]


def _room(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def _imports(path: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        rooms.update(name.split(".")[1] for name in names if name.startswith("ecs_secretmigrate."))
    return rooms


@pytest.mark.parametrize("path", _files(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path: Path) -> None:
    """A file imports its own room and lower floors only."""
    room = _room(path)
    if room in {"__init__", "__main__"}:
        return
    floor = next(index for index, rooms in enumerate(FLOORS) if room in rooms)
    allowed = {room, "__version__"}.union(*FLOORS[:floor])
    assert _imports(path) <= allowed


def test_only_the_fleet_imports_boto3() -> None:
    """No room but ``fleet`` imports boto3 or botocore."""
    users = {
        str(path.relative_to(PACKAGE))
        for path in _files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Import) and any(alias.name.startswith(("boto3", "botocore")) for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("boto3", "botocore")))
    }
    assert {name for name in users if not name.startswith("fleet/")} == set()


def test_detectors_compile_no_pattern_before_it_is_asked() -> None:
    """A start pays for no regular expression: the detectors' are :class:`Pattern`, not what ``re.compile`` makes."""
    compiled = [
        f"{module.__name__}.{name}"
        for found in pkgutil.iter_modules(detectors.__path__)
        for module in [importlib.import_module(f"{detectors.__name__}.{found.name}")]
        for name, value in vars(module).items()
        if isinstance(value, re.Pattern)
    ]
    assert compiled == []


def test_values_are_opened_in_few_places() -> None:
    """``reveal`` is called in the listed files and nowhere else."""
    callers = {
        str(path.relative_to(PACKAGE))
        for path in _files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"reveal", "_open"}
    }
    assert callers == set(MAY_REVEAL)


@pytest.mark.parametrize(
    ("arguments", "banned"),
    [
        (["--help"], {"boto3", "botocore", "deepdiff", "jsonpath_ng", "ministack", "yaml", "tree_sitter", "rich"}),
        (["scan", "--help"], {"boto3", "botocore", "deepdiff", "jsonpath_ng", "ministack", "yaml", "tree_sitter"}),
        (
            ["scan", "FILE"],
            {"boto3", "botocore", "deepdiff", "jsonpath_ng", "ministack", "yaml", "tree_sitter", "rich", "ssl"}
            # What loads OpenSSL or the random numbers of temporary names; a plan; the other verbs.
            | {"hashlib", "hmac", "random", "tempfile", "ecs_secretmigrate.model.plan"}
            | {f"ecs_secretmigrate.commands.{verb}" for verb in ("plan", "apply", "rules", "sandbox")},
        ),
    ],
)
def test_a_start_loads_only_what_it_needs(arguments: list[str], banned: set[str], tmp_path: Path) -> None:
    """``--help`` and a scan of one JSON file do without boto3, deepdiff, the embedded AWS; a verb without the others."""
    file = tmp_path / "task.json"
    file.write_text('{"family": "f", "containerDefinitions": [{"name": "c", "environment": []}]}')
    code = (
        "import sys; from ecs_secretmigrate.commands.app import run; "
        f"code = run({[str(file) if word == 'FILE' else word for word in arguments]!r}); "
        f"loaded = {sorted(banned)!r}; "
        "print(code, [name for name in loaded if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip().splitlines()[-1] == "0 []"
