"""The flags, in the groups of the contract: sources, choosing, storing, output."""

# typer reads these annotations when a verb runs: nothing here may hide behind TYPE_CHECKING.
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ecs_secretmigrate.errors import UsageError
from ecs_secretmigrate.model.selection import Access, Rolling, Selection
from ecs_secretmigrate.model.storage import Layout, OnConflict, StoreKind
from ecs_secretmigrate.model.verdict import Confidence

_SOURCES = "Sources"
_TARGETS = "Many accounts"
_ACCESS = "AWS"
_CHOOSING = "Choosing"
_STORING = "Storing"
_ROLLING = "Rolling out"
_OUTPUT = "Output"


# The groups are neither compared nor shown: what a dataclass does not have is not made at each start.


class Format(StrEnum):
    """How results are written."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"
    SARIF = "sarif"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SourceFlags(Selection):
    """Where task definitions are read."""

    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE|DIRECTORY|-]...",
            help="Task definitions: files, directories, or - for stdin.",
            show_default=False,
        ),
    ] = None
    family: Annotated[
        list[str] | None,
        typer.Option("--family", metavar="F[:REVISION]", help="A live family.", rich_help_panel=_SOURCES),
    ] = None
    service: Annotated[
        list[str] | None,
        typer.Option("--service", metavar="CLUSTER/SERVICE", help="What a service runs.", rich_help_panel=_SOURCES),
    ] = None
    cluster: Annotated[
        list[str] | None,
        typer.Option("--cluster", help="What the services of a cluster run.", rich_help_panel=_SOURCES),
    ] = None
    everything: Annotated[
        bool, typer.Option("--all", help="All families of the account and Region.", rich_help_panel=_SOURCES)
    ] = False


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TargetFlags:
    """Many accounts at once."""

    targets: Annotated[
        Path | None,
        typer.Option(
            "--targets",
            metavar="FILE",
            help="Accounts and Regions to work on side by side (see `targets --help`).",
            rich_help_panel=_TARGETS,
        ),
    ] = None
    shard: Annotated[
        str | None,
        typer.Option(
            "--shard", metavar="I/N", help="Only the I-th of N parts of the targets.", rich_help_panel=_TARGETS
        ),
    ] = None
    parallelism: Annotated[
        int,
        typer.Option("--parallelism", min=1, help="Targets and Regions at once.", rich_help_panel=_TARGETS),
    ] = 8
    max_failures: Annotated[
        int | None,
        typer.Option(
            "--max-failures", min=0, help="Begin no other once more than so many failed.", rich_help_panel=_TARGETS
        ),
    ] = None
    canary: Annotated[
        int,
        typer.Option(
            "--canary",
            min=0,
            metavar="N",
            help="Do N first; go on only if all went well (on a terminal: and you say so).",
            rich_help_panel=_TARGETS,
        ),
    ] = 0
    rate_share: Annotated[
        float | None,
        typer.Option(
            "--rate-share",
            min=0.0,
            max=1.0,
            help="Share of AWS's call rates to use; 0 is no pacing [0.5].",
            rich_help_panel=_TARGETS,
        ),
    ] = None
    events: Annotated[
        Path | None,
        typer.Option(
            "--events", metavar="FILE", help="Write what happens, a JSON object a line.", rich_help_panel=_TARGETS
        ),
    ] = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class AccessFlags(Access):
    """How AWS is reached."""

    profile: Annotated[
        str | None,
        typer.Option("--profile", help="Profile of the AWS configuration.", rich_help_panel=_ACCESS),
    ] = None
    region: Annotated[
        list[str] | None, typer.Option("--region", help="Region; may be repeated.", rich_help_panel=_ACCESS)
    ] = None
    endpoint_url: Annotated[
        str | None,
        typer.Option("--endpoint-url", help="Replaces every AWS endpoint.", rich_help_panel=_ACCESS),
    ] = None
    role_arn: Annotated[
        str | None, typer.Option("--role-arn", help="Role to assume first.", rich_help_panel=_ACCESS)
    ] = None
    external_id: Annotated[
        str | None,
        typer.Option("--external-id", help="External id for --role-arn.", rich_help_panel=_ACCESS),
    ] = None
    sandbox: Annotated[
        bool,
        typer.Option("--sandbox", help="An embedded AWS with sample families instead of AWS.", rich_help_panel=_ACCESS),
    ] = False

    def __post_init__(self) -> None:
        if self.endpoint_url is not None and not self.endpoint_url.startswith(("http://", "https://")):
            raise UsageError("--endpoint-url is not a URL", cure="such as http://127.0.0.1:4566")
        if self.role_arn is not None and not re.fullmatch(r"arn:[\w-]+:iam::\d{12}:role/\S+", self.role_arn):
            raise UsageError(
                "--role-arn is not the ARN of a role", cure="such as arn:aws:iam::123456789012:role/ecs-secretmigrate"
            )


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ChoosingFlags:
    """What moves."""

    include: Annotated[
        list[str] | None,
        typer.Option(
            "--include",
            metavar="GLOB|JSONPATH",
            help="Move it whatever the scanner says.",
            rich_help_panel=_CHOOSING,
        ),
    ] = None
    exclude: Annotated[
        list[str] | None,
        typer.Option("--exclude", metavar="GLOB|JSONPATH", help="Never move it.", rich_help_panel=_CHOOSING),
    ] = None
    min_confidence: Annotated[
        Confidence | None,
        typer.Option("--min-confidence", help="The least sure finding that moves [medium].", rich_help_panel=_CHOOSING),
    ] = None
    baseline: Annotated[
        Path | None,
        typer.Option(
            "--baseline",
            metavar="FILE",
            help="Decisions of a review: what is kept stays and counts as accepted, what is to move moves.",
            rich_help_panel=_CHOOSING,
        ),
    ] = None
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            help="Configuration file [ecs-secretmigrate.toml, if present].",
            rich_help_panel=_CHOOSING,
        ),
    ] = None
    family_name: Annotated[
        str | None,
        typer.Option(
            "--family-name",
            help="Family of a bare array of containers [the file's name].",
            rich_help_panel=_CHOOSING,
        ),
    ] = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ReviewFlags:
    """Deciding finding by finding."""

    interactive: Annotated[
        bool,
        typer.Option(
            "--interactive",
            help="Ask about each finding, and remember it in --baseline [ecs-secretmigrate.baseline.json].",
            rich_help_panel=_CHOOSING,
        ),
    ] = False


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RolloutFlags(Rolling):
    """How what runs a task definition is moved."""

    rollout: Annotated[
        bool,
        typer.Option("--rollout/--no-rollout", help="Live: move what runs the old revision.", rich_help_panel=_ROLLING),
    ] = True
    timeout: Annotated[
        int,
        typer.Option(
            "--timeout", min=1, metavar="SECONDS", help="How long a roll-out may take.", rich_help_panel=_ROLLING
        ),
    ] = 900
    settle: Annotated[
        int,
        typer.Option(
            "--settle",
            min=0,
            metavar="SECONDS",
            help="How long IAM is given after a grant, before the first roll-out.",
            rich_help_panel=_ROLLING,
        ),
    ] = 10
    codedeploy: Annotated[
        bool,
        typer.Option(
            "--codedeploy", help="Start CodeDeploy deployments for services that it deploys.", rich_help_panel=_ROLLING
        ),
    ] = False


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class StoringFlags:
    """Where values go."""

    store: Annotated[
        StoreKind | None, typer.Option("--store", help="Store [secretsmanager].", rich_help_panel=_STORING)
    ] = None
    layout: Annotated[
        Layout | None,
        typer.Option(
            "--layout",
            help="One secret a variable, or one JSON bundle a family [variable].",
            rich_help_panel=_STORING,
        ),
    ] = None
    name_template: Annotated[
        str | None,
        typer.Option(
            "--name-template",
            help="Name in the store [{family}/{container}/{name}].",
            rich_help_panel=_STORING,
        ),
    ] = None
    kms_key_id: Annotated[
        str | None,
        typer.Option("--kms-key-id", help="Customer managed key: id, ARN or alias.", rich_help_panel=_STORING),
    ] = None
    on_conflict: Annotated[
        OnConflict | None,
        typer.Option("--on-conflict", help="Where the name holds another value [fail].", rich_help_panel=_STORING),
    ] = None
    share: Annotated[
        bool | None,
        typer.Option(
            "--share/--no-share",
            help="Store a value that stands in several places once an account and Region.",
            show_default=False,
            rich_help_panel=_STORING,
        ),
    ] = None
    reuse_existing: Annotated[
        list[str] | None,
        typer.Option(
            "--reuse-existing",
            metavar="PREFIX|tag:KEY[=VALUE]",
            help="Point at a secret of this name or tag that holds the value already; may be repeated.",
            rich_help_panel=_STORING,
        ),
    ] = None
    execution_role_arn: Annotated[
        str | None,
        typer.Option("--execution-role-arn", help="Set where a task definition has none.", rich_help_panel=_STORING),
    ] = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class OutputFlags:
    """How results are written."""

    format: Annotated[Format, typer.Option("--format", help="How results are written.", rich_help_panel=_OUTPUT)] = (
        Format.TEXT
    )
    output: Annotated[
        Path | None,
        typer.Option("--output", help="Write to this file (0600), not stdout.", rich_help_panel=_OUTPUT),
    ] = None
