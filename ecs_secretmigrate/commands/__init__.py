"""The typer shell: one file a verb."""
