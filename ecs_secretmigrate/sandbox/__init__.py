"""The embedded AWS behind `--sandbox` and `demo`."""
