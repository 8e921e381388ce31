"""Mail servers and mail providers."""

from .row import Row, config, secret
from .values import Values


def rows(v: Values) -> list[Row]:
    """Return the labelled rows of this topic."""
    return [
        secret("SMTP_AUTH_PASS", "Post0ffice", "weak-password"),
        secret(
            "EMAIL_HOST_PASSWORD",
            " ".join(v.chars("abcdefghijklmnopqrstuvwxyz", 4) for _ in range(4)),
            "provider-token",
        ),
        config("EMAIL_HOST_USER", "no-reply@kite.example", "username"),
        secret(
            "MAILER_DSN", f"smtp://no-reply%40kite.example:{v.quoted(12)}@smtp.kite.example:587", "conn-url-password"
        ),
        config("MAILER_DSN_LOCAL", "smtp://mailpit:1025?verify_peer=0", "url-no-cred"),
        config("MAILER_NULL_DSN", "null://null", "url-no-cred"),
        secret("SENDGRID_PASSWORD", "S" + "G." + v.b64url(16) + "." + v.b64url(32), "provider-token"),
        config("SENDGRID_TEMPLATE_ID", "d-" + v.hex(32), "uuid-id"),
        config("SENDGRID_WEBHOOK_VERIFICATION_KEY", v.der("EC PUBLIC", 64), "public-key"),
        secret("MAILGUN_SENDING_KEY", v.hex(32) + "-" + v.hex(8) + "-" + v.hex(8), "provider-token"),
        secret("MAILGUN_WEBHOOK_SIGNING_KEY", v.hex(32), "webhook-secret"),
        config("MAILGUN_DOMAIN_KEY_SELECTOR", "pdk1", "header-name"),
        secret("POSTMARK_SERVER_TOKEN", v.uuid(), "provider-token"),
        config("POSTMARK_MESSAGE_STREAM", "password-resets", "plain"),
        secret("BREVO_API_KEY", "xkey" + "sib-" + v.hex(64) + "-" + v.alnum(16), "provider-token"),
        secret("BREVO_SMTP_LOGIN", "xsmtp" + "sib-" + v.hex(64) + "-" + v.alnum(16), "provider-token"),
        secret("MJ_APIKEY_PRIVATE", v.hex(32), "provider-token", "Mailjet"),
        config("MJ_APIKEY_PUBLIC", v.hex(32), "publishable-key", "Mailjet: the user half of the pair"),
        secret("RESEND_API_KEY", "r" + "e_" + v.alnum(8) + "_" + v.alnum(24), "provider-token"),
        secret("MANDRILL_KEY", "md-" + v.alnum(22), "provider-token"),
        secret("MAILCHIMP_KEY", v.hex(32) + "-us12", "provider-token"),
        secret("SPARKPOST_API_KEY", v.hex(40), "provider-token"),
        secret("MAILTRAP_PASS", v.hex(14), "random-key"),
        secret("SES_PASSWORD", "B" + v.b64(33)[1:], "strong-password", "SES SMTP password"),
        config("SES_CONFIGURATION_SET", "password-mails", "plain"),
        config("SES_IDENTITY_ARN", "arn:aws:ses:eu-west-1:445566778899:identity/kite.example", "arn"),
        secret("DKIM_PRIVATE_KEY", v.pem("RSA PRIVATE" + " KEY"), "private-key"),
        secret("DKIM_KEY_BODY", v.der("RSA PRIVATE", 1180), "private-key", "body without the armour"),
        config("DKIM_DNS_RECORD", "v=DKIM1; k=rsa; p=" + v.der("PUBLIC", 261), "public-key"),
        config("DKIM_SELECTOR", "key202407", "header-name"),
        config("DKIM_PRIVATE_KEY_FILE", "/etc/dkim/key202407.private", "file-path"),
        secret("IMAP_PASSWD", "inbox!4you", "weak-password"),
        config("IMAP_PASSWORD_COMMAND", "aws secretsmanager get-secret-value --secret-id mail/imap", "secret-ref"),
        secret("OVERRIDE_POSTFIX_SASL", f"[smtp.kite.example]:587 relay@kite.example:{v.alnum(16)}", "basic-auth"),
        config("POSTFIX_smtp_sasl_password_maps", "hash:/etc/postfix/sasl_passwd", "file-path"),
        secret("DOVECOT_ADMIN_HASH", "{SHA512-" + "CRYPT}" + v.crypt(), "password-hash"),
        secret("UNSUBSCRIBE_HMAC", v.hex(32), "random-key"),
        config("UNSUBSCRIBE_TOKEN_PARAM", "t", "header-name"),
        config("PASSWORD_MAIL_TEMPLATE", "emails/password_changed.html.twig", "file-path"),
        config("MAIL_PASSWORD_RESET_SUBJECT", "Your password was reset", "plain"),
    ]
