"""botocore's errors as ours: one clear line, what to do, and never a value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import botocore.exceptions as boto
from botocore.retries.standard import ThrottledRetryableChecker

from ecs_secretmigrate.errors import (
    AwsAccessDeniedError,
    AwsCredentialsError,
    AwsError,
    AwsThrottledError,
    SecretMigrateError,
)
from ecs_secretmigrate.model.secret_value import SecretValue

if TYPE_CHECKING:
    from collections.abc import Iterator

_DENIED = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "403"})
_THROTTLED = frozenset(ThrottledRetryableChecker._THROTTLED_ERROR_CODES)  # noqa: SLF001 - botocore's own list
_CREDENTIALS = frozenset(
    {
        "ExpiredToken",
        "ExpiredTokenException",
        "InvalidClientTokenId",
        "UnrecognizedClientException",
        "SignatureDoesNotMatch",
        "InvalidSignatureException",
        "IncompleteSignature",
        "MissingAuthenticationToken",
        "AuthFailure",
    }
)
_FRAGMENT = 6
_CREDENTIALS_CURE = "run `aws sso login` or `aws configure`, or give --profile"


def no_region() -> AwsCredentialsError:
    """The error for a session without a Region."""
    return AwsCredentialsError("no Region is set", cure="give --region, or set AWS_REGION")


def translate(error: Exception, service: str, operation: str, parameters: dict[str, Any]) -> SecretMigrateError:
    """Our error for botocore's.

    Args:
        error: what botocore raised.
        service: botocore service name.
        operation: API operation.
        parameters: the call's parameters, still sealed: an answer that quotes one of their values is withheld.
    """
    if isinstance(error, SecretMigrateError):
        return error
    action = f"{service}:{operation}"
    match error:
        case boto.ClientError():
            return _answer(error, service, operation, parameters)
        case boto.NoRegionError():
            return no_region()
        case boto.InvalidRegionError():
            return AwsCredentialsError("the Region is not one", cure="correct --region or AWS_REGION")
        case boto.NoCredentialsError() | boto.CredentialRetrievalError() | boto.PartialCredentialsError():
            return AwsCredentialsError("no AWS credentials were found", cure=_CREDENTIALS_CURE)
        case boto.ProfileNotFound():
            return AwsCredentialsError(
                "the profile is not in the AWS configuration", cure="see `aws configure list-profiles`"
            )
        case boto.SSOError() | boto.TokenRetrievalError():
            return AwsCredentialsError("the SSO session has run out", cure="run `aws sso login`")
        case boto.EndpointConnectionError() | boto.ConnectionError() | boto.HTTPClientError():
            return AwsError(
                f"{action} could not reach AWS ({type(error).__name__})",
                service=service,
                operation=operation,
                code="",
                cure="check the network, --region and --endpoint-url, and run it again: what is done stays done",
            )
        case boto.ParamValidationError():
            # It quotes the bad value.
            return AwsError(
                f"{action} was not sent: a parameter is not of the kind the API takes",
                service=service,
                operation=operation,
                code="ParamValidation",
                cure="check the task definition against the API reference, or update boto3",
            )
    return AwsError(
        f"{action} failed ({type(error).__name__})",
        service=service,
        operation=operation,
        code="",
        cure="run it again: what is done stays done",
    )


def _answer(error: boto.ClientError, service: str, operation: str, parameters: dict[str, Any]) -> SecretMigrateError:
    details = error.response.get("Error", {})
    code = str(details.get("Code", ""))
    message = _safe(str(details.get("Message", "")), parameters)
    if error.operation_name == "AssumeRole" and code in _DENIED:
        # Credentials are fetched when the first call needs them.
        return AwsCredentialsError(
            f"the role may not be assumed ({message})",
            cure="see that it exists, that its trust policy names this caller (and the external id), and that this "
            "caller may do sts:AssumeRole on it",
        )
    action = f"{service}:{operation}"
    if code in _CREDENTIALS:
        return AwsCredentialsError(f"AWS does not accept the credentials ({code})", cure=_CREDENTIALS_CURE)
    if code in _DENIED:
        return AwsAccessDeniedError(
            f"access denied to {action}",
            service=service,
            operation=operation,
            code=code,
            cure="allow it for this caller (ecs-secretmigrate policy --operator prints what is needed). "
            f"AWS says: {message}",
        )
    if code in _THROTTLED:
        return AwsThrottledError(
            f"AWS throttles {action} ({code})",
            service=service,
            operation=operation,
            code=code,
            cure="wait a minute and run it again: what is done stays done",
        )
    return AwsError(f"{action} failed ({code}): {message}", service=service, operation=operation, code=code)


def _safe(message: str, parameters: dict[str, Any]) -> str:
    """The message on one line, withheld if it quotes any part of a value that was sent."""
    for value in _values(parameters):
        text = value.reveal()
        fragments = {text[i : i + _FRAGMENT] for i in range(max(1, len(text) - _FRAGMENT + 1))} if text else set()
        if any(fragment in message for fragment in fragments):
            return "(its message is withheld, since it quotes a value)"
    return re.sub(r"\s+", " ", message).strip()


def _values(node: Any) -> Iterator[SecretValue]:
    if isinstance(node, SecretValue):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _values(value)
    elif isinstance(node, list | tuple):
        for item in node:
            yield from _values(item)
