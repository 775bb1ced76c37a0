"""Qt models: they hold values and tell views what changed."""
