"""Sending: due prompts a second through the outbox, beside bare loops that post the same messages."""

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta

from bench.child import Child, child
from bench.databases import MASTER_KEY, Place, Places
from bench.measured import Compared
from bench.population import settle_in
from bench.promises import MONDAY, ask_everybody, rows
from bench.sizes import Sizes

_HABIT, _BEST = 1.0, 0.5  # the least ratios beside the documented habit, and beside the best that a loop can do


async def sending(places: Places, processes: int, delay: float, sizes: Sizes) -> list[Compared]:
    """Everybody is due one prompt in each round; the same number of messages goes through each loop."""
    async with AsyncExitStack() as stack:
        slack, loops = [await stack.enter_async_context(child(f"bench.{one}")) for one in ("fake_slack", "bare_loops")]
        bots = [await stack.enter_async_context(child("bench.wired")) for _ in range(processes)]
        url, place = (await slack.ask())["url"], await places.another()
        async with place.opened() as database:
            await settle_in(database, sizes.people)
        for bot in bots:
            await bot.ask(do="begin", place=place.told(), master_key=MASTER_KEY, slack=url)
        bare = {"slack": url, "messages": sizes.people}
        await _round(place, bots, 0, sizes)  # now everybody's room is known, as it is of a bot that runs
        await slack.ask(delay=delay)
        ours, habit, best = list[float](), list[float](), list[float]()
        for number in range(1, sizes.rounds + 1):
            ours.append(await _round(place, bots, number, sizes))
            habit.append(sizes.people / (await loops.ask(**bare, at_once=1))["seconds"])
            best.append(sizes.people / (await loops.ask(**bare, at_once=sizes.at_once))["seconds"])
    what = f"prompts sent, {places.told(processes, delay)}"
    return [
        Compared(what, "a loop as documented", ours, habit, "/s", _HABIT),
        Compared(what, f"a loop at its best, {sizes.at_once} at a time", ours, best, "/s", _BEST),
    ]


async def _round(place: Place, bots: list[Child], number: int, sizes: Sizes) -> float:
    """Messages a second, until the last bot has nothing more to send. Raises RuntimeError where one was not sent."""
    now = MONDAY + timedelta(weeks=number)
    async with place.opened() as database:
        await ask_everybody(database, number, now)
        loop = asyncio.get_running_loop()
        began = loop.time()
        await asyncio.gather(*(bot.ask(do="send", now=now.isoformat()) for bot in bots))
        seconds = loop.time() - began
        if (sent := await rows(database, "sent")) != sizes.people * (number + 1):
            raise RuntimeError(f"{sent} prompts were sent after {number + 1} rounds for {sizes.people} people")
    return sizes.people / seconds
