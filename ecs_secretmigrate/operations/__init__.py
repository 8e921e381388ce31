"""What a user asks for, over sources and accounts: the one room that names concrete adapters."""
