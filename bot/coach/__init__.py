"""One good question back."""
