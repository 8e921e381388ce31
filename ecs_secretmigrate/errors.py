"""The one tree of errors: each class names its exit code, and each message says what to do next.

No message may hold a secret value. The exit codes are the contract of the command line.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What a script sees when a command ends."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    FINDINGS = 10
    CHANGES_PENDING = 11
    BLOCKED = 12
    SOME_TARGETS_FAILED = 20
    ROLLED_BACK = 21
    INTERRUPTED = 130


class SecretMigrateError(Exception):
    """Something went wrong, and the message says what to do.

    Args:
        message: one line for a person: what is wrong.
        cure: one line for a person: what to do about it.
    """

    exit_code = ExitCode.FAILED

    def __init__(self, message: str, *, cure: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure

    def __str__(self) -> str:
        return f"{self.message}: {self.cure}" if self.cure else self.message


class UsageError(SecretMigrateError):
    """The command line or the configuration file asks for something that cannot be."""

    exit_code = ExitCode.USAGE


class SourceError(SecretMigrateError):
    """A task definition cannot be read or written as it is."""

    exit_code = ExitCode.USAGE


class DocumentError(SourceError):
    """A file is not well-formed JSON or YAML, or cannot be edited in place.

    Args:
        message: what is wrong, without quoting the text.
        line: 1-based line of the fault, 0 where it has none.
        column: 1-based column of the fault, 0 where it has none.
        cure: what to do about it.
    """

    def __init__(self, message: str, *, line: int = 0, column: int = 0, cure: str = "") -> None:
        where = f"line {line}, column {column}: " if line else ""
        super().__init__(f"{where}{message}", cure=cure)
        self.line = line
        self.column = column


class BlockedError(SecretMigrateError):
    """A check stands in the way; nothing was changed."""

    exit_code = ExitCode.BLOCKED


class StalePlanError(BlockedError):
    """The plan no longer fits what it was made for; nothing was changed."""


class ParityError(SecretMigrateError):
    """A reference does not resolve to exactly the value it replaces; nothing was registered."""


class GuardError(SecretMigrateError):
    """The new task definition differs from the old one in more than was planned; nothing was registered."""


class VerificationError(SecretMigrateError):
    """A migrated task definition has a reference that does not hold."""


class AwsError(SecretMigrateError):
    """An AWS call failed.

    Args:
        message: what failed, in a person's words.
        service: botocore service name, such as ``ecs``.
        operation: API operation, such as ``RegisterTaskDefinition``.
        code: AWS error code, such as ``AccessDeniedException``; empty where no answer came.
        cure: what to do about it.
    """

    def __init__(self, message: str, *, service: str, operation: str, code: str, cure: str = "") -> None:
        super().__init__(message, cure=cure)
        self.service = service
        self.operation = operation
        self.code = code


class AwsAccessDeniedError(AwsError):
    """The caller may not do this."""


class AwsThrottledError(AwsError):
    """AWS kept saying "slower" until the retries ran out."""


class AwsCredentialsError(SecretMigrateError):
    """No usable credentials or Region."""


class SandboxError(SecretMigrateError):
    """The embedded AWS did not start."""
