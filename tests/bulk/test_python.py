"""The same from Python: what README shows works as it stands there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from benchmarks.bulk_rates import account_id, fill, targets_file
from ecs_secretmigrate import Done, Options, Selection, apply, load_targets, over, retire, rollback, scan, verify
from tests.conftest import FIXTURES, ROOT

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from ecs_secretmigrate.sandbox.server import Sandbox
    from tests.support.accounts import Emulated


def _shell(ministack: Emulated, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**ministack.environment(), "AWS_ACCESS_KEY_ID": "999999999999"}.items():
        monkeypatch.setenv(name, value)


def test_the_example_in_the_readme_runs(
    ministack: Emulated,
    sandbox: Sandbox,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It plans each target, and says what moves where."""
    _shell(ministack, monkeypatch)
    for index in range(2):
        fill(sandbox.url, account_id(index), 1, 2)
    targets_file(tmp_path, 2, ["eu-west-1"], "ssm")
    example = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert example is not None
    exec(example[1], {})
    assert sorted(capsys.readouterr().out.splitlines()) == [
        f"{account_id(index)} eu-west-1 2 to move" for index in range(2)
    ]


def test_nothing_is_printed_and_results_are_typed(
    ministack: Emulated,
    sandbox: Sandbox,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The life of a service over targets: each verb gives what it did, and says nothing."""
    _shell(ministack, monkeypatch)
    fill(sandbox.url, account_id(0), 1, 1)
    targets = load_targets(targets_file(tmp_path, 1, ["eu-west-1"], "ssm"))

    def quick(selection: Selection, **more: object) -> object:
        from ecs_secretmigrate import Rolling

        return apply(selection, rolling=Rolling(settle=0), **more)  # type: ignore[arg-type]

    for verb, what in ((quick, "Receipt"), (verify, "list"), (rollback, "list"), (retire, "list")):
        (outcome,) = over(targets, verb)
        assert isinstance(outcome, Done), outcome
        assert type(outcome.result).__name__ == what
    found = scan(Selection(files=[str(FIXTURES / "my-app")]), options=Options())
    assert [finding.label for finding in found.findings] == ["my-app-container/DATABASE_PASSWORD"]
    said = capsys.readouterr()
    assert said.out + said.err == ""
