"""Accounts, Regions and sessions: the only room that imports boto3."""
