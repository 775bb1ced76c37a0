"""The composer under the conversation, and what opens from it."""
