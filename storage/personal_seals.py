"""Sealing under people's own keys, for what is no entry: one key, or the keys of two together."""

from dataclasses import dataclass

from storage.key_ring import KeyRing
from storage.sealed import bound_to, open_bytes, seal_bytes


@dataclass(frozen=True, slots=True)
class PersonalSeals:
    """What is sealed opens only while every one of its people has their key, and only in its own row."""

    keys: KeyRing

    async def seal(self, text: str, organisation_id: str, row_id: str, *people: str) -> bytes:
        """The text under the keys of these people, one within the other. Raises Destroyed for an erased person."""
        content = text.encode()
        for person_id in people:
            bound = bound_to(organisation_id, person_id, row_id)
            content = seal_bytes(content, await self.keys.made_for(person_id), bound)
        return content

    async def open(self, sealed: bytes, organisation_id: str, row_id: str, *people: str) -> str:
        """The text again; whether it may be opened is decided before. Raises Destroyed."""
        for person_id in reversed(people):
            sealed = open_bytes(sealed, await self.keys.key(person_id), bound_to(organisation_id, person_id, row_id))
        return sealed.decode()
