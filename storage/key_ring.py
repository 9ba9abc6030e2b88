"""The keys that one transaction uses, each fetched once: nothing unwrapped outlives the transaction."""

from dataclasses import dataclass, field

from sqlmodel.ext.asyncio.session import AsyncSession

from storage.sealed import Destroyed, Keys
from storage.tables import Person


@dataclass(frozen=True, slots=True)
class KeyRing:
    """All shelves of one transaction share it. A key is a person's, or a cohort's for what has no author."""

    session: AsyncSession
    keys: Keys
    _unwrapped: dict[str, bytes] = field(default_factory=dict, repr=False)

    async def key(self, holder: str) -> bytes:
        """The key, to open with. Raises Destroyed when there is none."""
        if holder not in self._unwrapped:
            self._unwrapped[holder] = await self.keys.key(holder)
        return self._unwrapped[holder]

    async def made(self, holder: str) -> bytes:
        """The key, to seal with: made now where there is none."""
        try:
            return await self.key(holder)
        except Destroyed:  # or never made
            await self.keys.create(holder)
            return await self.key(holder)

    async def made_for(self, person_id: str) -> bytes:
        """The same for a person. Raises Destroyed for somebody who was erased."""
        person = await self.session.get(Person, person_id)
        if person is None or person.state == "erased":
            raise Destroyed  # a key made now would outlive the erasure
        return await self.made(person_id)
