"""The vocabulary of variable names: which words name a credential, and which turn the name into something else.

All words are lower case and without accents, as :func:`~ecs_secretmigrate.detectors.names.tokens_of` gives them.
"""

from __future__ import annotations

PASSWORDS = frozenset(
    """
    password passwd passwords pass passphrase passcode pwd pw psw pswd passw passwrd psswd pword passwort kennwort
    losungswort wachtwoord contrasena contrasenya contrasinal contrasenia clave senha haslo motdepasse motpasse mdp losenord
    salasana parola parool parolja sifre sifra heslo jelszo adgangskode kodeord passord lykilord sandi katasandi
    katalaluan matkhau lozinka zaporka geslo slaptazodis parole nenosiri pasahitza kodikos parol mima kouling
    pasuwado pasuwaado bimilbeonho palavrapasse requirepass sifresi parolasi hasla hesla jelszava salasanan userpass adminpass rootpass пароля keyphrase masterauth userpass authpass dbpass codeword storepass keypass rootpw adminpw bindpw
    пароль парола гасло лозинка шифра κωδικος סיסמה
    """.split()
)
"""Chosen by whoever runs both ends: a weak or sample one still opens the door."""

CHOSEN = frozenset(
    """
    secret secrets salt salts pepper pin pins seed mnemonic totp otp geheim geheimnis secreto segredo segreto sekret
    tajne tajny tajna secreta segreta hemmelig puk pincode accesscode passkeys hemlighet gizli rahasia himitsu секрет secretbase htpasswd kek dek psk preshared passkey
    masterkey encryptionkey encryptkey signingkey secretkey sharedkey seckey signkey hashkey
    """.split()
)
"""Credentials and key material that the operator usually makes."""

ISSUED = frozenset(
    """
    token tokens credential credentials creds cred apikey apikeys apitoken authtoken accesstoken refreshtoken
    accesskey authkey clientsecret bearer jwt licensekey licencekey pat jeton токен identifiants credenciales
    credenciais credenziali ficha zugangsdaten privatekey privkey deploykey botkey keytab kubeconfig identifiant fichetoken
    """.split()
)
"""Issued by someone else: a filler there opens nothing."""

KEYS = frozenset(
    """
    key keys schlussel schluessel chave llave clef cle sleutel klucz nyckel chiave kulcs klic kljuc nokkel nogle avain
    anahtar cheie clau kunci miyao klyuch ключ kunji
    """.split()
)
"""Words for key: what it is for decides."""

SCRIPTS: tuple[tuple[str, str], ...] = (
    ("密码", "password"), ("密碼", "password"), ("口令", "password"), ("パスワード", "password"), ("비밀번호", "password"),
    ("暗証番号", "pin"), ("암호", "password"), ("كلمة", "password"), ("رمز", "password"), ("पासवर्ड", "password"),
    ("รหัสผ่าน", "password"), ("秘密", "secret"), ("シークレット", "secret"), ("機密", "secret"), ("トークン", "token"),
    ("令牌", "token"), ("凭证", "token"), ("토큰", "token"), ("密钥", "secretkey"), ("密鑰", "secretkey"),
    ("长度", "length"), ("長度", "length"), ("文字数", "length"), ("有效期", "ttl"), ("期限", "ttl"),
    ("过期", "ttl"), ("日数", "ttl"), ("回数", "count"), ("次数", "count"), ("路径", "path"), ("文件", "file"), ("ファイル", "file"), ("用户", "user"), ("길이", "length"),
    ("秘钥", "secretkey"), ("鍵", "secretkey"), ("キー", "key"), ("키", "key"), ("مفتاح", "key"),
)  # fmt: skip
"""Scripts that do not part words: what they contain."""

SECRET_KEY_KINDS = frozenset(
    """
    api secret private access encryption encrypt encrypted crypt crypto cipher signing sign signature master auth
    authentication authorization license licence admin service account storage hmac aes rsa jwt jwe session cookie
    app application deploy ssh webhook fernet data root shared symmetric integration server backend write rw rest
    bot user customer developer dev subscription security consumer ingest ingestion ops agent maintenance install
    management mgmt activation decryption wallet seed signer tls ssl gpg pgp vault
    recovery unseal rpc sdk secure salt validator csrf internal enc dec hashing hs256 privada secreta secreto
    secrete privee geheimer privater geheime segreta privata secreto owner superuser system sys gateway enrollment
    enrolment registration provisioning join cluster node connect license product serial iv tde kek dek
    """.split()
)
"""What makes a key a secret."""

PUBLIC_HALVES = frozenset(
    """
    public publishable publish site search anon anonymous browser frontend pub verification verify trusted known ca
    publica publique publiek offentlig oeffentlicher
    """.split()
)
"""What makes a key the half that is given away."""

INDEX_KEYS = frozenset(
    """
    partition sort primary foreign cache row range routing object dedup group shard idempotency translation index
    lookup bucket lock partitioning message ordering sorting candidate natural surrogate composite unique host
    shortcut hot music event map state redis feature config json dict column field label s3 etcd consul registry project team org
    organization space spreadsheet sheet workspace document dashboard folder notebook
    """.split()
)
"""What makes a key the name of a place: its value is an identifier, not a credential."""

NOT_SECRET_HEADS = frozenset(
    """
    length len min max minimum maximum ttl expiry expiration expires expire expired exp days day seconds second secs sec
    minutes minute mins hours hour weeks ms millis milliseconds age timeout interval period delay url urls uri uris
    endpoint endpoints host hosts hostname port ports path paths file files filename dir directory folder location name
    names header headers field fields param params parameter parameters prefix suffix type types kind algorithm
    algorithms alg algo format provider providers class strategy policy policies enabled disabled required optional
    enable disable allow allowed mode version versions id ids identifier arn arns ref reference alias region issuer iss
    audience aud scope scopes user users username usernames login email mail count counts limit limits size sizes cost
    rounds iterations regex pattern patterns store manager service backend model bucket table queue topic hint reset
    rotation rotate validity lifetime duration skew cache caching attempts retries retry threshold complexity strength
    charset chars characters validators validation hasher hashers encoder encoding engine domain domains page screen
    template title text message label labels description loader source sources refresher renewal budget price prices
    pricing rate usage window quota method methods flow grant audiences origin origins tag tags index column schema
    attribute attributes keyid keyname usages policyname link redirect callback uses generator grace leeway buffer
    batch context vocab vocabulary classifier tokenizer parser family thumbprint fingerprint checksum digest sha sha256
    md5 status state level history blacklist denylist whitelist allowlist check checks checker checking change changes
    force forced autofill manual prompt placeholder example sample testing dictionary list namespace realm tenant
    digits capacity symbol ticker decimals supply vaultname volume mount dns zone wordlist meter rule rules setting
    settings option options feature supported support help docs doc documentation comment notice warning key_id
    requirements requirement recovery_url algo_type datei pfad ruta chemin longueur laenge archivo fichier curve
    validator verifier extractor resolver handler interceptor middleware converter serializer deserializer factory
    filter listener plugin module driver adapter scheduler seeder importer exporter comparator selector rotator
    formatter mapper owner sid bits size_bits keysize keylength keytype keypath keyfile tokenurl
    """.split()
)
"""Last words that make the name one of something about a credential, not of the credential."""

FOREIGN_ABOUT = frozenset(
    """
    laenge lange mindestlaenge mindestlange hochstlange dauer ablauf ablaufzeit gultigkeit gueltigkeit tage stunden
    minuten datei pfad benutzer benutzername richtlinie regeln anzahl versuche adresse longueur duree expiration jours
    heures fichier chemin nom utilisateur minimale maximale tentatives longitud duracion expiracion caducidad
    dias horas minutos archivo ruta nombre usuario intentos direccion comprimento tamanho expiracao validade tempo
    arquivo caminho nome tentativas lunghezza durata scadenza giorni ore percorso utente tentativi indirizzo
    lengte duur dagen uren pad naam gebruiker geldigheid dlugosc dni godzin sciezka nazwa uzytkownik waznosc langd
    dagar timmar fil anvandare lengde dager uzunluk suresi gun kullanici delka dnu cesta hossz napok deneme sayisi hane gecerlilik
    minima maxima minimo maximo minlengte длина срок дней путь имя
    """.split()
)
"""The same in other languages, which put it before the credential as often as after it."""

TRAILING = frozenset(
    """
    prod production dev development staging stage stg test qa uat local old new primary secondary current previous prev
    next default backup fallback value val string str plain raw plaintext b64 base64 encoded json yaml env var data
    content contents pem hex ro rw readonly readwrite master slave replica main live sandbox preprod demo ci base one
    two v a b c x y bytes pro prd tst int eu us uk de fr internal external override
    """.split()
)
"""Last words that say nothing about what it is."""

PUBLIC_PREFIXES = (
    "next_public_", "vite_", "react_app_", "expo_public_", "nuxt_public_", "gatsby_", "vue_app_", "public_", "ng_app_",
    "storybook_", "parcel_public_", "astro_public_", "snowpack_public_", "razzle_public_", "remix_public_",
)  # fmt: skip
"""Names whose values a build puts into what browsers load (Next.js, Vite, Create React App, Expo, Nuxt … guides)."""

CLIENT_SIDE = frozenset(
    """
    mixpanel amplitude segment ga gtm analytics heap hotjar fullstory plausible matomo recaptcha hcaptcha turnstile
    captcha pusher docsearch umami fathom clarity logrocket smartlook intercomapp appinsights instrumentation rum
    """.split()
)
"""Products whose project keys and tokens are meant for browsers."""

SERVICES = frozenset(
    """
    aws amazon azure azdo gcp google github gitlab bitbucket slack stripe twilio sendgrid mailgun mailchimp mandrill postmark
    sparkpost brevo sendinblue mailjet paypal braintree square adyen mollie razorpay klarna plaid datadog dd newrelic
    honeycomb sentry rollbar bugsnag pagerduty opsgenie splunk logdna loggly papertrail openai anthropic claude cohere
    mistral huggingface hf replicate groq perplexity gemini deepseek together pinecone algolia auth0 okta firebase
    heroku netlify vercel cloudflare fastly digitalocean linode vultr hetzner ovh npm pypi rubygems docker dockerhub
    quay circleci circle travis buildkite snyk sonarcloud codecov coveralls atlassian jira confluence trello asana
    linear notion airtable figma dropbox box zoom webex teams discord telegram whatsapp facebook meta instagram twitter
    x linkedin tiktok youtube twitch spotify reddit shopify hubspot salesforce zendesk intercom freshdesk zapier
    vonage nexmo messagebird sinch plivo bandwidth onesignal expo apns fcm mapbox maps here tomtom weather openweather
    openweathermap ipinfo maxmind contentful sanity prismic storyblok cloudinary imgix mux supabase planetscale neon
    upstash fauna snowflake databricks confluent doppler infisical launchdarkly split optimizely statsig tailscale
    ngrok browserstack saucelabs percy lambdatest apple clerk workos stytch magic fly render railway langsmith langchain
    elevenlabs deepgram assemblyai stability voyage jina tavily serpapi exa openrouter fireworks cerebras nvidia ngc
    coinbase binance kraken alchemy infura etherscan quicknode moralis wandb comet neptune kaggle docusign xero
    quickbooks gocardless checkout paddle chargebee recurly lemonsqueezy resend loops customerio iterable klaviyo braze
    """.split()
)
"""Companies that issue credentials: a filler under their name opens nothing."""

PRODUCTS = frozenset(
    """
    db database mysql mariadb postgres postgresql pg psql redis mongo mongodb mssql sqlserver sql oracle ora rabbitmq
    rabbit amqp kafka smtp imap pop ldap elastic elasticsearch es opensearch rds ftp sftp ssh vpn wifi proxy vault
    consul nomad docker registry nexus artifactory jenkins sonar sonarqube grafana gf prometheus kibana influx influxdb
    neo4j couchdb couch couchbase cassandra clickhouse minio keycloak kc django flask rails laravel spring wordpress wp
    drupal magento joomla odoo zabbix typesense meili meilisearch weaviate qdrant milvus chroma arangodb arango
    timescale cockroach scylla solr nats mqtt mosquitto activemq artemis pulsar zookeeper etcd traefik nginx caddy
    haproxy airflow superset metabase redash n8n directus strapi ghost nextcloud gitea gogs drone woodpecker portainer
    rancher harbor argocd flux authentik authelia dex hydra kratos hasura parse appwrite pocketbase litellm ollama
    langfuse discourse mattermost rocketchat matrix synapse jitsi turn coturn wireguard openvpn pgadmin phpmyadmin
    adminer mailhog roundcube postfix dovecot netbox awx ansible puppet chef salt sentinel memcached celery flower
    sidekiq resque dkron windmill temporal camunda zeebe kong tyk apisix unleash flagsmith flipt snmp radius ipmi idrac
    """.split()
)
"""Software that teams run themselves: whoever runs it makes its keys."""

COMMON = frozenset(
    """
    admin root user app api auth web server client service my the default repl replication access refresh id bot deploy
    private public shared session cookie csrf xsrf login account cert keystore truststore key store git maven oauth
    oauth2 oidc saml sso s3 sa svc system sys host guest owner super superuser test dev prod stage staging master slave
    primary secondary readonly ro rw backup old new http https tls ssl bind repo mail email encryption signing jwt
    secret webhook hook internal external group join cluster node agent worker wifi wlan unlock initial temp tmp
    """.split()
)
"""First halves of run-together names, and last words that tell whose it is: PGPASSWORD, PASSWORD_DB."""

QUALIFIERS = COMMON | PRODUCTS | SERVICES | TRAILING
"""What may follow the credential's word and leave it one: TOKEN_GITHUB, PASSWORD_DB, SECRET_PROD."""

WHOLE = frozenset(
    """
    passport keyword keywords keynote keyboard keystone keycloak keystore keychain keyring keypad keymap keyframe
    keyspace tokenizer tokenizers secretary turnkey hotkey hotkeys passthrough passive bypass compass monkey donkey
    turkey hockey whiskey authority author authors authentication authorization authorized passenger pinterest shipping
    spring saltstack secretsmanager mainkey idtoken tokenid testid newrelic postmark username hostname filename
    keytab kubeconfig passes passed tokenized webhook webhooks database
    """.split()
)
"""Words that are not two run together, although they look it."""
