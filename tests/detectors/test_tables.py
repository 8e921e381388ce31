"""Each detector: what it takes, and the near-misses that it does not."""

from __future__ import annotations

import json

import pytest

from ecs_secretmigrate.detectors import judge
from ecs_secretmigrate.detectors.catalogue import RULES
from ecs_secretmigrate.model.verdict import Confidence
from tests.detectors.made import b64, checked, hexed, jwt, pem, run, uuid

HOST = "db.acme.internal"
WORD = "tr0mbone"

# Detector, then name and value of what it takes.
TAKEN: list[tuple[str, str, str]] = [
    ("provider-github", "CONFIG", checked("gh" + "p_")),
    ("provider-npm", "PUBLISH", checked("npm" + "_")),
    ("provider-stripe", "PAY", "sk" + "_live_" + run(24)),
    ("provider-stripe", "STRIPE_TEST", "sk" + "_test_" + run(24)),
    ("provider-slack", "BOT", "xox" + "b-123456789012-1234567890123-" + run(24)),
    ("provider-aws-access-key", "ID", "AKIA" + run(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")),
    ("provider-anthropic", "LLM", "sk-" + "ant-api03-" + run(90)),
    ("provider-openai", "LLM", "sk-" + "proj-" + run(48)),
    ("provider-gitlab", "CI", "gl" + "pat-" + run(20)),
    ("provider-sendgrid", "MAIL", "S" + "G." + run(22) + "." + run(43)),
    ("provider-telegram", "CHAT", "1234567890:" + "AA" + run(33)),
    ("provider-azure-client-secret", "AD", run(3) + "8" + "Q~" + run(34)),
    ("provider-newrelic", "NR", hexed(36) + "NR" + "AL"),
    ("provider-vault", "V", "hv" + "s." + run(90)),
    ("provider-google", "GEO_BACKEND", "AI" + "za" + run(35)),
    ("private-key", "TLS", pem("RSA PRIVATE KEY")),
    ("private-key", "TLS", pem("PRIVATE KEY").replace("\n", "\\n")),
    ("private-key", "SIGN", pem("PGP PRIVATE KEY BLOCK")),
    ("private-key", "BODY", b64(b"\x30\x82\x02\x5c\x02\x01\x00\x02\x81\x81" + run(600).encode())),
    ("private-key", "JWK", json.dumps({"kty": "EC", "crv": "P-256", "x": run(43), "y": run(43), "d": run(43)})),
    ("password-hash", "USERS", "ops:$2y$10$" + run(53)),
    ("password-hash", "ADMIN", "$argon2id$v=19$m=65536,t=3,p=4$" + run(22) + "$" + run(43)),
    ("password-hash", "LDAP", "{SSHA}" + run(32)),
    ("password-hash", "PG", "SCRAM-SHA-256$4096:" + run(24) + "$" + run(44)),
    ("password-hash", "ADMIN_PASSWORD_SHA256", hexed(64)),
    ("jwt", "SERVICE", jwt(sub="worker", role="service_role")),
    ("capability-url", "ALERTS", "https://hooks.slack.com/services/T0" + run(8) + "/B0" + run(8) + "/" + run(24)),
    ("capability-url", "BLOB", "https://x.blob.core.windows.net/c?sv=2022-11-02&sig=" + run(43) + "%3D"),
    ("capability-url", "DEPLOY_HOOK_URL", f"https://ci.acme.io/run/{run(32)}"),
    ("url-password", "DATABASE_URL", f"postgres://app:{WORD}@{HOST}/orders"),
    ("url-password", "CACHE", f"redis://:{WORD}@{HOST}:6379/0"),
    ("url-password", "LDAP", f"ldap://cn=admin,dc=acme:{WORD}@{HOST}:389"),
    ("url-password", "HTTPS_PROXY", f"http://svc:p%40ss{WORD}@proxy:3128"),
    ("url-query", "FEED", f"https://feeds.example.com/a.csv?token={run(20)}"),
    ("url-query", "JDBC", f"jdbc:mysql://{HOST}/app?user=root&password=toor"),
    ("config-file", "NPMRC", "//registry.npmjs.org/:_authToken=" + run(36)),
    ("config-file", "NETRC", f"machine {HOST} login me password {WORD}"),
    ("config-file", "PGPASSFILE_CONTENT", f"{HOST}:5432:orders:app:{WORD}"),
    ("nested", "APP_CONF", json.dumps({"db": {"user": "app", "pass": WORD}})),
    ("nested", "VALUES", f"db:\n  user: app\n  password: {WORD}\n"),
    ("nested", "DOCKER", json.dumps({"auths": {"https://index.docker.io/v1/": {"auth": b64("u:" + WORD)}}})),
    ("connection-string", "SQL", f"Server={HOST};Database=app;User Id=sa;Password={WORD};"),
    ("connection-string", "PG", f"host={HOST} port=5432 user=app password={WORD} sslmode=require"),
    ("connection-string", "STORAGE", "DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=" + run(86) + "=="),
    ("connection-string", "MY_DSN", f"app:{WORD}@tcp({HOST}:3306)/orders"),
    ("connection-string", "ORA", f"scott/{WORD}@//{HOST}:1521/ORCL"),
    ("connection-string", "JAVA_OPTS", f"-Xmx2g -Dspring.datasource.password={WORD}"),
    ("command-line", "ARGS", f"--appendonly yes --requirepass {WORD}"),
    ("command-line", "CURL", f"-sS -u deploy:{WORD} https://x.acme.io"),
    ("http-header", "HEADERS", f"Authorization: Bearer {run(30)}"),
    ("http-header", "OTEL_EXPORTER_OTLP_HEADERS", f"x-honeycomb-team={run(22)}"),
    ("http-header", "HDR", f"Basic {b64('deploy:' + WORD)}"),
    ("base64", "SETTINGS_B64", b64(json.dumps({"smtp": {"password": WORD}}))),
    ("base64", "SA", b64(json.dumps({"type": "service_account", "private_key": pem("PRIVATE KEY")}))),
    ("user-password", "BASIC_AUTH_USERS", f"ops:{WORD},dev:{WORD}2"),
    ("seed-phrase", "WALLET_WORDS", "legal winner thank year wave sausage worth useful legal winner thank yellow"),
    ("name-password", "DB_PASSWORD", "tiger"),
    ("name-password", "PGPASSWORD", "letmein"),
    ("name-password", "mysqlRootPwd", "1234"),
    ("name-password", "CONTRASEÑA_BD", "verano"),
    ("name-password", "MOT_DE_PASSE", "soleil"),
    ("name-password", "HASLO_BAZY", "kotek"),
    ("name-password", "数据库密码", "abc123"),
    ("name-password", "SMTP_PASS", "fdfp kpja tcfd mehr"),
    ("name-password", "BACKUP_PASSPHRASE", "correct horse battery staple"),
    ("name-secret", "JWT_SECRET", "hunter2"),
    ("name-secret", "HASHIDS_SALT", "acme-2018"),
    ("name-secret", "VOICEMAIL_PIN", "482913"),
    ("name-secret", "RABBITMQ_ERLANG_COOKIE", run(20, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")),
    ("name-secret", "VAULT_SECRET_ID", uuid()),
    ("name-token", "PARTNER_TOKEN", run(28)),
    ("name-token", "TOKEN_ACME_PROD", "prod-9f4a77"),
    ("name-key", "ENCRYPTION_KEY", hexed(64)),
    ("name-key", "TYPESENSE_KEY", "xyz"),
    ("name-key", "PARTNER_KEY", "A367FZ438NUPWGTM"),
    ("name-key", "ALERT_ROUTING_KEY", hexed(32)),
    ("user-password", "NEO4J_AUTH", f"neo4j/{WORD}4all"),
    ("name-auth", "ACME_LICENSE", run(32)),
    ("entropy", "UPSTREAM", "aB3dE6gH9jK2mN5pQ8rS1tU4vW7xY0zA3bC6"),
]

TAKEN += [
    ("entropy", "LINKS", hexed(64)),
    ("name-key", "NETWORK_KEY", json.dumps([7, 11, 200, 13] * 4)),
    ("name-key", "ROW_ENCRYPTION_PRIMARY_KEY", run(32)),
    ("command-line", "LDAP_ARGS", f"-x -D cn=ro,dc=acme -w {WORD}"),
    ("command-line", "CQL_ARGS", f"-u app -p {WORD}"),
    ("command-line", "ACL", f"user app on >{WORD} ~jobs:* +@all"),
    ("command-line", "ARGV", json.dumps(["serve", "--password", WORD])),
    ("nested", "POOL", f"ds.user=app\\nds.password={WORD}"),
    ("nested", "FEED_XML", f'<add key="ClearTextPassword" value="{WORD}" />'),
    ("connection-string", "ODBC", f"Driver={{ODBC Driver 18}};Server={HOST};UID=app;PWD={{{run(12)}}};"),
    ("connection-string", "PHP", f"define('FTP_USER', 'wp'); define('FTP_PASS', '{WORD}');"),
    ("url-password", "NATS", f"nats://{run(32)}@{HOST}:4222"),
    ("url-query", "WEATHER", f"https://api.example.com/now?q=Bern&appid={hexed(32)}"),
    ("user-password", "CLUSTER_USER", f"root:{run(12)}"),
    ("http-header", "IDP", f"SSWS 00{run(40)}"),
    ("name-password", "密码_数据库", "tiger"),
    ("name-secret", "ADMIN_PIN", "0000"),
    ("name-secret", "SECRETO_JWT", "mango"),
]

# Names and values that are near to one of the above, and no secret.
LEFT: list[tuple[str, str, str]] = [
    ("benign-empty", "STRIPE_SECRET_KEY", "sk" + "_live_" + "x" * 24),
    ("benign-name", "SLACK_TOKEN", "xox" + "b-your-token-here"),
    ("benign-empty", "DB_PASSWORD", "${DB_PASSWORD}"),
    ("benign-empty", "DB_PASSWORD", "********"),
    ("benign-empty", "DATABASE_URL", "postgres://$(USER):$(PASS)@db/app"),
    ("benign-empty", "AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI" + "/K7MDENG/bPxRfiCYEXAMPLEKEY"),
    ("benign-empty", "API_TOKEN", "none"),
    ("benign-reference", "DB_PASSWORD", "{{resolve:ssm-secure:/prod/db:3}}"),
    ("benign-reference", "DB_SECRET", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf"),
    ("benign-reference", "JWT_SECRET", "vault:secret/data/auth#jwt"),
    ("benign-reference", "MASTER_PASSWORD", "op://infra/rds/password"),
    ("benign-public", "JWT_PUBLIC_KEY", pem("PUBLIC KEY")),
    ("benign-public", "CA", pem("CERTIFICATE")),
    ("benign-public", "STRIPE_KEY", "pk" + "_live_" + run(24)),
    ("benign-public", "SUPABASE_ANON", jwt(role="anon")),
    ("benign-public", "NEXT_PUBLIC_MAPS_KEY", "AI" + "za" + run(35)),
    ("benign-public", "RECAPTCHA_SITE_KEY", "6L" + run(38)),
    ("benign-public", "MIXPANEL_TOKEN", hexed(32)),
    ("benign-about", "PASSWORD_MIN_LENGTH", "12 characters"),
    ("benign-about", "TOKEN_URL", "https://auth.acme.io/oauth2/token"),
    ("benign-about", "API_KEY_HEADER", "X-Acme-Key-V2"),
    ("benign-about", "SECRET_NAME", "orders-db"),
    ("benign-about", "OPENAI_MAX_TOKENS", "16384 in total"),
    ("benign-plain", "DB_PASSWORD_FILE", "/run/secrets/db"),
    ("benign-plain", "ENABLE_API_KEY_AUTH", "true"),
    ("benign-plain", "TOKEN_TTL", "15m"),
    ("benign-plain", "KEY_TYPE", "AES_256"),
    ("benign-plain", "LIMITS", json.dumps({"api_key": 6000, "anonymous": 60})),
    ("benign-plain", "NGINX_CONF_B64", b64("server { listen 8080; location / { proxy_pass http://127.0.0.1:3000; } }")),
    ("benign-plain", "LOGO", "iVBORw0KGgo" + run(80)),
    ("benign-name", "DATABASE_URL", f"postgres://app@{HOST}/orders"),
    ("benign-name", "REDIS_URL", f"redis://{HOST}:6379/0"),
    ("benign-name", "SENTRY_DSN", f"https://{hexed(32)}@o1.ingest.sentry.io/2"),
    ("benign-name", "JAVA_OPTS", "-Xmx2g -Dfile.encoding=UTF-8 -Djava.security.egd=file:/dev/./urandom"),
    ("benign-name", "GIT_SHA", hexed(40)),
    ("benign-name", "TRACE_ID", uuid()),
    ("benign-public", "IMAGE", "acme/api@sha256:" + hexed(64)),
    ("benign-name", "CASSANDRA_KEYSPACE", "orders_prod"),
    ("benign-name", "MONKEY_PATCH", "gevent"),
    ("benign-name", "PARTITION_KEY", "customer_id"),
    ("benign-name", "GOOGLE_CLIENT_SECRET", "your-client-secret"),
    ("benign-name", "NPM_TOKEN", "dummy"),
    ("benign-name", "SESSION_COOKIE", "connect.sid"),
    ("benign-name", "GIT_URL", "git@github.com:acme/rules.git"),
    ("benign-name", "REWARD_TOKEN", "USDC"),
    ("benign-name", "HEALTHCHECK", "curl -f http://localhost:8080/health || exit 1"),
    ("benign-name", "WEBHOOK_URL", "https://acme.io/hooks/orders"),
    ("benign-name", "MOTTO", "one two three four five six seven eight nine ten eleven and"),
    ("benign-name", "SECRETARY", "Katharina Vogt"),
    ("benign-name", "MANIFEST_MD5", hexed(32)),
    ("benign-name", "LINKS", hexed(40)),
    ("benign-name", "OPENAI_ORG", "org-" + run(24)),
    ("benign-name", "WORLD_SEED", "-1785852800490497919"),
    ("benign-name", "SALT_BYTES", "16"),
    ("benign-name", "PG_URL", f"postgres://app@{HOST}/a?sslcert=/certs/a.crt&sslkey=%2Fcerts%2Fa.key"),
    ("benign-name", "HELM_FLAGS", "--set auth.existingSecret=redis-auth"),
    ("benign-plain", "ARGV", json.dumps(["serve", "--token-env", "API_TOKEN", "--queue", "all"])),
    ("benign-plain", "PASSWORD_CHECKED_BY", "django.contrib.auth.password_validation.CommonPasswordValidator"),
    ("benign-about", "SECRET_OWNER", "team-platform"),
    ("benign-about", "DEFAULT_PASSWORD_VALIDATOR", "common"),
    ("benign-public", "BASE_IMAGE_PIN", "acme/base:1@sha256:" + hexed(64)),
    ("benign-public", "TOKEN_CONTRACT", "0x" + hexed(40)),
    ("benign-public", "HPKP_PIN", f'pin-sha256="{run(43)}="'),
    ("benign-reference", "VAULT_TOKEN_AT", "secret/data/app"),
    ("benign-empty", "APP_DB_PASS", "DB_PASS"),
    ("benign-reference", "PARTNER_SECRET", "ENC[KMS,alias/partner]"),
]


@pytest.mark.parametrize(("detector", "name", "value"), TAKEN, ids=[f"{d}-{n}" for d, n, _ in TAKEN])
def test_it_is_taken(detector: str, name: str, value: str) -> None:
    """The detector that knows the form, or the name, finds it, and says why without quoting it."""
    verdict = judge(name, value)
    assert (verdict.secret, verdict.detector) == (True, detector)
    assert verdict.confidence is not Confidence.LOW
    assert value not in verdict.reason


@pytest.mark.parametrize(("detector", "name", "value"), LEFT, ids=[f"{d}-{n}" for d, n, _ in LEFT])
def test_a_near_miss_is_left(detector: str, name: str, value: str) -> None:
    """What only looks like it stays, for the reason that the right detector gives."""
    verdict = judge(name, value)
    assert (verdict.secret, verdict.detector) == (False, detector)


def test_every_detector_has_a_row() -> None:
    """No detector without a test: every id but the single providers stands in a table above."""
    tested = {detector for detector, _, _ in TAKEN + LEFT}
    wanted = {rule.id for rule in RULES if not rule.id.startswith("provider-")}
    assert wanted <= tested
    assert {rule.secret for rule in RULES if rule.id in {d for d, _, _ in TAKEN}} == {True}


def test_ids_are_unique_and_providers_name_their_source() -> None:
    """Each id stands once, and each provider's format says where it is documented."""
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))
    assert all(rule.source.startswith("https://") for rule in RULES if rule.id.startswith("provider-"))


def test_a_checksum_that_does_not_hold_lowers_the_confidence() -> None:
    """A GitHub token that was cut or made up is marked, and still moves."""
    token = checked("gh" + "p_")
    wrong = token[:-1] + ("a" if token[-1] != "a" else "b")
    assert judge("X", token).confidence is Confidence.HIGH
    assert (judge("X", wrong).secret, judge("X", wrong).confidence) == (True, Confidence.MEDIUM)
