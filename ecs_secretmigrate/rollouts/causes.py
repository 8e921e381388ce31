"""Why a task did not start, in a person's words, and what to do about it.

Source: amazon-ecs-agent (``agent/asm/asm.go``, ``agent/taskresource/asmsecret``, ``ssmsecret``, ``errors.go``) and the
ECS developer guide, "Stopped tasks errors". ECS cuts the texts and changes them: only telling pieces are looked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Cause(NamedTuple):
    """Why, and what to do."""

    text: str
    cure: str


_LONGEST = 300
# Pieces that must all be in one text, lower case; the first row that fits decides: what is plainest stands first.
_KNOWN: tuple[tuple[tuple[str, ...], Cause], ...] = (
    (
        ("ecr registry",),
        Cause("the image registry may not be read, or not be reached", "check the execution role's rights to pull"),
    ),
    (
        ("logger args",),
        Cause("the log driver cannot be set up", "check its options, and that the execution role may write the log"),
    ),
    (
        ("kmsinvalidstate",),
        Cause("the KMS key of the secret is disabled or waits to be deleted", "enable it: `aws kms enable-key`"),
    ),
    (
        ("access to kms is not allowed",),
        Cause("the execution role may not decrypt the secret", "allow kms:Decrypt on the key to the execution role"),
    ),
    (
        ("kms:decrypt",),
        Cause("the execution role may not decrypt the secret", "allow kms:Decrypt on the key to the execution role"),
    ),
    (
        ("not authorized to perform",),
        Cause(
            "the execution role may not read a secret",
            "let it: apply grants it unless --no-grant is given; `ecs-secretmigrate policy` prints what it needs",
        ),
    ),
    (
        ("accessdenied",),
        Cause(
            "the execution role may not read a secret",
            "let it: apply grants it unless --no-grant is given; `ecs-secretmigrate policy` prints what it needs",
        ),
    ),
    (
        ("did not contain json key",),
        Cause("the secret has no such JSON key", "run `ecs-secretmigrate verify`, which names it"),
    ),
    (
        ("invalid character",),
        Cause("the secret is not JSON, but a key of it is asked for", "run `ecs-secretmigrate verify`, which names it"),
    ),
    (
        ("resourcenotfound",),
        Cause("a secret does not exist", "run `ecs-secretmigrate verify`, which names it; check the Region"),
    ),
    (
        ("invalid ssm parameters",),
        Cause("a parameter does not exist", "run `ecs-secretmigrate verify`, which names it; check the Region"),
    ),
    (
        ("throttl",),
        Cause("AWS asked to slow down as tasks started", "run it again; start fewer tasks at a time"),
    ),
    (
        ("secret", "deadline exceeded"),
        Cause(
            "the secret store cannot be reached from the task's subnets",
            "add a NAT gateway, or interface endpoints for secretsmanager, ssm and kms",
        ),
    ),
    (
        ("unable to find execution role",),
        Cause("the task has no execution role", "give --execution-role-arn"),
    ),
    (
        ("unable to assume the role",),
        Cause("ECS may not assume the execution role", "let ecs-tasks.amazonaws.com assume it in its trust policy"),
    ),
    (("cannotpullcontainer",), Cause("the image cannot be pulled", "check the image, and the role's rights to pull")),
    (("pull access denied",), Cause("the image cannot be pulled", "check the image, and the role's rights to pull")),
    (
        ("outofmemory",),
        Cause("the container ran out of memory", "look at its memory limit; the migration does not change it"),
    ),
    (
        ("unable to place a task",),
        Cause(
            "no instance of the cluster can take the task",
            "look at the service's events: instances must have a container agent that knows secrets, and room",
        ),
    ),
    (
        ("failed container health checks",),
        Cause("the container fails its health check", "look at its logs: it may not like what it was given"),
    ),
    (
        ("health checks failed",),
        Cause("the load balancer finds the task unhealthy", "look at its logs and the target group"),
    ),
    (
        ("essential container",),
        Cause("the container ended by itself", "look at its logs: it may not like what it was given"),
    ),
)


def explain(reasons: Iterable[str]) -> Cause:
    """The plain cause for what ECS says of stopped tasks; its own words where none is known."""
    listed = [reason for reason in dict.fromkeys(reasons) if reason]
    # Row by row: what is said of a container is plainer than that its task ended because it was essential.
    for pieces, cause in _KNOWN:
        if any(all(piece in reason.lower() for piece in pieces) for reason in listed):
            return cause
    if listed:
        said = " ".join(listed[0].split())[:_LONGEST]
        return Cause(f"ECS says: {said}", "look at the service's events and the container's logs")
    return Cause("no task of it became steady", "look at the service's events and the container's logs")


def is_about_secrets(reason: str) -> bool:
    """Whether a task stopped because its secrets could not be had: waiting longer will not help."""
    lowered = reason.lower()
    return "resourceinitializationerror" in lowered or "secret" in lowered or "ssm parameters" in lowered
