"""What runs a task definition, and moving it to another revision."""
