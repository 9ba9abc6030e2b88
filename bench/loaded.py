"""Which modules are loaded once the bot is wired for SQLite and Slack over requests, and which have no use there."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from tempfile import TemporaryDirectory

from bot.settings import PREFIX
from storage.master_keys import new_master_key

# What other settings, other commands and other processes need: PostgreSQL, Socket Mode, Teams, a language model, the
# demo, the tests; and what pairs people, which happens once in half a year. A name stands for everything below it.
NO_USE = (
    "asyncpg",
    "bot.checking",
    "bot.demo",
    "bot.playground",
    "bot.rehearsing",
    "bot.showing",
    "bot.slack.socket_mode",
    "botbuilder",
    "botframework",
    "hypothesis",
    "microsoft_agents",
    "openai",
    "psutil",
    "psycopg",
    "psycopg2",
    "pytest",
    "rustworkx",
    "selenium",
    "slack_bolt.adapter.socket_mode",
    "slack_sdk.socket_mode",
    "tests",
    "websocket",
    "websockets",
)

_PROBE = """
import asyncio, json, os, sys
from bot.app import build
from bot.settings import read

async def wired():
    application = build(read(os.environ))
    names = sorted(sys.modules)
    await application.edges.session.close()
    return names

print(json.dumps(asyncio.run(wired())))
"""


def loaded() -> list[str]:
    """The names of all modules of a process of its own, once everything is wired and before anything is started."""
    with TemporaryDirectory(prefix="exchange-coach-bench-") as folder:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        settings = {
            f"{PREFIX}DATABASE_URL": f"sqlite:///{folder}/exchange.db",
            f"{PREFIX}KEYS_URL": f"sqlite:///{folder}/keys.db",
            f"{PREFIX}MASTER_KEYS": new_master_key(),
            f"{PREFIX}ADMINISTRATORS": "U1",
            f"{PREFIX}SLACK_SIGNING_SECRET": "secret",
            f"{PREFIX}SLACK_BOT_TOKEN": "xoxb-bench",
        }
        probe = [sys.executable, "-c", _PROBE]
        run = subprocess.run(probe, env=environment | settings, capture_output=True, text=True, check=True)  # noqa: S603 — our own words
        return list(json.loads(run.stdout))


def unneeded(names: Sequence[str]) -> list[str]:
    """Those of them that these settings have no use for."""
    return [name for name in names if any(name == one or name.startswith(f"{one}.") for one in NO_USE)]
