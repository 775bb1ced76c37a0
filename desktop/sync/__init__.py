"""Moves messages in and replies out: lanes, workers, the pool of parsing processes. Knows no Qt."""
