"""Slack, translated into the bot's own language and back."""
