"""Wherever everything stops while something is kept, nothing of it is half there, and the next try does it all."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import event as happens
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.chat.action import DeleteEntry, GoOn, ReadShare, ShareEntry, Skip, TakeBack, Write
from bot.chat.event import Deleted, Edited, Event, Pressed, Said, Submitted
from tests.neighbours import Neighbourhood, neighbourhood
from tests.what_is_there import Rows, rows_of, undo
from tests.world import World


class PowerCut(Exception):
    """Everything stops here."""


@contextmanager
def stopping(engine: AsyncEngine, step: int) -> Iterator[None]:
    """Stops everything before the statement of that number; the commit is one."""
    done = 0

    def count(*_: Any) -> None:
        nonlocal done
        done += 1
        if done == step:
            raise PowerCut

    for moment in ("before_cursor_execute", "commit"):
        happens.listen(engine.sync_engine, moment, count)
    try:
        yield
    finally:
        for moment in ("before_cursor_execute", "commit"):
            happens.remove(engine.sync_engine, moment, count)


@dataclass(frozen=True)
class Deed:
    """Something that one of them does. `make` gives its event, from what all events have."""

    who: str
    make: Callable[[Neighbourhood, dict[str, Any]], Event]


DEEDS = {
    "typing an answer": Deed("herself", lambda _, had: Said(**had, text="Nobody asked.", message="70.0")),
    "typing in a thread": Deed("herself", lambda _, had: Said(**had, text="More.", message="71.0", thread="20.0")),
    "editing": Deed("herself", lambda _, had: Edited(**had, text="Another word.", message="20.0")),
    "deleting": Deed("herself", lambda _, had: Deleted(**had, message="20.0")),
    "answering in a form": Deed("herself", lambda place, had: sent(had, Write(place.ids["delivery"][1]), words="So.")),
    "going on": Deed("herself", lambda place, had: sent(had, GoOn(place.ids["entry"][0]), words="And so on.")),
    "skipping": Deed("herself", lambda place, had: pressed(had, Skip(place.ids["delivery"][1]))),
    "sharing": Deed("herself", lambda place, had: sent(had, ShareEntry(place.ids["entry"][0]), **shared(place))),
    "taking back": Deed("herself", lambda place, had: pressed(had, TakeBack(place.ids["share"][0]))),
    "reading": Deed("partner", lambda place, had: pressed(had, ReadShare(place.ids["share"][0]))),
    "deleting an entry": Deed("herself", lambda place, had: sent(had, DeleteEntry(place.ids["entry"][0]))),
}


def sent(had: dict[str, Any], token: Any, **values: Any) -> Submitted:
    return Submitted(**had, token=token.pack(), values=values)


def pressed(had: dict[str, Any], action: Any) -> Pressed:
    return Pressed(**had, action=action.pack())


def shared(place: Neighbourhood) -> dict[str, Any]:
    return {"with": (f"partner {place.spring.people[1].id} {place.spring.cohort.id}",), "words": "These words."}


@pytest.mark.parametrize("deed", DEEDS)
async def test_nothing_is_half_done(world: World, deed: str) -> None:
    place = await neighbourhood(world)
    before = await rows_of(world)
    event = event_of(place, DEEDS[deed])
    await place.world.reception.take(replace(event, id=f"{event.id} once before"))
    done = changes(before, await rows_of(world))
    await undo(world, before)

    steps = await tried_until_done(place, event, before)

    assert steps > 5
    assert done
    assert changes(before, await rows_of(world)) == done


async def tried_until_done(place: Neighbourhood, event: Event, before: Rows) -> int:
    """Stops at each step in turn, until one try gets through; how many it took."""
    for step in range(1, 200):
        with stopping(place.world.database.engine, step):
            if await goes_through(lambda: place.world.reception.take(event)):
                return step
        assert await rows_of(place.world) == before, f"something was left behind at step {step}"
    raise AssertionError("it never came through")


async def goes_through(doing: Callable[[], Awaitable[object]]) -> bool:
    try:
        await doing()
    except PowerCut:
        return False
    return True


def event_of(place: Neighbourhood, deed: Deed) -> Event:
    return deed.make(place, place.someone(deed.who)._happening())


def changes(before: Rows, after: Rows) -> Counter[str]:
    """How many rows of each table are new, changed or gone."""
    return Counter(
        table for table, key in before.keys() | after.keys() if before.get((table, key)) != after.get((table, key))
    )
