"""The one file that names concrete adapters: sources, stores, accounts and publishers for a command line."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import UsageError
from ecs_secretmigrate.model.storage import StoreKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from ecs_secretmigrate.commands.flags import AccessFlags, SourceFlags
    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.ports import Aws, Granter, Judge, Publisher, ReferenceReader, Source, Store
    from ecs_secretmigrate.sandbox.seed import Seeded
    from ecs_secretmigrate.steps.planner import Venue


@dataclass(frozen=True, slots=True)
class Job:
    """One source and the account and Region it belongs to.

    Attributes:
        source: where the task definitions are read.
        aws: the account and Region; None offline.
        live: whether it reads an account rather than files.
    """

    source: Source
    aws: Aws | None
    live: bool


def judge() -> Judge:
    """The detectors."""
    from ecs_secretmigrate.detectors import judge as detectors

    return detectors


@contextmanager
def accounts(access: AccessFlags) -> Iterator[Callable[[], list[Aws]]]:
    """How to open the account, one door a Region; the embedded AWS ends with the block.

    Nothing is opened before it is asked for, so a file scan never loads boto3.
    """
    with ExitStack() as stack:
        opened: list[Aws] = []

        def open_all() -> list[Aws]:
            if not opened:
                opened.extend(_embedded(stack) if access.sandbox else _real(access))
            return opened

        yield open_all


def _real(access: AccessFlags) -> list[Aws]:
    from ecs_secretmigrate.fleet.session import open_account

    regions: Sequence[str | None] = access.region or [None]
    return [
        open_account(
            profile=access.profile,
            region=region,
            endpoint_url=access.endpoint_url,
            role_arn=access.role_arn,
            external_id=access.external_id,
        )
        for region in regions
    ]


def _embedded(stack: ExitStack) -> list[Aws]:
    from ecs_secretmigrate.sandbox.server import Sandbox

    aws = embedded_account(stack.enter_context(Sandbox()).environment())
    fill(aws)
    return [aws]


def fill(aws: Aws) -> Seeded:
    """Fill an embedded AWS with the sample families."""
    from ecs_secretmigrate.model.registration import register_input
    from ecs_secretmigrate.model.task_definition import TaskDefinition
    from ecs_secretmigrate.sandbox.seed import fixtures_directory, seed
    from ecs_secretmigrate.sources.files import FileSource

    def read(path: Path) -> dict[str, Any]:
        definition = next(iter(FileSource([str(path)]).read()))
        assert isinstance(definition, TaskDefinition)
        return register_input(definition.body, definition.tags)

    return seed(aws, fixtures_directory(), read)


def embedded_account(environment: dict[str, str]) -> Aws:
    """The account of an embedded AWS, whatever the shell's own AWS settings are."""
    import boto3

    from ecs_secretmigrate.fleet.aws import BotoAws

    session = boto3.session.Session(
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
        region_name=environment["AWS_DEFAULT_REGION"],
    )
    return BotoAws(session, endpoint_url=environment["AWS_ENDPOINT_URL"])


def jobs(sources: SourceFlags, open_all: Callable[[], list[Aws]], options: Options, *, needs_aws: bool) -> list[Job]:
    """The sources of a command line, files first.

    Args:
        sources: the flags.
        open_all: opens the account.
        options: tells what a bare array of containers is called.
        needs_aws: whether files too need an account (a plan asks the store).

    Raises:
        UsageError: no source is given.
        AwsCredentialsError: an account is needed and cannot be opened.
    """
    from ecs_secretmigrate.sources.files import FileSource

    listed: list[Job] = []
    if sources.files:
        aws = open_all()[0] if needs_aws else None
        listed.append(Job(FileSource(sources.files, family=options.family), aws, live=False))
    if sources.family or sources.everything:
        from ecs_secretmigrate.sources.ecs import LiveSource

        listed.extend(
            Job(LiveSource(aws, sources.family or (), everything=sources.everything), aws, live=True)
            for aws in open_all()
        )
    if not listed:
        raise UsageError("no source is given", cure="name a FILE or DIRECTORY, or give --family or --all")
    return listed


def store(kind: StoreKind, aws: Aws | None) -> Store:
    """The store; without an account only its checks work."""
    from ecs_secretmigrate.stores.parameterstore import ParameterStore
    from ecs_secretmigrate.stores.secretsmanager import SecretsManager

    match kind:
        case StoreKind.SECRETS_MANAGER:
            return SecretsManager(aws)
        case StoreKind.PARAMETER_STORE:
            return ParameterStore(aws)


def venue(options: Options, aws: Aws | None) -> Venue:
    """Where values go."""
    from ecs_secretmigrate.steps.planner import Venue

    if aws is None:
        return Venue(store(options.store, None), offline=True)
    return Venue(store(options.store, aws), aws.partition, aws.region, aws.account)


def reader(aws: Aws) -> ReferenceReader:
    """Reads references as the agent does."""
    from ecs_secretmigrate.stores.reader import AwsReferenceReader

    return AwsReferenceReader(aws)


def granter(aws: Aws) -> Granter:
    """Lets execution roles read."""
    from ecs_secretmigrate.grants.inline import InlinePolicy

    return InlinePolicy(aws)


def registrar(aws: Aws) -> Publisher:
    """Registers new revisions."""
    from ecs_secretmigrate.sources.ecs import Registrar

    return Registrar(aws)


def rewriter(source: Source, *, in_place: bool, output: Path | None, output_dir: Path | None) -> Publisher:
    """Writes edited files."""
    from ecs_secretmigrate.sources.files import FileSource, Rewriter

    assert isinstance(source, FileSource)
    return Rewriter(in_place=in_place, output=output, output_dir=output_dir, stdin=source.stdin)
