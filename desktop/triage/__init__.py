"""Who needs the owner first, and why: pure functions over domain values."""
