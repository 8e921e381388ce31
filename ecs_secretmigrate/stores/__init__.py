"""Where secret values go: Secrets Manager and Parameter Store."""
