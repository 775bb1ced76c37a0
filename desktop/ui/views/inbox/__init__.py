"""The list: its head, its table, where the owner stands in it, what is chosen there."""
