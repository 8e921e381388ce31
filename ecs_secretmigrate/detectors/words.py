"""The vocabulary of variable names: which words name a credential, and which turn the name into something else."""

from __future__ import annotations

PASSWORDS = frozenset(
    """
    password passwd passwords pass passphrase passcode pwd pw psw passwort kennwort wachtwoord contrasena contraseña
    clave senha haslo hasło motdepasse mdp losenord lösenord salasana parola parolă sifre şifre heslo jelszo jelszó
    adgangskode passord пароль parol 密码 密碼 口令 パスワード 비밀번호 mima sandi katasandi matkhau lozinka zaporka geslo
    slaptazodis slaptažodis parole requirepass userpass authpass dbpass pswd passw codeword κωδικος סיסמה
    """.split()
)
"""Chosen by whoever runs both ends: a weak or sample one still opens the door."""

CHOSEN = frozenset(
    """
    secret secrets salt salts pepper pin pins seed mnemonic totp otp geheim geheimnis secreto segredo segreto sekret
    tajne tajny hemmelig hemlighet gizli rahasia 秘密 シークレット секрет secretbase htpasswd kek dek psk preshared
    nonce passkey masterkey encryptionkey signingkey secretkey
    """.split()
)
"""Credentials and key material that the operator usually makes."""

ISSUED = frozenset(
    """
    token tokens credential credentials creds cred apikey apikeys apitoken authtoken accesstoken accesskey
    clientsecret bearer jwt licensekey licencekey pat jeton токен トークン 令牌 凭证 identifiants credenciales
    credenciais zugangsdaten privatekey deploykey botkey
    """.split()
)
"""Issued by someone else: a filler there opens nothing."""

KEYS = frozenset(
    "key keys schlüssel schluessel chave llave clef clé cle sleutel klucz nyckel chiave kulcs ключ 密钥 鍵 キー".split()
)
"""Words for key: what it is for decides."""

SECRET_KEY_KINDS = frozenset(
    """
    api secret private access encryption encrypt encrypted crypt crypto cipher signing sign signature master auth
    authentication authorization license licence admin service account storage hmac aes rsa jwt jwe session cookie
    app application deploy ssh webhook fernet data root shared symmetric integration server backend write rw rest
    bot user customer developer dev subscription security consumer ingest ingestion ops agent maintenance
    install management mgmt org organization team project activation decryption wallet seed signer tls ssl gpg pgp
    vault recovery unseal rpc sdk secure salt validator nonce csrf internal
    """.split()
)
PUBLIC_KEY_KINDS = frozenset(
    """
    public publishable publish site partition sort primary foreign cache row range routing search anon anonymous
    object dedup group shard idempotency translation index browser frontend pub lookup bucket lock partitioning
    message ordering sorting candidate natural surrogate composite unique host known trusted ca verification verify
    shortcut hot music event map state redis hash label feature config
    """.split()
)
"""What makes a key no secret."""

NOT_SECRET_HEADS = frozenset(
    """
    length len min max minimum maximum ttl expiry expiration expires expire expired exp days day seconds second secs sec
    minutes minute mins hours hour weeks ms millis milliseconds age timeout interval period delay url urls uri uris
    endpoint endpoints host hosts hostname port ports path paths file files filename dir directory folder location name
    names header headers field fields param params parameter prefix suffix type types kind algorithm algorithms alg algo
    format provider providers class strategy policy policies enabled disabled required optional enable disable allow
    allowed mode version versions id ids identifier arn arns ref reference alias region issuer iss audience aud scope
    scopes user users username usernames login email mail count counts limit limits size sizes cost rounds iterations
    regex pattern store manager service backend model bucket table queue topic hint reset rotation rotate validity
    lifetime duration skew cache caching attempts retries retry threshold complexity strength charset chars validator
    validators validation hasher encoder encoding engine domain domains page screen template title text message label
    labels description loader source sources refresher renewal storage budget price prices pricing rate usage window
    quota method methods flow grant audiences origin origins tag tags index column schema attribute attributes key_id
    keyid keyname usages policyname link redirect callback uses generator grace leeway buffer batch context vocab
    vocabulary classifier tokenizer parser family thumbprint fingerprint checksum digest sha sha256 md5 status state level
    history blacklist denylist whitelist allowlist check checks checker checking change changes force forced
    autofill manual prompt placeholder example sample test tests testing dictionary list namespace realm tenant
    """.split()
)
"""Last words that make the name one of something about a credential, not of the credential."""

TRAILING = frozenset(
    """
    prod production dev development staging stage test qa uat local old new primary secondary current previous prev next
    default backup fallback value string str plain raw plaintext b64 base64 encoded json yaml env var data content
    contents pem hex ro rw readonly readwrite master slave replica main live sandbox a b c x y
    """.split()
)
"""Last words that say nothing about what it is."""

PUBLIC_PREFIXES = (
    "next_public_",
    "vite_",
    "react_app_",
    "expo_public_",
    "nuxt_public_",
    "gatsby_",
    "vue_app_",
    "public_",
    "ng_app_",
    "storybook_",
    "parcel_public_",
    "astro_public_",
)
"""Names whose values a build puts into what browsers load (Next.js, Vite, Create React App, Expo, Nuxt … guides)."""

CLIENT_SIDE = frozenset(
    """
    mixpanel amplitude segment posthog ga gtm analytics heap hotjar fullstory plausible matomo recaptcha hcaptcha
    turnstile captcha pusher docsearch
    """.split()
)
"""Products whose project keys are meant for browsers."""

COMMON = frozenset(
    """
    db database mysql mariadb postgres postgresql pg redis mongo mongodb mssql sql oracle rabbitmq amqp kafka smtp mail
    ldap admin root user app api auth web jwt aws azure gcp google github gitlab slack stripe twilio sendgrid s3 elastic
    es rds ftp sftp ssh vpn wifi proxy http https server client service my the new old default backup repl replication
    master slave access refresh id bot deploy private public shared session cookie csrf xsrf login account cert keystore
    truststore key store vault consul nomad docker registry git npm pypi maven nexus jenkins sonar grafana prometheus
    kibana influx influxdb neo4j couchdb cassandra clickhouse minio keycloak oauth oauth2 oidc saml sso django flask
    rails laravel spring wordpress wp drupal magento joomla odoo zabbix
    """.split()
)
"""First halves of run-together names: PGPASSWORD, MYSQLPASSWD."""

RUN_TOGETHER = tuple(
    sorted(
        {
            "password", "passwd", "passphrase", "passcode", "secret", "token", "apikey", "credentials", "credential",
            "pwd", "pass", "secretkey", "accesskey", "privatekey", "passwort", "kennwort", "contrasena", "clave", "senha",
            "haslo", "wachtwoord", "motdepasse", "clientsecret", "authtoken", "signingkey", "encryptionkey", "salt",
        },
        key=len,
        reverse=True,
    )
)  # fmt: skip
