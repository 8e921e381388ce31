"""What a run works on: which task definitions, in which account, and how what runs them is moved."""

from __future__ import annotations

from collections.abc import Sequence  # noqa: TC003 - the command line reads these annotations when it runs
from dataclasses import dataclass

from ecs_secretmigrate.errors import UsageError


@dataclass(frozen=True, slots=True)
class Selection:
    """Which task definitions.

    Attributes:
        files: files, directories, or ``-`` for stdin.
        family: live families: ``family`` (its latest ACTIVE revision) or ``family:revision``; globs in a target.
        service: ``CLUSTER/SERVICE``: the revision that it runs.
        cluster: the revisions that a cluster's services run.
        everything: all families of the account and Region, and what its services run.
    """

    files: Sequence[str] | None = None
    family: Sequence[str] | None = None
    service: Sequence[str] | None = None
    cluster: Sequence[str] | None = None
    everything: bool = False

    def __post_init__(self) -> None:
        """See that nothing is named by an empty text.

        Raises:
            UsageError: something is.
        """
        named = {"FILE": self.files, "--family": self.family, "--service": self.service, "--cluster": self.cluster}
        for flag, names in named.items():
            if any(not name.strip() for name in names or ()):
                raise UsageError(f"{flag} is given without a name", cure="is a variable of your shell empty?")

    @property
    def is_live(self) -> bool:
        """Whether anything live is named."""
        return bool(self.family or self.service or self.cluster or self.everything)


@dataclass(frozen=True, slots=True)
class Access:
    """How AWS is reached.

    Attributes:
        profile: profile of the AWS configuration; None for the default chain.
        region: Regions; None for the profile's or the environment's.
        endpoint_url: replaces every AWS endpoint.
        role_arn: role to assume first.
        external_id: the role's external id.
        sandbox: an embedded AWS with sample families instead of AWS.
    """

    profile: str | None = None
    region: Sequence[str] | None = None
    endpoint_url: str | None = None
    role_arn: str | None = None
    external_id: str | None = None
    sandbox: bool = False


@dataclass(frozen=True, slots=True)
class Rolling:
    """How what runs a task definition is moved.

    Attributes:
        rollout: whether it is moved at all.
        timeout: seconds that a roll-out may take.
        settle: seconds that IAM is given after a grant, before the first roll-out.
        codedeploy: whether CodeDeploy deployments are started.
    """

    rollout: bool = True
    timeout: int = 900
    settle: int = 10
    codedeploy: bool = False
