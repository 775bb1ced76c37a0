"""The settings over the window, a file for each page: how it looks, its keys, the owner's channels."""
