"""A Slack-compatible workspace on this machine, for the demo and for the tests."""
