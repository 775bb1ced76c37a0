"""Search as a place in the window, and what may come next while one is typed."""
