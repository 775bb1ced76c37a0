"""The rail at the left: lanes, saved searches, labels, channels."""
