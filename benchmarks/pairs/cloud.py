"""Cloud providers, object stores, edge networks and platform services."""

from .row import Row, config, secret
from .values import Values, b64_text, compact


def rows(v: Values) -> list[Row]:
    """Return the labelled rows of this topic."""
    return [
        secret("BACKUP_AWS_SECRET_KEY", v.aws_secret(), "aws-secret-key"),
        secret("BACKUP_AWS_KEY_ID", v.aws_id(), "aws-access-key-id", "debatable: identifier half of a key pair"),
        config("LEGACY_AWS_KEY_ID", "AK" + "IAI44QH8DHB" + "EXAMPLE", "placeholder", "AWS documentation example"),
        secret("STS_TOKEN", "IQoJb3Jp" + "Z2luX2Vj" + v.b64(300), "aws-session-token"),
        secret("R53_UPDATER", f"{v.aws_id()}:{v.aws_secret()}", "neutral-name"),
        config("AWS_ROLE_ARN", "arn:aws:iam::445566778899:role/token-vending", "arn"),
        config("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials", "endpoint-url"),
        config("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/var/run/secrets/pods.eks.amazonaws.com/token", "file-path"),
        config("AWS_KMS_SIGNING_KEY_ID", "mrk-" + v.hex(32), "kms-id"),
        config("AWS_ACM_CERT_ARN", f"arn:aws:acm:eu-west-1:445566778899:certificate/{v.uuid()}", "arn"),
        config("COGNITO_APP_CLIENT", v.lower(26), "client-id"),
        secret("COGNITO_APP_CLIENT_SECRET", v.lower(51), "oauth-client-secret"),
        secret("RDS_IAM_FALLBACK_PASSWORD", v.strong(24), "strong-password"),
        config("RDS_CA_BUNDLE", v.pem("CERTIFICATE", 780), "public-key"),
        config("MEMORYDB_USER_ARN", "arn:aws:memorydb:eu-west-1:445566778899:user/auth-token-svc", "arn"),
        secret("AZURE_STORAGE_KEY", v.b64(64), "random-key"),
        secret(
            "INVOICE_CONTAINER",
            f"https://kite.blob.core.windows.net/inv?sp=racw&st=2024-07-01&se=2029-07-01&spr=https&sv=2022-11-02&sr=c&sig={v.b64url(32)}%3D",
            "sas-url",
        ),
        secret(
            "BLOB_QUERY", f"?sv=2022-11-02&ss=b&srt=co&sp=rl&se=2030-01-01T00:00:00Z&sig={v.b64url(32)}%3D", "sas-url"
        ),
        config("BLOB_ENDPOINT", "https://kite.blob.core.windows.net/inv?restype=container&comp=list", "endpoint-url"),
        config("AZURE_KEYVAULT_URI", "https://kite-prod.vault.azure.net/", "endpoint-url"),
        config("AZURE_FEDERATED_TOKEN_FILE", "/var/run/secrets/azure/tokens/azure-identity-token", "file-path"),
        config("AZURE_SUBSCRIPTION", v.uuid(), "uuid-id"),
        secret("ARM_CLIENT_SECRET", v.alnum(3) + "8Q~" + v.alnum(34), "azure-client-secret"),
        secret("AZURE_DEVOPS_PAT", v.alnum(76) + "AZ" + "DO" + v.alnum(4), "provider-token"),
        secret(
            "GCP_SA_KEY",
            compact(
                {
                    "type": "service_account",
                    "project_id": "kite-1",
                    "private_key": v.pem("PRIVATE" + " KEY", newline="\n"),
                }
            ),
            "service-account-json",
        ),
        config(
            "GCP_WIF_CONFIG",
            compact(
                {
                    "type": "external_account",
                    "audience": "//iam.googleapis.com/projects/7/x",
                    "token_url": "https://sts.googleapis.com/v1/token",
                }
            ),
            "json-config",
        ),
        config("GOOGLE_KMS_KEY", "projects/kite-1/locations/eu/keyRings/app/cryptoKeys/pii", "kms-id"),
        secret("GOOGLE_MAPS_SERVER", "AI" + "za" + v.b64url(26), "provider-token"),
        config("VITE_MAPS_KEY", "AI" + "za" + v.b64url(26), "publishable-key", "debatable: shipped to browsers"),
        secret("GCS_HMAC_SECRET", v.b64(30), "random-key"),
        secret("CF_API_KEY", v.hex(37), "provider-token", "Cloudflare global key"),
        secret("CF_ORIGIN_CA_KEY", "v1" + ".0-" + v.hex(24) + "-" + v.hex(146), "provider-token"),
        secret("TUNNEL_TOKEN", b64_text(compact({"a": v.hex(32), "t": v.uuid(), "s": v.b64(32)})), "base64-json"),
        config("CF_ACCESS_AUD", v.hex(64), "client-id", "audience tag"),
        secret("CF_ACCESS_CLIENT_SECRET", v.hex(64), "oauth-client-secret"),
        config("CF_ACCESS_CLIENT_ID", v.hex(32) + ".access", "client-id"),
        secret("TURNSTILE_SECRET", "0x4AAAAAAA" + v.b64url(19)[:25], "provider-token"),
        secret("R2_SECRET", v.hex(64), "random-key"),
        secret("MINIO_SECRET_KEY", "minioadmin", "weak-password", "debatable: product default, live"),
        config("MINIO_KMS_KES_KEY_NAME", "minio-default-key", "kms-id"),
        config("MINIO_IDENTITY_OPENID_CLAIM_NAME", "policy", "header-name"),
        secret("MINIO_KMS_SECRET_KEY", f"minio-key:{v.b64(32)}", "encryption-key"),
        secret("DIGITALOCEAN_ACCESS_TOKEN", "do" + "p_v1_" + v.hex(64), "provider-token"),
        secret("HCLOUD_TOKEN", v.alnum(64), "provider-token"),
        secret("FLY_DEPLOY", "Fly" + "V1 fm2_" + v.b64(120), "neutral-name"),
        secret("SCW_SECRET_KEY", v.uuid(), "provider-token"),
        secret("OVH_CONSUMER_KEY", v.hex(32), "provider-token"),
        secret("NETLIFY_AUTH_TOKEN", "nf" + "p_" + v.alnum(36), "provider-token"),
        secret("FASTLY_API_TOKEN", v.b64url(24), "provider-token"),
        secret("TS_AUTHKEY", "tskey" + "-auth-" + v.alnum(17) + "-" + v.alnum(32), "provider-token"),
        secret("NGROK_AUTHTOKEN", "2" + v.alnum(26) + "_" + v.alnum(21), "provider-token"),
        secret("DOPPLER_TOKEN", "dp" + ".st.prd." + v.alnum(43), "provider-token"),
        secret("OP_CONNECT_TOKEN", v.jwt({"1password.com/auuid": v.base32(26), "sub": v.base32(26)}), "jwt"),
        secret("CONSUL_HTTP_TOKEN", v.uuid(), "random-key"),
        secret("CONSUL_GOSSIP", v.b64(32), "high-entropy-neutral"),
        config("CONSUL_HTTP_TOKEN_FILE", "/consul/token", "file-path"),
        secret("PLANETSCALE_SERVICE_TOKEN", "pscale" + "_tkn_" + v.b64url(32), "provider-token"),
        secret("WG_PRIVATE", v.b64(32), "private-key"),
        config("WG_PEER_PUBLICKEY", v.b64(32), "public-key"),
        secret("WG_PSK", v.b64(32), "encryption-key"),
    ]
