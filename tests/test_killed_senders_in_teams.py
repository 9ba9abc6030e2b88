"""In Teams, where nothing can be read back, a sender is killed again and again: nothing is lost, and a copy says so."""

import asyncio
import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from bot.settings import PREFIX
from storage.routes import Routes
from storage.store import Database
from storage.tables import Delivery, Person
from tests.dying_bot import DyingBot, dying_bot, until
from tests.microsoft import TENANT
from tests.places import Place, template
from tests.promises import nothing_is_left
from tests.sizes import size
from tests.slack_server import Fault
from tests.teams_server import SmallTeams, small_teams

KILLS = size(400)
EACH_LIFE = 4  # messages that become due before each start
PEOPLE = 12  # so that messages follow each other to the same person
SENTENCE = "inviting.not_found"  # one with a gap, by which a message can be told from all others
MARK = "You may have this message already"
PATIENCE = 0.03  # calls of 0.6, leases of 1.8, settling of 2.7 seconds; a history is waited for 18 seconds
LIFE = 0.3  # seconds at most from the first call to being killed, while there is still something under way
SLOWEST = 0.2  # seconds until an answer: a third of what a call is waited for
BEGINS = 120.0  # seconds in which a new life has something to send, or there is nothing; a busy machine takes long
ENOUGH = 600.0  # seconds until everything must have come, when nobody is killed any more
_NUMBER = re.compile(r"message-(\d+)")

pytestmark = pytest.mark.one_database(
    "the bot's processes have a file of their own; on both, Slack's senders are killed"
)


@dataclass
class Front:
    """Where the sender is killed. `promised` are the rows' ids by the numbers in their messages."""

    database: Database
    teams: SmallTeams
    chance: random.Random
    promised: dict[int, str] = field(default_factory=dict)
    kills: int = 0
    amid: int = 0  # kills while a message was under way

    async def promise(self) -> None:
        now = datetime.now(UTC)
        async with self.database.transaction() as store:
            people = (await store.session.exec(select(Person))).all()
            for _ in range(EACH_LIFE):
                number = len(self.promised)
                one = self.chance.choice(people)
                gaps = {"cohort": "Spring", "addresses": f"message-{number}", "number": "1"}
                self.promised[number] = (await store.deliveries.notice(one, SENTENCE, now, **gaps)).id

    async def rows(self) -> dict[str, Delivery]:
        async with self.database.reading() as store:
            return {one.id: one for one in (await store.session.exec(select(Delivery))).all()}

    def ledger(self) -> dict[int, list[bool]]:
        """Of each message, by its number, every copy that stands in a chat: whether it says that it may be a second."""
        found: dict[int, list[bool]] = defaultdict(list)
        for post in (one for room in self.teams.posted.values() for one in room):
            if number := _NUMBER.search(str(post["attachments"])):
                found[int(number[1])].append(MARK in str(post["attachments"]))
        return found


@pytest.mark.chaos
async def test_nothing_is_lost_and_every_second_copy_says_so(tmp_path: Path) -> None:
    place = await (await template(tmp_path / "template", fill)).copy(tmp_path / "place")
    began = time.monotonic()
    async with front(place) as (at, bot):
        for _ in range(KILLS):
            await one_life(at, bot)
        at.teams.faults["post"].clear()
        killing = time.monotonic() - began
        assert await bot.start()
        await until(lambda: nothing_is_left(at.database), ENOUGH)
        await bot.stop()

        rows, ledger = await at.rows(), at.ledger()
        copies = {row: ledger[number] for number, row in at.promised.items()}
        unknown = sum(row.attempts - 1 for row in rows.values())
        sys.stdout.write(
            f"\nTeams: {len(copies)} messages, {at.kills} kills, {at.amid} of them amid a call: "
            f"{sum(not one for one in copies.values())} lost, "
            f"{sum(len(one) - 1 for one in copies.values() if one)} extra copies, "
            f"{sum(one.count(False) - 1 for one in copies.values() if False in one)} of them unmarked; "
            f"{unknown} outcomes were not known; {killing:.0f} + {time.monotonic() - began - killing:.0f} s\n"
        )
        assert set(rows) == set(copies)
        assert [(one.state, one.reason) for one in rows.values() if one.state != "sent"] == []
        assert [row for row, seen in copies.items() if not seen] == [], "lost"
        assert [row for row, seen in copies.items() if not all(seen[1:])] == [], "a second copy that does not say so"
        for row, seen in copies.items():  # each attempt but the last ended without anybody knowing how
            assert len(seen) <= rows[row].attempts, "more copies than unknown outcomes"
        assert at.kills >= KILLS
        assert at.amid > 0


async def one_life(at: Front, bot: DyingBot) -> None:
    """Kills it at any moment after its first call, or before it made one."""
    await at.promise()
    at.teams.asked.clear()
    assert await bot.start()
    if at.chance.random() < 0.9:
        async with asyncio.timeout(BEGINS):
            await at.teams.asked.wait()
        await asyncio.sleep(at.chance.uniform(0, LIFE))
    under_way = at.teams.under_way
    await bot.kill()
    at.kills += 1
    at.amid += bool(under_way)


@asynccontextmanager
async def front(place: Place) -> AsyncIterator[tuple[Front, DyingBot]]:
    chance = random.Random(7)
    async with small_teams() as teams, place.opened() as database:
        await Routes(database, lambda: datetime.now(UTC)).keep("teams", TENANT, service_url=teams.url, bot="28:bot")
        teams.faults["post"] = [weather(chance) for _ in range(KILLS * EACH_LIFE * 20)]
        environment = {
            **place.environment,
            f"{PREFIX}TEAMS_UNSAFE_LOCAL": "yes",
            f"{PREFIX}ADMINISTRATORS": "nobody of these",
            f"{PREFIX}CLOCK": "movable",
            f"{PREFIX}PATIENCE": str(PATIENCE),
        }
        async with dying_bot(environment, place.folder / "log") as bot:
            yield Front(database, teams, chance), bot


def weather(chance: random.Random) -> Fault:
    """An answer that takes its time, after the message was posted or before; of some nobody learns whether it was."""
    bad = chance.choices(["", "502", "drop"], [92, 4, 4])[0]
    return Fault(
        status=502 if bad == "502" else 200,
        drop=bad == "drop",
        slow=chance.uniform(0, SLOWEST),
        after=chance.random() < 0.5,
    )


async def fill(database: Database) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    async with database.transaction() as store:
        tenant = await store.people.install("teams", TENANT, "Halden Health", now)
        for number in range(PEOPLE):
            await store.people.somebody(tenant.id, f"person-{number}", f"Person {number}", now)
