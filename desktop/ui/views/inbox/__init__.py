"""The list: its head, its table, what is chosen in it."""
