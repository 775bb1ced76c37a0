"""The networks: one file or one folder a channel, none importing another. `registry` is the only list of them."""
