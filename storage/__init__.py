"""What we remember: what was promised, what was answered, and who may read it."""
