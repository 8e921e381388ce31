"""Opening an account: profile, Region, and a role to assume, with credentials that renew themselves."""

from __future__ import annotations

import os

import boto3
import botocore.exceptions
import botocore.session
from botocore.credentials import AssumeRoleCredentialFetcher, DeferredRefreshableCredentials

from ecs_secretmigrate.errors import AwsCredentialsError
from ecs_secretmigrate.fleet.aws import BotoAws
from ecs_secretmigrate.fleet.failures import translate


def open_account(
    *,
    profile: str | None = None,
    region: str | None = None,
    endpoint_url: str | None = None,
    role_arn: str | None = None,
    external_id: str | None = None,
) -> BotoAws:
    """Open an account and Region with AWS's own habits: profile, environment variables, SSO, instance role.

    Args:
        profile: profile of the AWS configuration; None for the default chain.
        region: Region; None for the profile's or the environment's.
        endpoint_url: replaces every endpoint.
        role_arn: role to assume with these credentials.
        external_id: the role's external id.

    Raises:
        AwsCredentialsError: no credentials or no Region.
    """
    # The AWS CLI and every other SDK read AWS_REGION, and before the other; boto3 reads only AWS_DEFAULT_REGION.
    region = region or os.environ.get("AWS_REGION") or None
    try:
        core = botocore.session.Session(profile=profile)
        if role_arn is not None:
            source = core.get_credentials()
            if source is None:
                raise botocore.exceptions.NoCredentialsError
            fetcher = AssumeRoleCredentialFetcher(
                client_creator=boto3.session.Session(botocore_session=core, region_name=region).client,
                source_credentials=source,
                role_arn=role_arn,
                extra_args={
                    "RoleSessionName": "ecs-secretmigrate",
                    **({"ExternalId": external_id} if external_id else {}),
                },
            )
            assumed = botocore.session.Session(profile=profile)
            assumed._credentials = DeferredRefreshableCredentials(  # noqa: SLF001 - botocore has no public way
                method="assume-role", refresh_using=fetcher.fetch_credentials
            )
            core = assumed
        session = boto3.session.Session(botocore_session=core, region_name=region)
        if session.get_credentials() is None:
            raise botocore.exceptions.NoCredentialsError
    except AwsCredentialsError:
        raise
    except botocore.exceptions.BotoCoreError as error:
        raise translate(error, "sts", "AssumeRole", {}) from None
    aws = BotoAws(session, endpoint_url=endpoint_url)
    _ = aws.region
    return aws
