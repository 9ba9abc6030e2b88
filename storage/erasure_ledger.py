"""The erasure ledger: who was erased, kept apart from the database, so that no older copy brings them back."""

import asyncio
import errno
import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from storage.engine import Unavailable, reaching
from storage.on_disk import keep

_OURS = "erasures"  # in the line that begins a ledger: one in which nobody is noted yet is known by it
_KEPT = "kept"  # in a line that takes back the note of somebody whose erasure then failed
_NOTHING = " \0\r\n\t"  # what a file may hold that holds nothing; a power cut can leave zeros


class NoLedger(Exception):
    """There is no ledger where one should be, or an empty file: nobody can tell who was erased."""


class EmptyLedger(NoLedger):
    """A file with nothing in it, as a copy that failed leaves it, and as older versions made a ledger."""


class NotALedger(Exception):
    """Something else is in that file."""


@dataclass(frozen=True, slots=True)
class ErasureLedger:
    """A file to which lines are only ever added: a person's id, which means nothing anywhere else, and a moment."""

    file: Path

    async def note(self, people: Iterable[str], now: datetime) -> None:
        """Notes them, durably: when this returns, a power cut does not forget it. Raises Unavailable."""
        with reaching():
            await asyncio.to_thread(self._append, _lines(people, now))

    async def take_back(self, people: Iterable[str], now: datetime) -> None:
        """Notes that they were not erased after all. Raises Unavailable."""
        lines = b"".join(_line({"person": one, "at": now.isoformat(), "was": _KEPT}) for one in sorted(people))
        with reaching():
            await asyncio.to_thread(self._append, lines)

    async def take_in(self, people: Iterable[str], now: datetime) -> None:
        """Notes whoever of them it does not hold yet, durably. Raises Unavailable and NotALedger, also for nobody.

        Where there is none it is made with all of them in it or, on a disk that knows links, not at all: a missing
        one is known to be lost, and one that lacks somebody would be believed.
        """
        with reaching():
            await asyncio.to_thread(self._take_in, frozenset(people), now)

    def erased(self) -> frozenset[str]:
        """The ids of everybody who was ever noted. Raises NoLedger where there is none, NotALedger, Unavailable."""
        return frozenset(self.noted())

    def noted(self) -> dict[str, datetime]:
        """The same, each with the moment that was noted last and not taken back. Raises the same."""
        text = self._text()
        found = [one for line in text.splitlines() if (one := _noted(line))]
        if not text.strip(_NOTHING):
            raise EmptyLedger(str(self.file))
        if not found:
            raise NotALedger(str(self.file))
        standing: dict[str, list[datetime]] = {}
        for person, at, kept in found:
            moments = standing.setdefault(person, [])
            if not kept:
                moments.append(at)
            elif moments:
                moments.pop()
        return {person: moments[-1] for person, moments in standing.items() if person and moments}

    def is_there(self) -> bool:
        """Whether anything is in its place, right or wrong; an empty file is nothing."""
        try:
            return bool(self._text().strip(_NOTHING))
        except NoLedger:
            return False
        except Unavailable:
            return True

    def _text(self) -> str:
        try:
            return self.file.read_text("utf-8", errors="replace")
        except FileNotFoundError:
            raise NoLedger(str(self.file)) from None
        except OSError as trouble:
            raise Unavailable(type(trouble).__name__) from None

    def _take_in(self, people: frozenset[str], now: datetime) -> None:
        begun = _line({"ledger": _OURS, "at": now.isoformat()}) + _lines(people, now)
        try:
            self._append(_lines(people - self.erased(), now))
        except EmptyLedger:
            self._append(begun)
        except NoLedger:
            self._make(begun)

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
    return b"".join(_line({"person": one, "at": now.isoformat()}) for one in sorted(people))


def _line(said: dict[str, str]) -> bytes:
    # a line break comes first too, so that a line which a power cut or a full disk tore off spoils none after it
    return f"\n{json.dumps(said)}\n".encode()


def _noted(line: str) -> tuple[str, datetime, bool] | None:
    """The id in a line, its moment, and whether it takes a note back; of the line that begins a ledger "" for the id.

    None of an empty one, of one that was torn off before anybody was told it is done, and of one of another file.
    """
    try:
        said = json.loads(line)
        at = datetime.fromisoformat(said["at"]).astimezone(UTC)
        person = str(said["person"]) if "person" in said else {_OURS: ""}[said["ledger"]]
        return person, at, said.get("was") == _KEPT
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
        return None
