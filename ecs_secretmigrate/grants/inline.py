"""Letting an execution role read references: an inline policy of our own name, merged and never replacing another's.

Sources: IAM API reference (``PutRolePolicy``, ``GetRolePolicy``, ``SimulatePrincipalPolicy``) and user guide
("IAM and AWS STS quotas": all inline policies of a role together have at most 10,240 characters, white space not
counted).
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.errors import AwsError, BlockedError
from ecs_secretmigrate.model.policy import merged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecs_secretmigrate.ports import Aws

MAX_INLINE = 10_240
"""Most characters in all inline policies of a role together."""
_PREFIX = "ecs-secretmigrate-"
_MAX_NAME = 128
_NOT_IN_A_NAME = re.compile(r"[^\w+=,.@-]", re.ASCII)


class InlinePolicy:
    """One inline policy a family and Region: those that share a role do not get into each other's way."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def grant(self, role: str, policy: Mapping[str, Any], family: str) -> bool:
        """Merge the policy in; see :class:`~ecs_secretmigrate.ports.Granter`."""
        role_name, policy_name = name_of(role), policy_name_for(family, self._aws.region)
        present = self._present(role_name, policy_name)
        wanted = merged(present, policy)
        if wanted == present:
            return False
        self._room(role_name, policy_name, wanted)
        self._aws.call(
            "iam",
            "PutRolePolicy",
            RoleName=role_name,
            PolicyName=policy_name,
            PolicyDocument=json.dumps(wanted, separators=(",", ":")),
        )
        return True

    def may_read(self, role: str, policy: Mapping[str, Any]) -> list[str]:
        """What the role may not do of what the policy allows, by simulation: advisory, key policies are not seen."""
        arn = role if role.startswith("arn:") else self._aws.call("iam", "GetRole", RoleName=role)["Role"]["Arn"]
        missing: list[str] = []
        for statement in policy.get("Statement", []):
            if "Condition" in statement:
                continue
            answer = self._aws.call(
                "iam",
                "SimulatePrincipalPolicy",
                PolicySourceArn=arn,
                ActionNames=[statement["Action"]],
                ResourceArns=statement["Resource"],
            )
            missing.extend(
                f"{result['EvalActionName']} on {result.get('EvalResourceName', '*')}"
                for result in _by_resource(answer["EvaluationResults"])
                if result.get("EvalDecision", result.get("EvalResourceDecision")) != "allowed"
            )
        return missing

    def _present(self, role_name: str, policy_name: str) -> dict[str, Any]:
        try:
            answer = self._aws.call("iam", "GetRolePolicy", RoleName=role_name, PolicyName=policy_name)
        except AwsError as error:
            if error.code in {"NoSuchEntity", "NoSuchEntityException"}:
                return {}
            raise
        document = answer["PolicyDocument"]
        return json.loads(document) if isinstance(document, str) else dict(document)

    def length_with(self, role: str, policy: Mapping[str, Any], family: str) -> int:
        """Characters that all inline policies of the role would have together with this policy merged in.

        Raises:
            AwsError: a call failed.
        """
        role_name, policy_name = name_of(role), policy_name_for(family, self._aws.region)
        wanted = merged(self._present(role_name, policy_name), policy)
        return self._used(role_name, policy_name, wanted)

    def families_of(self, role: str) -> list[str]:
        """Families, as far as their names stand in policies' names, whose references the role may read through us.

        Raises:
            AwsError: a call failed.
        """
        return list(
            dict.fromkeys(
                name.removeprefix(_PREFIX).partition(".")[0]
                for page in self._aws.pages("iam", "ListRolePolicies", RoleName=name_of(role))
                for name in page["PolicyNames"]
                if name.startswith(_PREFIX)
            )
        )

    def _used(self, role_name: str, policy_name: str, wanted: Mapping[str, Any]) -> int:
        used = _length(wanted)
        for page in self._aws.pages("iam", "ListRolePolicies", RoleName=role_name):
            used += sum(
                _length(self._present(role_name, other)) for other in page["PolicyNames"] if other != policy_name
            )
        return used

    def _room(self, role_name: str, policy_name: str, wanted: Mapping[str, Any]) -> None:
        used = self._used(role_name, policy_name, wanted)
        if used > MAX_INLINE:
            raise BlockedError(
                f"the role {role_name} has no room: its inline policies would have {used:,} characters, "
                f"{MAX_INLINE:,} are allowed",
                cure="attach a managed policy with what `ecs-secretmigrate policy` prints, and use --no-grant",
            )


def name_of(role: str) -> str:
    """The role's name out of its ARN (with or without a path), or the name itself."""
    return role.rsplit("/", 1)[-1] if role.startswith("arn:") else role


def policy_name_for(family: str, region: str) -> str:
    """The inline policy's name for a family in a Region; a role is one for all Regions of its account."""
    end = f".{region}"
    return (_PREFIX + _NOT_IN_A_NAME.sub("_", family))[: _MAX_NAME - len(end)] + end


def _length(policy: Mapping[str, Any]) -> int:
    return len(re.sub(r"\s", "", json.dumps(policy, separators=(",", ":")))) if policy else 0


def _by_resource(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One result a resource: several resources in one simulation come as specifics of one result."""
    flat: list[dict[str, Any]] = []
    for result in results:
        specifics = result.get("ResourceSpecificResults") or []
        if specifics and result.get("EvalResourceName", "*") == "*":
            flat.extend(
                {
                    "EvalActionName": result["EvalActionName"],
                    "EvalResourceName": specific["EvalResourceName"],
                    "EvalDecision": specific["EvalResourceDecision"],
                }
                for specific in specifics
            )
        else:
            flat.append(result)
    return flat
