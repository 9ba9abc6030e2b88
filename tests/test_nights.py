"""What is done once a night is done by the bot as it is put together, and not only where a test calls it."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from bot.clock import Clock, real_now
from bot.flows.housekeeping import Housekeeping
from bot.wiring import work
from storage.engine import Unavailable, connect
from storage.key_store import KeyStore
from storage.master_keys import UnknownMaster
from storage.sealed import Tampered
from storage.tables import Delivery
from storage.tables.deliveries import DOCUMENT
from tests.backstage import library
from tests.databases import MASTERS
from tests.debriefing import meeting
from tests.many_reflections import fill
from tests.test_clock import eventually, idle, nothing, started
from tests.world import World

THREE_DAYS_BEFORE = datetime(2027, 5, 17, 0, 30, tzinfo=UTC)  # 02:30 in Brussels; the debrief is on the twentieth
A_MONTH_AFTER = datetime(2027, 6, 19, 0, 30, tzinfo=UTC)
A_START = datetime(2027, 5, 17, 1, 0, tzinfo=UTC)
THE_NIGHT = datetime(2027, 5, 17, 2, 30, tzinfo=UTC)


async def test_a_night_asks_for_stories_and_a_later_one_tells_the_board(world: World) -> None:
    await meeting(world, 4)
    backstage = world.backstage
    does = work(world.database, library(), backstage.delivering, backstage.channels)

    await does.tidy(THREE_DAYS_BEFORE)
    asked = await promised(world)
    await does.tidy(A_MONTH_AFTER)

    assert asked.count("story.asked") == 4
    assert (await promised(world)).count(DOCUMENT) == 1


async def test_a_night_that_found_nobody_here_is_made_up_for_soon_after_the_next_start() -> None:
    kept: list[datetime] = []

    async def keep(now: datetime) -> None:
        kept.append(now)

    def five_minutes_ago() -> datetime:
        return real_now() - timedelta(minutes=5)

    async with started(Clock(replace(idle(nothing), tidy=keep), real=five_minutes_ago)):
        await eventually(lambda: kept)


@pytest.mark.parametrize(("movable", "ago"), [(False, timedelta(minutes=4)), (True, timedelta(hours=1))])
async def test_not_while_others_start_too_nor_where_a_clock_is_moved(movable: bool, ago: timedelta) -> None:
    kept, looks = list[datetime](), list[datetime]()

    async def keep(now: datetime) -> None:
        kept.append(now)

    async def look(now: datetime) -> None:
        looks.append(now)

    async with started(Clock(replace(idle(look), tidy=keep), movable=movable, real=lambda: real_now() - ago)) as clock:
        await eventually(lambda: looks)
        clock.wake()
        await eventually(lambda: len(looks) > 1)

    assert not kept


async def test_whoever_makes_up_for_a_night_leaves_the_next_one_to_itself(world: World) -> None:
    kept: list[datetime] = []

    async def keep(now: datetime) -> None:
        kept.append(now)

    housekeeping = Housekeeping(world.database, before=[keep])
    for now in (A_START, A_START + timedelta(hours=1), THE_NIGHT, THE_NIGHT + timedelta(hours=23)):
        await housekeeping.once_a_night(now)

    assert kept == [A_START, THE_NIGHT]


async def test_a_night_that_is_not_done_is_looked_at_every_hour_and_at_once_where_the_clock_was_set_back() -> None:
    async with started(Clock(idle(nothing))) as clock:
        soon = _made_up_for_at(clock)
        clock._real = lambda: real_now() - timedelta(days=365)
        clock._set_up()
        set_back = _made_up_for_at(clock)
        job = clock._scheduler.get_job("made up for")

    assert timedelta() < soon - real_now() <= timedelta(minutes=5)
    assert set_back < real_now() - timedelta(days=364)
    assert job.trigger.interval == timedelta(hours=1)


async def test_two_looks_at_a_night_do_not_meet() -> None:
    at_it: list[int] = []

    async def keep(_now: datetime) -> None:
        at_it.append(at_it.count(1) - at_it.count(-1) + 1)
        await asyncio.sleep(0)
        at_it.append(-1)

    clock = Clock(replace(idle(nothing), tidy=keep))
    await asyncio.gather(clock._tidy(), clock._tidy())

    assert at_it == [1, -1, 1, -1]


async def test_a_step_that_fails_keeps_no_other_waiting_and_the_night_is_not_done(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    async def never(now: datetime) -> None:
        raise Tampered

    async def always(now: datetime) -> None:
        done.append("before")

    async def no_key() -> int:
        raise UnknownMaster

    async def wrap_anew() -> int:
        done.append("wrapped anew")
        return 0

    await old_event(world)
    housekeeping = Housekeeping(world.database, rewrap=[no_key, wrap_anew], before=[never, always])

    assert not await housekeeping.tidy(THE_NIGHT)
    await housekeeping.once_a_night(THE_NIGHT)
    await replace(housekeeping, rewrap=[wrap_anew], before=[always]).once_a_night(THE_NIGHT)
    await replace(housekeeping, rewrap=[wrap_anew], before=[always]).once_a_night(THE_NIGHT)

    assert done == ["before", "wrapped anew"] * 3
    async with world.database.reading() as store:
        assert not await store.seen_events.seen("of the year before")
    assert "in the night, " in caplog.text
    assert "never failed: Tampered" in caplog.text
    assert "no_key failed: UnknownMaster" in caplog.text


@pytest.mark.one_database("a table is taken away, and the others of PostgreSQL's stand for the tests after this one")
@pytest.mark.parametrize("table", ["draft", "join_code", "document", "model_call", "cohort", "tombstone", "audit"])
async def test_a_table_that_fails_keeps_no_other_from_being_forgotten(world: World, table: str) -> None:
    await old_event(world)
    async with world.database.engine.begin() as connection:
        await connection.execute(text(f"ALTER TABLE {table} RENAME TO away"))

    with pytest.raises(Unavailable):
        await Housekeeping(world.database).tidy(THE_NIGHT)

    async with world.database.reading() as store:
        assert not await store.seen_events.seen("of the year before")


async def test_where_the_key_store_is_away_the_rest_of_the_night_is_done_and_the_night_is_not(
    world: World, tmp_path: Path
) -> None:
    wrapped: list[int] = []

    async def wrap_anew() -> int:
        wrapped.append(1)
        return 0

    await old_event(world)
    away = KeyStore(connect(f"sqlite+aiosqlite:///{tmp_path}/away.db"), MASTERS)  # it has no tables
    person = (await fill(world.database, 1))[0].id
    async with world.database.transaction() as store:
        found = await store.people.person(person)
        assert found
        await store.people.erase(found, THE_NIGHT)
    housekeeping = Housekeeping(replace(world.database, keys=away), rewrap=[away.rewrap, wrap_anew])

    with pytest.raises(Unavailable):
        await housekeeping.once_a_night(THE_NIGHT)
    await away.close()

    assert wrapped
    async with world.database.reading() as store:
        assert not await store.seen_events.seen("of the year before")
    await Housekeeping(world.database, rewrap=[wrap_anew]).once_a_night(THE_NIGHT)
    assert len(wrapped) == 2


async def old_event(world: World) -> None:
    async with world.database.transaction() as store:
        await store.seen_events.first_time("of the year before", THE_NIGHT - timedelta(days=365))


def _made_up_for_at(clock: Clock) -> datetime:
    at: datetime = clock._scheduler.get_job("made up for").next_run_time
    return at


async def promised(world: World) -> list[str]:
    """The promises by what they are about, documents as such."""
    async with world.database.reading() as store:
        rows = (await store.session.exec(select(Delivery))).all()
    return [one.kind if one.kind == DOCUMENT else one.prompt for one in rows]
