"""The demo: the bot with a whole workspace on this machine, and a cohort that is about to begin.

Everything that happens here goes the way that a real Slack goes: signed requests in, Web API calls out.
"""

import logging
import secrets
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from bot.app import Application, running, stopped
from bot.demo_cast import Cast, taking_part
from bot.demo_hands import AtSlack
from bot.demo_script import begin, reactions
from bot.playground.cast import ADMINISTRATOR, CAST
from bot.playground.playground import Playground, Shortcut, playground
from bot.playground.serving import application as workspace_server
from bot.playground.serving import front
from bot.settings import PREFIX, Settings, read
from bot.slack.manifest import HTTP, manifest
from prompts.library import PROMPTS
from prompts.words import Words
from storage.master_keys import new_master_key

_ROOM = "C01"  # the cohort's channel
_PATIENCE = 30.0  # seconds for an answer; Slack's three are too few where a busy machine plays both sides


async def demonstrate(environment: Mapping[str, str]) -> None:
    """Runs until the process is told to stop. Starts afresh each time, and leaves nothing behind."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    with tempfile.TemporaryDirectory(prefix="exchange-coach-") as folder:
        async with demo(environment, Path(folder)) as (application, _made):
            address = f"http://{application.settings.host}:{application.port}/"
            sys.stdout.write(f"The playground is at {address} (stop it with Ctrl-C)\n")
            sys.stdout.flush()
            await stopped()


@asynccontextmanager
async def demo(environment: Mapping[str, str], folder: Path) -> AsyncIterator[tuple[Application, Playground]]:
    """The bot and its playground on one port, with the cohort set up; the databases live in that folder."""
    settings = _settings(environment, folder)
    address = f"http://{settings.host}:{settings.port}"
    made: list[Playground] = []

    def mount(application: Application) -> None:
        made.append(
            playground(
                f"{address}/slack/events",
                settings.slack_signing_secret[0],
                settings.slack_bot_token,
                CAST,
                base_url=f"{address}/playground",
                shortcuts=_shortcuts(),
                suggestions=_suggestions(settings.language),
                now=application.clock.now,
                patience=_PATIENCE,
            )
        )
        made[0].channel(_ROOM, "halden-exchange", [one.id for one in CAST])
        application.server.add_subapp("/playground", workspace_server(made[0]))
        application.server.add_routes([front(made[0])])

    async with running(settings, mount, hurried=True) as application:
        story = await begin(lambda who: AtSlack(made[0], made[0].person(who), _ROOM), application.clock)
        story.others = cast = Cast(made[0], _ROOM, reactions(story.dates))
        made[0].chapters = story
        async with taking_part(cast):
            yield application, made[0]


def _shortcuts() -> list[Shortcut]:
    """Those that an operator's workspace has, by the manifest."""
    found = manifest(HTTP)["features"]["shortcuts"]
    return [Shortcut(one["callback_id"], one["name"], on_message=one["type"] == "message") for one in found]


def _suggestions(language: str) -> list[str]:
    """Every command as its own example shows it."""
    words = Words.read(language, PROMPTS / language / "interface.toml")
    examples = [text for key, text in words.under("command").items() if key.endswith(".example")]
    return [one if one.startswith("/") else f"/exchange {one}" for one in examples]


def _settings(environment: Mapping[str, str], folder: Path) -> Settings:
    """Secrets made for this one run; from the environment the port, and the model where there is one."""
    port = environment.get(f"{PREFIX}PORT", "8080")
    return read(
        {
            **{name: value for name, value in environment.items() if name.startswith(f"{PREFIX}LLM_")},
            f"{PREFIX}PORT": port,
            f"{PREFIX}DATABASE_URL": f"sqlite:///{folder}/exchange.db",
            f"{PREFIX}KEYS_URL": f"sqlite:///{folder}/keys.db",
            f"{PREFIX}MASTER_KEYS": new_master_key(),
            f"{PREFIX}ADMINISTRATORS": ADMINISTRATOR.id,
            f"{PREFIX}SLACK_API_URL": f"http://127.0.0.1:{port}/playground/api/",
            f"{PREFIX}SLACK_BOT_TOKEN": f"xoxb-{secrets.token_hex()}",
            f"{PREFIX}SLACK_SIGNING_SECRET": secrets.token_hex(),
            f"{PREFIX}CLOCK": "movable",
        }
    )
