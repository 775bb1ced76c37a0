"""Keys: what a press is, what a row of them means, which of them may be changed; the commands themselves are in `ui.commands`."""
