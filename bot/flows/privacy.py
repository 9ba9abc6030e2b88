"""What is kept about a person, said plainly; taking all of it along, and having all of it forgotten."""
