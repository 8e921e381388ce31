"""Opening an account: profile, Region, and a role to assume, with credentials that renew themselves."""

from __future__ import annotations

import functools
import os
from typing import TYPE_CHECKING

import boto3
import botocore.exceptions
import botocore.session
from botocore.credentials import AssumeRoleCredentialFetcher, DeferredRefreshableCredentials

from ecs_secretmigrate.errors import AwsCredentialsError
from ecs_secretmigrate.fleet.aws import BotoAws
from ecs_secretmigrate.fleet.cores import new_core
from ecs_secretmigrate.fleet.failures import translate

if TYPE_CHECKING:
    from ecs_secretmigrate.fleet.pacing import Pacing


def open_account(
    *,
    profile: str | None = None,
    region: str | None = None,
    endpoint_url: str | None = None,
    role_arn: str | None = None,
    external_id: str | None = None,
    session_name: str = "ecs-secretmigrate",
    pacing: Pacing | None = None,
) -> BotoAws:
    """Open an account and Region with AWS's own habits: profile, environment variables, SSO, instance role.

    Args:
        profile: profile of the AWS configuration; None for the default chain.
        region: Region; None for the profile's or the environment's.
        endpoint_url: replaces every endpoint.
        role_arn: role to assume with these credentials; they renew themselves when they run out.
        external_id: the role's external id.
        session_name: name of the role session.
        pacing: the run's token buckets; None to call as fast as it goes.

    Raises:
        AwsCredentialsError: no credentials or no Region.
    """
    # The AWS CLI and every other SDK read AWS_REGION, and before the other; boto3 reads only AWS_DEFAULT_REGION.
    region = region or os.environ.get("AWS_REGION") or None
    try:
        core = new_core(profile)
        if role_arn is not None:
            core = _assumed(core, profile, region, endpoint_url, role_arn, external_id, session_name)
        session = boto3.session.Session(botocore_session=core, region_name=region)
        if session.get_credentials() is None:
            raise botocore.exceptions.NoCredentialsError
    except AwsCredentialsError:
        raise
    except botocore.exceptions.BotoCoreError as error:
        raise translate(error, "sts", "AssumeRole", {}) from None
    aws = BotoAws(session, endpoint_url=endpoint_url, pacing=pacing)
    _ = aws.region
    return aws


def keyed_account(key: str, secret: str, region: str, *, endpoint_url: str) -> BotoAws:
    """Open an emulated account by its access key, whatever the shell's own AWS settings are."""
    session = boto3.session.Session(
        botocore_session=new_core(None), aws_access_key_id=key, aws_secret_access_key=secret, region_name=region
    )
    return BotoAws(session, endpoint_url=endpoint_url)


def _assumed(
    core: botocore.session.Session,
    profile: str | None,
    region: str | None,
    endpoint_url: str | None,
    role_arn: str,
    external_id: str | None,
    session_name: str,
) -> botocore.session.Session:
    source = core.get_credentials()
    if source is None:
        raise botocore.exceptions.NoCredentialsError
    creator = boto3.session.Session(botocore_session=core, region_name=region).client
    fetcher = AssumeRoleCredentialFetcher(
        client_creator=functools.partial(creator, endpoint_url=endpoint_url),
        source_credentials=source,
        role_arn=role_arn,
        extra_args={"RoleSessionName": session_name, **({"ExternalId": external_id} if external_id else {})},
    )
    assumed = new_core(profile)
    assumed._credentials = DeferredRefreshableCredentials(  # noqa: SLF001 - botocore has no public way
        method="assume-role", refresh_using=fetcher.fetch_credentials
    )
    return assumed
