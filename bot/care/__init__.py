"""Looks after people: what a text must not tell of patients, and what it may tell of its writer."""
