"""Hostile and ordinary HTML, seen through a parser of its own."""
