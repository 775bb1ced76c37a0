"""Secrets: in the keyring, in the log's ignorance, and nowhere else."""
