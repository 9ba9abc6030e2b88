"""Microsoft's own Teams client for developers, run beside the bot on this machine: for the demo and for the tests."""
