"""The bell: on PostgreSQL, whoever promises something rings it, and every process of the bot looks what is due.

The plan of a cohort, made for days ahead, rings nothing. The bell spares waiting and promises nothing: a ring that
nobody hears is made good by the next beat of the clock.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event, func, select
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import Session

from storage.engine import Unavailable, reaching
from storage.tables import Delivery

log = logging.getLogger(__name__)

_CHANNEL = "exchange_coach"
_PROMISED = "promised"  # where a session notes that it rings when it commits
_OTHERS_FIRST = 0.2  # seconds until we look: whoever rang looks at once, and many rings are heard as one
_STILL_THERE = 30.0  # seconds between two questions whether the line is; a network may lose it without a word
_AGAIN = 1.0  # seconds until a line that was cut is opened anew


class Ringing(Session):
    """A session on PostgreSQL. It rings with its commit, so that whoever hears it finds what was promised."""


@event.listens_for(Ringing, "before_flush")
def _note(session: Session, _context: object, _objects: object) -> None:
    touched = (*session.new, *session.dirty)
    if any(isinstance(one, Delivery) and one.state == "planned" for one in touched):
        session.info[_PROMISED] = True


@event.listens_for(Ringing, "before_commit")
def _ring(session: Session) -> None:
    session.flush()  # what is promised only now rings too
    if session.info.pop(_PROMISED, False):
        session.execute(select(func.pg_notify(_CHANNEL, "")))


@dataclass
class Bell:
    """Hears the bell of that database, over a line of its own that is opened anew whenever it is cut."""

    engine: AsyncEngine
    _listening: asyncio.Task[None] | None = field(default=None, repr=False)
    _soon: asyncio.TimerHandle | None = field(default=None, repr=False)

    def start(self, heard: Callable[[], None]) -> None:
        """Calls `heard` soon after each ring, from now on. SQLite has one process, and no bell."""
        if self.engine.dialect.name == "postgresql":
            self._listening = asyncio.create_task(self._listen(heard))

    async def stop(self) -> None:
        if self._soon:
            self._soon.cancel()
        if self._listening:
            self._listening.cancel()
            with suppress(asyncio.CancelledError):
                await self._listening

    async def _listen(self, heard: Callable[[], None]) -> None:
        while True:
            try:
                with reaching():
                    await self._on_one_line(heard)
            except Unavailable as trouble:
                log.warning("the database's bell is not heard, the clock beats on: %s", trouble)
            await asyncio.sleep(_AGAIN)

    async def _on_one_line(self, heard: Callable[[], None]) -> None:
        """Listens until the line is cut. Looks at once: something may have rung while nobody listened."""
        cut = asyncio.Event()
        async with self.engine.connect() as connection:
            line: Any = (await connection.get_raw_connection()).driver_connection
            try:
                line.add_termination_listener(lambda *_: cut.set())
                await line.add_listener(_CHANNEL, lambda *_: self._look_soon(heard))
                self._look_soon(heard)
                await _until(cut, line)
            finally:
                await connection.invalidate()  # no other transaction shall find itself on a line that listens

    def _look_soon(self, heard: Callable[[], None]) -> None:
        if self._soon is None:
            self._soon = asyncio.get_running_loop().call_later(_OTHERS_FIRST, self._look, heard)

    def _look(self, heard: Callable[[], None]) -> None:
        self._soon = None
        heard()


async def _until(cut: asyncio.Event, line: Any) -> None:
    while not cut.is_set():
        try:
            async with asyncio.timeout(_STILL_THERE):
                await cut.wait()
        except TimeoutError:
            await line.fetchval("SELECT 1")
