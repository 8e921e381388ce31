"""What AWS refuses and the emulators let pass: each rule with AWS's code and message.

Sources: the ECS, Secrets Manager, Systems Manager and IAM API references; server messages as quoted in public issues.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from tests.support.proxy import Refusal

if TYPE_CHECKING:
    from tests.support.proxy import Call, Proxy

_SM_NAME = re.compile(r"[A-Za-z0-9/_+=.@-]{1,512}")
_SSM_NAME = re.compile(r"/?[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*")


def _revision(arn: str) -> tuple[str, int, str]:
    family, _, revision = arn.rsplit("/", 1)[-1].rpartition(":")
    return family, int(revision), arn


class Strictness:
    """A layer; it remembers which request tokens made which version of a secret."""

    takes_headers = True

    def __init__(self) -> None:
        self._tokens: dict[tuple[str, str], str] = {}
        self._deleting: set[str] = set()
        self.deleted: set[str] = set()

    def __call__(self, call: Call, proxy: Proxy, headers: dict[str, str]) -> dict[str, Any] | None:
        rule = getattr(self, f"_{call.service}_{call.operation}", None)
        return rule(call, proxy, headers) if rule else None

    # -- ECS ------------------------------------------------------------------------------------------------------

    def finish_deleting(self) -> None:
        """What ECS does within a day: revisions in DELETE_IN_PROGRESS that nothing refers to are gone."""
        self.deleted |= self._deleting

    def _ecs_DeleteTaskDefinitions(self, call: Call, proxy: Proxy, headers: dict[str, str]) -> dict[str, Any] | None:
        names = call.parameters["taskDefinitions"]
        if len(names) > 10:
            raise Refusal("InvalidParameterException", "The number of task definitions must not exceed 10.")
        for name in names:
            answer = proxy.ask(call, headers, "DescribeTaskDefinition", taskDefinition=name)
            if answer.get("taskDefinition", {}).get("status") == "ACTIVE":
                raise Refusal("ClientException", "Task definition must be inactive to be deleted.")
        self._deleting.update(name.rsplit("/", 1)[-1] for name in names)
        return None

    def _ecs_ListTaskDefinitions(self, call: Call, proxy: Proxy, headers: dict[str, str]) -> dict[str, Any]:
        """By family and, within one, by revision; DESC turns both round; the family is a whole name, no prefix."""
        wanted = call.parameters
        family, size = wanted.get("familyPrefix"), wanted.get("maxResults", 100)
        if not 1 <= size <= 100:
            raise Refusal("InvalidParameterException", "maxResults must be between 1 and 100.")
        rows: list[tuple[str, int, str]] = []
        more: dict[str, str] | None = {}
        while more is not None:
            page = proxy.ask(
                call, headers, "ListTaskDefinitions", status=wanted.get("status", "ACTIVE"), maxResults=100, **more
            )
            rows += [_revision(arn) for arn in page.get("taskDefinitionArns", [])]
            more = {"nextToken": page["nextToken"]} if "nextToken" in page else None
        gone = self.deleted if wanted.get("status") == "DELETE_IN_PROGRESS" else set()
        rows = sorted(row for row in rows if family in {None, row[0]} and f"{row[0]}:{row[1]}" not in gone)
        if wanted.get("sort") == "DESC":
            rows.reverse()
        start = int(wanted.get("nextToken", 0))
        rest = {"nextToken": str(start + size)} if start + size < len(rows) else {}
        return {"taskDefinitionArns": [arn for *_, arn in rows[start : start + size]], **rest}

    def _ecs_UpdateService(self, call: Call, proxy: Proxy, headers: dict[str, str]) -> None:
        named = call.parameters.get("taskDefinition")
        if not named:
            return
        services = proxy.ask(
            call, headers, "DescribeServices", cluster=call.parameters["cluster"], services=[call.parameters["service"]]
        ).get("services", [])
        controller = (services[0].get("deploymentController") or {}).get("type", "ECS") if services else "ECS"
        if controller == "CODE_DEPLOY":
            raise Refusal(
                "InvalidParameterException",
                "Unable to update task definition on services with a CODE_DEPLOY deployment controller. Use AWS "
                "CodeDeploy to trigger a new deployment.",
            )
        answer = proxy.ask(call, headers, "DescribeTaskDefinition", taskDefinition=named)
        if answer.get("taskDefinition", {}).get("status") != "ACTIVE":
            raise Refusal("ClientException", "TaskDefinition is inactive")

    def _ecs_RegisterTaskDefinition(self, call: Call, proxy: Proxy, headers: dict[str, str]) -> None:
        body = call.parameters
        if len(json.dumps(body, separators=(",", ":")).encode()) > 65_536:
            raise Refusal("ClientException", "Actual length exceeds. Max allowed length is '65536' bytes.")
        if len(body["containerDefinitions"]) > 10:
            raise Refusal("ClientException", "Too many containers.")
        for container in body["containerDefinitions"]:
            self._secrets(body, container)
        if "tags" in body:
            keys = [tag["key"] for tag in body["tags"]]
            if not keys:
                raise Refusal("InvalidParameterException", "Tags can not be empty.")
            if len(keys) > 50 or any(key.lower().startswith("aws:") for key in keys):
                raise Refusal("InvalidParameterException", "Tag keys with the prefix aws: are reserved.")

    def _secrets(self, body: dict[str, Any], container: dict[str, Any]) -> None:
        secrets = container.get("secrets") or []
        options = (container.get("logConfiguration") or {}).get("secretOptions") or []
        names = [secret["name"] for secret in secrets]
        plain = {entry["name"] for entry in container.get("environment") or []}
        for name in names:
            if name in plain:
                raise Refusal(
                    "ClientException",
                    "The secret name must be unique and not shared with any new or existing environment variables set "
                    f"on the container, such as '{name}'.",
                )
            if names.count(name) > 1:
                raise Refusal(
                    "ClientException", f"Duplicate secret names found: {name}. Each secret name must be unique."
                )
        if (secrets or options) and not body.get("executionRoleArn"):
            raise Refusal(
                "ClientException",
                "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.",
            )
        for secret in [*secrets, *options]:
            self._value_from(secret["valueFrom"], secret["name"])

    def _value_from(self, value_from: str, name: str) -> None:
        if ":secretsmanager:" in value_from:
            pieces = value_from.split(":", 5)[5].split(":")
            if len(pieces) not in {2, 5}:
                raise Refusal("ClientException", "an invalid ARN format for the secret was specified")
            return
        parameter = (
            value_from.split(":", 5)[5].removeprefix("parameter/") if value_from.startswith("arn:") else value_from
        )
        if not _SSM_NAME.fullmatch(parameter):
            raise Refusal("ClientException", f"The parameter name specified for secret {name} is invalid.")

    def _ecs_DescribeTaskDefinition(self, call: Call, proxy: Proxy, headers: dict[str, str]) -> dict[str, Any] | None:
        """A bare family is its latest ACTIVE revision; what was deleted is gone."""
        name = call.parameters["taskDefinition"]
        if name.rsplit("/", 1)[-1] in self.deleted:
            raise Refusal("ClientException", "Unable to describe task definition.")
        if ":" in name.rsplit("/", 1)[-1]:
            return None
        listed = proxy.ask(call, headers, "ListTaskDefinitions", familyPrefix=name, status="ACTIVE", sort="DESC")
        arns = [arn for arn in listed.get("taskDefinitionArns", []) if _revision(arn)[0] == name]
        if not arns:
            raise Refusal("ClientException", "Unable to describe task definition.")
        newest = max(arns, key=_revision)
        return proxy.ask(call, headers, "DescribeTaskDefinition", **{**call.parameters, "taskDefinition": newest})

    def _ecs_DescribeServices(self, call: Call, proxy: Proxy, headers: dict[str, str]) -> None:
        if len(call.parameters["services"]) > 10:
            raise Refusal("InvalidParameterException", "Services cannot have more than 10 elements.")

    # -- Secrets Manager -------------------------------------------------------------------------------------------

    def _secretsmanager_CreateSecret(self, call: Call, proxy: Proxy, headers: dict[str, str]) -> dict[str, Any] | None:
        name = call.parameters["Name"]
        if not _SM_NAME.fullmatch(name):
            raise Refusal("ValidationException", "Invalid name. Must be a valid name.")
        self._string(call)
        described = proxy.ask(call, headers, "DescribeSecret", SecretId=name)
        if described.get("DeletedDate"):  # moto says null of one that is not
            raise Refusal(
                "InvalidRequestException",
                "You can't create this secret because a secret with this name is already scheduled for deletion.",
            )
        token = self._token(call)
        known = self._tokens.get((name, token))
        if described and known == call.parameters["SecretString"]:
            return {"ARN": described["ARN"], "Name": name, "VersionId": token}
        if not described:
            self._tokens[name, token] = call.parameters.get("SecretString", "")
        return None

    def _secretsmanager_PutSecretValue(
        self, call: Call, proxy: Proxy, headers: dict[str, str]
    ) -> dict[str, Any] | None:
        self._string(call)
        described = proxy.ask(call, headers, "DescribeSecret", SecretId=call.parameters["SecretId"])
        token = self._token(call)
        known = self._tokens.get((described.get("ARN", ""), token))
        if known is None:
            self._tokens[described.get("ARN", ""), token] = call.parameters["SecretString"]
            return None
        if known != call.parameters["SecretString"]:
            raise Refusal("ResourceExistsException", "You can't use ClientRequestToken because that value is in use.")
        return {"ARN": described["ARN"], "Name": described["Name"], "VersionId": token, "VersionStages": ["AWSCURRENT"]}

    def _secretsmanager_BatchGetSecretValue(self, call: Call, proxy: Proxy, headers: dict[str, str]) -> None:
        if len(call.parameters.get("SecretIdList", [])) > 20:
            raise Refusal("ValidationException", "Member must have length less than or equal to 20")

    def _secretsmanager_ListSecrets(self, call: Call, proxy: Proxy, headers: dict[str, str]) -> None:
        if not 1 <= call.parameters.get("MaxResults", 100) <= 100 or len(call.parameters.get("Filters", [])) > 10:
            raise Refusal("ValidationException", "Member must have value less than or equal to 100")

    def _string(self, call: Call) -> None:
        size = len(call.parameters.get("SecretString", "").encode())
        if "SecretBinary" not in call.parameters and not 1 <= size <= 65_536:
            raise Refusal("ValidationException", "Member must have length between 1 and 65536")

    def _token(self, call: Call) -> str:
        token = call.parameters.get("ClientRequestToken", "")
        if not 32 <= len(token) <= 64:
            raise Refusal("ValidationException", "ClientRequestToken must be between 32 and 64 characters")
        return str(token)

    # -- Parameter Store -------------------------------------------------------------------------------------------

    def _ssm_PutParameter(self, call: Call, proxy: Proxy, headers: dict[str, str]) -> None:
        name, value = call.parameters["Name"], call.parameters["Value"]
        bare = name.lstrip("/")
        bad = not _SSM_NAME.fullmatch(name) or ("/" in name and not name.startswith("/"))
        if bad or bare.lower().startswith(("aws", "ssm")):
            raise Refusal("ValidationException", 'Parameter name: can\'t be prefixed with "ssm" (case-insensitive).')
        if bare.count("/") + 1 > 15:
            raise Refusal("HierarchyLevelLimitExceededException", "A hierarchy can have a maximum of 15 levels.")
        if not value:
            raise Refusal("ValidationException", "Member must have length greater than or equal to 1")
        if re.search(r"\{\{.*?\}\}", value, re.DOTALL):
            raise Refusal("ValidationException", "Parameter value cannot nest another parameter.")
        limit = 8192 if call.parameters.get("Tier") == "Advanced" else 4096
        if len(value.encode()) > limit:
            raise Refusal("ValidationException", f"This tier supports {limit} bytes.")
        if call.parameters.get("Overwrite") and call.parameters.get("Tags"):
            raise Refusal("ValidationException", "Invalid request: tags and overwrite can't be used together.")

    def _ssm_GetParameters(self, call: Call, proxy: Proxy, headers: dict[str, str]) -> None:
        if len(call.parameters["Names"]) > 10:
            raise Refusal("ValidationException", "Member must have length less than or equal to 10")

    def _ssm_DescribeParameters(self, call: Call, proxy: Proxy, headers: dict[str, str]) -> dict[str, Any] | None:
        """At most 50 a page; a filter on a tag is obeyed, of any value where it gives none."""
        if not 1 <= call.parameters.get("MaxResults", 50) <= 50:
            raise Refusal("ValidationException", "Member must have value less than or equal to 50")
        filters = call.parameters.get("ParameterFilters", [])
        if len({item["Key"] for item in filters}) < len(filters):
            raise Refusal("InvalidFilterKey", "A request can contain only one occurrence of a specific filter.")
        by_tag = [item for item in filters if item["Key"].startswith("tag:")]
        if not by_tag:
            return None
        others = [item for item in filters if item not in by_tag]
        answer = proxy.ask(
            call, headers, "DescribeParameters", **{**call.parameters, "ParameterFilters": others, "MaxResults": 50}
        )
        assert "NextToken" not in answer, "more parameters than this layer can filter"
        answer["Parameters"] = [
            row for row in answer["Parameters"] if self._is_tagged(row["Name"], by_tag, call, proxy, headers)
        ]
        return answer

    def _is_tagged(
        self, name: str, filters: list[dict[str, Any]], call: Call, proxy: Proxy, headers: dict[str, str]
    ) -> bool:
        listed = proxy.ask(call, headers, "ListTagsForResource", ResourceType="Parameter", ResourceId=name)
        tags = {tag["Key"]: tag["Value"] for tag in listed.get("TagList", [])}
        return all(
            item["Key"].removeprefix("tag:") in tags
            and tags[item["Key"].removeprefix("tag:")] in (item.get("Values") or tags.values())
            for item in filters
        )

    # -- IAM -------------------------------------------------------------------------------------------------------

    def _iam_PutRolePolicy(self, call: Call, proxy: Proxy, headers: dict[str, str]) -> None:
        if len(re.sub(r"\s", "", call.parameters["PolicyDocument"])) > 10_240:
            raise Refusal("LimitExceeded", "Maximum policy size of 10240 bytes exceeded for the role.")
