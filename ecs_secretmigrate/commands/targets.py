"""``targets discover`` writes a targets file from AWS Organizations; ``targets check`` says what one would visit."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecs_secretmigrate.commands.flags import AccessFlags
from ecs_secretmigrate.commands.groups import grouped
from ecs_secretmigrate.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from typing import Any

    from ecs_secretmigrate.model.target import Target

app = typer.Typer(
    rich_markup_mode=None, no_args_is_help=True, help="The accounts of a bulk run: write a targets file, check one."
)


class Listing(StrEnum):
    """How a check is written."""

    TEXT = "text"
    JSON = "json"


@app.command("discover")
@grouped
def discover(
    access: AccessFlags,
    role: Annotated[
        str | None, typer.Option("--role", help="Role to assume in each account: name or ARN [ecs-secretmigrate].")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", help="Write to this file (0600), not stdout.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
) -> int:
    """Write a targets file of the organisation's active accounts, for the Regions given.

    An external id goes into the file too.
    """
    from collections import Counter

    from ecs_secretmigrate.commands.output import progress, write
    from ecs_secretmigrate.fleet.organizations import accounts
    from ecs_secretmigrate.operations import doors
    from ecs_secretmigrate.operations.discovery import ROLE, targets_file
    from ecs_secretmigrate.reports.wording import plural

    if output is not None and output.exists() and not force:
        raise UsageError(f"{output} is there already", cure="give another --output, or --force to replace it")
    with doors.accounts(access) as open_all:
        aws = open_all()[0]
        found = list(accounts(aws))
        home, regions = aws.account, access.region or [aws.region]
    active = [account for account in found if account.is_active]
    left = Counter(account.state for account in found if not account.is_active)
    text = targets_file(active, home=home, role=role or ROLE, regions=regions, external_id=access.external_id)
    if output is None:
        typer.echo(text, nl=False)
    else:
        write(output, text)
    states = f", left out {', '.join(f'{count:,} {state}' for state, count in sorted(left.items()))}" if left else ""
    progress(f"{plural(len(active), 'account')}{states}" + (f"; written to {output}" if output else ""))
    return ExitCode.DONE


@app.command("check")
@grouped
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A targets file, or an accounts file of c7n-org.")],
    part: Annotated[str | None, typer.Option("--shard", metavar="I/N", help="Of N parts only the I-th.")] = None,
    listing: Annotated[Listing, typer.Option("--format", help="How it is written.")] = Listing.TEXT,
) -> int:
    """Say what a targets file would visit, a line a target and Region; no call is made."""
    import json
    import os

    from ecs_secretmigrate.commands.output import progress
    from ecs_secretmigrate.operations.targets import load, parse_shard, shard
    from ecs_secretmigrate.reports.wording import plural

    targets = load(file, os.environ)
    if part is not None:
        targets = shard(targets, *parse_shard(part))
    if listing is Listing.JSON:
        typer.echo(json.dumps({"version": 1, "targets": [_document(target) for target in targets]}, indent=2))
        return ExitCode.DONE
    rows = [row for target in targets for row in _rows(target)]
    widths = [max(len(row[column]) for row in rows) for column in range(3)] if rows else []
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row[:3], widths, strict=True)]
        typer.echo("  ".join([*cells, row[3]]).rstrip())
    progress(f"{plural(len(targets), 'target')}, {plural(len(rows), 'visit')}")
    return ExitCode.DONE


def _rows(target: "Target") -> "list[tuple[str, str, str, str]]":
    from ecs_secretmigrate.reports.wording import safe

    selected = _selected(target)
    what = "everything" if selected["all"] else ""
    chosen = [f"{key} {', '.join(names)}" for key, names in selected.items() if key != "all" and names]
    way = [f"{key} {text}" for key, text in (("profile", target.profile), ("role", target.role)) if text]
    words = "; ".join([*way, *([what] if what else []), *chosen])
    return [
        (safe(target.name), target.account or "", region or "(default Region)", safe(words))
        for region in target.regions or ("",)
    ]


def _document(target: "Target") -> "dict[str, Any]":
    return {
        "name": target.name,
        "account": target.account,
        "profile": target.profile,
        "role": target.role,
        "regions": list(target.regions),
        "select": _selected(target),
        "options": sorted(target.options),
        "source": target.source,
    }


def _selected(target: "Target") -> "dict[str, Any]":
    chosen = target.selection
    return {
        "all": chosen.everything,
        "clusters": list(chosen.cluster or ()),
        "services": list(chosen.service or ()),
        "families": list(chosen.family or ()),
        "files": list(chosen.files or ()),
    }
