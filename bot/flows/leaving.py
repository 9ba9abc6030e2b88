"""Leaving a cohort: without a reason, after seeing what happens, and without losing what was written."""
