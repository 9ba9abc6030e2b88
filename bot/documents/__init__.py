"""Documents on paper: given what is to stand in them, these make the bytes of a file, and know nothing else."""
