"""What cannot wait is sent beside everything else: nobody waits for it, and nothing that fails there is lost."""

import asyncio
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime

from bot.at_once import AtOnce
from storage.tables import Delivery
from tests.careful import CONTACTS, DISTRESS, careful
from tests.world import Someone, World

NOW = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)


async def test_who_wrote_is_answered_while_the_platform_hangs() -> None:
    answered, sent = asyncio.Event(), list[str]()

    async def slowly(deliveries: Collection[str], now: datetime) -> None:
        await answered.wait()
        sent.extend(deliveries)

    at_once = AtOnce(slowly, lambda: NOW)
    await at_once.begin(["one"])
    before = list(sent)
    answered.set()
    await at_once.finish()

    assert (before, sent) == ([], ["one"])


async def test_what_fails_at_once_is_left_to_the_clock(world: World) -> None:
    place = await careful(world)

    async def broken(deliveries: Collection[str], now: datetime) -> None:
        raise RuntimeError

    at_once = AtOnce(broken, lambda: world.now)

    await Someone("U1", replace(world.reception, at_once=at_once.begin), place.ada.profile).writes(DISTRESS)
    await at_once.finish()
    planned = [one.state for one in await place.rows(Delivery, kind="care")]
    await place.tick()

    assert planned == ["planned"]
    assert CONTACTS in place.heard()[-1].text
