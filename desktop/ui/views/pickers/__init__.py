"""What floats over the window until something is picked: a time, a label, a command, a reason."""
