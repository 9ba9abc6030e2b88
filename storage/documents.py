"""Documents behind a link: for an hour, for one download, and sealed so that nothing but the link opens them."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import ColumnElement, delete
from sqlmodel import col, select

from storage.sealed import KEY_LENGTH, open_bytes, seal_bytes
from storage.store import Database, Store
from storage.tables import Document

_TOKEN = 32  # bytes: 256 bits, from which the key comes, so that it needs neither salt nor stretching
_VALID = timedelta(hours=1)
_END_OF_NAME = b"\0"


@dataclass(frozen=True, slots=True)
class Documents:
    """Satisfies `bot.chat.channel.Documents`. Each call is a short transaction of its own. `now` is real time."""

    database: Database
    now: Callable[[], datetime]

    async def keep(self, platform: str, workspace: str, person: str, name: str, content: bytes) -> str:
        """Keeps a document for that person, and gives the token with which alone it can be had. It is kept nowhere."""
        token = secrets.token_urlsafe(_TOKEN)
        place = _derived(token, "place").hex()
        sealed = seal_bytes(name.encode() + _END_OF_NAME + content, _derived(token, "key"), place.encode())
        now = self.now()
        async with self.database.transaction() as store:
            await store.session.exec(delete(Document).where(col(Document.expires_at) <= now))
            owner = await _owner(store, platform, workspace, person)
            store.session.add(Document(person_id=owner, hashed=place, sealed=sealed, expires_at=now + _VALID))
        return token

    async def waits(self, token: str) -> bool:
        """Whether there is still something to be had for that token. Looking takes nothing away."""
        async with self.database.reading() as store:
            return (await store.session.exec(select(Document.id).where(*self._open(token)))).first() is not None

    async def take(self, token: str) -> tuple[str, bytes] | None:
        """The document's name and content, once; None where the token is wrong, used or too old."""
        async with self.database.transaction() as store:
            found = (await store.session.exec(select(Document).where(*self._open(token)))).first()
            if found is None:
                return None
            gone = await store.session.exec(delete(Document).where(col(Document.id) == found.id))
            if not gone.rowcount:  # somebody else took it meanwhile
                return None
            opened = open_bytes(found.sealed, _derived(token, "key"), found.hashed.encode())
        name, _, content = opened.partition(_END_OF_NAME)
        return name.decode(), content

    def _open(self, token: str) -> tuple[ColumnElement[bool], ...]:
        return col(Document.hashed) == _derived(token, "place").hex(), col(Document.expires_at) > self.now()


async def _owner(store: Store, platform: str, workspace: str, person: str) -> str | None:
    place = await store.people.workspace(platform, workspace)
    found = await store.people.at(place.id, person) if place and person else None
    return found.id if found else None


def _derived(token: str, use: str) -> bytes:
    """From the token, one way: the place in the table says nothing about the key (RFC 5869)."""
    info = f"exchange coach document|{use}".encode()
    return HKDF(hashes.SHA256(), KEY_LENGTH, salt=None, info=info).derive(token.encode(errors="replace"))
