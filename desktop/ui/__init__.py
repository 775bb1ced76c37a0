"""The window. Nothing here waits for the network, the keyring, a parser or a long query."""
