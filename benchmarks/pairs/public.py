"""Public halves, public high-entropy values and client-side keys."""

from .row import Row, config, secret
from .values import BASE58, Values, b64_text, b64url_json, compact


def rows(v: Values) -> list[Row]:
    """Return the labelled rows of this topic."""
    mapbox = {"u": "kite-maps", "a": "cl" + v.lower(23)}
    site = "debatable: client-side by design"
    return [
        config("GIT_COMMIT_HASH", v.hex(40), "git-sha"),
        config("HEROKU_SLUG_COMMIT", v.hex(40), "git-sha"),
        config("NEXT_BUILD_TOKEN", v.b64url(16)[:21], "trace-id", "build id under a secret-looking name"),
        config("SIDECAR_DIGEST", "sha256:" + v.hex(64), "digest"),
        config("BASE_IMAGE_PIN", "public.ecr.aws/docker/library/node:20@sha256:" + v.hex(64), "digest"),
        config("LOCKFILE_SHA512", "sha512-" + v.b64(64), "digest"),
        config("INTEGRITY_MAIN_JS", "sha384-" + v.b64(48), "hash-public"),
        config("CSP_STYLE_HASH", f"'sha256-{v.b64(32)}'", "hash-public"),
        config("MERKLE_ROOT", v.hex(64), "hash-public"),
        config("TOKEN_CONTRACT", "0x" + v.hex(40), "hash-public", "token contract address"),
        config("SOL_PROGRAM_ID", v.chars(BASE58, 44), "hash-public"),
        config("IPFS_CID", "bafybei" + v.base32(52).lower(), "hash-public"),
        config("TLS_THUMBPRINT", v.hex(40).upper(), "digest"),
        config("SSH_HOST_KEY_FP", "SHA256:" + v.b64(32)[:43], "digest"),
        config(
            "KNOWN_HOSTS", "git.kite.local ssh-ed25519 " + "AAAAC3NzaC1lZDI1NTE5AAAAI" + v.b64(32)[:43], "public-key"
        ),
        config(
            "AUTHORIZED_KEYS",
            "ssh-rsa " + "AAAAB3NzaC1yc2EAAAADAQABAAABAQ" + v.b64(258)[:342] + " ops@kite",
            "public-key",
        ),
        config("COSIGN_PUB", v.pem("PUBLIC KEY", 261), "public-key"),
        config("PARTNER_CSR", v.pem("CERTIFICATE REQUEST", 640), "public-key"),
        config("ROOT_CA_PEM", v.pem("CERTIFICATE", 780, "\n"), "public-key"),
        config("ENCRYPTION_PUBLIC_KEY", v.der("PUBLIC", 261), "public-key"),
        config("LICENSE_VERIFY_KEY", v.der("EC PUBLIC", 64), "public-key"),
        config("SIGNER_PUBKEY_HEX", "04" + v.hex(128), "public-key"),
        config("WEBAUTHN_CRED_ID", v.b64url(48), "uuid-id", "credential id, sent to the browser"),
        config("HCAPTCHA_SITEKEY", v.uuid(), "publishable-key"),
        secret("HCAPTCHA_SECRET", "ES_" + v.hex(32), "provider-token"),
        config("VUE_APP_RECAPTCHA", "6L" + v.b64url(28)[:38], "publishable-key"),
        secret("RECAPTCHA_PRIVATE_KEY", "6L" + v.b64url(28)[:38], "provider-token"),
        config("FRIENDLY_CAPTCHA_SITEKEY", "FCM" + v.upper(13), "publishable-key"),
        config("SEGMENT_BROWSER_WRITE_KEY", v.alnum(32), "publishable-key", site),
        config("NEXT_PUBLIC_AMPLITUDE_KEY", v.hex(32), "publishable-key", site),
        config(
            "NUXT_PUBLIC_SENTRY_DSN",
            f"https://{v.hex(32)}@o77{v.digits(4)}.ingest.sentry.io/1{v.digits(6)}",
            "sentry-dsn",
            "debatable: public key only",
        ),
        config("REACT_APP_MIXPANEL", v.hex(32), "publishable-key", site),
        config("PUBLIC_POSTHOG_KEY", "phc_" + v.alnum(43), "publishable-key", site),
        secret("POSTHOG_PERSONAL_KEY", "ph" + "x_" + v.alnum(43), "provider-token"),
        config("GA_MEASUREMENT_ID", "G-" + v.upper(10), "client-id"),
        secret("GA_MP_API_SECRET", v.b64url(16), "provider-token"),
        config("GTM_CONTAINER", "GTM-" + v.upper(7), "client-id"),
        config("VITE_MAPBOX_TOKEN", "pk." + b64url_json(mapbox) + "." + v.b64url(16), "publishable-key", site),
        secret("MAPBOX_UPLOAD", "sk" + "." + b64url_json(mapbox) + "." + v.b64url(16), "provider-token"),
        config("DOCSEARCH_API_KEY", v.hex(32), "publishable-key", "debatable: search-only key"),
        config("NEXT_PUBLIC_ALGOLIA_KEY", v.hex(32), "publishable-key", "debatable: search-only key"),
        config("LD_CLIENT_SIDE", v.hex(24), "publishable-key"),
        secret("LD_SDK", "sd" + "k-" + v.uuid(), "provider-token"),
        config("BUGSNAG_BROWSER_KEY", v.hex(32), "publishable-key", site),
        config("CLERK_FRONTEND_KEY", "pk_li" + "ve_" + b64_text("clerk.kite.example$").rstrip("="), "publishable-key"),
        config("CHROME_EXTENSION_ID", v.chars("abcdefghijklmnop", 32), "client-id"),
        config("GOOGLE_OAUTH_WEB_CLIENT", f"{v.digits(12)}-{v.lower(32)}.apps.googleusercontent.com", "client-id"),
        secret("GOOGLE_OAUTH_WEB_SECRET", "GOC" + "SPX-" + v.b64url(21), "oauth-client-secret"),
        config("LINKEDIN_CLIENT", "86" + v.lower(12), "client-id"),
        config("GITHUB_OAUTH_CLIENT", "Ov23li" + v.alnum(14), "client-id"),
        config("TENANT_GUID", v.uuid(), "uuid-id"),
        config("DEFAULT_WORKSPACE_KEY", v.uuid(), "uuid-id"),
        config("INSTANCE_ULID", "01" + v.chars("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 24), "trace-id"),
        config("CORRELATION_SEED_REQUEST", v.uuid(), "trace-id"),
        config("B3_CONTEXT", f"{v.hex(32)}-{v.hex(16)}-1", "trace-id"),
        config("NOTION_DATABASE", v.hex(32), "uuid-id"),
        config("SPREADSHEET_KEY", "1" + v.b64url(32), "uuid-id", "id of a document, as in its URL"),
        config(
            "JWKS_CACHE",
            compact({"keys": [{"kty": "EC", "crv": "P-256", "x": v.b64url(32), "y": v.b64url(32)}]}),
            "public-key",
        ),
        config("S3_ETAG", f'"{v.hex(32)}-14"', "digest"),
        config("DKIM_BODY_HASH", v.b64(32), "digest"),
    ]
