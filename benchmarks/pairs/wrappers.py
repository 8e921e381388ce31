"""More of what scanners see seldom: headers, cookies, wrapped texts, hashes, bare keys, signed URLs."""

from .row import Row, config, secret
from .values import Values, b64_text, compact


def rows(v: Values) -> list[Row]:
    """Return the labelled rows of this topic."""
    blob, bucket = "https://lumen.blob.core.windows.net", "https://lumen-exports.s3.eu-west-1.amazonaws.com"
    scope = "20250701%2Feu-west-1%2Fs3%2Faws4_request"
    return [
        secret("LEDGER_AUTH_HEADER", f"Authorization: ApiKey {b64_text(v.b64url(15) + ':' + v.b64url(16))}", "header"),
        secret("TYK_UPSTREAM", f"x-tyk-authorization: {v.alnum(30)}", "header"),
        secret("GRPC_METADATA", f"authorization=bearer {v.b64url(30)},x-client=lumen", "header"),
        secret(
            "SOAP_SECURITY",
            f"<wsse:Username>pos</wsse:Username><wsse:Password>{v.alnum(12)}</wsse:Password>",
            "nested-xml",
        ),
        config("GRPC_DEFAULT_METADATA", "x-client=lumen,x-auth-mode=mtls", "header-plain"),
        config("AUTH_CHALLENGE", 'Bearer realm="lumen", error="invalid_token"', "header-plain"),
        config("ALLOWED_AUTH_SCHEMES", "Basic,Bearer,Digest", "header-plain"),
        secret("LEGACY_PORTAL_COOKIE", f"JSESSIONID={v.hex(32).upper()}; Path=/portal", "cookie"),
        secret(
            "SNAPSHOT_COOKIES", compact([{"name": "auth", "value": v.b64url(40), "domain": ".lumen.example"}]), "cookie"
        ),
        config("CONSENT_COOKIE", "cookie_consent=all; Max-Age=31536000", "plain"),
        secret(
            "TERMINAL_CONFIG_B64",
            b64_text(compact({"tid": "40011", "pin": v.digits(6), "mode": "live"})),
            "base64-json",
        ),
        secret("VENDOR_YAML_B64", b64_text(f"vendor:\n  login: kite\n  secret: {v.alnum(20)}\n"), "base64-yaml"),
        secret("PROPS_B64", b64_text(f"spring.datasource.password={v.alnum(14)}\nserver.port=8080\n"), "base64-env"),
        secret("DSN_B64", b64_text(f"postgres://dwh:{v.alnum(16)}@pg.lumen.internal/dwh"), "base64-url"),
        config("DSN_PUBLIC_B64", b64_text("postgres://pg.lumen.internal/dwh?sslmode=require"), "base64-config"),
        config("CRON_TABLE_B64", b64_text("0 4 * * * rotate-keys\n30 4 * * * vacuum\n"), "base64-config"),
        secret("OIDC_RP_YAML", f"client_id: lumen\nclient_secret: {v.b64url(32)}\nscopes: [openid]\n", "nested-yaml"),
        config("OIDC_RP_PUBLIC_YAML", "client_id: lumen\npkce: true\ntoken_endpoint_auth_method: none\n", "plain"),
        secret("MY_CNF", f"[client]\nuser=dump\npassword={v.alnum(16)}\nhost=db\n", "nested-ini"),
        config("MY_CNF_LOGIN_PATH", "[client]\nlogin-path=dump\nhost=db\n", "plain"),
        secret("ODOO_CONF", f"[options]\nadmin_passwd = {v.alnum(12)}\ndb_host = db\n", "nested-ini"),
        secret("TOML_SECTION", f'[smtp]\nhost = "relay"\npass = "{v.alnum(12)}"\n', "nested-toml"),
        secret("FTP_NETRC", f"machine ftp.bank.example\nlogin kite\npassword {v.alnum(12)}\n", "netrc"),
        secret("NPM_RC_B64", b64_text(f"//npm.lumen.internal/:_authToken={v.uuid()}\n"), "npmrc"),
        secret(
            "HELM_REGISTRY_AUTH",
            compact({"auths": {"oci.lumen.internal": {"auth": b64_text(f"ci:{v.alnum(18)}")}}}),
            "docker-auth",
        ),
        secret("ACTIVEMQ_OPTS", f"-Xmx512m -Dactivemq.jmx.password={v.alnum(10)}", "embedded-args"),
        secret("PG_RESTORE_CMD", f"PGPASSWORD={v.alnum(12)} pg_restore -h db -U dump -d dwh", "embedded-args"),
        secret(
            "RESTIC_FLAGS", f"--repo s3:s3.amazonaws.com/kite --password-command 'echo {v.alnum(14)}'", "embedded-args"
        ),
        config("RESTIC_FLAGS_SAFE", "--repo s3:s3.amazonaws.com/kite --password-file /run/secrets/restic", "plain"),
        secret("WORKER_ARGV", compact(["worker", "--token", v.hex(32), "--queue", "default"]), "embedded-args"),
        config(
            "WORKER_ARGV_DEFAULT", compact(["worker", "--token-env", "WORKER_TOKEN", "--queue", "default"]), "plain"
        ),
        secret("SSH_TUNNEL_CMD", "sshpass -p Himbeere7 ssh -N -L 5432:db:5432 hop@10.4.0.9", "embedded-args"),
        secret("ARCHIVE_SAS", f"{blob}/archive?sv=2023-11-03&si=rw&sr=c&sig={v.b64url(32)}%3D", "sas-url"),
        secret(
            "QUEUE_SAS",
            f"SharedAccessSignature sr=lumen.servicebus.windows.net&sig={v.b64url(32)}%3D&se=1999999999&skn=send",
            "sas-url",
        ),
        config("ARCHIVE_PUBLIC", f"{blob}/$web/index.html?sv=2023-11-03", "url-no-cred"),
        secret(
            "IMPORT_SOURCE",
            f"{bucket}/in.csv?X-Amz-Credential={v.aws_id('AS')}%2F{scope}&X-Amz-Expires=604800&X-Amz-Signature={v.hex(64)}",
            "signed-url",
            "debatable: short-lived pre-signed URL",
        ),
        secret(
            "GCS_UPLOAD",
            f"https://storage.googleapis.com/lumen/in.csv?GoogleAccessId=up%40lumen&Expires=1999999999&Signature={v.quoted(60)}",
            "signed-url",
            "debatable: pre-signed URL",
        ),
        config("IMPORT_BUCKET_URL", f"{bucket}/in.csv?versionId={v.alnum(32)}", "url-no-cred"),
        secret(
            "ICAL_OUTLOOK",
            f"https://outlook.office365.com/owa/calendar/{v.hex(32)}@lumen.example/{v.hex(52)}/calendar.ics",
            "capability-url",
        ),
        secret("RPC_NODE", f"https://lumen-main.solana-mainnet.quiknode.pro/{v.hex(40)}/", "capability-url"),
        secret(
            "CARD_HOOK",
            f"https://lumen.webhook.office.com/webhookb2/{v.uuid()}@{v.uuid()}/IncomingWebhook/{v.hex(32)}/{v.uuid()}",
            "webhook-url",
        ),
        secret("RELEASES_ROOM", v.slack_hook("workflows"), "webhook-url"),
        config("HOOK_DOCS", "https://api.slack.com/messaging/webhooks", "endpoint-url"),
        secret("NGINX_USERS", f"ops:$apr1${v.chars('./0123456789ABCDEFabcdef', 8)}${v.alnum(22)}", "htpasswd-hash"),
        secret("CADDY_USER", f"editor {v.bcrypt('2a')}", "htpasswd-hash"),
        secret("PROXY_USERS_SHA", "squid:{SHA}" + v.b64(20), "htpasswd-hash"),
        secret("SEED_ADMIN_PBKDF2", f"pbkdf2_sha256$600000${v.alnum(22)}${v.b64(32)}", "password-hash"),
        secret("LDAP_ROOTPW", "{SS" + "HA}" + v.b64(24), "password-hash"),
        secret("APP_ADMIN_SCRYPT", f"scrypt:32768:8:1${v.alnum(16)}${v.hex(128)}", "password-hash"),
        config("HASH_PREFERENCE", "$argon2id$v=19$m=65536,t=3,p=4", "algorithm", "parameters without salt and hash"),
        secret("TOKEN_SIGNER_PEM", v.pem("EC PRIVATE" + " KEY", 108), "private-key"),
        secret(
            "MTLS_BUNDLE",
            v.pem("CERTIFICATE", 500) + v.pem("PRIVATE" + " KEY"),
            "private-key",
            "certificate and key in one",
        ),
        secret("SNOWFLAKE_RSA", v.pem("ENCRYPTED PRIVATE" + " KEY", 1260, "\n"), "private-key"),
        config("MTLS_CHAIN", v.pem("CERTIFICATE", 500) + v.pem("CERTIFICATE", 500), "public-key"),
        secret("ED25519_SEED", v.hex(64), "private-key"),
        secret("MINISIGN_KEY", "RWRTY0Iy" + v.b64(152), "private-key"),
        secret(
            "EC_JWK_B64",
            b64_text(compact({"kty": "EC", "crv": "P-256", "x": v.b64url(32), "y": v.b64url(32), "d": v.b64url(32)})),
            "jwk",
        ),
        secret(
            "JWKS_PRIVATE",
            compact({"keys": [{"kty": "OKP", "crv": "Ed25519", "d": v.b64url(32), "x": v.b64url(32)}]}),
            "jwk",
        ),
        secret("APT_SIGNING", v.pgp("PRIVATE" + " KEY BLOCK", 900), "pgp-key"),
        secret("RECOVERY_PHRASE", v.phrase(12), "seed-phrase"),
        secret("VALIDATOR_MNEMONIC", v.phrase(15), "seed-phrase"),
        secret("BACKUP_2FA_CODES", " ".join(v.digits(8) for _ in range(5)), "totp-seed", "recovery codes"),
        secret("OTP_PROVISIONING", f"otpauth://hotp/Lumen:ci?secret={v.base32(32)}&counter=1", "totp-seed"),
        secret("COOKIE_SECRETS", f"{v.hex(32)},{v.hex(32)}", "session-secret"),
        secret("SESSIONKEY", v.b64(32), "session-secret"),
        secret("IRON_SESSION_PW", v.alnum(32), "session-secret"),
        secret("REMEMBERME_KEY", "springRocks", "session-secret"),
        secret("WEBHOOK_HMAC_V2", v.hex(64), "webhook-secret"),
        secret("CALLBACK_SIGNATURE_SECRET", "wh" + "sec_" + v.b64(24), "webhook-secret"),
        secret("SERVICE_ID_TOKEN", v.jwt({"sub": "svc-stock", "aud": "orders", "exp": 1999999999}, "RS256"), "jwt"),
        secret("PARTNER_PASSPORT", v.jwt({"sub": "partner-7", "scope": "orders:write", "exp": 1999999999}), "jwt"),
        secret("DWH_OAUTH_REFRESH", "1//0" + v.b64url(72), "oauth-client-secret"),
        secret("ATLASSIAN_API", "AT" + "ATT3xFfGF0" + v.b64url(135) + "=" + v.hex(8).upper(), "provider-token"),
        secret("NOTION_INTEGRATION", "nt" + "n_" + v.digits(11) + v.alnum(35), "provider-token"),
        secret("LINEAR_KEY", "lin" + "_api_" + v.alnum(40), "provider-token"),
        secret("FIGMA_PAT", "fi" + "gd_" + v.b64url(30), "provider-token"),
        secret("AIRTABLE_PAT", "pat" + v.alnum(14) + "." + v.hex(64), "provider-token"),
        secret("KLAVIYO_PRIVATE", "p" + "k_" + v.hex(34), "provider-token", "pk_ means private here"),
        config("KLAVIYO_COMPANY", v.alnum(6), "client-id", "the public key of Klaviyo"),
        secret("SONATYPE_PAIR", f"{v.alnum(8)}:{v.alnum(44)}", "basic-auth"),
    ]
