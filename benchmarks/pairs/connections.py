"""Connection strings and URLs, with and without a password inside."""

from .row import Row, config, secret
from .values import Values


def rows(v: Values) -> list[Row]:
    """Return the labelled rows of this topic."""
    account_key = v.b64(64)
    return [
        secret("SQLALCHEMY_DATABASE_URI", f"mysql+pymysql://crm:{v.quoted(14)}@crm-db:3306/crm", "conn-url-password"),
        secret("DATABASE_PRIMARY_URL", "postgres://ledger:sunshine@pg:5432/ledger", "conn-url-password"),
        config("DATABASE_REPLICA_URL", "postgres://ledger@pg-ro:5432/ledger?sslmode=require", "url-user-only"),
        config("DATABASE_URL_TEMPLATE", "postgres://{user}:{password}@{host}:{port}/{db}", "url-template"),
        config("DATABASE_DIRECT_URL", "postgresql://%(user)s:%(password)s@pg:5432/ledger", "url-template"),
        config("SHADOW_DATABASE_URL", "postgres://app:****@pg:5432/shadow", "url-template", "masked password"),
        secret(
            "ACTIVE_RECORD_URL",
            f"mysql2://rails:{v.alnum(16)}@mysql.kite.local/app?encoding=utf8mb4",
            "conn-url-password",
        ),
        secret("R2DBC_URL", f"r2dbc:postgresql://booking:{v.alnum(18)}@pg:5432/booking", "conn-url-password"),
        secret(
            "QUARKUS_DATASOURCE_JDBC_URL",
            f"jdbc:sqlserver://sql02.kite.local:1433;databaseName=hr;user=hr_app;password={v.strong(14)};encrypt=true",
            "conn-string-kv",
        ),
        config(
            "QUARKUS_DATASOURCE_REACTIVE_URL",
            "vertx-reactive:postgresql://pg.kite.local:5432/hr",
            "url-no-cred",
        ),
        config(
            "MSSQL_JDBC_URL",
            "jdbc:sqlserver://sql02.kite.local:1433;databaseName=hr;integratedSecurity=true;authenticationScheme=JavaKerberos",
            "url-no-cred",
        ),
        secret("ORACLE_EZCONNECT", f"billing/{v.alnum(12)}@ora03.kite.local:1521/BILLPDB1", "conn-string-kv"),
        config(
            "ORACLE_TNS_DESCRIPTOR", "(DESCRIPTION=(ADDRESS=(PROTOCOL=TCPS)(HOST=ora03)(PORT=2484)))", "url-no-cred"
        ),
        secret("JDBC_URL_ORACLE", "jdbc:oracle:thin:hr/welcome1@ora03.kite.local:1521:HR", "conn-string-kv"),
        secret(
            "ConnectionStrings__Reporting",
            f"Data Source=sql03;Initial Catalog=Reports;User ID=rpt;Pwd={v.strong(13)};TrustServerCertificate=True",
            "conn-string-kv",
        ),
        config(
            "ConnectionStrings__ReadModel",
            "Server=tcp:kite.database.windows.net,1433;Database=read;Authentication=Active Directory Managed Identity;",
            "url-no-cred",
        ),
        config(
            "ConnectionStrings__Legacy",
            "Server=sql03;Database=Legacy;Integrated Security=SSPI;Persist Security Info=False;",
            "url-no-cred",
        ),
        secret(
            "CUSTOMCONNSTR_Cache", f"kite.redis.cache.windows.net:6380,password={v.b64(32)},ssl=True", "conn-string-kv"
        ),
        config("CUSTOMCONNSTR_LocalCache", "redis:6379,abortConnect=false,connectTimeout=5000", "url-no-cred"),
        secret("ODBC_DSN", f"Driver={{ODBC Driver 18}};Server=sql03;UID=etl;PWD={{{v.alnum(12)}}};", "conn-string-kv"),
        secret("LIBPQ_CONNINFO", f"host=pg.kite.local user=etl password='{v.strong(12)}' dbname=dwh", "conn-string-kv"),
        config("LIBPQ_SERVICE", "host=pg.kite.local user=etl dbname=dwh passfile=/etc/pgpass", "url-user-only"),
        secret(
            "AzureWebJobsStorage",
            f"DefaultEndpointsProtocol=https;AccountName=kitefn;AccountKey={account_key};EndpointSuffix=core.windows.net",
            "azure-conn-string",
        ),
        config("AzureWebJobsStorage__accountName", "kitefn", "plain"),
        config("AZURITE_CONNECTION", "UseDevelopmentStorage=true", "url-no-cred"),
        secret(
            "EventHubConnectionString",
            f"Endpoint=sb://kite-eh.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey={v.b64(32)};EntityPath=clicks",
            "azure-conn-string",
        ),
        secret(
            "COSMOS_CONNECTION_STRING",
            f"AccountEndpoint=https://kite.documents.azure.com:443/;AccountKey={v.b64(64)};",
            "azure-conn-string",
        ),
        config(
            "APPLICATIONINSIGHTS_CONNECTION_STRING",
            f"InstrumentationKey={v.uuid()};IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/",
            "publishable-key",
            "debatable: telemetry key, shipped to browsers",
        ),
        secret("CACHE_DSN", f"redis://:{v.alnum(24)}@cache:6379/1", "conn-url-password"),
        secret("REDIS_TLS_URL", f"rediss://default:{v.hex(40)}@kite-1.upstash.io:6379", "conn-url-password"),
        config("REDIS_CLUSTER_NODES", "redis-0:6379,redis-1:6379,redis-2:6379", "url-no-cred"),
        config("REDIS_SENTINEL_DSN", "redis+sentinel://sentinel-0:26379/mymaster/0", "url-no-cred"),
        secret("MESSENGER_TRANSPORT_DSN", "amqp://worker:rabbit@rabbitmq:5672/%2f/messages", "conn-url-password"),
        config("MESSENGER_FAILED_DSN", "doctrine://default?queue_name=failed", "url-no-cred"),
        secret("BROKER_URL", f"sqs://{v.aws_id()}:{v.alnum(20)}%2F{v.alnum(19)}@", "conn-url-password"),
        config("CELERY_BACKEND_DSN", "db+sqlite:////var/lib/celery/results.sqlite", "url-no-cred"),
        secret(
            "MONGODB_ATLAS_URI", f"mongodb+srv://svc_kite:{v.alnum(20)}@kite.ab1cd.mongodb.net/", "conn-url-password"
        ),
        config(
            "MONGODB_X509_URI",
            "mongodb+srv://kite.ab1cd.mongodb.net/?authSource=%24external&authMechanism=MONGODB-X509",
            "url-no-cred",
        ),
        config("MONGODB_IAM_URI", "mongodb+srv://kite.ab1cd.mongodb.net/?authMechanism=MONGODB-AWS", "url-no-cred"),
        secret("GRAPHDB_BOLT_URL", "bolt://neo4j:ilovegraphs@neo4j:7687", "conn-url-password"),
        secret(
            "CLICKHOUSE_DSN", f"clickhouse://ch:9000/stats?username=stats&password={v.alnum(16)}", "conn-url-password"
        ),
        config("CLICKHOUSE_HTTP_URL", "http://ch:8123/?database=stats&user=stats", "url-user-only"),
        secret("GO_MYSQL_DSN", f"stats:{v.strong(16)}@tcp(mysql:3306)/stats?parseTime=true", "conn-string-kv"),
        config("GO_MYSQL_IAM_DSN", "stats@tcp(mysql:3306)/stats?allowCleartextPasswords=1&tls=rds", "url-user-only"),
        secret("TRINO_URI", f"trino://dbt:{v.quoted(12)}@trino.kite.local:443/hive?source=dbt", "conn-url-password"),
        secret("SNOWSQL_CONN", f"dbt:{v.alnum(15)}@xy98765.eu-west-1/DWH/PUBLIC?role=DBT", "conn-string-kv"),
        config("SNOWFLAKE_ACCOUNT_URL", "https://xy98765.eu-west-1.snowflakecomputing.com", "endpoint-url"),
        secret("OUTBOUND_PROXY", f"http://egress:{v.alnum(10)}@proxy.kite.local:3128", "conn-url-password"),
        secret("RTSP_CAMERA_URL", "rtsp://viewer:viewer123@10.20.4.17:554/stream1", "conn-url-password"),
        secret(
            "WEBDAV_TARGET",
            f"https://backup:{v.strong(9).replace('@', '-')}@dav.kite.example/vault",
            "conn-url-password",
        ),
        config("GIT_MIRROR", "ssh://git@git.kite.local:7999/platform/secrets-operator.git", "url-user-only"),
        secret("PIP_EXTRA_INDEX_URL", f"https://__token__:{v.alnum(40)}@pypi.kite.local/simple", "conn-url-password"),
        config("PIP_INDEX_URL", "https://pypi.org/simple", "url-no-cred"),
        secret("GOPROXY", f"https://ci:{v.hex(32)}@goproxy.kite.local,direct", "conn-url-password"),
        secret("LDAP_BIND_URI", "ldaps://uid=svc,ou=apps,dc=kite:Wint3r!@ldap.kite.local:636", "conn-url-password"),
    ]
