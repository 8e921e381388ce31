"""What an execution role needs to read references, as an IAM policy document.

Source: ECS developer guide, "Amazon ECS task execution IAM role": ``secretsmanager:GetSecretValue``,
``ssm:GetParameters`` (plural: the call the agent makes), and ``kms:Decrypt`` only for customer managed keys.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ecs_secretmigrate.model.reference import (
    InvalidReference,
    ParameterReference,
    SecretReference,
    parse_reference,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


def execution_role_policy(
    references: Iterable[str],
    *,
    partition: str,
    region: str,
    account: str,
    kms_key_id: str | None = None,
    found_keys: Iterable[str] = (),
) -> dict[str, Any]:
    """The least policy under which every reference can be read; empty for no references.

    Args:
        references: ``valueFrom`` texts; a new secret's unknown suffix ``??????`` is an IAM wildcard as it stands.
        partition: for parameters named without an ARN.
        region: likewise.
        account: likewise.
        kms_key_id: customer managed key (id, ARN or alias) the values are encrypted with, None for the managed one.
        found_keys: customer managed keys of secrets that exist; an empty one is the managed one.
    """
    secrets: set[str] = set()
    parameters: set[str] = set()
    services: set[str] = set()
    for value_from in references:
        match parse_reference(value_from):
            case SecretReference(arn=arn) as reference:
                secrets.add(arn)
                services.add(f"secretsmanager.{reference.region}.amazonaws.com")
            case ParameterReference() as reference:
                bare = f"arn:{partition}:ssm:{region}:{account}:parameter/{value_from.removeprefix('/')}"
                parameters.add(value_from if value_from.startswith("arn:") else bare)
                services.add(f"ssm.{reference.region or region}.amazonaws.com")
            case InvalidReference():
                continue
    statements: list[dict[str, Any]] = []
    if secrets:
        statements.append(_allow("ReadSecrets", "secretsmanager:GetSecretValue", sorted(secrets)))
    if parameters:
        statements.append(_allow("ReadParameters", "ssm:GetParameters", sorted(parameters)))
    if statements:
        keys = {key for key in (kms_key_id, *found_keys) if key}
        statements.extend(_decrypt(keys, sorted(services), f"arn:{partition}:kms:{region}:{account}"))
    return {"Version": "2012-10-17", "Statement": statements} if statements else {}


def with_keys(policy: Mapping[str, Any], keys: Mapping[str, str], *, partition: str, region: str) -> dict[str, Any]:
    """The policy, and ``kms:Decrypt`` for secrets and parameters that have a customer managed key of their own.

    Args:
        policy: the policy without.
        keys: by ``valueFrom``, the key (id, ARN or alias) it is encrypted with.
        partition: for keys named without an ARN.
        region: likewise.
    """
    services: dict[tuple[str, str], set[str]] = {}
    for value_from, key in keys.items():
        match parse_reference(value_from):
            case SecretReference() as reference:
                pieces, service = value_from.split(":"), f"secretsmanager.{reference.region}.amazonaws.com"
            case ParameterReference() as reference:
                pieces, service = value_from.split(":"), f"ssm.{reference.region or region}.amazonaws.com"
            case InvalidReference():
                continue
        base = f"arn:{partition}:kms:{pieces[3]}:{pieces[4]}" if len(pieces) > 4 else f"arn:{partition}:kms:{region}:*"
        services.setdefault((key, base), set()).add(service)
    added = [
        statement
        for (key, base), through in sorted(services.items())
        for statement in _decrypt({key}, sorted(through), base)
    ]
    return merged(policy, {"Statement": added}) if added else dict(policy)


def merged(present: Mapping[str, Any], policy: Mapping[str, Any]) -> dict[str, Any]:
    """Both policies in one: resources of statements of the same kind joined, and no id twice, which IAM refuses."""
    statements: dict[str, dict[str, Any]] = {}
    for statement in [*present.get("Statement", []), *policy.get("Statement", [])]:
        known = statements.setdefault(_kind(statement), {**statement, "Resource": []})
        resources = statement["Resource"]
        listed = [resources] if isinstance(resources, str) else resources
        known["Resource"] = sorted({*known["Resource"], *listed})
    taken: set[str] = set()
    for statement in statements.values():
        sid = own = statement.get("Sid", "")
        number = 2
        while sid and sid in taken:
            sid, number = f"{own}{number}", number + 1
        if sid:
            statement["Sid"] = sid
            taken.add(sid)
    return {"Version": "2012-10-17", "Statement": list(statements.values())}


def _kind(statement: Mapping[str, Any]) -> str:
    kept = {key: value for key, value in statement.items() if key not in {"Resource", "Sid"}}
    return json.dumps(kept, sort_keys=True)


def _allow(sid: str, action: str, resources: list[str]) -> dict[str, Any]:
    return {"Sid": sid, "Effect": "Allow", "Action": action, "Resource": resources}


def _decrypt(keys: set[str], services: list[str], base: str) -> Iterator[dict[str, Any]]:
    """``kms:Decrypt`` through the stores only. A policy cannot name an alias as a resource, but can ask for one."""
    through = {"StringEquals": {"kms:ViaService": services}}
    aliases = sorted({key.rsplit(":", 1)[-1] for key in keys if "alias/" in key})
    named = sorted({key if key.startswith("arn:") else f"{base}:key/{key}" for key in keys if "alias/" not in key})
    if named:
        yield {**_allow("DecryptThroughTheStores", "kms:Decrypt", named), "Condition": through}
    if aliases:
        condition = {**through, "ForAnyValue:StringEquals": {"kms:ResourceAliases": _one_or_all(aliases)}}
        sid = "DecryptThroughTheStores" + ("ByAlias" if named else "")
        yield {**_allow(sid, "kms:Decrypt", [f"{base}:key/*"]), "Condition": condition}


def _one_or_all(texts: list[str]) -> str | list[str]:
    return texts[0] if len(texts) == 1 else texts
