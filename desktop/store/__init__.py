"""The one SQLite file and everything that knows it. Reads return frozen values, writes return a `ChangeSet`."""
