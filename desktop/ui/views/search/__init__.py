"""The search line, its colours and suggestions, and the card that keeps a search."""
