"""The ring of a transaction: every shelf finds the same keys on it, fetched once, and none for who was erased."""

from dataclasses import dataclass, field, replace

import pytest

from storage.sealed import Destroyed, Keys
from storage.tables import Person
from tests.factories import running_cohort
from tests.world import World


@dataclass
class Counted:
    """A key store that notes whose key was fetched from it."""

    keys: Keys
    fetched: list[str] = field(default_factory=list)

    async def create(self, person_id: str) -> None:
        await self.keys.create(person_id)

    async def key(self, person_id: str) -> bytes:
        key = await self.keys.key(person_id)
        self.fetched.append(person_id)
        return key

    async def destroy(self, person_id: str) -> None:
        await self.keys.destroy(person_id)

    async def holders(self) -> frozenset[str]:
        return await self.keys.holders()

    async def wipe(self) -> None:
        await self.keys.wipe()


async def test_a_transaction_fetches_a_key_once_for_all_its_shelves_and_the_next_one_anew(world: World) -> None:
    counted = Counted(world.database.keys)
    database = replace(world.database, keys=counted)

    async with database.transaction() as store:
        made = await running_cohort(store)
        for _ in range(2):
            await store.walls.add_theme(made.cohort.id, 0, "Rota")
            await store.points.card(made.cohort.organisation_id, made.cohort.id, "Nobody owns the rota at night.")
    in_one = list(counted.fetched)
    async with database.reading() as store:
        await store.walls.names(made.cohort.id)

    assert in_one == [made.cohort.id]
    assert counted.fetched == [made.cohort.id] * 2


async def test_no_key_is_made_for_somebody_who_was_erased_or_never_there(world: World) -> None:
    async with world.database.transaction() as store:
        erased: Person = (await running_cohort(store)).people[0]
        erased.state = "erased"

        for nobody in (erased.id, "nobody"):
            with pytest.raises(Destroyed):
                await store.points.keys.made_for(nobody)

    assert await world.database.keys.holders() == frozenset()
