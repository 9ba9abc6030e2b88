"""A database that is away while we ask what became of a message says nothing about the message."""

from datetime import datetime

from bot.chat.event import Address, Posted
from bot.errors import Unknown
from bot.rules.patience import LEASE, UNREADABLE
from storage.store import Unavailable
from tests.backstage import Backstage
from tests.promises import promised, row_of, send, settle
from tests.world import FakeChannel, World


class CutOff(FakeChannel):
    """A platform that could be asked, by a process whose database is away just then."""

    async def find(self, to: Address, delivery: str, since: datetime) -> Posted | None:
        raise Unavailable("ConnectionDoesNotExistError")


async def test_however_long_it_took_the_message_is_looked_for_again_and_not_sent_again(world: World) -> None:
    delivery = await promised(world)
    world.channel.memory = False
    world.channel.swallow.append(Unknown("dropped"))
    await send(world)
    world.real.passes(seconds=UNREADABLE.seconds)

    await Backstage(world.database, CutOff(), world.real).settling.settle()
    await send(world)
    assert (await row_of(world, delivery)).state == "unknown"

    world.real.passes(seconds=LEASE.seconds)
    await settle(world)
    await send(world)
    assert (await row_of(world, delivery)).state == "sent"
    assert len(world.channel.sent) == 1
