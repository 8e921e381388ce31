"""Metrics, logs, traces and alerting."""

from .row import Row, config, secret
from .values import LETTERS, Values, b64_text, b64url_json, compact


def rows(v: Values) -> list[Row]:
    """Return the labelled rows of this topic."""
    sentry_region, sentry_token = "https://de.sentry.io", "sn" + "trys_"
    return [
        secret(
            "GF_SECURITY_SECRET_KEY",
            "SW2Ycw" + "TIb9zpOO" + "hoPsMm",
            "framework-key",
            "debatable: product default, live",
        ),
        secret("GF_DATABASE_PASSWORD", v.strong(16), "strong-password"),
        secret("GF_AUTH_LDAP_BIND_PASSWORD", "Herbstlaub", "weak-password"),
        config("GF_AUTH_TOKEN_ROTATION_INTERVAL_MINUTES", "10", "policy-number"),
        config("GF_AUTH_LOGIN_COOKIE_NAME", "grafana_session", "header-name"),
        config("GF_AUTH_GENERIC_OAUTH_TOKEN_URL", "https://sso.kite.example/oauth/token", "endpoint-url"),
        config("GF_AUTH_JWT_HEADER_NAME", "X-JWT-Assertion", "header-name"),
        config("GF_SECURITY_ADMIN_PASSWORD__FILE", "/run/secrets/grafana_admin", "file-path"),
        config("GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION", "true", "flag"),
        secret("GRAFANA_SA_TOKEN", "gl" + "sa_" + v.alnum(32) + "_" + v.hex(8), "provider-token"),
        secret(
            "GCLOUD_RW_API_KEY",
            "gl" + "c_" + b64_text(compact({"o": "918273", "n": "alloy-eu", "k": v.alnum(24), "m": {"r": "eu"}})),
            "provider-token",
        ),
        secret("PROMETHEUS_WEB_USERS", f"basic_auth_users:\n  scrape: {v.bcrypt('2y')}\n", "nested-yaml"),
        secret("REMOTE_WRITE_PASSWORD", v.hex(48), "random-key"),
        config("REMOTE_WRITE_PASSWORD_FILE", "/etc/prom/rw-password", "file-path"),
        secret(
            "LOKI_PUSH_URL",
            f"https://418233:{v.alnum(32)}@logs-prod-eu.kite.example/loki/api/v1/push",
            "conn-url-password",
        ),
        config("LOKI_URL", "http://loki:3100/loki/api/v1/push", "url-no-cred"),
        config("LOKI_TENANT_ID", "team-tokens", "client-id"),
        secret("DD_APP_KEY", v.hex(40), "provider-token"),
        config("DD_CLIENT_TOKEN", "pub" + v.hex(32), "publishable-key", "debatable: browser RUM token by design"),
        config(
            "DD_API_KEY_SECRET_ARN",
            f"arn:aws:secretsmanager:eu-west-1:445566778899:secret:dd-{v.alnum(6)}",
            "secret-ref",
        ),
        config("DD_OBFUSCATION_QUERY_STRING_REGEXP", "(?i)(token|api_?key|secret)=[^&]+", "plain"),
        config("DD_TRACE_HEADER_TAGS", "x-api-key-id:key_id,user-agent:ua", "header-name"),
        config("DD_APM_FILTER_TAGS_REJECT", "http.url:/token", "plain"),
        config("DD_GIT_COMMIT_SHA", v.hex(40), "git-sha"),
        config("DD_ENTITY_ID", v.uuid(), "trace-id"),
        secret("NEW_RELIC_USER_KEY", "NR" + "AK-" + v.upper(27), "provider-token"),
        secret("NRIA_LICENSE_KEY", "eu01xx" + v.hex(30) + "NR" + "AL", "provider-token"),
        config(
            "NEW_RELIC_BROWSER_KEY",
            "NR" + "JS-" + v.hex(19),
            "publishable-key",
            "debatable: browser agent key by design",
        ),
        config(
            "NEW_RELIC_ATTRIBUTES_EXCLUDE", "request.headers.authorization,request.parameters.password", "header-name"
        ),
        secret("SPLUNK_HEC_TOKEN", v.uuid(), "provider-token"),
        secret("SPLUNK_PASSWORD", "chang3d!", "weak-password"),
        secret("SPLUNK_PASS4SYMMKEY", v.alnum(24), "encryption-key"),
        secret("SPLUNK_ACCESS_TOKEN", v.b64url(16), "provider-token"),
        secret("HONEYCOMB_API_KEY", "hc" + "aik_" + v.lower(58), "provider-token"),
        config("HONEYCOMB_DATASET", "tokens-api", "plain"),
        secret("OTEL_EXPORTER_OTLP_TRACES_HEADERS", f"api-key={v.hex(36)}NR" + "AL,x-team=checkout", "header"),
        secret(
            "OTEL_EXPORTER_OTLP_METRICS_HEADERS", f"Authorization=Basic%20{b64_text('918273:' + v.alnum(40))}", "header"
        ),
        config("OTEL_EXPORTER_OTLP_LOGS_HEADERS", "x-scope-orgid=payments,x-honeycomb-dataset=secrets", "header-plain"),
        config("OTEL_INSTRUMENTATION_HTTP_CAPTURE_HEADERS_SERVER_REQUEST", "x-api-key-id,x-request-id", "header-name"),
        config("OTEL_RESOURCE_ATTRIBUTES", f"service.name=token-svc,service.instance.id={v.uuid()}", "plain"),
        config("OTEL_EXPORTER_OTLP_CLIENT_KEY", "/etc/otel/client.key", "file-path"),
        config("TRACE_PARENT_SAMPLE", f"00-{v.hex(32)}-{v.hex(16)}-01", "trace-id"),
        config("X_AMZN_TRACE_ID", f"Root=1-{v.hex(8)}-{v.hex(24)};Sampled=1", "trace-id"),
        secret(
            "SENTRY_CLI_TOKEN",
            sentry_token
            + b64url_json({"iat": 1719817200, "region_url": sentry_region, "org": "kite"})
            + "_"
            + v.b64url(32),
            "provider-token",
        ),
        config(
            "SENTRY_FRONTEND_DSN",
            f"https://{v.hex(32)}@o55120.ingest.us.sentry.io/4506",
            "sentry-dsn",
            "debatable: public key only",
        ),
        secret(
            "SENTRY_SYSTEM_SECRET_KEY",
            v.chars("abcdefghijklmnopqrstuvwxyz0123456789!@#%^&*(-_=+)", 50),
            "framework-key",
        ),
        secret("SENTRY_LEGACY_DSN", f"https://{v.hex(32)}:{v.hex(32)}@sentry.kite.local/4", "sentry-dsn-legacy"),
        secret("ELASTIC_APM_SECRET_TOKEN", v.alnum(20), "provider-token"),
        secret("ELASTIC_APM_API_KEY", b64_text(v.b64url(15) + ":" + v.b64url(16)), "provider-token"),
        config("ELASTIC_APM_SANITIZE_FIELD_NAMES", "password,passwd,*secret*,*key,*token*,set-cookie", "header-name"),
        config(
            "ELASTIC_CLOUD_ID", "logs:" + b64_text(f"eu-central-1.aws.cloud.es.io${v.hex(32)}${v.hex(32)}"), "uuid-id"
        ),
        secret("DT_API_TOKEN", "dt" + "0c01." + v.base32(24) + "." + v.base32(64), "provider-token"),
        config("DT_TENANT", v.lower(8), "client-id"),
        secret(
            "LOGZIO_SHIPPING_TOKEN",
            v.chars(LETTERS, 32),
            "provider-token",
        ),
        secret("PAPERTRAIL_API_TOKEN", v.alnum(20), "provider-token"),
        secret("ROLLBAR_ACCESS_TOKEN", v.hex(32), "provider-token"),
        secret(
            "HEALTHCHECKS_PING",
            f"https://hc-ping.com/{v.uuid()}",
            "capability-url",
            "debatable: ping URL, no known guarantee",
        ),
        config("UPTIME_TARGET", f"https://status.kite.example/badge/{v.uuid()}.svg", "endpoint-url"),
        secret("OPSGENIE_API_KEY", v.uuid(), "provider-token"),
        secret("ALERTMANAGER_SLACK", v.slack_hook(), "webhook-url"),
    ]
