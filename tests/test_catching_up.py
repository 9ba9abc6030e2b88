"""After an absence of the bot each person gets one message, the newest that is still open, by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlmodel import delete

from bot.chat.event import Address, Posted
from bot.errors import TryLater
from bot.rules.catching_up import AN_HOUR, after_absence, is_catch_up
from bot.rules.limits import Go, Miss, Promise, Wait
from prompts.message import Message
from storage.tables import Attendance, Delivery
from tests.factories import person
from tests.promises import SENTENCE, promised, row_of, send
from tests.sizes import size
from tests.world import FakeChannel, World

BACK = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WINDOW = timedelta(hours=72)


# -- the rule ------------------------------------------------------------------------------------------------------


def test_what_was_due_before_the_bot_was_back_is_a_catch_up() -> None:
    assert is_catch_up(BACK, BACK - MINUTE, BACK)
    assert not is_catch_up(BACK + AN_HOUR, BACK + MINUTE, BACK)
    assert not is_catch_up(BACK, BACK - MINUTE, None)


def test_a_return_that_lies_ahead_counts_for_nothing() -> None:
    assert not is_catch_up(BACK - MINUTE, BACK - 2 * MINUTE, BACK)


def test_within_an_hour_of_an_absence_a_second_message_waits() -> None:
    now, catch_up = BACK + 30 * MINUTE, [BACK + MINUTE]

    assert after_absence(Go(), now, Promise(), BACK, catch_up) == Wait(BACK + AN_HOUR)
    assert after_absence(Go(), now, Promise(window_ends_at=BACK + AN_HOUR), BACK, catch_up) == Miss("newer")
    assert after_absence(Go(), BACK + AN_HOUR, Promise(), BACK, catch_up) == Go()
    assert after_absence(Go(), now, Promise(), BACK, [BACK - MINUTE]) == Go()
    assert after_absence(Go(), now, Promise(asked_for=True), BACK, catch_up) == Go()


# -- in the outbox -------------------------------------------------------------------------------------------------


async def begun(world: World) -> None:
    """The bot was at work until now."""
    await world.backstage.returning.sign(world.now)


async def comes_back(world: World, **after: float) -> None:
    """Nobody is at work for so long; then the clock beats once."""
    world.now += timedelta(**after)
    world.real.passes(**after)
    await world.backstage.returning.sign(world.now)
    await send(world)


async def goes_on(world: World, **passes: float) -> None:
    """The program's time passes with the bot at work, and the clock beats once more."""
    world.now += timedelta(**passes)
    await send(world)


async def asked(world: World, due_at: datetime, id: str = "U1", **changes: object) -> str:
    """Something unasked, open for three days."""
    open_until = {"window_ends_at": due_at + WINDOW, **changes}
    return await promised(world, id, due_at=due_at, asked_for=False, **open_until)


async def came_of(world: World, deliveries: Sequence[str]) -> list[tuple[str, str]]:
    rows = [await row_of(world, one) for one in deliveries]
    return [(row.state, row.reason) for row in rows]


async def test_after_an_absence_only_the_newest_comes(world: World) -> None:
    world.now = BACK - timedelta(hours=20)
    await begun(world)
    promises = [await asked(world, BACK - timedelta(hours=hours)) for hours in (19, 1, 18)]

    await comes_back(world, hours=20)

    assert await came_of(world, promises) == [("missed", "newer"), ("sent", ""), ("missed", "newer")]


async def test_the_newest_of_those_that_are_still_open_comes(world: World) -> None:
    world.now = BACK - timedelta(hours=20)
    await begun(world)
    older = await asked(world, BACK - timedelta(hours=19))
    over = await asked(world, BACK - timedelta(hours=2), window_ends_at=BACK - MINUTE)

    await comes_back(world, hours=20)

    assert await came_of(world, [older, over]) == [("sent", ""), ("missed", "window")]


async def test_what_is_not_meant_any_more_keeps_nothing_older_from_coming(world: World) -> None:
    world.now = BACK - timedelta(hours=20)
    await begun(world)
    older = await asked(world, BACK - timedelta(hours=19))
    void = await asked(world, BACK - timedelta(hours=2), kind="prompt", prompt="A1", answered_at=BACK)

    await comes_back(world, hours=20)

    assert await came_of(world, [older, void]) == [("sent", ""), ("cancelled", "answered")]


async def test_what_is_about_to_come_takes_the_place_of_what_was_due(world: World) -> None:
    world.now = BACK - timedelta(hours=20)
    await begun(world)
    older, soon = await asked(world, BACK - timedelta(hours=2)), await asked(world, BACK + timedelta(minutes=30))

    await comes_back(world, hours=20)
    await goes_on(world, minutes=30)

    assert await came_of(world, [older, soon]) == [("missed", "newer"), ("sent", "")]


async def test_at_night_the_newest_waits_for_the_morning_and_nothing_comes_beside_it(world: World) -> None:
    night = BACK - timedelta(hours=12)  # ten in the evening in Brussels
    world.now = night - timedelta(hours=10)
    await begun(world)
    promises = [await asked(world, night - timedelta(hours=hours)) for hours in (9, 2, 8)]

    await comes_back(world, hours=10)
    by_night = [state for state, _ in await came_of(world, promises)]
    await goes_on(world, hours=13)

    assert by_night == ["missed", "planned", "missed"]
    assert [state for state, _ in await came_of(world, promises)] == ["missed", "sent", "missed"]


async def test_everybody_is_caught_up_with_once(world: World) -> None:
    world.now = BACK - timedelta(hours=20)
    await begun(world)
    for who in ("U1", "U2", "U3"):
        for hours in (3, 2, 1):
            await asked(world, BACK - timedelta(hours=hours), who)

    await comes_back(world, hours=20)

    assert sorted(one.to.person for one in world.channel.sent) == ["U1", "U2", "U3"]


async def test_what_was_asked_for_comes_beside_it(world: World) -> None:
    world.now = BACK - timedelta(hours=20)
    await begun(world)
    await asked(world, BACK - timedelta(hours=2))
    answers = [await promised(world, due_at=BACK - timedelta(hours=hours)) for hours in (3, 1)]

    await comes_back(world, hours=20)

    assert await came_of(world, answers) == [("sent", ""), ("sent", "")]
    assert len(world.channel.sent) == 3


async def test_a_platform_that_was_away_loses_nothing_of_what_the_bot_was_there_for(world: World) -> None:
    world.now = BACK
    await begun(world)
    promises = [await asked(world, BACK), await asked(world, BACK + MINUTE)]
    world.channel.trouble = [TryLater(3600), TryLater(3600)]

    for _ in range(40):
        await comes_back(world, minutes=4)

    assert await came_of(world, promises) == [("sent", ""), ("sent", "")]


async def test_what_another_sender_has_just_taken_is_missed_as_well(world: World) -> None:
    world.now = BACK - timedelta(hours=20)
    await begun(world)
    older, newer = await asked(world, BACK - timedelta(hours=2)), await asked(world, BACK - timedelta(hours=1))
    world.now, world.real.now = BACK, world.real() + timedelta(hours=20)
    await world.backstage.returning.sign(world.now)
    async with world.database.transaction() as store:
        (taken,) = await store.outbox.claim_these([older], world.real(), world.now, world.real() + MINUTE)
    await send(world)

    async with world.database.transaction() as store:
        still_theirs = await store.outbox.known([taken], world.real(), world.now)

    assert still_theirs == ()
    assert await came_of(world, [older, newer]) == [("missed", "newer"), ("sent", "")]


# -- whatever the schedule -----------------------------------------------------------------------------------------


@dataclass
class TimedChannel(FakeChannel):
    """Notes when each message went, by the world's time."""

    world: World | None = None

    async def send(self, to: Address, message: Message, *, delivery: str, thread: str | None = None) -> Posted:
        assert self.world
        self.times.append(self.world.now)
        return await FakeChannel.send(self, to, message, delivery=delivery, thread=thread)

    def __post_init__(self) -> None:
        self.times: list[datetime] = []


ZONES = ("Europe/Brussels", "America/Toronto", "Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC")
schedules = st.sampled_from([
    [time(9, 30)],  # daily
    [time(8, 0), time(17, 30)],  # twice a day
    [time(9, 0), time(9, 45)],  # twice in an hour
])  # fmt: skip


@pytest.mark.one_database  # the rule is pure, and the statements are tried on both above
@settings(max_examples=size(400), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    hours=st.one_of(st.sampled_from([0.1, 1, 4, 12, 24, 35.9]), st.floats(0.1, 36)),
    long=st.booleans(),
    zone=st.sampled_from(ZONES),
    times=schedules,
    weekly=st.booleans(),
    open_for=st.sampled_from([4, 16, 72]),
    back=st.datetimes(datetime(2027, 3, 2), datetime(2027, 3, 9)),  # noqa: DTZ001 - Hypothesis wants naive bounds
    paused=st.booleans(),
)
@example(336, False, "Europe/Brussels", [time(9, 30)], False, 72, datetime(2027, 3, 4, 10), False)  # noqa: DTZ001 - the same
async def test_after_any_absence_a_person_gets_one_catch_up_by_day(
    world: World,
    hours: float,
    long: bool,
    zone: str,
    times: list[time],
    weekly: bool,
    open_for: int,
    back: datetime,
    paused: bool,
) -> None:
    away = timedelta(hours=hours + 300 * long)
    world.now = back.replace(tzinfo=UTC) - away
    world.channel = channel = TimedChannel(world=world)
    async with world.database.transaction() as store:
        await store.session.exec(delete(Delivery))
        await store.session.exec(delete(Attendance))
        ada = await person(store, "U1", "Ada")
        ada.timezone, ada.pattern = zone, "12345"
        today = back.date()
        ada.paused_on, ada.paused_until = (today, today + timedelta(days=1)) if paused else (None, None)
    await begun(world)
    promises = await scheduled(world, away, times, 7 if weekly else 1, timedelta(hours=open_for))

    returned = world.now + away
    await comes_back(world, hours=away.total_seconds() / 3600)
    if await world.backstage.returning.is_held():
        await world.backstage.returning.go_on(world.now)
        await send(world)
    for _ in range(3):
        await goes_on(world, minutes=19)
    in_the_hour = len(channel.times)
    for _ in range(8):
        await goes_on(world, hours=4)

    sent = {one.delivery for one in world.channel.sent}
    assert in_the_hour <= 1
    assert len([one for one in sent if promises[one] <= returned]) <= 1
    for at in channel.times:
        assert_by_day(at, zone, today if paused else None)


async def scheduled(
    world: World, away: timedelta, times: list[time], every: int, open_for: timedelta
) -> dict[str, datetime]:
    """Promises at those times from now on until two days after the absence: their ids, with when they are due."""
    days = [world.now.date() + timedelta(days=number) for number in range(0, away.days + 3, every)]
    moments = [datetime.combine(day, at).replace(tzinfo=UTC) for day in days for at in times]
    promises = dict[str, datetime]()
    async with world.database.transaction() as store:
        ada = await person(store, "U1", "Ada")
        for due_at in [one for one in moments if one > world.now]:
            row = await store.deliveries.notice(ada, SENTENCE, due_at)
            row.asked_for, row.window_ends_at = False, due_at + open_for
            promises[row.id] = due_at
    return promises


def assert_by_day(at: datetime, zone: str, paused_on: date | None) -> None:
    local = at.astimezone(ZoneInfo(zone))
    assert time(7, 30) <= local.time() < time(20, 0)
    assert local.isoweekday() <= 5
    assert paused_on is None or not paused_on <= local.date() <= paused_on + timedelta(days=1)
