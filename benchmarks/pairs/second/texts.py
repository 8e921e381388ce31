"""Credentials inside bigger texts and other languages' names, each with its harmless neighbours."""

from benchmarks.pairs.row import Row, config, secret
from benchmarks.pairs.values import Values, b64_text, compact


def rows(v: Values) -> list[Row]:
    """Return the labelled rows of this topic."""
    lang = "non-english-name"
    host = {"host": "pg.pine.internal", "port": 5432}
    return [
        secret(
            "STORE_JSON", compact({"primary": {**host, "auth": {"user": "a", "pass": "Tannenzapfen"}}}), "nested-json"
        ),
        config(
            "STORE_SHAPE", compact({"primary": {**host, "auth": {"user": "a", "passFrom": "vault"}}}), "json-config"
        ),
        config(
            "STORE_REF",
            compact({**host, "passwordSecretArn": "arn:aws:secretsmanager:eu-west-1:1:secret:x"}),
            "json-config",
        ),
        config(
            "LIMITS_JSON", compact({"tokens": {"input": 8000, "output": 2000}, "passwordLength": 12}), "json-config"
        ),
        config(
            "I18N_JSON",
            compact({"password": "Passwort", "forgot_password": "Passwort vergessen?"}),
            "json-config",
            "labels of a form",
        ),
        config("OPENAPI_AUTH", compact({"type": "apiKey", "in": "header", "name": "X-Pine-Key"}), "json-config"),
        secret("CLIENTS_YAML", f"clients:\n  - id: web\n    secret: {v.alnum(24)}\n", "nested-yaml"),
        config("CLIENTS_PUBLIC_YAML", "clients:\n  - id: web\n    pkce: true\n    token_ttl: 300\n", "plain"),
        secret("ALERTMANAGER_YAML", f"global:\n  slack_api_url: {v.slack_hook()}\n", "nested-yaml"),
        secret("PIPCONF", f"[global]\nindex-url = https://ci:{v.alnum(18)}@pypi.pine.internal/simple\n", "nested-ini"),
        config("PIPCONF_PUBLIC", "[global]\nindex-url = https://pypi.org/simple\ntimeout = 60\n", "plain"),
        secret("NETRC_TEXT", f"machine git.pine.internal login ci password {v.alnum(20)}", "netrc"),
        secret(
            "YARNRC_YML", f"npmRegistries:\n  //npm.pine.internal:\n    npmAuthToken: {v.alnum(32)}\n", "nested-yaml"
        ),
        secret("GH_NPMRC", f"//npm.pkg.github.com/:_authToken={v.checked('ghp_')}", "npmrc"),
        secret(
            "M2_SETTINGS",
            f"<server><id>pine</id><username>ci</username><password>{v.alnum(14)}</password></server>",
            "nested-xml",
        ),
        config("M2_MIRRORS", "<mirror><id>pine</id><url>https://maven.pine.internal</url></mirror>", "plain"),
        secret("NUGET_CONF", f'<add key="ClearTextPassword" value="{v.alnum(20)}" />', "nested-xml"),
        secret("GRADLE_PROPS", f"mavenUser=ci\nmavenPassword={v.alnum(16)}\norg.gradle.caching=true", "nested-ini"),
        secret(
            "COMPOSER_AUTH_JSON",
            compact({"http-basic": {"repo.pine.internal": {"username": "ci", "password": v.alnum(20)}}}),
            "nested-json",
        ),
        secret(
            "DOCKER_CFG_B64",
            b64_text(compact({"auths": {"r.pine.internal": {"auth": b64_text("ci:" + v.alnum(20))}}})),
            "base64-json",
        ),
        secret("VALUES_B64", b64_text(f"redis:\n  auth:\n    password: {v.alnum(16)}\n"), "base64-yaml"),
        config("VALUES_PLAIN_B64", b64_text("redis:\n  replicas: 2\n  persistence: false\n"), "base64-config"),
        secret("CONN_B64", b64_text(f"postgres://app:{v.alnum(14)}@pg.internal/app"), "base64-url"),
        config("BANNER_B64", b64_text("Welcome to Pine. Keep your password to yourself."), "base64-config"),
        secret(
            "FIREBASE_ADMIN",
            compact(
                {
                    "type": "service_account",
                    "project_id": "pine",
                    "private_key": v.pem("PRIVATE KEY", 1190, "\n"),
                    "client_email": "a@pine.iam.gserviceaccount.com",
                }
            ),
            "service-account-json",
        ),
        secret("BACKUP_ARGS", f"mysqldump --single-transaction --password={v.alnum(12)} shop", "embedded-args"),
        secret("MONGOSH_CMD", f"mongosh mongodb://root:{v.alnum(12)}@mongo/admin --eval 'db.stats()'", "embedded-args"),
        secret(
            "PROBE_CMD", f"curl -fsS -H 'Authorization: Bearer {v.alnum(40)}' http://localhost/health", "embedded-args"
        ),
        secret("WGET_FLAGS", f"--http-user=bot --http-password={v.alnum(12)} -q", "embedded-args"),
        secret("LDAPSEARCH_ARGS", f"-x -D cn=ro,dc=pine -w {v.alnum(12)} -b dc=pine", "embedded-args"),
        secret("SSHPASS_CMD", f"sshpass -p {v.alnum(12)} ssh ops@edge.pine.internal", "embedded-args"),
        secret("SPARK_SUBMIT_OPTS", f"-Dspark.ssl.keyPassword={v.alnum(12)} -Dspark.ui.enabled=false", "embedded-args"),
        config("VAULT_AGENT_ARGS", "agent -config=/etc/vault.hcl -exit-after-auth", "plain"),
        config("PROBE_SAFE_CMD", "curl -fsS -H 'Accept: application/json' http://localhost/health", "plain"),
        config("HELM_FLAGS", "--set auth.existingSecret=redis-auth --set auth.enabled=true", "secret-ref"),
        config("RUN_CMD", "node server.js --token-file=/run/secrets/token", "file-path"),
        secret("TRACE_HEADERS", f"x-honeycomb-team={v.alnum(32)},x-honeycomb-dataset=web", "header"),
        config("TRACE_HEADERS_PUBLIC", "x-scope-orgid=pine,x-env=prod", "header-plain"),
        secret("FEED_AUTH", f"X-Feed-Token: {v.hex(40)}", "header"),
        secret("SCRAPE_COOKIE", f"PHPSESSID={v.lower(26)}; lang=de", "cookie"),
        secret(
            "WEBHOOK_FLOW",
            f"https://prod-11.westeurope.logic.azure.com:443/workflows/{v.hex(32)}/triggers/manual/paths/invoke"
            f"?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig={v.b64url(32)}",
            "webhook-url",
        ),
        secret(
            "CHAT_ROOM",
            f"https://chat.googleapis.com/v1/spaces/AAAA{v.alnum(7)}/messages?key=AIza{v.b64url(27)[:35]}"
            f"&token={v.b64url(32)}",
            "webhook-url",
        ),
        secret("MATTERMOST_HOOK", f"https://chat.pine.internal/hooks/{v.lower(26)}", "webhook-url"),
        config("HOOK_RECEIVER", "https://api.pine.example/hooks/stripe", "endpoint-url"),
        secret(
            "BLOB_CONTAINER_URL",
            f"https://pine.blob.core.windows.net/raw?sv=2022-11-02&se=2030-01-01&sr=c&sp=rl&sig={v.quoted(40)}",
            "sas-url",
        ),
        secret("QUICKNODE_ENDPOINT", f"https://odd-fox.quiknode.pro/{v.hex(40)}/", "capability-url"),
        secret("IFTTT", f"https://maker.ifttt.com/trigger/door/with/key/{v.b64url(32)}", "capability-url"),
        secret(
            "GITLAB_FEED_URL",
            f"https://git.pine.internal/dashboard/issues.atom?feed_token=glft-{v.b64url(15)}",
            "neutral-name",
        ),
        config("MAP_TILES", "https://tile.openstreetmap.org/{z}/{x}/{y}.png", "url-template"),
        config("SEARCH_URL", "https://www.pine.example/search?q=password+reset&page=2", "endpoint-url"),
        secret("ADGANGSKODE_SMTP", "Rugbroed7", lang, "Danish"),
        secret("LOSENORD_ARKIV", "sommarlov", lang, "Swedish"),
        secret("WACHTWOORD_BEHEER", "stroopwafel", lang, "Dutch"),
        secret("BAZA_HASLO", v.alnum(12), lang, "Polish"),
        secret("HESLO_K_DATABAZI", "knedlik", lang, "Czech"),
        secret("PAROLA_SMTP", v.alnum(10), lang, "Turkish, Romanian"),
        secret("CHIAVE_SEGRETA", v.b64(32), lang, "Italian"),
        secret("SENHA_DO_ADMIN", "feijoada", lang, "Portuguese"),
        secret("CLAVE_SECRETA_PAGOS", v.hex(40), lang, "Spanish"),
        secret("CLE_API_METEO", v.hex(32), lang, "French"),
        secret("MOTDEPASSE_LDAP", "baguette", lang, "French"),
        secret("KENNWORT_DRUCKER", "toner", lang, "German"),
        secret("ZUGANGSDATEN_FTP", f"lager:{v.alnum(10)}", lang, "German"),
        secret("SALASANA_TIETOKANTA", "sauna100", lang, "Finnish"),
        secret("JELSZO", "paprika", lang, "Hungarian"),
        secret("密码_数据库", "mima2020", lang, "Chinese"),
        config("DURATA_TOKEN_ORE", "12", "policy-number", "Italian: hours"),
        config("CHIAVE_ESTERNA", "id_cliente", "header-name", "Italian: foreign key"),
        config("LONGITUD_CLAVE", "24", "policy-number", "Spanish"),
        config("ARCHIVO_CLAVES", "/etc/pine/claves.ini", "file-path", "Spanish"),
        config("CLE_DE_TRI", "date_creation", "header-name", "French: sort key"),
        config("SCHLUESSELDATEI", "/etc/pine/server.key", "file-path", "German"),
        config("PASSWORT_ABLAUF_TAGE", "90", "policy-number", "German"),
        config("TOKEN_GUELTIGKEIT", "15m", "policy-number", "German"),
        config("KLUCZ_GLOWNY_KOLUMNA", "id", "header-name", "Polish"),
        secret("SERVICE_ACCOUNT_PIN", "7714", "pin"),
        secret("DOOR_CODE", "4471#", "pin"),
        secret("SIM_CARD_PUK", v.digits(8), "pin"),
        secret("PARTNER_LOGIN", f"pine@partner.example:{v.alnum(12)}", "basic-auth"),
        secret("NIGHTLY_RUNNER", v.b64(36), "high-entropy-neutral"),
        secret("FERNET_KEYS", f"{v.fernet()},{v.fernet()}", "encryption-key"),
        secret(
            "JWE_PRIVATE",
            compact({"kty": "EC", "crv": "P-256", "x": v.b64url(32), "y": v.b64url(32), "d": v.b64url(32)}),
            "jwk",
        ),
        config(
            "JWE_PUBLIC", compact({"kty": "EC", "crv": "P-256", "x": v.b64url(32), "y": v.b64url(32)}), "public-key"
        ),
        secret("BOT_SSH_ID", v.pem("OPENSSH PRIVATE KEY", 400, "\n"), "private-key"),
        secret("TLS_BUNDLE_PEM", v.pem("CERTIFICATE", 500, "\n") + v.pem("PRIVATE KEY", 600, "\n"), "private-key"),
        secret("PG_VERIFIER", v.scram(), "password-hash"),
        secret("ADMIN_LINE", f"admin:$apr1${v.alnum(8)}${v.alnum(22)}", "htpasswd-hash"),
    ]
