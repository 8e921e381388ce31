"""botocore sessions that share the API models: reading those takes most of a client's making."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import botocore.session

if TYPE_CHECKING:
    import boto3


def new_core(profile: str | None = None) -> botocore.session.Session:
    """A botocore session.

    Args:
        profile: profile of the AWS configuration; None for the default chain.

    Raises:
        botocore.exceptions.ProfileNotFound: there is no such profile.
    """
    core = botocore.session.Session(profile=profile)
    core.register_component("data_loader", _models())
    return core


def in_region(session: boto3.session.Session, region: str) -> boto3.session.Session:
    """A session with the same credentials, which may renew themselves, in another Region."""
    import boto3  # noqa: PLC0415

    core = new_core()
    core._credentials = session.get_credentials()  # noqa: SLF001 - the way to share refreshable credentials
    return boto3.session.Session(botocore_session=core, region_name=region)


@functools.cache
def _models() -> Any:
    return botocore.session.Session().get_component("data_loader")
