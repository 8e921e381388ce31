"""Move plaintext secrets out of Amazon ECS task definitions into Secrets Manager or Parameter Store, and prove it."""

__version__ = "0.1.0"
