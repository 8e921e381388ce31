"""Where task definitions live, and how a new one is written back."""
