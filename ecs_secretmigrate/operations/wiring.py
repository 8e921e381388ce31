"""The one file that names concrete adapters: sources, stores, accounts and publishers."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecs_secretmigrate.errors import UsageError
from ecs_secretmigrate.model.storage import StoreKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from ecs_secretmigrate.model.known import Known
    from ecs_secretmigrate.model.options import Options
    from ecs_secretmigrate.model.selection import Access, Rolling, Selection
    from ecs_secretmigrate.model.task_definition import TaskDefinition
    from ecs_secretmigrate.model.usage import UserKind
    from ecs_secretmigrate.ports import (
        Aws,
        Granter,
        Holdings,
        Judge,
        Publisher,
        ReferenceReader,
        Removal,
        Revisions,
        Runner,
        Source,
        Store,
    )
    from ecs_secretmigrate.steps.planner import Venue
    from ecs_secretmigrate.steps.surroundings import Surroundings


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


def jobs(
    sources: Selection,
    open_all: Callable[[], list[Aws]],
    options: Options,
    *,
    needs_aws: bool,
    known: Callable[[Aws], Callable[[str], Known | None] | None] = lambda _: None,
) -> list[Job]:
    """The sources of a command line, files first.

    Args:
        sources: the flags.
        open_all: opens the account.
        options: tells what a bare array of containers is called.
        needs_aws: whether files too need an account (a plan asks the store).
        known: what is known already of an account's revisions.

    Raises:
        UsageError: no source is given.
        AwsCredentialsError: an account is needed and cannot be opened.
    """
    from ecs_secretmigrate.sources.files import FileSource

    listed: list[Job] = []
    if sources.files:
        aws = open_all()[0] if needs_aws else None
        listed.append(Job(FileSource(sources.files, family=options.family), aws, live=False))
    if sources.is_live:
        from ecs_secretmigrate.sources.ecs import LiveSource

        listed.extend(
            Job(
                LiveSource(
                    aws,
                    sources.family or (),
                    everything=sources.everything,
                    services=sources.service or (),
                    clusters=sources.cluster or (),
                    known=known(aws),
                ),
                aws,
                live=True,
            )
            for aws in open_all()
        )
    if not listed:
        raise UsageError(
            "no source is given", cure="name a FILE or DIRECTORY, or give --family, --service, --cluster or --all"
        )
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
    existing = holdings(options.store, aws) if options.share or options.reuse_existing else ()
    return Venue(store(options.store, aws), aws.partition, aws.region, aws.account, holdings=existing)


def holdings(kind: StoreKind, aws: Aws) -> Sequence[Holdings]:
    """What exists already: in the store, and in Secrets Manager, where AWS's own services keep what they manage."""
    from ecs_secretmigrate.stores.holdings import ParameterHoldings, SecretHoldings

    secrets = SecretHoldings(aws)
    return (secrets, ParameterHoldings(aws)) if kind is StoreKind.PARAMETER_STORE else (secrets,)


def reader(aws: Aws) -> ReferenceReader:
    """Reads references as the agent does."""
    from ecs_secretmigrate.stores.reader import AwsReferenceReader

    return AwsReferenceReader(aws)


def describer(aws: Aws) -> Callable[[str], TaskDefinition]:
    """Reads one revision of the account."""
    from functools import partial

    from ecs_secretmigrate.sources.ecs import describe

    return partial(describe, aws)


def granter(aws: Aws) -> Granter:
    """Lets execution roles read."""
    from ecs_secretmigrate.grants.inline import InlinePolicy

    return InlinePolicy(aws)


def runners(aws: Aws, flags: Rolling | None = None) -> Mapping[UserKind, Runner]:
    """What runs task definitions, by kind; each is listed once a run."""
    from ecs_secretmigrate.model.usage import UserKind
    from ecs_secretmigrate.rollouts.codedeploy import CodeDeploy
    from ecs_secretmigrate.rollouts.listing import ListedOnce
    from ecs_secretmigrate.rollouts.machines import Machines
    from ecs_secretmigrate.rollouts.rules import Rules
    from ecs_secretmigrate.rollouts.schedules import Schedules
    from ecs_secretmigrate.rollouts.services import Services
    from ecs_secretmigrate.rollouts.tasks import Tasks

    seconds = float(flags.timeout) if flags else 900.0
    codedeploy = CodeDeploy(aws) if flags and flags.codedeploy else None
    return {
        UserKind.SERVICE: ListedOnce(Services(aws, seconds=seconds, codedeploy=codedeploy)),
        UserKind.RULE: ListedOnce(Rules(aws)),
        UserKind.SCHEDULE: ListedOnce(Schedules(aws)),
        UserKind.STATE_MACHINE: ListedOnce(Machines(aws)),
        UserKind.TASK: ListedOnce(Tasks(aws)),
    }


def surroundings(
    aws: Aws, options: Options, flags: Rolling | None = None, *, grants: bool = True, allow_drift: bool = False
) -> Surroundings:
    """What is looked at around a live task definition before anything is written."""
    from ecs_secretmigrate.grants.caller import CallerCheck
    from ecs_secretmigrate.grants.role import RoleCheck
    from ecs_secretmigrate.rollouts.abilities import AbilityCheck
    from ecs_secretmigrate.rollouts.latest import LatestCheck
    from ecs_secretmigrate.rollouts.owners import StackOwners
    from ecs_secretmigrate.steps.surroundings import Surroundings
    from ecs_secretmigrate.stores.keys import KeyCheck, Keys

    asked_once = aws.remembering()
    return Surroundings(
        runners=runners(aws, flags),
        owners=StackOwners(asked_once),
        checks=(
            RoleCheck(asked_once, grants=grants),
            LatestCheck(asked_once),
            AbilityCheck(asked_once),
            CallerCheck(asked_once, options.store),
            *((KeyCheck(asked_once, options.kms_key_id),) if options.kms_key_id else ()),
        ),
        keys=Keys(aws),
        allows_drift=allow_drift,
    )


def looking(
    options: Options, flags: Rolling | None = None, *, grants: bool = True, allow_drift: bool = False
) -> Callable[[Aws], Surroundings]:
    """:func:`surroundings`, made once for each account and Region: what is listed there is listed once."""
    made: dict[int, Surroundings] = {}
    lock = threading.Lock()

    def around(aws: Aws) -> Surroundings:
        with lock:
            if id(aws) not in made:
                made[id(aws)] = surroundings(aws, options, flags, grants=grants, allow_drift=allow_drift)
            return made[id(aws)]

    return around


def settler(access: Access, flags: Rolling) -> Callable[[], None]:
    """Waits until IAM knows everywhere of what was granted; the embedded AWS knows at once."""
    import time
    from functools import partial

    return partial(time.sleep, 0 if access.sandbox else flags.settle)


def revisions(aws: Aws) -> Revisions:
    """Every revision of a family, in every state."""
    from ecs_secretmigrate.sources.revisions import Revisions as LiveRevisions

    return LiveRevisions(aws)


def removal(aws: Aws) -> Removal:
    """Removes what this tool stored."""
    from ecs_secretmigrate.stores.removal import Removal as StoredRemoval

    return StoredRemoval(aws)


def registrar(aws: Aws) -> Publisher:
    """Registers new revisions."""
    from ecs_secretmigrate.sources.registrar import Registrar

    return Registrar(aws)


def rewriter(source: Source, *, in_place: bool, output: Path | None, output_dir: Path | None) -> Publisher:
    """Writes edited files."""
    from ecs_secretmigrate.sources.files import FileSource, Rewriter

    assert isinstance(source, FileSource)
    return Rewriter(in_place=in_place, output=output, output_dir=output_dir, stdin=source.stdin)
