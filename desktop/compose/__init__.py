"""Checks on what the owner writes: how long it may be, what is missing before it can go, which words are misspelt."""
