"""Microsoft Teams: translates what comes from there, shows what the bot says, and does nothing else."""
