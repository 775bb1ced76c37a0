"""What the facts beside the words of a message tell about its need: each subject a file of its own."""
