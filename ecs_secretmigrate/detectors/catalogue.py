"""The detectors by id: what each looks for. What ``rules`` lists."""

from __future__ import annotations

from dataclasses import dataclass

from ecs_secretmigrate.detectors.providers import PROVIDERS


@dataclass(frozen=True, slots=True)
class Rule:
    """A detector.

    Attributes:
        id: stable id.
        secret: whether it finds secrets, or says what is none.
        looks_for: one sentence.
        source: documentation of the format, empty for the project's own rules.
    """

    id: str
    secret: bool
    looks_for: str
    source: str = ""


RULES: tuple[Rule, ...] = (
    Rule(
        "private-key",
        True,
        "a private key: PEM, PGP, PuTTY, with literal newlines, or its base64",
        "RFC 7468",
    ),
    Rule("url-password", True, "a URL with a password in it", "RFC 3986, section 3.2.1"),
    Rule("url-query", True, "a URL whose query carries a credential"),
    Rule("capability-url", True, "a URL that lets in whoever has it: webhooks, signed URLs"),
    Rule("connection-string", True, "a password or key in a list of settings, flags or a DSN"),
    Rule("http-header", True, "an HTTP header or cookie with a credential", "RFC 9110, section 11"),
    Rule("nested", True, "a credential inside JSON, YAML, .npmrc or .netrc text, or base64 of it"),
    Rule("password-hash", True, "a password's hash or verifier"),
    Rule("jwt", True, "a JSON Web Token that is not meant for browsers", "RFC 7519"),
    Rule("name-password", True, "a name that says password, in many languages"),
    Rule("name-secret", True, "a name that says secret, salt, PIN, seed"),
    Rule("name-token", True, "a name that says token or credential"),
    Rule("name-key", True, "a name that says a key that signs, encrypts or lets in"),
    Rule("name-auth", True, "a name that says auth with user and password, or a made value"),
    Rule("entropy", True, "a random value under a name that says nothing"),
    *(
        Rule(f"provider-{row.id}", True, row.title, row.source)
        for row in {row.id: row for row in reversed(PROVIDERS)}.values()
    ),
    Rule("benign-empty", False, "nothing: empty, null, a mask, an unfilled template"),
    Rule("benign-reference", False, "a reference to where a secret is kept"),
    Rule("benign-plain", False, "a flag, path, duration, algorithm, class, date or address"),
    Rule("benign-public", False, "a public key, certificate, publishable or browser-side key"),
    Rule("benign-about", False, "a name of something about a credential: its length, lifetime, header, file"),
    Rule("benign-name", False, "a name and a value that say nothing of a credential"),
)
