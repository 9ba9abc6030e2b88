"""Everything that the bot can show a person, written down with sample data."""
