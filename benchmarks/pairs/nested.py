"""Credentials and harmless look-alikes inside bigger texts: JSON, YAML, base64, flags, headers, cookies, URLs."""

from .row import Row, config, secret
from .values import BECH32, Values, b64_text, compact


def rows(v: Values) -> list[Row]:
    """Return the labelled rows of this topic."""
    java = "-Djavax.net.ssl."
    cdn = "https://cdn.nordwind.example/dl/report.zip"
    database = {"host": "db.lumen.internal", "user": "svc", "port": 5432}
    return [
        secret("SVC_CONFIG_JSON", compact({"db": {**database, "password": "Murmeltier"}}), "nested-json"),
        config("SVC_DEFAULTS_JSON", compact({"db": {**database, "passwordFile": "/run/secrets/db"}}), "json-config"),
        config(
            "SVC_REFS_JSON",
            compact({"db": {**database, "password": "${DB_PASSWORD}"}}),
            "json-config",
            "template inside",
        ),
        secret("PARTNER_ENDPOINTS", compact([{"url": "https://a.example", "key": v.alnum(32)}]), "nested-json"),
        config("PARTNER_LIMITS", compact([{"name": "a", "keyCount": 4, "tokensPerMinute": 600}]), "json-config"),
        config("PASSWORD_POLICY", compact({"minLength": 14, "symbols": True, "history": 5}), "json-config"),
        config(
            "FORM_SCHEMA",
            compact({"fields": [{"name": "password", "type": "password", "required": True}]}),
            "json-config",
        ),
        secret("APP_YAML", f"mail:\n  host: smtp\n  user: app\n  password: {v.alnum(14)}\nworkers: 3\n", "nested-yaml"),
        secret(
            "RCLONE_INI",
            f"[s3]\ntype = s3\naccess_key_id = {v.aws_id()}\nsecret_access_key = {v.aws_secret()}\n",
            "nested-ini",
        ),
        config("RCLONE_ENV_AUTH_INI", "[s3]\ntype = s3\nenv_auth = true\nregion = eu-west-1\n", "plain"),
        config("LOGBACK_YAML", "logger:\n  level: info\n  mask: [password, secret]\n", "plain"),
        secret("DOTENV_INLINE", f"DB_HOST=db\nDB_USER=svc\nDB_PASSWORD={v.strong(12)}\n", "nested-env"),
        secret(
            "KUBECONFIG_B64", b64_text(f"apiVersion: v1\nusers:\n- user:\n    token: {v.alnum(40)}\n"), "base64-yaml"
        ),
        secret("SETTINGS_BLOB", b64_text(compact({**database, "password": v.alnum(16)})), "base64-json"),
        secret("ENV_FILE_B64", b64_text(f"PORT=80\nSESSION_SECRET={v.alnum(32)}\n"), "base64-env"),
        secret(
            "DOCKERCONFIGJSON_B64",
            b64_text(compact({"auths": {"ghcr.io": {"auth": b64_text(f"bot:{v.alnum(24)}")}}})),
            "base64-json",
        ),
        secret(
            "CLIENT_KEY_DATA",
            b64_text(v.pem("EC PRIVATE" + " KEY", 110, "\n")),
            "private-key",
            "base64 of PEM, as in a kubeconfig",
        ),
        config("CLIENT_CERT_DATA", b64_text(v.pem("CERTIFICATE", 500, "\n")), "public-key", "base64 of a certificate"),
        config(
            "NGINX_SNIPPET_B64", b64_text("location /login { limit_req zone=password burst=5; }\n"), "base64-config"
        ),
        config("UI_FLAGS_B64", b64_text(compact({"passwordless": True, "tokenPreview": False})), "base64-config"),
        secret(
            "PULL_AUTHS",
            compact({"auths": {"registry.kite.local": {"username": "pull", "password": v.hex(32)}}}),
            "docker-auth",
        ),
        config(
            "PULL_HELPER",
            compact({"credHelpers": {"445566778899.dkr.ecr.eu-west-1.amazonaws.com": "ecr-login"}}),
            "json-config",
        ),
        secret("TOMCAT_OPTS", f"-Xmx1g {java}keyStore=/ks.p12 {java}keyStorePassword={v.alnum(12)}", "embedded-args"),
        config(
            "CATALINA_OPTS",
            f"-Xmx1g {java}trustStore=/ks.p12 -Dcom.sun.management.jmxremote.authenticate=false",
            "plain",
        ),
        config("KEYCLOAK_EXTRA_ARGS", "--spi-password-hashing-default=argon2 --hostname-strict=false", "plain"),
        secret("JAVA_TOOL_OPTIONS", f"-XX:MaxRAMPercentage=75 -Dmail.smtp.password={v.alnum(10)}", "embedded-args"),
        secret("MONGODUMP_FLAGS", "--username backup --password Winter_is_here --gzip", "embedded-args"),
        secret("CURL_OPTS", f"-sS -u reporter:{v.alnum(14)} --retry 3", "embedded-args"),
        secret("MYSQL_CLI_FLAGS", f"-h db -u root -p{v.alnum(12)} --ssl-mode=REQUIRED", "embedded-args"),
        config(
            "MYSQLD_EXTRA_FLAGS", "--default-authentication-plugin=caching_sha2_password --skip-name-resolve", "plain"
        ),
        config("PSQL_FLAGS", "--no-password --set=ON_ERROR_STOP=1", "plain"),
        secret("STARTUP_CMD", f"redis-server --requirepass {v.alnum(20)} --maxmemory 256mb", "embedded-args"),
        config("PRESTART_CMD", "aws ssm get-parameter --name /lumen/db/password --with-decryption", "secret-ref"),
        secret("UPSTREAM_HEADER", f"X-Api-Key: {v.alnum(36)}", "header"),
        secret("CRAWLER_HEADERS", compact({"Authorization": f"Token {v.hex(40)}", "Accept": "text/html"}), "header"),
        config("CRAWLER_DEFAULT_HEADERS", compact({"Accept": "text/html", "X-Token-Type": "none"}), "json-config"),
        secret("ORIGIN_VERIFY", f"x-origin-verify={v.alnum(24)}", "header"),
        secret("SCRAPER_COOKIE", f"sessionid={v.lower(32)}; csrftoken={v.alnum(32)}", "cookie"),
        config("COOKIE_ATTRIBUTES", "Path=/; HttpOnly; Secure; SameSite=Lax", "plain"),
        secret("HEALTH_BASIC", f"Basic {b64_text('probe:' + v.alnum(12))}", "basic-auth"),
        secret("ADMIN_CREDS", "admin:Kaffee&Kuchen", "basic-auth"),
        secret("STATUS_PAGE_LOGINS", f"ops:{v.alnum(10)};dev:{v.alnum(10)}", "basic-auth"),
        config("HOST_PORT", "gateway:8443", "plain"),
        config("IMAGE_REF", "lumen/secret-sync:2.11.0", "plain"),
        secret(
            "EXPORT_LINK",
            f"https://kite.s3.amazonaws.com/e.csv?AWSAccessKeyId={v.aws_id()}&Expires=1999999999&Signature={v.quoted(28)}",
            "signed-url",
            "debatable: pre-signed URL",
        ),
        secret(
            "CDN_DOWNLOAD",
            f"{cdn}?Expires=1999999999&Signature={v.b64url(256)}&Key-Pair-Id=K{v.upper(13)}",
            "signed-url",
            "debatable: signed URL",
        ),
        secret(
            "CAL_FEED",
            f"https://calendar.google.com/calendar/ical/team%40kite.example/private-{v.hex(32)}/basic.ics",
            "capability-url",
        ),
        config(
            "CAL_HOLIDAYS",
            "https://calendar.google.com/calendar/ical/en.swiss%23holiday%40group.v.calendar.google.com/public/basic.ics",
            "url-no-cred",
        ),
        secret("ETH_RPC", f"https://eth-mainnet.g.alchemy.com/v2/{v.b64url(24)}", "capability-url"),
        secret("CHAIN_WS", f"wss://mainnet.infura.io/ws/v3/{v.hex(32)}", "capability-url"),
        config("CHAIN_PUBLIC_RPC", "https://cloudflare-eth.com/v1/mainnet", "url-no-cred"),
        secret("RATES_SOURCE", f"https://rates.example/latest.json?access_key={v.hex(32)}&base=CHF", "neutral-name"),
        config("RATES_DOCS", "https://rates.example/docs?section=access_key&lang=en", "endpoint-url"),
        config(
            "LOGIN_REDIRECT", "https://app.lumen.example/cb?response_type=code&state=static&prompt=none", "endpoint-url"
        ),
        secret("PHP_INI_SNIPPET", f'session.save_path = "tcp://redis:6379?auth={v.alnum(24)}"', "nested-code"),
        secret("RUBY_CREDS", f"{{:user => 'svc', :password => '{v.alnum(12)}'}}", "nested-code"),
        secret("XML_BEAN", f'<property name="password" value="{v.alnum(12)}"/>', "nested-xml"),
        config("XML_FEATURES", '<feature name="password-reset" enabled="true"/>', "plain"),
        secret("PGP_EXPORT", v.pgp("PRIVATE" + " KEY BLOCK"), "pgp-key"),
        config("PGP_RECIPIENT", v.pgp("PUBLIC" + " KEY BLOCK"), "public-key"),
        config("PGP_KEY_FINGERPRINT", v.hex(40).upper(), "digest"),
        secret("AGE_IDENTITY", "AGE-" + "SECRET-KEY-1" + v.chars(BECH32.upper(), 58), "private-key"),
        secret(
            "PUTTY_PPK",
            f"PuTTY-User-Key-File-3: ssh-ed25519\\nEncryption: none\\nPrivate-Lines: 1\\n{v.b64(36)}",
            "private-key",
        ),
        secret("DEPLOY_IDENTITY", v.pem("OPENSSH PRIVATE" + " KEY", 380), "private-key"),
        secret("CODESIGN_P12", "MIIKS" + v.b64(1500)[5:], "private-key", "base64 of a PKCS#12 bundle"),
        secret("WALLET_BACKUP", v.phrase(24), "seed-phrase"),
    ]
