"""The process is killed while people write: what Slack was told is kept is kept, and nothing is kept twice."""

import asyncio
import random
import re
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.playground.courier import Way
from bot.playground.inhabitant import Inhabitant
from bot.rules.visibility import own
from storage.store import Database
from storage.tables import Turn
from tests.databases import KINDS
from tests.dying_bot import DyingBot, dying_bot, until
from tests.factories import person
from tests.places import template
from tests.sizes import size
from tests.slack_beside import RepeatsToTheLiving, slack_environment
from tests.slack_people import SlackWorkspace, workspace_for
from tests.world import TEAM

EVENTS = size(3000)
KILLS = size(200)
PEOPLE = 15  # who write at the same time
PATIENCE = 0.04  # a bot that is killed before its messages are settled settles them in its next life
AT_MOST = 30.0  # seconds of a life: it ends with so many answers as chance says, or when no more come
ACKNOWLEDGED = 100  # events whose acknowledgements are looked at in the kernel's own records


@dataclass
class Witness:
    """Hears what Slack was answered: the words of every message that was acknowledged."""

    way: Way
    acknowledged: set[str] = field(default_factory=set)
    _more: asyncio.Event = field(default_factory=asyncio.Event)

    async def hears(self, number: int) -> None:
        """Comes back as soon as so many were acknowledged in all."""
        while len(self.acknowledged) < number:
            self._more.clear()
            await self._more.wait()

    async def carry(self, kind: str, payload: dict[str, Any], attempt: int, reason: str) -> dict[str, Any]:
        answer = await self.way.carry(kind, payload, attempt, reason)
        self.acknowledged.add(payload.get("event", {}).get("text", ""))
        self._more.set()
        return answer


@pytest.mark.chaos
@pytest.mark.parametrize("kind", KINDS)
async def test_what_was_acknowledged_is_kept_once(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    server = request.getfixturevalue("postgresql_server") if kind == "postgresql" else None
    place = await (await template(tmp_path / "template", fill, server)).copy(tmp_path / "place")
    chance, written, began = random.Random(3), list[str](), time.monotonic()
    async with workspace_for(everybody()) as slack:
        courier = slack.playground.courier
        environment = {**place.environment, **slack_environment(slack.playground, PATIENCE)}
        async with dying_bot(environment, place.folder / "log") as bot, place.opened() as database:
            courier.way = witness = Witness(RepeatsToTheLiving(courier.way, bot))
            for _ in range(KILLS):
                await one_life(slack, bot, written, witness, chance)
            assert await bot.start()
            slack.playground.app_at(f"{bot.url}/slack/events")
            await courier.settled()
            kept = Counter(await words_kept(database))

    acknowledged = witness.acknowledged & set(written)
    twice = {text: number for text, number in kept.items() if number > 1}
    sys.stdout.write(
        f"\n{kind}: {len(written)} messages, {KILLS} kills: {len(acknowledged)} acknowledged, "
        f"{len(acknowledged - set(kept))} of them missing, {len(twice)} kept twice, "
        f"{len(set(kept) - acknowledged)} kept without an answer; {time.monotonic() - began:.0f} s\n"
    )
    assert len(written) == EVENTS
    assert len(acknowledged) > EVENTS / 2, "hardly anything was put to the test"
    assert acknowledged - set(kept) == set()
    assert twice == {}


async def one_life(
    slack: SlackWorkspace, bot: DyingBot, written: list[str], witness: Witness, chance: random.Random
) -> None:
    """Everybody writes, and the process is killed as soon as some of them were answered."""
    assert await bot.start()
    slack.playground.app_at(f"{bot.url}/slack/events")
    texts = [f"Note {len(written) + number}: nobody asked the porter." for number in range(EVENTS // KILLS)]
    written += texts
    writing = [asyncio.create_task(slack.person(f"U{number % PEOPLE}").says(text)) for number, text in enumerate(texts)]
    with suppress(TimeoutError):
        async with asyncio.timeout(AT_MOST):
            await witness.hears(len(witness.acknowledged) + chance.randint(0, len(texts)))
    await bot.kill()
    await asyncio.gather(*writing)


async def words_kept(database: Database) -> list[str]:
    async with database.reading() as store:
        turns = (await store.session.exec(select(Turn).where(Turn.speaker == "person"))).all()
        grants = [(turn, own(turn, turn.person_id)) for turn in turns]
        return [await store.reflections.open_turn(turn, grant) for turn, grant in grants if grant]


# -- before the acknowledgement -----------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed, so nobody sees what is synced")
async def test_on_sqlite_the_words_are_on_the_disk_before_they_are_acknowledged(tmp_path: Path) -> None:
    place = await (await template(tmp_path / "template", fill)).copy(tmp_path / "place")
    number, seen = max(size(ACKNOWLEDGED), 20), tmp_path / "calls"
    async with workspace_for(everybody()) as slack:
        environment = {**place.environment, **slack_environment(slack.playground, 1.0)}
        async with dying_bot(environment, place.folder / "log") as bot:
            assert await bot.start()
            slack.playground.app_at(f"{bot.url}/slack/events")
            async with watched(bot, seen):
                for at in range(number):
                    await slack.person(f"U{at % PEOPLE}").says(f"Note {at}: nobody asked the porter.")

    synced = acknowledgements(seen.read_text(errors="replace").splitlines())
    sys.stdout.write(f"\n{sum(synced)} of {len(synced)} acknowledgements came after an fdatasync of the log\n")
    assert len(synced) >= number
    assert all(synced)


def test_an_acknowledgement_without_a_sync_is_seen() -> None:
    asked, answered = '7 recvfrom(9, "POST … Note 1: nobody"', '7 sendto(9, "HTTP/1.1 200 OK"'
    synced = "8 fdatasync(5</x/words.db-wal>) = 0"
    begun, ended = "8 fdatasync(5</x/words.db-wal> <unfinished ...>", "8 <... fdatasync resumed>) = 0"

    assert acknowledgements([asked, synced, answered]) == [True]
    assert acknowledgements([asked, begun, ended, answered]) == [True]
    assert acknowledgements([asked, begun, answered, ended]) == [False]
    assert acknowledgements([asked, answered, synced]) == [False]
    assert acknowledgements([synced, asked, answered]) == [False]
    assert acknowledgements([asked, "8 fdatasync(5</x/keys.db-wal>) = 0", answered]) == [False]


def acknowledgements(lines: Sequence[str]) -> list[bool]:
    """For each note's answer, in order, whether the log was synced after the note had come and before it went.

    What the workspace tells of the bot's own messages is answered too, and nothing is kept of it.
    """
    found, synced = list[bool](), dict[str, bool]()
    for line in whole(lines):
        if (came := re.search(r"(?:recvfrom|read)\((\d+).*Note \d+: nobody", line)) and "bot_id" not in line:
            synced[came[1]] = False
        elif re.search(r"fdatasync\(\d+<[^>]*words\.db-wal>\) += 0", line):
            synced = dict.fromkeys(synced, True)
        elif (went := re.search(r"(?:sendto|write|sendmsg)\((\d+).*HTTP/1\.1 200", line)) and went[1] in synced:
            found.append(synced.pop(went[1]))
    return found


def whole(lines: Sequence[str]) -> Iterator[str]:
    """The calls as they ended: one that another thread came into stands in two lines."""
    begun = dict[str, str]()
    for line in lines:
        thread = line.partition(" ")[0]
        if line.endswith("<unfinished ...>"):
            begun[thread] = line.removesuffix("<unfinished ...>").rstrip()
        elif "resumed>" in line:
            yield begun.pop(thread, "") + line.partition("resumed>")[2]
        else:
            yield line


class watched:  # noqa: N801 it is used as a word: `async with watched(…)`
    """What the process asks of the kernel, for as long as the block runs, a line each in that file."""

    def __init__(self, bot: DyingBot, file: Path) -> None:
        self.bot, self.file = bot, file

    async def __aenter__(self) -> None:
        assert self.bot.process is not None
        self.strace = await asyncio.create_subprocess_exec(
            *("strace", "-f", "-y", "-s", "4000", "-o", str(self.file), "-p", str(self.bot.process.pid)),
            *("-e", "trace=fdatasync,fsync,sendto,sendmsg,write,recvfrom,read"),
            stderr=asyncio.subprocess.DEVNULL,
        )
        await until(self.sees_something)

    async def sees_something(self) -> bool:
        return self.file.exists() and self.file.stat().st_size > 0

    async def __aexit__(self, *_: object) -> None:
        with suppress(ProcessLookupError):
            self.strace.terminate()
        await self.strace.wait()


def everybody() -> list[Inhabitant]:
    return [Inhabitant(f"U{number}", f"Person {number}") for number in range(PEOPLE)]


async def fill(database: Database) -> None:
    async with database.transaction() as store:
        await store.people.install("slack", TEAM, "Halden Health", datetime(2026, 1, 1, tzinfo=UTC))
        for number in range(PEOPLE):
            await person(store, f"U{number}", f"Person {number}")
