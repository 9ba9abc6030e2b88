"""Documents behind a link: for one reader or for a room, for a while, and sealed so that only the link opens them."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import ColumnElement, delete
from sqlmodel import col, select

from storage.sealed import KEY_LENGTH, open_bytes, seal_bytes
from storage.store import Database, Store
from storage.tables import Document

_TOKEN = 32  # bytes: 256 bits, from which the key comes, so that it needs neither salt nor stretching
_FOR_ONE = timedelta(hours=1)  # they have just asked for it
_FOR_ALL = timedelta(days=3)  # over a weekend: people of a room look in when they can
_END_OF_NAME = b"\0"


@dataclass(frozen=True, slots=True)
class Documents:
    """Satisfies `bot.chat.channel.Documents`. Each call is a short transaction of its own. `now` is real time."""

    database: Database
    now: Callable[[], datetime]

    async def keep(self, platform: str, workspace: str, person: str, name: str, content: bytes) -> str:
        """Keeps a document for that person, and gives the token with which alone it can be had. It is kept nowhere.

        Without a person it is for everybody in a room.
        """
        token = secrets.token_urlsafe(_TOKEN)
        place = _derived(token, "place").hex()
        sealed = seal_bytes(name.encode() + _END_OF_NAME + content, _derived(token, "key"), place.encode())
        now, for_all = self.now(), not person
        until = now + (_FOR_ALL if for_all else _FOR_ONE)
        async with self.database.transaction() as store:
            await store.session.exec(delete(Document).where(col(Document.expires_at) <= now))
            owner = await _owner(store, platform, workspace, person)
            kept = Document(person_id=owner, hashed=place, for_all=for_all, sealed=sealed, expires_at=until)
            store.session.add(kept)
        return token

    async def waits(self, token: str) -> Literal["", "for_one", "for_all"]:
        """Whether there is still something to be had for that token, and for whom. Looking takes nothing away."""
        async with self.database.reading() as store:
            found = (await store.session.exec(select(Document.for_all).where(*self._open(token)))).first()
        return "" if found is None else "for_all" if found else "for_one"

    async def take(self, token: str) -> tuple[str, bytes] | None:
        """The document's name and content; None where the token is wrong, too old, or was used by its one reader."""
        async with self.database.transaction() as store:
            found = (await store.session.exec(select(Document).where(*self._open(token)))).first()
            if found is None:
                return None
            if not found.for_all and not await _taken_away(store, found):
                return None
            opened = open_bytes(found.sealed, _derived(token, "key"), found.hashed.encode())
        name, _, content = opened.partition(_END_OF_NAME)
        return name.decode(), content

    def _open(self, token: str) -> tuple[ColumnElement[bool], ...]:
        return col(Document.hashed) == _derived(token, "place").hex(), col(Document.expires_at) > self.now()


async def _taken_away(store: Store, found: Document) -> bool:
    """Whether nobody else took it meanwhile."""
    gone = await store.session.exec(delete(Document).where(col(Document.id) == found.id))
    return gone.rowcount > 0


async def _owner(store: Store, platform: str, workspace: str, person: str) -> str | None:
    place = await store.people.workspace(platform, workspace)
    found = await store.people.at(place.id, person) if place and person else None
    return found.id if found else None


def _derived(token: str, use: str) -> bytes:
    """From the token, one way: the place in the table says nothing about the key (RFC 5869)."""
    info = f"exchange coach document|{use}".encode()
    return HKDF(hashes.SHA256(), KEY_LENGTH, salt=None, info=info).derive(token.encode(errors="replace"))
