"""What people wrote, sealed: a key per person, wrapped by a master key, kept in a store of its own."""

from dataclasses import dataclass
from typing import Protocol


class Keys(Protocol):
    """The key store. `create` is idempotent; `destroy` cannot be undone."""

    async def create(self, person_id: str) -> None: ...

    async def key(self, person_id: str) -> bytes:
        """The person's data key. Raises Destroyed when there is none."""

    async def destroy(self, person_id: str) -> None: ...


class Destroyed(Exception):
    """The key that would open this is gone, and so is what it sealed."""


@dataclass(frozen=True, slots=True)
class Grant:
    """Leave to open what one author wrote in one row, as given by the visibility rule and by nothing else.

    `row_id` is the id of the turn (or the share) that may be opened; `reader_id` is who reads.
    """

    reader_id: str
    author_id: str
    row_id: str
