"""The whole bot with a workspace or a tenant around it, for the tests that tell a story from outside."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.app import Application, running
from bot.playground.inhabitant import Inhabitant
from bot.playground.playground import Shortcut
from bot.settings import PREFIX, Settings, read
from storage.master_keys import new_master_key
from tests.chat import Chat, Someone
from tests.slack_people import APP_TOKEN, BOT_TOKEN, SECRET, workspace_for
from tests.teams_people import PUBLIC_URL
from tests.teams_tenant import TeamsTenant, tenant_for
from tests.teams_without_client import tenant_without_client

SHORTCUTS = (Shortcut("write", "Write something"),)


@dataclass
class Hospital:
    """The bot, its workspace or tenant, and its people."""

    application: Application
    chat: Chat

    @property
    def now(self) -> datetime:
        return self.application.clock.now()

    def person(self, id: str) -> Someone:
        return self.chat.person(id)

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
    """In Slack. Starts with empty databases in that folder; the first of the people is the administrator."""
    async with workspace_for(people, shortcuts=SHORTCUTS) as workspace:
        slack = {
            f"{PREFIX}SLACK_API_URL": workspace.playground.api_url,
            f"{PREFIX}SLACK_BOT_TOKEN": BOT_TOKEN,
            **({f"{PREFIX}SLACK_APP_TOKEN": APP_TOKEN} if socket_mode else {}),
            **({} if socket_mode else {f"{PREFIX}SLACK_SIGNING_SECRET": SECRET}),
            **environment,
        }
        async with running(_settings(folder, people[0], slack)) as application:
            workspace.playground.app_at(f"http://127.0.0.1:{application.port}/slack/events")
            workspace.playground.workspace.now = application.clock.now
            yield Hospital(application, workspace)


@asynccontextmanager
async def teams_hospital(folder: Path, people: Sequence[Inhabitant]) -> AsyncIterator[Hospital]:
    """The same in Teams; the last of the people sits before the real client."""
    async with tenant_for(people[::-1]) as tenant:
        local = {f"{PREFIX}TEAMS_UNSAFE_LOCAL": "yes", f"{PREFIX}PUBLIC_URL": PUBLIC_URL}
        settings = _settings(folder, people[0], local)
        async with running(settings) as application:
            tenant.teams.between.bot = f"http://127.0.0.1:{application.port}"
            tenant.teams.between.now = application.clock.now
            yield Hospital(application, tenant)


@asynccontextmanager
async def teams_without_client(folder: Path, people: Sequence[Inhabitant]) -> AsyncIterator[Hospital]:
    """In Teams, where nobody sits before a real client; `tests.teams_people.Person` has the people's hands."""
    settings = _settings(folder, people[0], {f"{PREFIX}TEAMS_UNSAFE_LOCAL": "yes"})
    async with tenant_without_client(people) as teams, running(settings) as application:
        teams.between.bot = f"http://127.0.0.1:{application.port}"
        teams.between.now = application.clock.now
        yield Hospital(application, TeamsTenant(teams))


def _settings(folder: Path, administrator: Inhabitant, more: Mapping[str, str]) -> Settings:
    return read({
        f"{PREFIX}PORT": "0",
        f"{PREFIX}DATABASE_URL": f"sqlite:///{folder}/exchange.db",
        f"{PREFIX}KEYS_URL": f"sqlite:///{folder}/keys.db",
        f"{PREFIX}MASTER_KEYS": new_master_key(),
        f"{PREFIX}ADMINISTRATORS": administrator.id,
        f"{PREFIX}CLOCK": "movable",
        **more,
    })  # fmt: skip
