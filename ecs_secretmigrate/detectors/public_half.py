"""Not a secret: what is given away. Public keys, certificates, publishable keys, names that say public or browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecs_secretmigrate.detectors.names import Sort
from ecs_secretmigrate.detectors.pattern import Pattern
from ecs_secretmigrate.detectors.rule import Rule, benign

if TYPE_CHECKING:
    from ecs_secretmigrate.detectors.subject import Subject
    from ecs_secretmigrate.model.verdict import Verdict

RULE = Rule("benign-public", False, "a public key, certificate, publishable or browser-side key")

_PUBLISHABLE = Pattern(
    # Stripe and Clerk, Mapbox, PostHog, PubNub, Supabase, reCAPTCHA, Turnstile, Datadog RUM, Google Analytics, Paddle,
    # Flutterwave, Paystack, Adyen, Checkout.com, Google OAuth client ids: each documents them as public.
    r"pk_(?:live|test)_|pk\.eyJ|phc_|pub-c-|(?:0x[0-9a-fA-F]{40}|bc1[a-z0-9]{38,58}|B[A-P][A-Za-z0-9_-]{85})$|pin-sha256=|sb_publishable_|rzp_(?:live|test)_[A-Za-z0-9]{14}$|pub\.v\d\.|pub[0-9a-f]{32}$|"
    r"G-[A-Z0-9]{8,12}$|UA-\d+-\d+$|GTM-[A-Z0-9]+$|AW-\d+$|live_[0-9a-f]{27}$|FLWPUBK|pk_sbox_|(?:test|live)_[0-9A-Z]{32}$|"
    r"\d+-[a-z0-9]{32}\.apps\.googleusercontent\.com$|InstrumentationKey=|pk-lf-|pubkey-|BVAPID"
)
_SITE_KEY = Pattern(r"6L[A-Za-z0-9_-]{38}$|6L[A-Za-z0-9_-]{6}AAAAA|0x4AAAAA")
"""reCAPTCHA and Turnstile: the site's key and its secret begin alike, and only the name tells them apart."""
_PUBLIC_KEY = Pattern(
    r"(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\S+|sk-ssh-\S+) AAAA|MI(?:IB|GfMA|IC|GbMBA)[A-Za-z0-9+/]{40,}.*AQAB=*$|MI[A-Za-z0-9+/]{2,8}ANBgkqhkiG9w0BAQEFAAO|MFkwEwYH|MCowBQYDK2V|"
    r"age1[a-z0-9]{50,}$|RW(?!RTY0Iy)[A-Za-z0-9+/]{50,}={0,2}$|MII[A-Za-z0-9+/]{3}CCA"
)


_DIGEST = Pattern(r"(?:[\w./:-]{1,255}@)?sha256:[0-9a-f]{64}")


def find(subject: Subject) -> Verdict | None:
    """Say so if the value's form is of something public."""
    bare = subject.bare
    if len(bare) < 8:
        return None
    is_site_key = _SITE_KEY.match(bare) is not None and not {"secret", "private"}.intersection(subject.name.tokens)
    if is_site_key or _PUBLISHABLE.match(bare):
        return benign(RULE.id, "its provider documents it as public")
    if bare[-71:-64] == "sha256:" and _DIGEST.fullmatch(bare):
        return benign(RULE.id, "it is the digest of an image")
    if bare.startswith("-----BEGIN ") and "PRIVATE KEY" not in bare:
        return benign(RULE.id, "it is a certificate or a public key")
    if _PUBLIC_KEY.match(bare[:4096]):
        return benign(RULE.id, "it is a public key")
    return None


def find_named(subject: Subject) -> Verdict | None:
    """Say so if the name says that the value is given away."""
    name = subject.name
    if name.sort is Sort.PUBLIC or (name.browser and name.sort is not Sort.PASSWORD):
        return benign(RULE.id, "the name says that it is public")
    return None
