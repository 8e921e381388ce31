"""Payment providers."""

from .row import Row, config, secret
from .values import BECH32, Values


def rows(v: Values) -> list[Row]:
    """Return the labelled rows of this topic."""
    test, live = "_te" + "st_", "_li" + "ve_"
    return [
        secret("STRIPE_SK", "sk" + live + "51" + v.alnum(97), "provider-token"),
        secret(
            "STRIPE_RESTRICTED", "rk" + test + "51" + v.alnum(97), "provider-token", "test-mode key, still a credential"
        ),
        secret("STRIPE_ENDPOINT_SECRET", "wh" + "sec_" + v.alnum(32), "webhook-secret"),
        config("STRIPE_PK", "pk" + live + "51" + v.alnum(97), "publishable-key"),
        config("STRIPE_SECRET", "pk" + test + "51" + v.alnum(97), "publishable-key", "the value decides over the name"),
        config("STRIPE_PORTAL_CONFIG", "bpc_1" + v.alnum(23), "client-id"),
        config("STRIPE_TEST_CLOCK", "clock_1" + v.alnum(23), "client-id"),
        config("STRIPE_SECRET_KEY_DEV", "sk" + test + "...", "placeholder"),
        config("STRIPE_IDEMPOTENCY_KEY_HEADER", "Idempotency-Key", "header-name"),
        secret("ADYEN_API_KEY", "AQE" + "xhm" + v.alnum(60) + "-" + v.b64(32) + "-" + v.alnum(16), "provider-token"),
        secret("ADYEN_HMAC_KEY", v.hex(64).upper(), "webhook-secret"),
        config("ADYEN_CLIENT_KEY", "live_" + v.chars("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32), "publishable-key"),
        config("ADYEN_MERCHANT_ACCOUNT", "KiteECOM", "client-id"),
        config(
            "ADYEN_ORIGIN_KEY", "pub.v2." + v.digits(16) + "." + v.b64url(24) + "." + v.b64url(32), "publishable-key"
        ),
        secret("PAYPAL_CLIENT_SECRET", "E" + v.b64url(60)[:79], "oauth-client-secret"),
        config("PAYPAL_CLIENT_ID", "A" + v.b64url(60)[:79], "client-id"),
        config("PAYPAL_WEBHOOK_ID", v.upper(17), "uuid-id"),
        secret(
            "PAYPAL_NVP", f"USER=shop_api1.kite.example&PWD={v.upper(16)}&SIGNATURE={v.alnum(56)}", "conn-string-kv"
        ),
        secret("BRAINTREE_PRIVATE_KEY", v.hex(32), "provider-token"),
        config("BRAINTREE_PUBLIC_KEY", v.lower(16), "publishable-key"),
        config("BRAINTREE_MERCHANT_ID", v.lower(16), "client-id"),
        config("BRAINTREE_TOKENIZATION_KEY", "production_" + v.lower(8) + "_" + v.lower(16), "publishable-key"),
        secret("SQUARE_APPLICATION_SECRET", "sq0" + "csp-" + v.b64url(32), "oauth-client-secret"),
        config("SQUARE_APPLICATION_ID", "sq0idp-" + v.b64url(16), "client-id"),
        secret("SQUARE_WEBHOOK_SIGNATURE_KEY", v.b64url(16), "webhook-secret"),
        config("SQUARE_LOCATION", "L" + v.upper(12), "client-id"),
        secret("MOLLIE_KEY", "li" + "ve_" + v.alnum(30), "provider-token"),
        secret(
            "MOLLIE_API_KEY_TEST", "te" + "st_" + v.alnum(30), "provider-token", "test-mode key, still a credential"
        ),
        config("MOLLIE_PROFILE_ID", "pfl_" + v.alnum(10), "client-id"),
        secret("RAZORPAY_KEY_SECRET", v.alnum(24), "provider-token"),
        config("RAZORPAY_KEY_ID", "rzp" + live + v.alnum(14), "publishable-key", "sent to the browser's checkout"),
        secret("KLARNA_API_PASSWORD", "klarna" + live + "api_" + v.b64(70), "provider-token"),
        config("KLARNA_CLIENT_IDENTIFIER", "klarna" + live + "client_" + v.alnum(40), "publishable-key"),
        config("KLARNA_API_USERNAME", "PK" + v.digits(5) + "_" + v.hex(12), "username"),
        secret("GOCARDLESS_ACCESS_TOKEN", "li" + "ve_" + v.b64url(30), "provider-token"),
        secret("PADDLE_NOTIFICATION_KEY", "pdl_" + "ntfset_01" + v.lower(24) + "_" + v.alnum(32), "webhook-secret"),
        config("PADDLE_CLIENT_TOKEN", "live_" + v.hex(27), "publishable-key", "client-side token by design"),
        secret("PLAID_SECRET", v.hex(30), "oauth-client-secret"),
        config("PLAID_CLIENT_ID", v.hex(24), "client-id"),
        secret("PLAID_ITEM", "access-" + "production-" + v.uuid(), "provider-token"),
        secret("PAYSTACK_SECRET", "sk" + live + v.hex(40), "provider-token"),
        config("PAYSTACK_PUBLIC", "pk" + live + v.hex(40), "publishable-key"),
        secret("FLW_SECRET_KEY", "FLW" + "SECK-" + v.hex(32) + "-X", "provider-token"),
        config("FLW_PUBLIC_KEY", "FLW" + "PUBK-" + v.hex(32) + "-X", "publishable-key"),
        secret(
            "MP_ACCESS_TOKEN",
            "APP_" + "USR-" + v.digits(16) + "-061918-" + v.hex(32) + "-" + v.digits(9),
            "provider-token",
            "Mercado Pago",
        ),
        config("MP_PUBLIC_KEY", "APP_" + "USR-" + v.uuid(), "publishable-key", "Mercado Pago"),
        secret("REDSYS_SIGNING_KEY", v.b64(24), "random-key"),
        secret("IYZICO_SECRET", v.lower(32), "provider-token"),
        secret("WORLDPAY_XML_PASS", "w0rldpay", "weak-password"),
        secret("SEPA_EBICS_PASSPHRASE", "Blaue Stunde", "encryption-key"),
        config("SEPA_CREDITOR_ID", "DE98ZZZ09999999999", "client-id"),
        config("PAYOUT_WALLET", "0x" + v.hex(40), "hash-public", "wallet address"),
        config("BTC_DONATION_ADDRESS", "bc1q" + v.chars(BECH32, 38), "hash-public"),
        secret("TREASURY_WALLET_KEY", "0x" + v.hex(64), "private-key"),
        secret("HOT_WALLET_WORDS", v.phrase(12), "seed-phrase"),
        config("PCI_TOKENIZATION_ENABLED", "true", "flag"),
        config("CARD_PIN_RETRY_LIMIT", "3", "policy-number"),
        secret("TERMINAL_ADMIN_PIN", "0731", "pin"),
        secret("HSM_PARTITION_PIN", "77-41-09-20", "pin"),
    ]
