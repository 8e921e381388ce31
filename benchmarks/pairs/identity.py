"""Identity providers, sessions, tokens and keys."""

from .row import Row, config, secret
from .values import Values, b64_text, compact


def rows(v: Values) -> list[Row]:
    """Return the labelled rows of this topic."""
    modulus = {"kty": "RSA", "kid": v.b64url(12), "use": "sig", "alg": "RS256", "e": "AQAB", "n": v.b64url(256)}
    private = {**modulus, "d": v.b64url(256), "p": v.b64url(128), "q": v.b64url(128)}
    return [
        secret("KC_BOOTSTRAP_ADMIN_PASSWORD", "admin", "weak-password", "debatable: docs sample, live"),
        config("KC_BOOTSTRAP_ADMIN_USERNAME", "tmpadm", "username"),
        secret("KC_SPI_TRUSTSTORE_FILE_PASSWORD", v.alnum(12), "strong-password"),
        config("KC_HTTPS_CERTIFICATE_KEY_FILE", "/opt/keycloak/conf/tls.key", "file-path"),
        config("KC_FEATURES", "token-exchange,admin-fine-grained-authz,passkeys", "plain"),
        secret(
            "AUTH0_MGMT_TOKEN",
            v.jwt({"iss": "https://kite.eu.auth0.com/", "scope": "read:users", "exp": 1999999999}, "RS256"),
            "jwt",
        ),
        config("AUTH0_AUDIENCE", "https://kite.eu.auth0.com/api/v2/", "endpoint-url"),
        secret("OKTA_API_TOKEN", "00" + v.b64url(30), "provider-token"),
        secret("OKTA_CLIENT_PRIVATEKEY", v.pem("RSA PRIVATE" + " KEY"), "private-key"),
        config("OKTA_CLIENTID", "0oa" + v.lower(17), "client-id"),
        secret("AUTHENTIK_SECRET_KEY", v.alnum(50), "framework-key"),
        secret("AUTHENTIK_BOOTSTRAP_TOKEN", v.alnum(60), "random-key"),
        config("AUTHENTIK_DEFAULT_TOKEN_LENGTH", "60", "policy-number"),
        secret("OAUTH2_PROXY_CLIENT_SECRET", v.hex(40), "oauth-client-secret"),
        config("OAUTH2_PROXY_CLIENT_SECRET_FILE", "/etc/oauth2-proxy/client-secret", "file-path"),
        config("OAUTH2_PROXY_COOKIE_NAME", "_oauth2_proxy", "header-name"),
        config("OAUTH2_PROXY_COOKIE_REFRESH", "1h", "policy-number"),
        config("OAUTH2_PROXY_PASS_ACCESS_TOKEN", "true", "flag"),
        config("OAUTH2_PROXY_SET_AUTHORIZATION_HEADER", "true", "flag"),
        secret("DEX_STATIC_PASSWORD_HASH", v.bcrypt("2a"), "password-hash"),
        secret(
            "DEX_CLIENT_SECRET",
            b64_text("example-app-secret"),
            "oauth-client-secret",
            "debatable: docs sample, live on both ends",
        ),
        config("DEX_EXPIRY_ID_TOKENS", "24h", "policy-number"),
        secret("SECRETS_SYSTEM", "youReallyNeedToChangeThis", "framework-key", "debatable: docs sample of Hydra, live"),
        secret("SECRETS_COOKIE", v.alnum(32), "session-secret"),
        config("STRATEGIES_ACCESS_TOKEN", "opaque", "algorithm"),
        config("TTL_REFRESH_TOKEN", "720h", "policy-number"),
        secret("ORY_PAT", "ory" + "_pat_" + v.alnum(32), "provider-token"),
        secret("SUPABASE_SERVICE_KEY", v.jwt({"iss": "supabase", "role": "service_role", "iat": 1719817200}), "jwt"),
        config(
            "SUPABASE_KEY",
            v.jwt({"iss": "supabase", "role": "anon", "iat": 1719817200}),
            "publishable-key",
            "debatable: anon, browser-side",
        ),
        secret("SUPABASE_SECRET", "sb" + "_secret_" + v.b64url(16)[:22] + "_" + v.b64url(6), "provider-token"),
        config(
            "SUPABASE_PUBLISHABLE_KEY", "sb_publishable_" + v.b64url(16)[:22] + "_" + v.b64url(6), "publishable-key"
        ),
        secret("GOTRUE_SMTP_PASS", v.alnum(20), "strong-password"),
        config("GOTRUE_JWT_EXP", "3600", "policy-number"),
        config("GOTRUE_JWT_DEFAULT_GROUP_NAME", "authenticated", "plain"),
        config("GOTRUE_PASSWORD_REQUIRED_CHARACTERS", "abcdefghijklmnopqrstuvwxyz:0123456789", "plain"),
        config(
            "EXPO_PUBLIC_FIREBASE_API_KEY",
            "AI" + "za" + v.b64url(26),
            "publishable-key",
            "debatable: shipped in the app",
        ),
        secret("FIREBASE_BACKEND_KEY", "AI" + "za" + v.b64url(26), "provider-token"),
        secret("FIREBASE_LEGACY_TOKEN", "1//0" + v.b64url(72), "oauth-client-secret"),
        secret("WORKOS_API_KEY", "sk" + "_live_" + v.alnum(46), "provider-token"),
        config("WORKOS_CLIENT_ID", "client_01" + v.upper(24), "client-id"),
        secret("STYTCH_SECRET", "secret-" + "live-" + v.b64url(30) + "=", "provider-token"),
        config("STYTCH_PUBLIC_TOKEN", "public-token-live-" + v.uuid(), "publishable-key"),
        secret(
            "ZITADEL_MASTERKEY", "MasterkeyNeedsToHave32Characters", "encryption-key", "debatable: docs sample, live"
        ),
        secret("AZURE_AD_CLIENT_SECRET", v.alnum(3) + "8Q~" + v.alnum(34), "azure-client-secret"),
        config("AZURE_AD_SECRET_ID", v.uuid(), "secret-ref", "id of the secret, not its value"),
        config("AZURE_AD_TENANT", v.uuid(), "uuid-id"),
        config("SAML_IDP_CERT", v.der("CERTIFICATE", 780), "public-key"),
        secret("SAML_SP_PRIVATE_KEY", v.der("PRIVATE", 1190), "private-key", "body without the armour"),
        config("SAML_SP_ENTITY_ID", "urn:kite:sp:secret-santa", "plain"),
        config("SAML_CERT_FINGERPRINT", ":".join(v.hex(2).upper() for _ in range(20)), "digest"),
        secret("SIGNING_JWK", compact(private), "jwk"),
        config("VERIFICATION_JWK", compact(modulus), "public-key"),
        secret("SESSION_ENC_JWK", compact({"kty": "oct", "alg": "A256GCM", "k": v.b64url(32)}), "jwk"),
        config("OIDC_JWKS_INLINE", compact({"keys": [modulus]}), "public-key"),
        secret("JWT_PASSPHRASE", v.hex(64), "encryption-key"),
        secret("JWT_SECRET_OLD", "secret", "jwt-signing-key"),
        config("JWT_TOKEN_LOCATION", "headers,cookies", "plain"),
        config("JWT_SECRET_KEY_ALGORITHM", "HS384", "algorithm"),
        config("JWT_REFRESH_TOKEN_ROTATION", "on", "flag"),
        config("JWT_KEY_ID", v.b64url(12), "client-id"),
        secret("MFA_SHARED_SECRET", v.base32(32), "totp-seed"),
        secret("ROOT_TOTP_URI", f"otpauth://totp/Kite:root?secret={v.base32(16)}&issuer=Kite", "totp-seed"),
        config("TOTP_DIGITS", "6", "policy-number"),
        secret("LDAP_ADMIN_PASSWORD", "LdapFuerAlle", "weak-password"),
        config("LDAP_PASSWORD_ATTRIBUTE", "userPassword", "header-name"),
        secret("SSHD_ROOT_SHADOW", f"root:{v.crypt()}:19800:0:99999:7:::", "password-hash"),
        secret("PEPPER", v.hex(32), "salt"),
        config("PASSWORD_PEPPER_VERSION", "3", "plain"),
    ]
