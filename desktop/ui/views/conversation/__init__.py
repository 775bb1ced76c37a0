"""The open conversation: who it is with, what stands above the timeline, the timeline, notes, finding in it."""
