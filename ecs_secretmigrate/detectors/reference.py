"""Not a secret: it says where a secret is kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecs_secretmigrate.detectors import nothing, shapes
from ecs_secretmigrate.detectors.pattern import Pattern
from ecs_secretmigrate.detectors.rule import Rule, benign

if TYPE_CHECKING:
    from ecs_secretmigrate.detectors.subject import Subject
    from ecs_secretmigrate.model.verdict import Verdict

RULE = Rule("benign-reference", False, "a reference to where a secret is kept: an ARN, a vault's path, resolve:, op://")

_REFERENCE = Pattern(
    r"arn:aws[\w-]*:|os\.environ|process\.env|env\.|ENV\[|ENC\[|secret/data/|kv/data/|keyring:|\{\{\s*resolve:|resolve:|ssm:|ssm-parameter:|ssm-secure:|aws-?ssm:|parameterstore:|parameter-store:|"
    r"secretsmanager:|secrets-manager:|awssm:|aws-?sm:|aws-secretsmanager:|vault:|vault\+|hashivault:|op://|akv[:@]|akvs:|keyvault:|"
    r"gcpsm:|gcp-?secrets?:|gsm:|sm://|berglas://|secrets?://|secretref:|secretref\+|ref\+|kms:|ejson:|sops:|doppler:|infisical:|bws:|"
    r"keychain:|file:|env:|@microsoft\.keyvault\(|projects/[^/]+/secrets/|alias/|valuefrom:|conjur:|passbolt:|keeper://|lpass:|"
    r"bitwarden:|pass:[\w-]+/|chamber:|credstash:|k8s:|secretkeyref:|!vault\b|!secret\b|docker-secret:|swarm:|akeyless:|delinea:|"
    r"cyberark:|1password:|lastpass:|dashlane:|https://[\w-]+\.vault\.azure\.net/|https://secretmanager\.googleapis\.com/",
    re.IGNORECASE,
)


_FLAGS = frozenset({"true", "false", "0", "1", "yes", "no", "on", "off"})


def find(subject: Subject) -> Verdict | None:
    """Say so if the value is a reference."""
    return benign(RULE.id, "it is a reference, not a value") if is_reference(subject.bare) else None


def is_reference(bare: str) -> bool:
    """Whether a text says where a secret is."""
    # Every form has one of these in its first characters.
    head = bare[:40]
    return (
        (":" in head or "/" in head or head[:1] in "{!@roEp")
        and len(bare) <= 2048
        and _REFERENCE.match(bare) is not None
    )


def is_value(text: str) -> bool:
    """Whether the place of a credential holds one: not empty, no flag, no template, no mask, no reference."""
    return (
        bool(text)
        and not nothing.reason(text)
        and not is_reference(text)
        and not shapes.has_hole(text)
        and text.lower() not in _FLAGS
    )
