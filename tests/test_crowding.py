"""Never more than six unasked messages a person in 24 hours, however many senders race for the last place."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlmodel import select

from bot.rules.limits import IN_24_HOURS
from storage.tables import Delivery, Person
from tests.backstage import Backstage
from tests.promises import promised
from tests.world import World

SENDERS = 8
# one after the other they make many short days out of one: two a day is then no limit, and six in 24 hours is
ZONES = ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Brussels", "Asia/Tokyo", "America/Los_Angeles")


async def races(world: World) -> None:
    """Eight processes send whatever is due, all at once."""
    senders = [Backstage(world.database, world.channel, world.real).delivering for _ in range(SENDERS)]
    await asyncio.gather(*(one.send_due(world.now) for one in senders))


async def travels(world: World, zone: str) -> None:
    async with world.database.transaction() as store:
        ada = (await store.session.exec(select(Person).where(Person.external_id == "U1"))).one()
        ada.timezone, ada.quiet_from, ada.quiet_to = zone, time(0), time(0)
        waiting = await store.session.exec(select(Delivery).where(Delivery.state == "planned"))
        for row in waiting.all():
            row.due_at = world.now  # as if each had just been planned


async def sent_at(world: World, *, asked_for: bool) -> list[datetime]:
    async with world.database.reading() as store:
        found = await store.session.exec(select(Delivery).where(Delivery.state == "sent"))
    return sorted(row.sent_at for row in found.all() if row.sent_at and row.asked_for == asked_for)


def most_in_24_hours(moments: Sequence[datetime]) -> int:
    day = timedelta(hours=24)
    return max((sum(start <= at < start + day for at in moments) for start in moments), default=0)


async def test_eight_senders_leave_room_for_six_and_no_more(world: World) -> None:
    for number in range(30):
        await promised(world, asked_for=False, anchor_instance=str(number))

    for zone in ZONES * 6:
        await travels(world, zone)
        await races(world)
        world.now += timedelta(hours=1)

    unasked = await sent_at(world, asked_for=False)
    assert most_in_24_hours(unasked) == IN_24_HOURS
    assert len(unasked) == len(world.channel.sent)


async def test_what_was_asked_for_neither_counts_nor_waits(world: World) -> None:
    for number in range(12):
        await promised(world, asked_for=number % 2 == 0, anchor_instance=str(number))

    await races(world)

    assert len(await sent_at(world, asked_for=True)) == 6
    assert len(await sent_at(world, asked_for=False)) == 2


async def test_eight_senders_leave_room_for_two_on_one_day(world: World) -> None:
    for number in range(40):
        await promised(world, asked_for=False, anchor_instance=str(number))

    await races(world)

    assert len(world.channel.sent) == 2
