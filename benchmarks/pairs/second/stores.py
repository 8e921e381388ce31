"""Databases, caches, queues and their connection strings, as images and client libraries document them."""

from benchmarks.pairs.row import Row, config, secret
from benchmarks.pairs.values import Values


def rows(v: Values) -> list[Row]:
    """Return the labelled rows of this topic."""
    account = "AccountKey="
    return [
        config("COUCHDB_USER", "couch_admin", "username"),
        config("ARANGO_NO_AUTH", "1", "flag"),
        config("DOCKER_INFLUXDB_INIT_BUCKET", "passwords-audit", "plain"),
        secret("CASSANDRA_SUPERUSER_PW", "cassandra", "weak-password", "debatable: product default, live"),
        config("CASSANDRA_PASSWORD_SEEDER", "yes", "flag"),
        config("CASSANDRA_SEEDS", "cass-0.db.internal,cass-1.db.internal", "look-alike"),
        secret("VALKEY_EXTRA_FLAGS", f"--maxmemory-policy allkeys-lru --requirepass {v.alnum(24)}", "embedded-args"),
        secret("KEYDB_MASTERAUTH", v.alnum(20), "random-key"),
        config("REDIS_ACLFILE", "/etc/redis/users.acl", "file-path"),
        secret("REDIS_ACL_RULE", f"user worker on >{v.alnum(16)} ~jobs:* +@all", "embedded-args"),
        secret(
            "IORedis__Connection",
            f"cache.internal:6380,password={v.b64(32)},ssl=True,abortConnect=False",
            "conn-string-kv",
        ),
        config("IORedis__ConnectionLocal", "localhost:6379,ssl=False,abortConnect=False", "url-no-cred"),
        secret("DRAGONFLY_URL", f"rediss://:{v.alnum(24)}@dfly.internal:6380/0", "conn-url-password"),
        config(
            "COCKROACH_CERT_URL",
            "postgresql://roach@crdb.internal:26257/bank?sslcert=/certs/client.crt&sslkey=/certs/client.key",
            "url-user-only",
        ),
        secret(
            "ConnectionStrings__Orders",
            f"Host=pg.internal;Port=5432;Database=orders;Username=orders;Password={v.strong(14)}",
            "conn-string-kv",
        ),
        secret(
            "CONNECTIONSTRINGS__BLOBS",
            f"DefaultEndpointsProtocol=https;AccountName=pine;{account}{v.b64(64)};EndpointSuffix=core.windows.net",
            "azure-conn-string",
        ),
        secret(
            "EVENTHUB_NAMESPACE_CONN",
            f"Endpoint=sb://pine.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccess{'Key='}{v.b64(32)}",
            "azure-conn-string",
        ),
        secret(
            "COSMOS_CONN",
            f"AccountEndpoint=https://pine.documents.azure.com:443/;{account}{v.b64(64)};",
            "azure-conn-string",
        ),
        config("COSMOS_ENDPOINT", "https://pine.documents.azure.com:443/", "endpoint-url"),
        secret(
            "HIKARI_PROPS",
            f"dataSource.user=app\\ndataSource.password={v.alnum(12)}\\ndataSource.portNumber=5432",
            "nested-ini",
        ),
        secret("SPRING_R2DBC_PASSWORD", "Frühling24", "weak-password"),
        secret(
            "spring.data.mongodb.uri",
            f"mongodb+srv://app:{v.alnum(16)}@pine.mongodb.net/app?retryWrites=true",
            "conn-url-password",
        ),
        secret("SPRING_RABBITMQ_PASSWORD", v.alnum(12), "strong-password"),
        config("SPRING_JPA_PROPERTIES_HIBERNATE_DIALECT", "org.hibernate.dialect.PostgreSQLDialect", "plain"),
        config(
            "SPRING_KAFKA_PRODUCER_KEY_SERIALIZER",
            "org.apache.kafka.common.serialization.StringSerializer",
            "algorithm",
        ),
        secret("SPRING_KAFKA_SSL_KEY_STORE_PASSWORD", "changeit", "weak-password", "debatable: default, live"),
        secret(
            "DB2_DSN",
            f"DATABASE=SAMPLE;HOSTNAME=db2.internal;PORT=50000;UID=db2inst1;PWD={v.alnum(10)};",
            "conn-string-kv",
        ),
        secret("DB2INST1_PASSWORD", "db2inst1", "weak-password"),
        secret("GORM_DSN", f"app:{v.alnum(14)}@tcp(mysql.internal:3306)/shop?parseTime=true", "conn-string-kv"),
        config("GORM_DSN_SOCKET", "app@unix(/var/run/mysqld/mysqld.sock)/shop?parseTime=true", "url-user-only"),
        secret(
            "PQ_CONN", f"host=pg.internal user=svc password='{v.alnum(8)} {v.alnum(4)}' dbname=svc", "conn-string-kv"
        ),
        config("PQ_CONN_PEER", "host=/var/run/postgresql user=svc dbname=svc", "url-no-cred"),
        secret("ORACLE_SQLPLUS_LOGIN", f"system/{v.alnum(10)}@//ora.internal:1521/XEPDB1", "conn-url-password"),
        secret("TNS_JDBC", f"jdbc:oracle:thin:pine/{v.alnum(12)}@ora.internal:1521:ORCL", "conn-url-password"),
        config("TNS_JDBC_WALLET", "jdbc:oracle:thin:/@pine_high?TNS_ADMIN=/opt/wallet", "url-no-cred"),
        secret("HANA_JDBC", f"jdbc:sap://hana.internal:30015/?user=APP&password={v.alnum(12)}", "conn-url-password"),
        secret("ECTO_URL", f"ecto://postgres:{v.alnum(18)}@pg.internal/pine_prod", "conn-url-password"),
        secret(
            "CLEARDB_DATABASE_URL",
            f"mysql://b{v.hex(13)}:{v.hex(8)}@eu.cleardb.net/heroku_x?reconnect=true",
            "conn-url-password",
        ),
        secret("STOMP_CONN", f"stomp+ssl://agent:{v.alnum(16)}@mq.internal:61614", "conn-url-password"),
        secret("NATS_SERVER", f"nats://{v.alnum(32)}@nats.internal:4222", "conn-url-password", "token as user"),
        secret("ARTEMIS_PASSWORD", "artemis", "weak-password", "debatable: product default, live"),
        secret("ACTIVEMQ_CONNECTION_PASSWORD", v.alnum(14), "strong-password"),
        config("ACTIVEMQ_WEB_USER", "console", "username"),
        secret("PULSAR_AUTH_PARAMS", f"token:{v.jwt({'sub': 'producer'}, 'RS256')}", "jwt"),
        config("PULSAR_AUTH_PLUGIN", "org.apache.pulsar.client.impl.auth.AuthenticationToken", "algorithm"),
        secret("CONFLUENT_CLOUD_SECRET", v.alnum(64), "provider-token"),
        config("CONFLUENT_CLOUD_KEY", v.upper(16), "client-id", "user half of the pair"),
        secret(
            "CONNECT_SASL_JAAS_CONFIG",
            'org.apache.kafka.common.security.scram.ScramLoginModule required username="connect" '
            f'password="{v.alnum(20)}";',
            "conn-string-kv",
        ),
        config("CONNECT_CONFIG_PROVIDERS_SECRETS_CLASS", "com.pine.kafka.SecretsConfigProvider", "algorithm"),
        secret("QDRANT_CLOUD_JWT", v.jwt({"access": "m"}), "jwt"),
        secret("SCYLLA_CQLSH_ARGS", f"-u scylla -p {v.alnum(10)} --ssl", "embedded-args"),
        secret("ETCDCTL_USER", f"root:{v.alnum(12)}", "basic-auth"),
        config("ETCDCTL_ENDPOINTS", "https://etcd-0.internal:2379", "endpoint-url"),
        secret("TYPEORM_PASSWORD", "test", "weak-password"),
        config("TYPEORM_MIGRATIONS_TABLE_NAME", "migration_tokens", "plain"),
        secret("DBT_ENV_SECRET_PAT", "ghp" + v.checked("_"), "provider-token"),
        secret("SNOWSQL_PWD", v.strong(16), "strong-password"),
        secret("SNOWFLAKE_PRIVATE_KEY_PASSPHRASE", "blizzard-in-july", "weak-password"),
        config("SNOWFLAKE_PRIVATE_KEY_PATH", "/run/keys/rsa_key.p8", "file-path"),
        secret("MOTHERDUCK_TOKEN", v.jwt({"email": "etl@pine.example", "tokenType": "read_write"}), "jwt"),
        secret("TURSO_AUTH", v.jwt({"a": "rw", "iat": 1710000000}), "jwt"),
        config("TURSO_URL", "libsql://pine-main.turso.io", "url-no-cred"),
        secret("NEON_API_KEY", "napi" + "_" + v.lower(64), "provider-token"),
        secret("FAUNA_SECRET", "fn" + "A" + v.b64url(28)[:37], "provider-token"),
        secret("UPSTASH_REDIS_REST_TOKEN", "A" + v.b64url(40), "provider-token"),
        config("UPSTASH_REDIS_REST_URL", "https://eu2-apt-mole-3.upstash.io", "endpoint-url"),
        secret("HARPERDB_ADMIN_PASSWORD", "HDB4ever", "weak-password"),
        config("DYNAMO_HASH_KEY", "tenantId", "header-name"),
        config("CLUSTERING_KEYS", "ts,device", "header-name"),
        config("KAFKA_LOG_CLEANER_MIN_KEY_AGE", "3600000", "policy-number"),
        config("FOREIGN_KEYS_ENABLED", "on", "flag"),
    ]
