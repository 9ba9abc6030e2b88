"""The workspace that everybody in the measurements is in, for processes that need nothing else of the bot."""

TEAM, TIMEZONE = "T1", "Europe/Brussels"
