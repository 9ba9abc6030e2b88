"""The small language that everything in the bot speaks, whatever the platform."""
