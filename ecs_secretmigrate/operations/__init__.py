"""What the commands and the library do, over one account or many."""
