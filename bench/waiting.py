"""Waiting: what one beat of the clock costs, and what the process weighs, with few and with many rows that wait."""

from contextlib import AsyncExitStack

from bench.child import Child, child
from bench.databases import MASTER_KEY, Place, Places
from bench.measured import Compared, Measured
from bench.population import settle_in
from bench.promises import MONDAY, promise
from bench.sizes import Sizes

_MOST_TIMES = 1.5  # as long as with few rows
_LIMIT_MEGABYTES = 150.0  # what an operator was promised


async def waiting(places: Places, sizes: Sizes) -> list[Compared | Measured]:
    """The beats of both take turns; nothing is due in either."""
    async with AsyncExitStack() as stack:
        sizes_of_both = (sizes.few_rows, sizes.many_rows)
        few, many = [await _bot(stack, places, size, sizes) for size in sizes_of_both]
        asked = {"do": "tick", "now": MONDAY.isoformat(), "times": sizes.ticks}
        for bot in (few, many):
            await bot.ask(**asked)  # statements are compiled once
        answers = [(await many.ask(**asked), await few.ask(**asked)) for _ in range(sizes.rounds + 2)]
        rates = [[sizes.ticks / one[side]["seconds"] for one in answers] for side in (0, 1)]
    what = f"beats with {sizes.many_rows} rows, {places.kind}"
    return [
        Compared(what, f"with {sizes.few_rows} rows", rates[0], rates[1], "/s", 1 / _MOST_TIMES),
        Measured(
            f"memory with {sizes.many_rows} rows, {places.kind}",
            round(answers[-1][0]["megabytes"], 1),
            "MB",
            _LIMIT_MEGABYTES,
        ),
    ]


async def _bot(stack: AsyncExitStack, places: Places, size: int, sizes: Sizes) -> Child:
    bot = await stack.enter_async_context(child("bench.wired"))  # starts while its database is filled
    place: Place = await places.another()
    each = max(1, size // sizes.planned_people)
    async with place.opened() as database:
        await settle_in(database, size // each)
        await promise(database, each, MONDAY)
    await bot.ask(do="begin", place=place.told(), master_key=MASTER_KEY, slack="http://127.0.0.1:9/")
    return bot
