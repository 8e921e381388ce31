"""What else deploys a task definition, and would bring the plaintext back.

Sources: CloudFormation API reference, ``DescribeStackResources`` by ``PhysicalResourceId`` (CloudFormation puts no tag
on a task definition: cloudformation-coverage-roadmap 2063); AWS Copilot's source for its tags.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecs_secretmigrate.errors import AwsError
from ecs_secretmigrate.model.secret_value import SecretValue
from ecs_secretmigrate.model.usage import Owner, UserKind
from ecs_secretmigrate.rollouts.latest import newest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ecs_secretmigrate.model.task_definition import TaskDefinition
    from ecs_secretmigrate.model.usage import User
    from ecs_secretmigrate.ports import Aws

_NOT_OF_A_STACK = frozenset({"ValidationError", "ValidationException", "ResourceNotFoundException", "StackNotFound"})
_HINTS = (
    ("terraform", "Terraform", "move the variable to `secrets` in container_definitions"),
    ("pulumi", "Pulumi", "move the variable to `secrets` in containerDefinitions"),
    ("codepipeline", "CodePipeline", "change the task definition file that the pipeline deploys"),
    ("codebuild", "CodeBuild", "change the task definition file that the build registers"),
    ("githubactions", "GitHub Actions", "change the task definition file in the repository"),
    ("github-actions", "GitHub Actions", "change the task definition file in the repository"),
    ("gitlab", "GitLab CI", "change the task definition file in the repository"),
    ("jenkins", "Jenkins", "change the task definition file that the job registers"),
    ("ecspresso", "ecspresso", "change its task definition file: `ecs-secretmigrate apply FILE --in-place`"),
)


class StackOwners:
    """Asks CloudFormation, and reads tags and who registered the revision."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws
        self._stacks: dict[str, str] = {}

    def of(self, definition: TaskDefinition, users: Iterable[User]) -> list[Owner]:
        """The stack that owns the revision or a service of it, Copilot, and hints of other tools."""
        services = [user.arn for user in users if user.kind is UserKind.SERVICE]
        arns = dict.fromkeys([definition.arn or "", *services, *newest(self._aws, definition.family)])
        stacks = dict.fromkeys(stack for stack in map(self._stack, filter(None, arns)) if stack)
        owners = [
            Owner(
                f"CloudFormation stack {stack}",
                certain=True,
                cure="move the variables to Secrets in the template's ContainerDefinitions and deploy it (CDK: "
                "secrets=ecs.Secret.from_secrets_manager(...)); or give --allow-drift and mind the next deploy",
            )
            for stack in stacks
        ]
        return [*owners, *self._tagged(definition, known=bool(stacks)), *_hinted(definition)]

    def _stack(self, arn: str) -> str:
        if arn not in self._stacks:
            try:
                answer = self._aws.call("cloudformation", "DescribeStackResources", PhysicalResourceId=arn)
                resources = answer.get("StackResources", [])
                self._stacks[arn] = str(resources[0]["StackName"]) if resources else ""
            except AwsError as error:
                if error.code not in _NOT_OF_A_STACK:
                    raise
                self._stacks[arn] = ""
        return self._stacks[arn]

    def _tagged(self, definition: TaskDefinition, *, known: bool) -> Iterator[Owner]:
        tags = {key: _text(value) for key, value in definition.tags.items()}
        if "copilot-application" in tags:
            yield Owner(
                f"Copilot application {tags['copilot-application']}",
                certain=True,
                cure="put the variables under `secrets:` in the service's copilot manifest and run `copilot deploy`",
            )
        stack = tags.get("aws:cloudformation:stack-name")
        if stack and not known:
            yield Owner(f"CloudFormation stack {stack}", certain=True, cure="change the stack's template and deploy it")


def _hinted(definition: TaskDefinition) -> Iterator[Owner]:
    """Who registered the revision, and tags that teams use, tell of the tool that will register the next."""
    registered_by = _text(definition.body.get("registeredBy") or "")
    told = " ".join([registered_by, *definition.tags, *map(_text, definition.tags.values())]).lower()
    for piece, tool, cure in _HINTS:
        if piece in told:
            yield Owner(tool, certain=False, cure=cure)
            return


def _text(value: object) -> str:
    return value.reveal() if isinstance(value, SecretValue) else str(value)
