"""A tenant of Teams with the real client in it, for the tests that tell a story from outside."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.agents_playground import process
from bot.agents_playground.hands import Teams, a_tenant
from bot.agents_playground.process import NotInstalled, Somebody
from bot.agents_playground.reading import card_text
from storage.tables import Delivery
from tests.heard import Heard
from tests.teams_people import Person, Screens


@pytest.fixture(scope="session")
def agents_playground() -> None:
    """Microsoft's client, installed. Without node or its registry the tests are skipped; never in CI."""
    build = Path(process.__file__).parents[2] / "build"
    build.mkdir(exist_ok=True)
    with (build / "agents_playground.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the tests run in several processes
        try:
            asyncio.run(process.install())
        except NotInstalled as trouble:
            if os.environ.get("CI"):
                raise
            pytest.skip(str(trouble))


@dataclass
class TeamsTenant:
    """`tests.chat.Chat` in Teams."""

    teams: Teams
    screens: Screens = field(default_factory=Screens)

    def person(self, id: str) -> Person:
        return Person(self.teams, id, self.screens, self.teams.rooms[id])

    @property
    def refusals(self) -> Sequence[object]:
        """What the Playground did not take."""
        return self.teams.between.refused

    def became(self, row: Delivery) -> list[Heard]:
        """The messages that a delivery became: Teams keeps no name of ours with them, a second copy says the same."""
        posts = [one for one in self.teams.between.posted if one.room == row.room]
        first = [_posted_words(one.first) for one in posts if one.id == row.message]
        same = {one.id for one in posts if _posted_words(one.first) in first}
        return [one for person in self.teams.people for one in self.person(person.id).hears() if one.id in same]

    def shown(self) -> Iterator[tuple[str, str]]:
        """All that the bot said to anybody, as it was posted and as it stands now."""
        owners = {room: who for who, room in self.teams.rooms.items()}
        for post in self.teams.between.posted:
            yield owners[post.room], _posted_words(post.first)
            yield owners[post.room], _posted_words(post.activity)


def _posted_words(activity: dict[str, Any]) -> str:
    return "\n".join([activity.get("summary", ""), *(card_text(one["content"]) for one in activity["attachments"])])


@asynccontextmanager
async def tenant_for(people: Sequence[Somebody]) -> AsyncIterator[TeamsTenant]:
    """A tenant with these people; the first sits before the real client. `teams.between.bot` names the bot later."""
    async with a_tenant(people) as teams:
        yield TeamsTenant(teams)
