"""Brokers, chat, SMS and push."""

from .row import Row, config, secret
from .values import Values, b64_text, compact


def rows(v: Values) -> list[Row]:
    """Return the labelled rows of this topic."""
    scram = "org.apache.kafka.common.security.scram.ScramLoginModule"
    oauth = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule"
    return [
        secret("RABBITMQ_PASSWORD", "bunny", "weak-password"),
        secret("RABBITMQ_MANAGEMENT_URI", f"http://monitor:{v.alnum(12)}@rabbit:15672/api", "conn-url-password"),
        config("RABBITMQ_CONSUMER_ROUTING_KEY", "secret.rotated.#", "header-name"),
        secret(
            "RABBITMQ_DEFINITIONS", compact({"users": [{"name": "app", "password_hash": v.b64(36)}]}), "nested-json"
        ),
        secret("KAFKA_OPTS_SASL", f'{scram} required username="etl" password="{v.alnum(24)}";', "conn-string-kv"),
        config("KAFKA_SASL_OAUTH_JAAS", f"{oauth} required;", "algorithm", "JAAS line without a value"),
        config("KAFKA_MSK_IAM_JAAS", "software.amazon.msk.auth.iam.IAMLoginModule required;", "algorithm"),
        config(
            "KAFKA_BROKERS_SASL",
            "b-1.kite.kafka.eu-west-1.amazonaws.com:9096,b-2.kite.kafka.eu-west-1.amazonaws.com:9096",
            "url-no-cred",
        ),
        config("KAFKA_SASL_MECHANISM", "SCRAM-SHA-512", "algorithm"),
        config("KAFKA_MESSAGE_KEY_FIELD", "customerId", "header-name"),
        config("KAFKA_SSL_KEYSTORE_LOCATION", "/etc/kafka/keystore.p12", "file-path"),
        secret("KAFKA_SSL_KEYSTORE_PASSWORD", "confluent", "weak-password"),
        secret("KAFKA_SSL_KEY_PEM", v.pem("PRIVATE" + " KEY"), "private-key"),
        secret("KAFKA_SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO", f"{v.upper(16)}:{v.b64(48)}", "basic-auth"),
        config("KAFKA_SCHEMA_REGISTRY_BASIC_AUTH_CREDENTIALS_SOURCE", "USER_INFO", "algorithm"),
        secret("CONNECT_SASL_PASSWORD", v.b64(48), "strong-password"),
        secret("NATS_URL", "nats://orders:T0pS3cret@nats:4222", "conn-url-password"),
        secret("NATS_NKEY_SEED", "SU" + v.base32(56), "private-key"),
        config("NATS_NKEY_PUBLIC", "U" + v.base32(55), "public-key"),
        config("NATS_CREDS_FILE", "/nats/creds/orders.creds", "file-path"),
        secret("MQTT_PASSWORD", "mosquitto", "weak-password"),
        secret("MOSQUITTO_PASSWD_LINE", f"sensor:$7$101${v.b64(12)}${v.b64(64)}", "password-hash"),
        config("MQTT_CLIENT_ID", "gateway-" + v.hex(8), "client-id"),
        config("MQTT_TOPIC_KEYS", "devices/+/keys/rotated", "header-name"),
        secret("PUSHER_SECRET", v.hex(20), "provider-token"),
        config("PUSHER_KEY", v.hex(20), "publishable-key", "public half of the pair"),
        secret("ABLY_KEY", v.alnum(6) + "." + v.alnum(6) + ":" + v.b64url(32), "provider-token"),
        secret("TWILIO_API_SECRET", v.alnum(32), "provider-token"),
        config("TWILIO_API_KEY_SID", "S" + "K" + v.hex(32), "client-id", "name of the key, not the key"),
        config("TWILIO_VERIFY_SERVICE", "VA" + v.hex(32), "client-id"),
        secret("VONAGE_API_SECRET", v.alnum(16), "provider-token"),
        config("VONAGE_APPLICATION_ID", v.uuid(), "client-id"),
        secret("VONAGE_PRIVATE_KEY64", v.der("PRIVATE", 1190), "private-key", "body without the armour"),
        secret(
            "SLACK_APP_TOKEN", "xa" + "pp-1-A0" + v.upper(9) + "-" + v.digits(13) + "-" + v.hex(64), "provider-token"
        ),
        secret("SLACK_SIGNING_SECRET", v.hex(32), "webhook-secret"),
        secret("SLACK_TRIGGER", v.slack_hook("triggers"), "webhook-url"),
        config("SLACK_TOKEN_ROTATION", "enabled", "flag"),
        config("SLACK_VERIFICATION_TOKEN_DEPRECATED", "true", "flag"),
        secret("TG_BOT", v.digits(10) + ":AA" + v.b64url(25)[:33], "neutral-name"),
        config("TELEGRAM_CHAT_ID", "-100" + v.digits(10), "uuid-id"),
        secret(
            "DISCORD_BOT",
            b64_text(v.digits(19)).rstrip("=") + "." + v.alnum(6) + "." + v.b64url(28)[:38],
            "provider-token",
        ),
        config("DISCORD_PUBLIC_KEY", v.hex(64), "public-key"),
        secret(
            "ROOM_NOTIFY",
            f"https://chat.googleapis.com/v1/spaces/AAAA{v.b64url(5)}/messages?key=AIza{v.b64url(26)}&token={v.b64url(32)}",
            "webhook-url",
        ),
        secret("OPS_CARD_TARGET", f"https://discord.com/api/webhooks/{v.digits(19)}/{v.b64url(51)}", "webhook-url"),
        secret(
            "TEAMS_FLOW",
            f"https://prod-12.westeurope.logic.azure.com/workflows/{v.hex(32)}/triggers/manual/paths/invoke?sp=%2Ftriggers&sv=1.0&sig={v.b64url(32)}",
            "webhook-url",
        ),
        secret(
            "ZAP_CATCH",
            f"https://hooks.zapier.com/hooks/catch/{v.digits(7)}/{v.lower(7)}/",
            "capability-url",
            "debatable: no known provider guarantee",
        ),
        config("INCOMING_WEBHOOK_PATH", "/hooks/slack/events", "plain"),
        secret("LINE_CHANNEL_ACCESS_TOKEN", v.b64(129), "provider-token"),
        secret("MATTERMOST_BOT_TOKEN", v.lower(26), "provider-token"),
        secret("MATRIX_AS_TOKEN", "sy" + "t_" + v.b64url(9) + "_" + v.alnum(20) + "_" + v.alnum(6), "provider-token"),
        secret("SYNAPSE_MACAROON", v.alnum(50), "framework-key"),
        secret("ONESIGNAL_REST_API_KEY", "os_" + "v2_app_" + v.base32(103).lower(), "provider-token"),
        config("ONESIGNAL_APP_ID", v.uuid(), "client-id"),
        secret("APNS_AUTH_KEY", v.pem("PRIVATE" + " KEY", 102, head="EC PKCS8"), "private-key"),
        config("APNS_KEY_ID", v.upper(10), "client-id"),
        config("APNS_TEAM_ID", v.upper(10), "client-id"),
        config("WEB_PUSH_APPLICATION_SERVER_KEY", "B" + v.b64url(64), "public-key"),
        secret("SMPP_PWD", "smsgw01", "weak-password"),
        secret("COTURN_STATIC_AUTH_SECRET", v.hex(64), "random-key"),
        config("TURN_CREDENTIAL_TTL", "86400", "policy-number"),
    ]
