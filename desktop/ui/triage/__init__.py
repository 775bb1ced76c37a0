"""What the owner decides about conversations: the verbs, the writes they become, and what is said of them."""
