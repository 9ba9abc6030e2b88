"""Home: what comes next for a person, what waits for them now, and everything that they decide for themselves."""
