"""Tokens whose form a provider documents: a prefix, an alphabet, a length.

Each row: id, what it is, prefix, pattern of the rest, where the provider documents it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Provider:
    """A documented token format.

    Attributes:
        id: short name for the detector's id.
        title: what it is.
        prefix: how it starts.
        rest: pattern of what follows the prefix.
        source: where the provider documents it.
        mark: for a token without a prefix, what is in it all the same.
    """

    id: str
    title: str
    prefix: str
    rest: str
    source: str
    mark: str = ""


_W = r"[A-Za-z0-9]"
_U = r"[A-Za-z0-9_-]"
PROVIDERS: tuple[Provider, ...] = tuple(
    Provider(*row)
    for row in (
        ("aws-access-key", "AWS access key id", "AKIA", r"[A-Z2-7]{16}\b", "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html"),
        ("aws-access-key", "AWS temporary access key id", "ASIA", r"[A-Z2-7]{16}\b", "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html"),
        ("github", "GitHub personal access token", "ghp_", _W + "{36}", "https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/"),
        ("github", "GitHub OAuth token", "gho_", _W + "{36}", "https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/"),
        ("github", "GitHub user-to-server token", "ghu_", _W + "{36}", "https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/"),
        ("github", "GitHub server-to-server token", "ghs_", _W + "{36}", "https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/"),
        ("github", "GitHub refresh token", "ghr_", _W + "{36}", "https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/"),
        ("github", "GitHub fine-grained token", "github_pat_", r"\w{60,}", "https://docs.github.com/authentication/keeping-your-account-and-data-secure/managing-your-personal-access-tokens"),
        ("gitlab", "GitLab personal access token", "glpat-", _U + "{20,}", "https://docs.gitlab.com/security/tokens/#token-prefixes"),
        ("gitlab", "GitLab token", "gl", r"(?:ptt|rt|dt|cbt|ft|imt|agent|oas|soat|ffct)-[A-Za-z0-9_.-]{20,}", "https://docs.gitlab.com/security/tokens/#token-prefixes"),
        ("slack", "Slack token", "xox", r"[abeoprs](?:\.xox[bp])?-\d[A-Za-z0-9-]{9,}", "https://docs.slack.dev/authentication/tokens"),
        ("slack", "Slack app token", "xapp-", r"\d-[A-Za-z0-9-]{20,}", "https://docs.slack.dev/authentication/tokens"),
        ("stripe", "Stripe secret key", "sk_", r"(?:live|test)_[A-Za-z0-9]{10,}", "https://docs.stripe.com/keys"),
        ("stripe", "Stripe restricted key", "rk_", r"(?:live|test)_[A-Za-z0-9]{10,}", "https://docs.stripe.com/keys"),
        ("webhook-secret", "webhook signing secret", "whsec_", r"[A-Za-z0-9+/=]{20,}", "https://docs.stripe.com/webhooks"),
        ("sendgrid", "SendGrid API key", "SG.", _U + r"{16,32}\." + _U + "{16,64}", "https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys"),
        ("huggingface", "Hugging Face token", "hf_", _W + "{30,}", "https://huggingface.co/docs/hub/security-tokens"),
        ("huggingface", "Hugging Face organisation token", "api_org_", _W + "{30,}", "https://huggingface.co/docs/hub/security-tokens"),
        ("replicate", "Replicate token", "r8_", _W + "{30,}", "https://replicate.com/docs/topics/security/api-tokens"),
        ("groq", "Groq API key", "gsk_", _W + "{30,}", "https://console.groq.com/docs/quickstart"),
        ("xai", "xAI API key", "xai-", _W + "{40,}", "https://docs.x.ai/docs"),
        ("perplexity", "Perplexity API key", "pplx-", _W + "{30,}", "https://docs.perplexity.ai/"),
        ("pinecone", "Pinecone API key", "pcsk_", r"\w{30,}", "https://docs.pinecone.io/guides/projects/manage-api-keys"),
        ("langsmith", "LangSmith API key", "lsv2_", r"(?:pt|sk)_\w{20,}", "https://docs.smith.langchain.com/"),
        ("langfuse", "Langfuse secret key", "sk-lf-", r"[0-9a-f-]{20,}", "https://langfuse.com/docs"),
        ("npm", "npm access token", "npm_", _W + "{36}", "https://docs.npmjs.com/about-access-tokens"),
        ("pypi", "PyPI API token", "pypi-", _U + "{50,}", "https://pypi.org/help/#apitoken"),
        ("rubygems", "RubyGems API key", "rubygems_", r"[0-9a-f]{40,}", "https://guides.rubygems.org/api-key-scopes/"),
        ("docker", "Docker Hub token", "dckr_", r"(?:pat|oat)_[\w-]{20,}", "https://docs.docker.com/security/access-tokens/"),
        ("crates", "crates.io token", "cio", _W + "{32}", "https://crates.io/me"),
        ("google", "Google API key", "AIza", _U + "{30,}", "https://cloud.google.com/docs/authentication/api-keys"),
        ("google-oauth", "Google OAuth client secret", "GOCSPX-", _U + "{20,}", "https://developers.google.com/identity/protocols/oauth2"),
        ("google-oauth", "Google OAuth access token", "ya29.", r"[\w.-]{20,}", "https://developers.google.com/identity/protocols/oauth2"),
        ("google-oauth", "Google OAuth refresh token", "1//0", _U + "{20,}", "https://developers.google.com/identity/protocols/oauth2"),
        ("digitalocean", "DigitalOcean token", "do", r"[opr]_v1_[0-9a-f]{64}", "https://docs.digitalocean.com/reference/api/create-personal-access-token/"),
        ("shopify", "Shopify access token", "shp", r"(?:at|ca|pa|ss)_[0-9a-fA-F]{32}", "https://shopify.dev/docs/apps/build/authentication-authorization"),
        ("square", "Square access token", "EAAA", _U + "{55,}", "https://developer.squareup.com/docs/build-basics/access-tokens"),
        ("square", "Square application secret", "sq0", r"(?:csp|atp)-[\w-]{20,}", "https://developer.squareup.com/docs/build-basics/access-tokens"),
        ("mailgun", "Mailgun key", "key-", r"[0-9a-f]{32}\b", "https://documentation.mailgun.com/docs/mailgun/api-reference/authentication"),
        ("mailchimp", "Mailchimp API key", "", r"\b[0-9a-f]{32}-us\d{1,2}\b", "https://mailchimp.com/help/about-api-keys/", "-us"),
        ("brevo", "Brevo API key", "xkeysib-", r"[0-9a-f]{64}-" + _W + "{16}", "https://developers.brevo.com/docs/getting-started"),
        ("brevo", "Brevo SMTP key", "xsmtpsib-", r"[0-9a-f]{64}-" + _W + "{16}", "https://developers.brevo.com/docs/getting-started"),
        ("mailersend", "MailerSend API token", "mlsn.", r"[0-9a-f]{40,}", "https://developers.mailersend.com/general.html#authentication"),
        ("postman", "Postman API key", "PMAK-", r"[0-9a-f]{24}-[0-9a-f]{34}", "https://learning.postman.com/docs/developer/postman-api/authentication/"),
        ("linear", "Linear API key", "lin_", r"(?:api|oauth)_" + _W + "{32,}", "https://linear.app/developers/graphql"),
        ("notion", "Notion integration token", "ntn_", _W + "{40,}", "https://developers.notion.com/docs/authorization"),
        ("notion", "Notion integration token", "secret_", _W + "{43}", "https://developers.notion.com/docs/authorization"),
        ("airtable", "Airtable token", "pat", r"[A-Za-z0-9]{14}\.[0-9a-f]{64}", "https://airtable.com/developers/web/guides/personal-access-tokens"),
        ("figma", "Figma token", "figd_", _U + "{30,}", "https://www.figma.com/developers/api#access-tokens"),
        ("atlassian", "Atlassian API token", "ATATT3", r"[\w=-]{60,}", "https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/"),
        ("bitbucket", "Bitbucket app password", "ATBB", _W + "{24,}", "https://support.atlassian.com/bitbucket-cloud/docs/app-passwords/"),
        ("newrelic", "New Relic user key", "NRAK-", "[A-Z0-9]{27}", "https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/"),
        ("newrelic", "New Relic licence key", "", r"\b[0-9a-f]{30,36}(?:FFFF)?NRAL\b", "https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/", "NRAL"),
        ("newrelic", "New Relic insert key", "NRII-", _U + "{20,}", "https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/"),
        ("grafana", "Grafana service account token", "glsa_", _W + "{32}_[0-9a-fA-F]{8}", "https://grafana.com/docs/grafana/latest/administration/service-accounts/"),
        ("grafana", "Grafana Cloud token", "glc_", r"[A-Za-z0-9+/=]{30,}", "https://grafana.com/docs/grafana-cloud/account-management/authentication-and-permissions/access-policies/"),
        ("sentry", "Sentry auth token", "sntry", r"[su]_[A-Za-z0-9+/=_-]{30,}", "https://docs.sentry.io/account/auth-tokens/"),
        ("honeycomb", "Honeycomb key", "hca", r"(?:ik|mk|lk)_\w{20,}", "https://docs.honeycomb.io/"),
        ("dynatrace", "Dynatrace token", "dt0c01.", r"[A-Z0-9]{24}\.[A-Z0-9]{64}", "https://docs.dynatrace.com/docs/manage/identity-access-management/access-tokens-and-oauth-clients"),
        ("vault", "HashiCorp Vault token", "hv", r"[sbr]\." + _U + "{20,}", "https://developer.hashicorp.com/vault/docs/concepts/tokens"),
        ("terraform", "HCP Terraform token", "", r"\b" + _W + r"{14}\.atlasv1\." + _U + "{60,}", "https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens", ".atlasv1."),
        ("pulumi", "Pulumi access token", "pul-", "[0-9a-f]{40}", "https://www.pulumi.com/docs/pulumi-cloud/access-management/access-tokens/"),
        ("databricks", "Databricks token", "dapi", r"[0-9a-f]{32}(?:-\d)?\b", "https://docs.databricks.com/dev-tools/auth/pat.html"),
        ("planetscale", "PlanetScale credential", "pscale_", r"(?:tkn|pw|oauth)_[\w.=-]{30,}", "https://planetscale.com/docs/concepts/service-tokens"),
        ("supabase", "Supabase secret", "sb", r"(?:p_[0-9a-f]{40}|_secret_[\w-]{20,})", "https://supabase.com/docs/guides/api/api-keys"),
        ("doppler", "Doppler token", "dp.", r"(?:pt|st|ct|sa|scim|audit)\.[\w.-]{20,}", "https://docs.doppler.com/docs/service-tokens"),
        ("1password", "1Password service account token", "ops_", r"ey[A-Za-z0-9+/=_-]{100,}", "https://developer.1password.com/docs/service-accounts/"),
        ("age", "age secret key", "AGE-SECRET-KEY-1", "[A-Z0-9]{40,}", "https://github.com/FiloSottile/age"),
        ("fly", "Fly.io token", "FlyV1 ", r"fm\d_\S{20,}", "https://fly.io/docs/security/tokens/"),
        ("fly", "Fly.io token", "fm2_", r"[A-Za-z0-9+/=]{40,}", "https://fly.io/docs/security/tokens/"),
        ("vercel", "Vercel blob token", "vercel_blob_rw_", r"\w{20,}", "https://vercel.com/docs/storage/vercel-blob"),
        ("netlify", "Netlify token", "nfp_", _W + "{36}", "https://docs.netlify.com/api/get-started/"),
        ("heroku", "Heroku token", "HRKU-", r"[\w-]{36,}", "https://devcenter.heroku.com/articles/authentication"),
        ("circleci", "CircleCI token", "CCIPAT_", r"\w{22,}_[0-9a-f]{40}", "https://circleci.com/docs/managing-api-tokens/"),
        ("buildkite", "Buildkite token", "bk", r"(?:ua|ct|aj)_[A-Za-z0-9]{30,}", "https://buildkite.com/docs/apis/managing-api-tokens"),
        ("sonar", "SonarQube token", "sq", r"[upa]_[0-9a-f]{40}", "https://docs.sonarsource.com/sonarqube/latest/user-guide/managing-tokens/"),
        ("snyk", "Snyk token", "snyk_", r"\w{20,}", "https://docs.snyk.io/snyk-api/authentication-for-api"),
        ("telegram", "Telegram bot token", "", r"(?<![\w:])\d{8,10}:[A-Za-z0-9_-]{35}(?![\w-])", "https://core.telegram.org/bots/api#authorizing-your-bot", ":"),
        ("discord", "Discord bot token", "", r"(?<![\w.])[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}(?![\w.-])", "https://discord.com/developers/docs/reference#authentication", "."),
        ("azure-client-secret", "Microsoft Entra client secret", "", r"(?<![\w~.])[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{31,34}(?![\w~.])|(?<![\w~.])[A-Za-z0-9]{4,5}Q~[A-Za-z0-9_~.-]{31,36}", "https://learn.microsoft.com/entra/identity-platform/", "Q~"),
        ("cloudinary", "Cloudinary URL", "cloudinary://", r"\d+:[\w-]+@", "https://cloudinary.com/documentation/how_to_integrate_cloudinary"),
        ("paddle", "Paddle API key", "pdl_", r"(?:live|sdbx)_apikey_\w{20,}", "https://developer.paddle.com/api-reference/about/api-keys"),
        ("adyen", "Adyen API key", "AQE", r"[A-Za-z0-9+/=*-]{60,}", "https://docs.adyen.com/development-resources/api-credentials/"),
        ("contentful", "Contentful token", "CFPAT-", _U + "{40,}", "https://www.contentful.com/developers/docs/references/authentication/"),
        ("prefect", "Prefect API key", "pn", r"u_[A-Za-z0-9]{36}", "https://docs.prefect.io/"),
        ("tailscale", "Tailscale key", "tskey-", r"[\w-]{20,}", "https://tailscale.com/kb/1085/auth-keys"),
        ("cloudflare", "Cloudflare origin CA key", "v1.0-", "[0-9a-f]{24}-[0-9a-f]{146}", "https://developers.cloudflare.com/fundamentals/api/get-started/ca-keys/"),
        ("easypost", "EasyPost API key", "EZ", r"[AT]K[A-Za-z0-9]{54}", "https://docs.easypost.com/docs/authentication"),
        ("duffel", "Duffel token", "duffel_", r"(?:live|test)_[\w=-]{40,}", "https://duffel.com/docs/api/overview/authentication"),
        ("resend", "Resend API key", "re_", r"[A-Za-z0-9]{8,}_[A-Za-z0-9]{20,}", "https://resend.com/docs/dashboard/api-keys/introduction"),
        ("clerk", "Clerk secret key", "sk_", r"(?:live|test)_[A-Za-z0-9]{30,}", "https://clerk.com/docs/deployments/clerk-environment-variables"),
        ("launchdarkly", "LaunchDarkly SDK key", "sdk-", r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", "https://launchdarkly.com/docs/home/account/environment/keys"),
        ("launchdarkly", "LaunchDarkly API token", "api-", r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", "https://launchdarkly.com/docs/home/account/api"),
        ("posthog", "PostHog personal API key", "phx_", _W + "{30,}", "https://posthog.com/docs/api"),
        ("elevenlabs", "ElevenLabs API key", "sk_", r"[0-9a-f]{48}\b", "https://elevenlabs.io/docs/api-reference/authentication"),
        ("confluent", "Confluent API secret", "cflt", r"[A-Za-z0-9+/]{50,}", "https://docs.confluent.io/cloud/current/security/authenticate/workload-identities/service-accounts/api-keys/"),
        ("alibaba-access-key", "Alibaba Cloud access key id", "LTAI", r"[A-Za-z0-9]{12,20}\b", "https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair"),
        ("tencent-access-key", "Tencent Cloud secret id", "AKID", r"[A-Za-z0-9]{32}\b", "https://www.tencentcloud.com/document/product/598/34227"),
        ("azure-devops", "Azure DevOps personal access token", "", r"\b[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}\b", "https://learn.microsoft.com/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate", "AZDO"),
        ("azure-storage", "Azure storage account key", "", r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{76}\+ASt[A-Za-z0-9+/]{6}==", "https://learn.microsoft.com/azure/storage/common/storage-account-keys-manage", "+ASt"),
        ("fcm", "Firebase Cloud Messaging server key", "AAAA", r"[A-Za-z0-9_-]{7}:[A-Za-z0-9_-]{140}", "https://firebase.google.com/docs/cloud-messaging/server"),
        ("paystack", "Paystack secret key", "sk_", r"(?:live|test)_[0-9a-f]{40}", "https://paystack.com/docs/api/authentication/"),
        ("flutterwave", "Flutterwave secret key", "FLWSECK", r"(?:_TEST)?-[A-Za-z0-9]{12,}-X", "https://developer.flutterwave.com/docs/authentication"),
        ("mollie", "Mollie API key", "live_", r"[A-Za-z0-9]{30,36}\b", "https://docs.mollie.com/reference/authentication"),
        ("mollie", "Mollie API key", "test_", r"[A-Za-z0-9]{30,36}\b", "https://docs.mollie.com/reference/authentication"),
        ("plaid", "Plaid access token", "access-", r"(?:sandbox|development|production)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", "https://plaid.com/docs/api/tokens/"),
        ("braintree", "Braintree access token", "access_token$", r"(?:production|sandbox)\$[0-9a-z]{16}\$[0-9a-f]{32}", "https://developer.paypal.com/braintree/docs/"),
        ("facebook", "Facebook access token", "EAA", r"[A-Za-z0-9]{60,}", "https://developers.facebook.com/docs/facebook-login/guides/access-tokens"),
        ("dropbox", "Dropbox access token", "sl.", r"[A-Za-z0-9_-]{100,}", "https://www.dropbox.com/developers/reference/auth-types"),
        ("asana", "Asana personal access token", "", r"(?<![\w/])\d/\d{10,20}(?:/\d{10,20})?:[0-9a-f]{32}\b", "https://developers.asana.com/docs/personal-access-token", ":"),
        ("mapbox", "Mapbox secret token", "sk.eyJ", r"[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{15,}", "https://docs.mapbox.com/help/getting-started/access-tokens/"),
        ("weightsandbiases", "Weights & Biases API key", "wandb_v1_", r"\w{30,}", "https://docs.wandb.ai/"),
        ("nvidia", "NVIDIA API key", "nvapi-", r"[\w-]{40,}", "https://docs.nvidia.com/nim/"),
        ("jfrog", "JFrog API key", "AKCp", r"[A-Za-z0-9]{60,}", "https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens"),
        ("jfrog", "JFrog reference token", "cmVmdGtuOj", r"[A-Za-z0-9+/=]{40,}", "https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens"),
        ("nuget", "NuGet API key", "oy2", r"[a-z0-9]{43}\b", "https://learn.microsoft.com/nuget/nuget-org/publish-a-package"),
        ("dynatrace", "Dynatrace OAuth client secret", "dt0s0", r"\d\.[A-Z0-9]{8}\.[A-Z0-9]{64}", "https://docs.dynatrace.com/docs/manage/identity-access-management/access-tokens-and-oauth-clients"),
        ("harness", "Harness token", "pat.", r"[A-Za-z0-9_-]{22}\.[0-9a-f]{24}\.[A-Za-z0-9]{20}", "https://developer.harness.io/docs/platform/automation/api/add-and-manage-api-keys/"),
        ("hubspot", "HubSpot private app token", "pat-", r"(?:na|eu|ap)\d-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", "https://developers.hubspot.com/docs/api/private-apps"),
        ("intercom", "Intercom access token", "dG9rO", r"[A-Za-z0-9+/=]{50,}", "https://developers.intercom.com/docs/build-an-integration/learn-more/authentication"),
        ("cloudsmith", "Cloudsmith API key", "csk_", r"[0-9a-f]{30,}", "https://help.cloudsmith.io/"),
        ("tavily", "Tavily API key", "tvly-", r"[\w-]{20,}", "https://docs.tavily.com/"),
        ("openrouter", "OpenRouter API key", "sk-or-", r"v1-[0-9a-f]{40,}", "https://openrouter.ai/docs"),
        ("anthropic", "Anthropic API key", "sk-ant-", r"(?:api|admin|sid|oat)\d\d-[\w-]{20,}", "https://docs.anthropic.com/en/api/getting-started"),
        ("voyage", "Voyage AI API key", "pa-", r"[A-Za-z0-9_-]{40,}", "https://docs.voyageai.com/"),
        ("jina", "Jina AI API key", "jina_", r"[A-Za-z0-9_-]{40,}", "https://jina.ai/"),
        ("fauna", "Fauna secret", "fn", r"A[A-Za-z0-9_-]{35,60}\b", "https://docs.fauna.com/"),
        ("ably", "Ably API key", "", r"(?<![\w.])[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{6}:[A-Za-z0-9_-]{43}(?![\w-])", "https://ably.com/docs/auth", ":"),
        ("telnyx", "Telnyx API key", "KEY01", r"[0-9A-F]{30,}_[A-Za-z0-9]{20,}", "https://developers.telnyx.com/"),
        ("xata", "Xata API key", "xau_", r"[A-Za-z0-9]{30,}", "https://xata.io/docs"),
        ("neon", "Neon API key", "napi_", r"[a-z0-9]{40,}", "https://neon.tech/docs/manage/api-keys"),
        ("scaleway-access-key", "Scaleway access key", "SCW", r"[A-Z0-9]{17}\b", "https://www.scaleway.com/en/docs/identity-and-access-management/iam/"),
        ("openai", "OpenAI API key", "sk-", r"(?:proj-|svcacct-|admin-|None-)?[A-Za-z0-9_-]{20,}", "https://platform.openai.com/docs/api-reference/authentication"),
        ("minisign", "minisign secret key", "RWRTY0Iy", r"[A-Za-z0-9+/=]{60,}", "https://jedisct1.github.io/minisign/"),
        ("rootly", "Rootly key", "rootly_", r"[0-9a-f]{60,}", "https://docs.rootly.com/"),
    )
)  # fmt: skip
