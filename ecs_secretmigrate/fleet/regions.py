"""The Regions of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecs_secretmigrate.ports import Aws


def switched_on(aws: Aws) -> tuple[str, ...]:
    """The Regions that the account has on, by name (``DescribeRegions`` leaves out the others unless asked).

    Raises:
        AwsError: the call failed.
    """
    return tuple(sorted(region["RegionName"] for region in aws.call("ec2", "DescribeRegions")["Regions"]))
