"""What is registered becomes the latest revision of its family: what names the family alone runs it from then on.

So a copy of an older revision than the latest would change what those run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecs_secretmigrate.model.plan import NOT_LATEST, Obstacle
from ecs_secretmigrate.model.registration import REPLACES_TAG
from ecs_secretmigrate.model.usage import short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecs_secretmigrate.model.plan import DefinitionPlan
    from ecs_secretmigrate.ports import Aws

_NEWEST = 10


def newest(aws: Aws, family: str) -> list[str]:
    """ARNs of the newest ACTIVE revisions of a family, the latest first.

    Raises:
        AwsError: the call failed.
    """
    answer = aws.call(
        "ecs", "ListTaskDefinitions", familyPrefix=family, status="ACTIVE", sort="DESC", maxResults=_NEWEST
    )
    return [str(arn) for arn in answer["taskDefinitionArns"] if short(arn).rpartition(":")[0] == family]


class LatestCheck:
    """Checks that a revision is the latest of its family, or that nothing names the family alone."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def check(self, part: DefinitionPlan) -> Iterator[tuple[bool, Obstacle]]:
        """See :class:`~ecs_secretmigrate.ports.Preflight`."""
        definition = part.definition
        if not part.moves or definition.revision is None:
            return
        latest = next(iter(newest(self._aws, definition.family)), "")
        if not latest or int(latest.rpartition(":")[2]) <= definition.revision or self._is_copy(latest, part):
            return
        follow = [user.title for user in part.users if user.follows]
        runs = f"{', '.join(follow)} would then run what {definition.label} holds" if follow else "nothing else runs it"
        yield (
            bool(follow),
            Obstacle(
                NOT_LATEST,
                f"{short(latest)} is the latest revision of the family, and a copy of {definition.label} would take "
                f"its place; {runs}: name the family too (--family {definition.family}), and the latest is copied last",
                short(latest),
            ),
        )

    def _is_copy(self, latest: str, part: DefinitionPlan) -> bool:
        """Whether an earlier run registered the latest for this very revision: then it is used, and none registered."""
        answer = self._aws.call("ecs", "DescribeTaskDefinition", taskDefinition=latest, include=["TAGS"])
        tags = {tag["key"]: tag.get("value") for tag in answer.get("tags", [])}
        return tags.get(REPLACES_TAG) == part.definition.label
