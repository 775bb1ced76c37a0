"""The search line with its colours and suggestions, and its words marked in what is read."""
