"""What the execution role needs, as a policy, and granting it."""
