"""Keeps Slack's libraries from writing what people wrote into our log."""

import logging

# Bolt prints whole bodies at INFO and below, and unhandled requests at WARNING; the SDK prints all it sends at DEBUG.
QUIET = logging.getLogger("bot.slack.library")
QUIET.setLevel(logging.ERROR)
