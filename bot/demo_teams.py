"""The demo in Teams: the bot beside Microsoft's own client for developers, with the same cohort that is about to begin.

One manager sits before the client. The client knows five people more; to the others of the cast the bot writes too, and
what it writes to them is kept beside the client and shown nowhere.
"""

import logging
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.agents_playground.hands import Json, Teams, a_tenant, in_channel
from bot.agents_playground.process import NotInstalled, install
from bot.agents_playground.reading import buttons_of, filled_in, labelled
from bot.app import Application, running, stopped
from bot.demo_script import begin
from bot.errors import Misconfigured
from bot.playground.cast import ADMINISTRATOR, FACILITATOR, MANAGERS, SPONSOR
from bot.settings import PREFIX, Settings, read
from storage.master_keys import new_master_key

# The first manager sits before the client; it knows the next five.
_CAST = (MANAGERS[0], ADMINISTRATOR, FACILITATOR, SPONSOR, MANAGERS[7], *MANAGERS[1:7])


async def demonstrate(environment: Mapping[str, str]) -> None:
    """Runs until the process is told to stop. Starts afresh each time, and leaves nothing behind."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    with tempfile.TemporaryDirectory(prefix="exchange-coach-") as folder:
        async with demo(environment, Path(folder)) as (application, teams):
            address = f"http://{application.settings.host}:{application.port}"
            sys.stdout.write(
                f"The Agents Playground is at {teams.url}/ (stop it with Ctrl-C), where you are {_CAST[0].name}.\n"
                f"It listens on every address of this machine. The bot is at {address}.\n"
                f"Next thing that happens: curl -X POST {address}/clock --json '{{\"next\": true}}'\n"
            )
            sys.stdout.flush()
            await stopped()


@asynccontextmanager
async def demo(
    environment: Mapping[str, str], folder: Path, client_port: int = 0
) -> AsyncIterator[tuple[Application, Teams]]:
    """The bot and the client, with the cohort set up; the databases live in that folder. Raises Misconfigured.

    Without a port, the client gets one that is free.
    """
    settings = _settings(environment, folder)
    try:
        await install()
        async with a_tenant(_CAST, client_port) as teams, running(settings) as application:
            teams.between.bot = f"http://127.0.0.1:{application.port}"
            # the team in which the app is: there it looks for people by their addresses
            await teams.does(ADMINISTRATOR.id, type="installationUpdate", action="add", **in_channel())
            hands = {one.id: AtTeams(teams, one.id, application.settle) for one in _CAST}
            await begin(hands.__getitem__, application.clock)
            yield application, teams
    except NotInstalled as trouble:
        raise Misconfigured(str(trouble)) from None


@dataclass(frozen=True, slots=True)
class AtTeams:
    """`bot.demo_script.Hands` in Teams."""

    teams: Teams
    who: str
    settle: Callable[[], Awaitable[None]]

    async def types(self, line: str, *, in_room: bool = False) -> None:
        say = self.teams.says_in_channel if in_room else self.teams.says
        await say(self.who, line.removeprefix("/exchange "))
        await self.settle()

    async def fills_in(self, values: Mapping[str, Any]) -> None:
        card, message = self._newest()
        (_, way_in), *_ = buttons_of(card)
        opened = await self.teams.opens(self.who, message, way_in["data"])
        form = opened.body["task"]["value"]["card"]["content"]
        (send,) = form["actions"]
        taken = await self.teams.sends_in(self.who, {**send["data"], **filled_in(form, dict(values))})
        if taken.body:
            raise LookupError("the form was not taken")

    async def presses(self, label: str) -> None:
        for post in reversed(list(self.teams.between.in_room(self.teams.rooms[self.who]))):
            if action := labelled(post.activity["attachments"][0]["content"], label):
                await self.teams.presses(self.who, post.id, action["data"])
                return
        raise LookupError(f"{self.who} has no button {label!r}; there is: {self._newest()[0]}")

    async def puts_away(self) -> None:
        """A form that is not sent in is nowhere here."""

    def _newest(self) -> tuple[Json, str]:
        *_, post = self.teams.between.in_room(self.teams.rooms[self.who])
        return post.activity["attachments"][0]["content"], post.id


def _settings(environment: Mapping[str, str], folder: Path) -> Settings:
    """The demo's settings: a key made for this one run, and the address that the environment chose."""
    port = environment.get(f"{PREFIX}PORT", "8080")
    return read({
        f"{PREFIX}PORT": port,
        f"{PREFIX}PUBLIC_URL": f"http://127.0.0.1:{port}",
        f"{PREFIX}DATABASE_URL": f"sqlite:///{folder}/exchange.db",
        f"{PREFIX}KEYS_URL": f"sqlite:///{folder}/keys.db",
        f"{PREFIX}MASTER_KEYS": new_master_key(),
        f"{PREFIX}ADMINISTRATORS": ADMINISTRATOR.id,
        f"{PREFIX}TEAMS_UNSAFE_LOCAL": "yes",
        f"{PREFIX}CLOCK": "movable",
    })  # fmt: skip
