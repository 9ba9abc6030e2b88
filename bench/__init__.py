"""Measurements, taken by hand: never a test, because a busy machine is no mistake of ours."""
