"""Sealing under people's own keys, for what is no entry: one key, or the keys of two together."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from storage.sealed import Destroyed, Keys, bound_to, open_bytes, seal_bytes
from storage.tables import Person


@dataclass(frozen=True, slots=True)
class PersonalSeals:
    """What is sealed opens only while every one of its people has their key, and only in its own row."""

    session: AsyncSession
    keys: Keys

    async def seal(self, text: str, organisation_id: str, row_id: str, *people: str) -> bytes:
        """The text under the keys of these people, one within the other. Raises Destroyed for an erased person."""
        content = text.encode()
        for person_id in people:
            content = seal_bytes(content, await self._key_made(person_id), bound_to(organisation_id, person_id, row_id))
        return content

    async def open(self, sealed: bytes, organisation_id: str, row_id: str, *people: str) -> str:
        """The text again; whether it may be opened is decided before. Raises Destroyed."""
        for person_id in reversed(people):
            sealed = open_bytes(sealed, await self.keys.key(person_id), bound_to(organisation_id, person_id, row_id))
        return sealed.decode()

    async def _key_made(self, person_id: str) -> bytes:
        person = await self.session.get(Person, person_id)
        if person is None or person.state == "erased":
            raise Destroyed  # a key made now would outlive the erasure
        await self.keys.create(person_id)
        return await self.keys.key(person_id)
