"""The erasure ledger: who was erased, kept apart from the database, so that no older copy brings them back."""

import asyncio
import errno
import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage.engine import Unavailable, reaching
from storage.on_disk import keep


class NoLedger(Exception):
    """There is no ledger where one should be: nobody can tell who was erased."""


@dataclass(frozen=True, slots=True)
class ErasureLedger:
    """A file to which lines are only ever added: a person's id, which means nothing anywhere else, and a moment."""

    file: Path

    async def note(self, people: Iterable[str], now: datetime) -> None:
        """Notes them, durably: when this returns, a power cut does not forget it. Raises Unavailable."""
        with reaching():
            await asyncio.to_thread(self._append, _lines(people, now))

    async def take_in(self, people: Iterable[str], now: datetime) -> None:
        """Notes whoever of them it does not hold yet, durably. Raises Unavailable, also where nobody is to be noted.

        Where there is none it is made with all of them in it or, on a disk that knows links, not at all: a missing
        one is known to be lost, and one that lacks somebody would be believed.
        """
        with reaching():
            await asyncio.to_thread(self._take_in, frozenset(people), now)

    def erased(self) -> frozenset[str]:
        """The ids of everybody who was ever noted. Raises NoLedger where the file is missing, Unavailable."""
        try:
            lines = self.file.read_text("utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            raise NoLedger(str(self.file)) from None
        except OSError as trouble:
            raise Unavailable(type(trouble).__name__) from None
        return frozenset(name for line in lines if (name := _person(line)))

    def _take_in(self, people: frozenset[str], now: datetime) -> None:
        try:
            self._append(_lines(people - self.erased(), now))
        except NoLedger:
            self._make(_lines(people, now))

    def _make(self, lines: bytes) -> None:
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            prefix=f"{self.file.name}.", dir=self.file.parent
        ) as draft:  # its owner's alone
            draft.write(lines)
            draft.flush()
            os.fsync(draft.fileno())
            try:
                os.link(draft.name, self.file)
            except OSError:  # another process was quicker, and what it wrote must stay; or this disk knows no links
                self._append(lines)
        keep(self.file.parent)

    def _append(self, lines: bytes) -> None:
        _write(os.open(self.file, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600), lines)


def _write(descriptor: int, lines: bytes) -> None:
    try:
        # one write, and no second one for a rest: lines of several processes never mix
        if os.write(descriptor, lines) < len(lines):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _lines(people: Iterable[str], now: datetime) -> bytes:
    noted = [json.dumps({"person": one, "at": now.isoformat()}) for one in sorted(people)]
    # the line break comes first too, so that a line which a power cut or a full disk tore off spoils none after it
    return ("".join(f"\n{line}" for line in noted) + "\n").encode() if noted else b""


def _person(line: str) -> str:
    """The id in a line; none in an empty one, and in one that was torn off before anybody was told it is done."""
    try:
        return str(json.loads(line)["person"])
    except (ValueError, TypeError, KeyError):
        return ""
