"""The doors to AWS: an account of the caller's, one of a target's, the embedded one."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.model.target import ALL_REGIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from ecs_secretmigrate.fleet.pacing import Pacing
    from ecs_secretmigrate.model.selection import Access
    from ecs_secretmigrate.model.target import Target
    from ecs_secretmigrate.ports import Aws
    from ecs_secretmigrate.sandbox.seed import Seeded


@contextmanager
def accounts(access: Access, rate_share: float | None = None) -> Iterator[Callable[[], list[Aws]]]:
    """How to open the account, one door a Region; the embedded AWS ends with the block.

    Nothing is opened before it is asked for, so a file scan never loads boto3.
    """
    with ExitStack() as stack:
        opened: list[Aws] = []

        def open_all() -> list[Aws]:
            if not opened:
                opened.extend(_embedded(stack) if access.sandbox else _real(access, paced(access, rate_share)))
            return opened

        yield open_all


@contextmanager
def reached(access: Access, targets: Sequence[Target]) -> Iterator[Access]:
    """How the targets' accounts are reached; the embedded AWS has all of them, and ends with the block."""
    if not access.sandbox:
        yield access
        return
    from ecs_secretmigrate.sandbox.seed import member_role
    from ecs_secretmigrate.sandbox.server import Sandbox, in_environment

    with Sandbox() as server:
        for target in targets:
            for region in (target.regions if target.regions != (ALL_REGIONS,) else ()) or (None,):
                aws = embedded_account(server.environment(*filter(None, (target.account, region))))
                fill(aws)
                if target.role:
                    member_role(aws, target.role.rsplit("/", 1)[-1])
        with in_environment(server.environment()):
            yield replace(access, sandbox=False, endpoint_url=server.url, profile=None)


def emulated(access: Access) -> bool:
    """Whether it is not AWS that is asked."""
    import os

    return bool(access.sandbox or access.endpoint_url or os.environ.get("AWS_ENDPOINT_URL"))


def paced(access: Access, share: float | None) -> Pacing | None:
    """The token buckets of a run.

    Args:
        access: how AWS is reached. An emulator has no rates: without a share it is asked as fast as it goes.
        share: how much of AWS's rates is used; None for the usual half, 0 for no pacing.
    """
    if share == 0 or (share is None and emulated(access)):
        return None
    from ecs_secretmigrate.fleet.pacing import DEFAULT_SHARE, Pacing

    return Pacing(DEFAULT_SHARE if share is None else share)


def _real(access: Access, pacing: Pacing | None) -> list[Aws]:
    regions: Sequence[str | None] = access.region or [None]
    return [account(replace(access, region=[region] if region else None), pacing) for region in regions]


def account(access: Access, pacing: Pacing | None = None, *, session_name: str = "ecs-secretmigrate") -> Aws:
    """Open one account, in the first Region named.

    Raises:
        AwsCredentialsError: no credentials or no Region.
    """
    from ecs_secretmigrate.fleet.session import open_account

    return open_account(
        profile=access.profile,
        region=access.region[0] if access.region else None,
        endpoint_url=access.endpoint_url,
        role_arn=access.role_arn,
        external_id=access.external_id,
        session_name=session_name,
        pacing=pacing,
    )


def regions(aws: Aws) -> Sequence[str]:
    """The Regions that an account has on."""
    from ecs_secretmigrate.fleet.regions import switched_on

    return switched_on(aws)


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
    from ecs_secretmigrate.fleet.session import keyed_account

    return keyed_account(
        environment["AWS_ACCESS_KEY_ID"],
        environment["AWS_SECRET_ACCESS_KEY"],
        environment["AWS_DEFAULT_REGION"],
        endpoint_url=environment["AWS_ENDPOINT_URL"],
    )
