"""The bot without its door, in a process of its own: plans, sends and looks at the table when it is told to."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp
import psutil

from bench.child import answer
from bench.databases import Place
from bench.workspace import TEAM
from bot.care.care import Care
from bot.chat.channel import Channel
from bot.clock import real_now
from bot.coach.builtin import BuiltinCoach
from bot.flows.planning import Planning
from bot.slack.calls import Calls
from bot.slack.people import Directory
from bot.slack.send import SlackChannel
from bot.wiring import sender, work
from bot.work import Work
from prompts.library import PROMPTS, Library
from storage.installations import Installations
from storage.master_keys import master_keys
from storage.store import Database

TOKEN = "xoxb-bench"  # noqa: S105 nobody's
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class _Wired:
    """`begin` once, then any other in any order. Every answer has the seconds that it took."""

    stack: AsyncExitStack
    works: list[Work]
    plannings: list[Planning]

    async def answer(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        do: Callable[..., Awaitable[None]] = getattr(self, asked["do"])
        given = {name: value for name, value in asked.items() if name != "do"}
        began = time.perf_counter()
        await do(**given)
        seconds = time.perf_counter() - began
        return {"seconds": seconds, "megabytes": psutil.Process().memory_info().rss / _MEGABYTE}

    async def begin(self, place: Mapping[str, str], master_key: str, slack: str) -> None:
        database = await self.stack.enter_async_context(Place(**place).opened(master_key))
        session = await self.stack.enter_async_context(aiohttp.ClientSession())
        library = Library.load(PROMPTS, "en")
        self.works.append(await _work(database, library, session, master_key, slack))
        self.plannings.append(Planning(database, library.program))

    async def plan(self, now: str) -> None:
        """The cohorts' plans alone: what else a day begins with, and who is nudged, is looked at by `tick`."""
        await self.plannings[0].plan(datetime.fromisoformat(now))

    async def send(self, now: str) -> None:
        await self.works[0].send(datetime.fromisoformat(now))

    async def tick(self, now: str, times: int) -> None:
        """All that one beat of the clock looks at."""
        moment, one = datetime.fromisoformat(now), self.works[0]
        for _ in range(times):
            await one.plan(moment)
            await one.settle()
            await one.send(moment)
            await one.next_due(moment)
            await one.next_try(moment)


async def _work(
    database: Database, library: Library, session: aiohttp.ClientSession, master_key: str, slack: str
) -> Work:
    care = Care.read(PROMPTS)
    coach = BuiltinCoach.read(PROMPTS, "en", care.details.find)
    installations = Installations(database, master_keys(master_key), real_now)
    await installations.keep("slack", TEAM, "Bench", TOKEN)
    calls = Calls(session, slack, installations)
    channels: dict[str, Channel] = {"slack": SlackChannel(calls, Directory(calls), library.words, "en")}
    return work(database, library, sender(database, library, coach, channels, care), channels)


async def main() -> None:
    async with AsyncExitStack() as stack:
        await answer(_Wired(stack, [], []).answer)


if __name__ == "__main__":
    asyncio.run(main())
