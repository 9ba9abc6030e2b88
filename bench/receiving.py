"""Taking: signed message events a second, stored and acknowledged, beside bare Bolt apps that store nothing."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

from bench.child import Child, child
from bench.databases import Places
from bench.measured import Compared
from bench.population import settle_in
from bench.serving import serving
from bench.sizes import Sizes
from bot.settings import PREFIX

_SECRET = "bench"  # noqa: S105 nobody's
_TARGET = 0.8
_LOOKING_AGAIN = 0.005  # seconds between two questions how much was posted


@dataclass(slots=True)
class _Side:
    """Who is flooded. `posts` is how many messages it answers one event with, at least."""

    ports: Sequence[int]
    posts: int
    rates: list[float] = field(default_factory=list)


async def receiving(places: Places, processes: int, delay: float, sizes: Sizes) -> list[Compared]:
    """All sides are flooded by turns; a round is over when every event is acknowledged and answered."""
    async with AsyncExitStack() as stack:
        slack, flood = [await stack.enter_async_context(child(f"bench.{one}")) for one in ("fake_slack", "flood")]
        apps = [await stack.enter_async_context(child("bench.bare_bolt")) for _ in (True, False)]
        url = (await slack.ask())["url"]
        ours = _Side(await _bots(stack, places, processes, url, sizes), posts=1)
        says, silent = [
            _Side([(await app.ask(secret=_SECRET, slack=url, says=one))["port"]], posts=int(one))
            for app, one in zip(apps, (True, False), strict=True)
        ]
        for side in (ours, says, silent):
            await _round(side, slack, flood, sizes, events=sizes.people)
            side.rates.clear()
        await slack.ask(delay=delay)
        for _ in range(sizes.rounds):
            for side in (ours, says, silent):
                await _round(side, slack, flood, sizes, events=sizes.events)
    what = f"events stored, {places.told(processes, delay)}"
    return [
        Compared(what, "bare Bolt that answers", ours.rates, says.rates, "/s", _TARGET),
        Compared(what, "bare Bolt that is silent", ours.rates, silent.rates, "/s"),
    ]


async def _bots(stack: AsyncExitStack, places: Places, processes: int, slack: str, sizes: Sizes) -> list[int]:
    place = await places.another()
    async with place.opened() as database:
        await settle_in(database, sizes.people)
    environment = {
        **place.environment(),
        f"{PREFIX}SLACK_API_URL": slack,
        f"{PREFIX}SLACK_SIGNING_SECRET": _SECRET,
        f"{PREFIX}SLACK_BOT_TOKEN": "xoxb-bench",
        f"{PREFIX}ADMINISTRATORS": "UADMIN",
        f"{PREFIX}ERASURES_FILE": str(places.folder / "erasures.jsonl"),
    }
    return [(await stack.enter_async_context(serving(environment)))[1] for _ in range(processes)]


async def _round(side: _Side, slack: Child, flood: Child, sizes: Sizes, *, events: int) -> None:
    loop = asyncio.get_running_loop()
    wanted = (await slack.ask())["posted"] + side.posts * events
    given = {"ports": side.ports, "secret": _SECRET, "people": sizes.people}
    found = await flood.ask(**given, events=events, at_once=sizes.at_once)
    all_taken(found["statuses"], events)
    over = loop.time()
    while (await slack.ask())["posted"] < wanted:  # noqa: ASYNC110 it is another process that posts
        await asyncio.sleep(_LOOKING_AGAIN)
    late = loop.time() - over if side.posts else 0.0
    side.rates.append(events / (found["seconds"] + late))


def all_taken(statuses: Mapping[str, Any], events: int) -> None:
    """Raises RuntimeError where anything but a 200 came back: then there is nothing to compare."""
    if statuses != {"200": events}:
        raise RuntimeError(f"{events} events were answered with {statuses}")
