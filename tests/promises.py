"""Promises for the tests of the outbox: one sentence of ours to one person, and what became of it."""

from sqlmodel import col, func, select

from storage.store import Database
from storage.tables import Delivery, Person
from tests.factories import person
from tests.world import World

SENTENCE = "trouble.later"  # any one without gaps


async def promised(world: World, id: str = "U1", **changes: object) -> str:
    """A notice that is due now, to the person of that id. `changes` are set on its row. Gives its delivery id."""
    async with world.database.transaction() as store:
        row = await store.deliveries.notice(await person(store, id, "Ada"), SENTENCE, world.now)
        for key, value in changes.items():
            setattr(row, key, value)
    return row.id


async def row_of(world: World, delivery: str) -> Delivery:
    async with world.database.transaction() as store:
        row = await store.deliveries.delivery(delivery)
    assert row is not None
    return row


async def who(world: World, id: str) -> Person:
    """The person of that platform id."""
    async with world.database.transaction() as store:
        return (await store.session.exec(select(Person).where(Person.external_id == id))).one()


async def nothing_is_left(database: Database) -> bool:
    """Whether everything is said or closed: nothing waits to be sent or to be found out."""
    left = select(func.count()).where(col(Delivery.state).in_(("planned", "sending", "unknown")))
    async with database.reading() as store:
        return not (await store.session.exec(left)).one()


async def send(world: World) -> None:
    await world.backstage.delivering.send_due(world.now)


async def settle(world: World) -> None:
    await world.backstage.settling.settle()
