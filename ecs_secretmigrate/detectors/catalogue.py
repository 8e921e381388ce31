"""The detectors by id: what each looks for. What ``rules`` lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecs_secretmigrate.detectors import (
    NAME,
    capability_url,
    command_line,
    config_file,
    connection_string,
    encoded,
    entropy,
    http_header,
    json_web_token,
    named,
    nothing,
    password_hash,
    plain,
    private_key,
    provider_token,
    public_half,
    reference,
    seed_phrase,
    structured,
    url_credentials,
    user_password,
)

if TYPE_CHECKING:
    from ecs_secretmigrate.detectors.rule import Rule

RULES: tuple[Rule, ...] = (
    private_key.RULE,
    password_hash.RULE,
    json_web_token.RULE,
    capability_url.RULE,
    url_credentials.PASSWORD,
    url_credentials.QUERY,
    config_file.RULE,
    structured.RULE,
    connection_string.RULE,
    command_line.RULE,
    http_header.RULE,
    encoded.RULE,
    user_password.RULE,
    seed_phrase.RULE,
    named.PASSWORD,
    named.SECRET,
    named.TOKEN,
    named.KEY,
    named.AUTH,
    entropy.RULE,
    *provider_token.RULES,
    nothing.RULE,
    reference.RULE,
    plain.RULE,
    public_half.RULE,
    named.ABOUT,
    NAME,
)
