"""Checks on what the owner writes: how long it may be, and what is missing before it can go."""
