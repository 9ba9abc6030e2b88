"""What we say, and when we say it."""
