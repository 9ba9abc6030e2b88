"""What people wrote, sealed: a key per person, and every sealed text bound to the one row that it stands in."""

import os
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_LENGTH = 32  # bytes: AES-256
FORMAT = 1  # stands in the first byte of everything sealed and in what it is bound to
_NONCE_LENGTH = 12  # bytes; what NIST SP 800-38D asks of a random GCM nonce


class Keys(Protocol):
    """The key store. `create` is idempotent; `destroy` cannot be undone."""

    async def create(self, person_id: str) -> None: ...

    async def key(self, person_id: str) -> bytes:
        """The person's data key. Raises Destroyed when there is none."""

    async def destroy(self, person_id: str) -> None: ...

    async def holders(self) -> frozenset[str]:
        """Everybody who has a key."""

    async def wipe(self) -> None:
        """Overwrites what is left of destroyed keys in the files below, where that was cut short."""


class Destroyed(Exception):
    """The key that would open this is gone, and so is what it sealed."""


class Tampered(Exception):
    """What was sealed does not open with this key in this row: it was changed or moved. Never carries the text."""


class NotGranted(Exception):
    """Somebody tried to open a row without the grant for exactly that row."""


@dataclass(frozen=True, slots=True)
class Grant:
    """Leave to open what one author wrote in one row, as given by the visibility rule and by nothing else.

    `row_id` is the id of the turn (or the share) that may be opened; `reader_id` is who reads.
    """

    reader_id: str
    author_id: str
    row_id: str


def bound_to(organisation_id: str, person_id: str, row_id: str) -> bytes:
    """What ties sealed text to its row: moved to another row, person or organisation, it does not open."""
    return "|".join((organisation_id, person_id, row_id, str(FORMAT))).encode()


def seal(text: str, key: bytes, bound: bytes) -> bytes:
    """The text under AES-256-GCM: format, nonce, then the sealed words with their tag."""
    return seal_bytes(text.encode(), key, bound)


def open_sealed(sealed: bytes, key: bytes, bound: bytes) -> str:
    """The text again. Raises Tampered when key, row or bytes are not those that it was sealed with."""
    return open_bytes(sealed, key, bound).decode()


def seal_bytes(content: bytes, key: bytes, bound: bytes) -> bytes:
    nonce = os.urandom(_NONCE_LENGTH)
    return bytes([FORMAT]) + nonce + AESGCM(key).encrypt(nonce, content, bound)


def open_bytes(sealed: bytes, key: bytes, bound: bytes) -> bytes:
    if sealed[:1] != bytes([FORMAT]):
        raise Tampered
    nonce, content = sealed[1 : 1 + _NONCE_LENGTH], sealed[1 + _NONCE_LENGTH :]
    try:
        return AESGCM(key).decrypt(nonce, content, bound)
    except (InvalidTag, ValueError):  # a nonce cut short is a ValueError
        raise Tampered from None
