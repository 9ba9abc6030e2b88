"""The erasure ledger: who was erased, kept apart from the database, so that no older copy brings them back."""

import asyncio
import errno
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage.engine import Unavailable


class NoLedger(Exception):
    """There is no ledger where one should be: nobody can tell who was erased."""


@dataclass(frozen=True, slots=True)
class ErasureLedger:
    """A file to which lines are only ever added: a person's id, which means nothing anywhere else, and a moment."""

    file: Path

    def prepare(self) -> bool:
        """Makes an empty one where there is none, so that a missing one is known to be lost. Says whether it did.

        Raises Unavailable where it cannot be written to.
        """
        new = not self.file.exists()
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(self._open(os.O_CREAT))
        except OSError as trouble:
            raise Unavailable(type(trouble).__name__) from None
        return new

    async def note(self, people: Iterable[str], now: datetime) -> None:
        """Notes them, durably: when this returns, a power cut does not forget it. Raises Unavailable."""
        try:
            await asyncio.to_thread(self._append, sorted(people), now)
        except OSError as trouble:
            raise Unavailable(type(trouble).__name__) from None

    def erased(self) -> frozenset[str]:
        """The ids of everybody who was ever noted. Raises NoLedger where the file is missing."""
        try:
            lines = self.file.read_text("utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            raise NoLedger(str(self.file)) from None
        return frozenset(name for line in lines if (name := _person(line)))

    def _append(self, people: list[str], now: datetime) -> None:
        noted = [json.dumps({"person": one, "at": now.isoformat()}) for one in people]
        # the line break comes first too, so that a line which a power cut or a full disk tore off spoils none after it
        lines = ("".join(f"\n{line}" for line in noted) + "\n").encode()
        descriptor = self._open(os.O_CREAT)
        try:
            # one write, and no second one for a rest: lines of several processes never mix
            if os.write(descriptor, lines) < len(lines):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _open(self, flags: int) -> int:
        return os.open(self.file, os.O_WRONLY | os.O_APPEND | flags, 0o600)


def _person(line: str) -> str:
    """The id in a line; none in an empty one, and in one that was torn off before anybody was told it is done."""
    try:
        return str(json.loads(line)["person"])
    except (ValueError, TypeError, KeyError):
        return ""
