"""The master keys: they seal the people's own keys and the workspaces' tokens, and can be changed for new ones."""

import base64
import binascii
import hashlib
import hmac
import os
from dataclasses import dataclass, field
from pathlib import Path

from storage.sealed import KEY_LENGTH, Tampered, open_bytes, seal_bytes

_VERSION_LENGTH = 8  # bytes of a fingerprint; enough to tell the few keys of one operator apart


class UnknownMaster(Exception):
    """The master key that sealed this is not among those in the settings."""


@dataclass(frozen=True, slots=True)
class MasterKey:
    """One key and its version: a fingerprint, so that the operator need not number keys."""

    key: bytes = field(repr=False)

    @property
    def version(self) -> str:
        return hashlib.sha256(b"exchange coach master key|" + self.key).hexdigest()[: 2 * _VERSION_LENGTH]


@dataclass(frozen=True, slots=True)
class MasterKeys:
    """The newest key seals; all of them open what they sealed."""

    newest: MasterKey
    older: tuple[MasterKey, ...] = ()

    @property
    def versions(self) -> frozenset[str]:
        """Of all of them."""
        return frozenset(one.version for one in (self.newest, *self.older))

    def wrap(self, content: bytes, bound: bytes) -> bytes:
        """The content under the newest master key, with that key's version before it."""
        return bytes.fromhex(self.newest.version) + seal_bytes(content, self.newest.key, bound)

    def derived(self, purpose: str) -> bytes:
        """A key for that one purpose: another one for each, from which the master key cannot be told."""
        return hmac.digest(self.newest.key, purpose.encode(), hashlib.sha256)

    def lacks(self, wrapped: bytes) -> str:
        """The version of the master key that it is under, where that is not among these; "" where it is."""
        version = _version(wrapped)
        return "" if version in self.versions else version

    def is_newest(self, wrapped: bytes) -> bool:
        """Whether it is under the newest master key."""
        return _version(wrapped) == self.newest.version

    def unwrap(self, wrapped: bytes, bound: bytes) -> bytes:
        """Raises UnknownMaster when we lack the key that sealed it, Tampered when it does not open."""
        version = _version(wrapped)
        for master in (self.newest, *self.older):
            if master.version == version:
                return open_bytes(wrapped[_VERSION_LENGTH:], master.key, bound)
        raise UnknownMaster(f"a master key of version {version} is missing")

    def wrapped_anew(self, wrapped: bytes, bound: bytes) -> bytes | None:
        """The same under the newest master key; None where it does not open, and stays as it is."""
        try:
            return self.wrap(self.unwrap(wrapped, bound), bound)
        except (UnknownMaster, Tampered):
            return None


def master_keys(setting: str) -> MasterKeys:
    """The keys of `new,old`, each 32 bytes in base64. Raises ValueError, which never quotes a key."""
    keys = [
        _decoded(number, text) for number, text in enumerate(setting.replace("\n", ",").split(","), 1) if text.strip()
    ]
    if not keys:
        raise ValueError("There is no master key: 32 random bytes in base64 are needed.")
    return MasterKeys(keys[0], tuple(keys[1:]))


def new_master_key() -> str:
    """A master key as it is written in a setting."""
    return base64.b64encode(os.urandom(KEY_LENGTH)).decode()


def master_key_file(path: Path) -> MasterKeys:
    """The master keys in that file, which is made with a new one, for its owner alone, where there is none.

    Raises ValueError when others may read it.
    """
    if not path.exists():
        _make(path)
    if path.stat().st_mode & 0o077:
        raise ValueError(f"{path} holds the master key and may be read by others: `chmod 600` makes it private.")
    return master_keys(path.read_text("ascii"))


def _version(wrapped: bytes) -> str:
    return wrapped[:_VERSION_LENGTH].hex()


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:  # noqa: PTH123 - only a descriptor can be born private
        file.write(new_master_key() + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # whole or not at all, and never over the key of a process that was quicker
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _decoded(number: int, text: str) -> MasterKey:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_LENGTH:
        raise ValueError(f"Master key {number} is not {KEY_LENGTH} bytes in base64.") from None
    return MasterKey(key)
