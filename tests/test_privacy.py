"""What is kept about a person is said plainly, handed over whole, and forgotten for good."""
