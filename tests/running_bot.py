"""The whole bot with a workspace around it, for the tests that tell a story from outside."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.app import Application, running
from bot.playground.inhabitant import Inhabitant
from bot.playground.playground import Shortcut
from bot.settings import PREFIX, read
from storage.master_keys import new_master_key
from tests.slack_people import APP_TOKEN, BOT_TOKEN, SECRET, Person, SlackWorkspace, workspace_for

SHORTCUTS = (Shortcut("write", "Write something"),)


@dataclass
class Hospital:
    """The bot, its workspace and its people. `requests` counts what the people did."""

    application: Application
    workspace: SlackWorkspace
    requests: int = field(default=0)

    @property
    def now(self) -> datetime:
        return self.application.clock.now()

    def person(self, id: str) -> Person:
        return self.workspace.person(id)

    async def next(self) -> None:
        """Moves the clock to the next thing that happens."""
        await self.application.clock.move_to_next()
        await self.application.settle()

    async def until(self, moment: datetime) -> None:
        await self.application.clock.move_to(moment)
        await self.application.settle()


@asynccontextmanager
async def hospital(
    folder: Path, people: Sequence[Inhabitant], *, socket_mode: bool = False, **environment: str
) -> AsyncIterator[Hospital]:
    """Starts with empty databases in that folder; the first of the people is the administrator."""
    async with workspace_for(people, shortcuts=SHORTCUTS) as workspace:
        settings = read(
            {
                f"{PREFIX}PORT": "0",
                f"{PREFIX}DATABASE_URL": f"sqlite:///{folder}/exchange.db",
                f"{PREFIX}KEYS_URL": f"sqlite:///{folder}/keys.db",
                f"{PREFIX}MASTER_KEYS": new_master_key(),
                f"{PREFIX}ADMINISTRATORS": people[0].id,
                f"{PREFIX}SLACK_API_URL": workspace.playground.api_url,
                f"{PREFIX}SLACK_BOT_TOKEN": BOT_TOKEN,
                **({f"{PREFIX}SLACK_APP_TOKEN": APP_TOKEN} if socket_mode else {}),
                **({} if socket_mode else {f"{PREFIX}SLACK_SIGNING_SECRET": SECRET}),
                f"{PREFIX}CLOCK": "movable",
                **environment,
            }
        )
        async with running(settings) as application:
            workspace.playground.app_at(f"http://127.0.0.1:{application.port}/slack/events")
            workspace.playground.workspace.now = application.clock.now
            yield Hospital(application, workspace)
