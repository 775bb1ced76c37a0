"""The window's life: how it opens, what begins after the first paint, the one window of a shop, and how it closes."""
