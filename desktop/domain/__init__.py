"""Plain values and rules: what a message, a person, a reply and an act of triage are. Standard library only."""
