"""Looks through people's chats for what Slack did not tell us: a message that it swallowed is taken as if it came now.

What was taken already is known by its id and changes nothing. Only new messages are found: that one was edited or
deleted while Slack told us nothing stays unknown.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.chat.event import Address
from bot.errors import Rejected, Revoked, TryLater, Unknown, log_fault
from bot.slack.answering import Answering
from bot.slack.history import History, Said
from bot.slack.looking import Look

log = logging.getLogger(__name__)

_EVERY = 3600.0  # seconds from one round to the next
_CALM = 2.0  # seconds from one page to the next: thirty a minute, where Slack allows fifty
_FIRST_LOOK = timedelta(days=14)  # at the start; ids of events are kept for 30 days, so nothing older is known for sure
_OVERLAP = timedelta(minutes=10)  # between two rounds: what was on its way
_LONG = 120.0  # seconds; who is told to wait longer keeps the others waiting no longer: the next round asks again
_TRIES = 3  # of one page in one round, where Slack asks us to wait
_UNREADABLE = frozenset({"missing_scope", "not_allowed_token_type", "access_denied", "no_permission"})


@dataclass(slots=True)
class Sweeping:
    """`whom` names the people whose chats are looked through; `now` is the time by which Slack stamps messages."""

    answering: Answering
    whom: Callable[[], Awaitable[Sequence[Address]]]
    now: Callable[[], datetime]
    calm: float = _CALM
    _since: datetime | None = None  # for whoever is new
    _looks: dict[Address, Look] = field(default_factory=dict, repr=False)  # the latest of each person
    _unreadable: set[str] = field(default_factory=set)

    async def run(self) -> None:
        """Looks at once, and then every hour, until it is cancelled."""
        while True:
            try:
                await self.look_through()
            except Exception as fault:  # noqa: BLE001 the next round looks again, as far back
                log_fault(log, "the chats could not be looked through", fault)
            await asyncio.sleep(_EVERY)

    async def look_through(self) -> None:
        """One round through all chats, at a calm rate. Raises Unavailable where nobody knows whose."""
        begun, everybody = self.now(), await self.whom()
        self._looks = {who: self._look_at(who) for who in everybody}
        for who, look in self._looks.items():
            if who.workspace not in self._unreadable:
                await self._look_into(who, look)
        self._since = begun - _OVERLAP

    def _look_at(self, who: Address) -> Look:
        """The last one, where it was cut short, else the next."""
        last, now = self._looks.get(who), self.now()
        if last and not last.over:
            return last
        return Look(who.person, last.begun - _OVERLAP if last else self._since or now - _FIRST_LOOK, now)

    async def _look_into(self, who: Address, look: Look) -> None:
        """Takes what it finds, the oldest first; what it does not reach, or cannot take, is left for the next round."""
        try:
            await self._read(who, look)
        except TryLater:
            pass
        except Unknown:
            look.not_answered()
        except Rejected as no:
            self._give_up(who, no)
            look.refused()
        found = sorted(look.found, key=lambda one: float(one["ts"]))
        look.found = [one for one in found if not await self._taken(who, one)]

    async def _read(self, who: Address, look: Look) -> None:
        channel, refused = self.answering.performing.channel, 0
        while look.left:
            try:
                await look.read_on(History(channel.calls, who.workspace, await channel.room(who)))
                refused = 0
            except TryLater as busy:
                refused += 1
                if refused == _TRIES or busy.after > _LONG:
                    raise
                await asyncio.sleep(busy.after)
            await asyncio.sleep(self.calm)

    async def _taken(self, who: Address, said: Said) -> bool:
        event = {**said, "type": "message", "channel_type": "im"}
        payload = {"type": "event_callback", "team_id": who.workspace, "event_id": "", "event": event}
        return (await self.answering.answer(payload)).status < 500

    def _give_up(self, who: Address, no: Rejected) -> None:
        """A workspace whose chats may not be read is not asked again before the next start; one person may be gone."""
        if isinstance(no, Revoked) or no.reason in _UNREADABLE:
            self._unreadable.add(who.workspace)
            log.warning(
                "chats of %s cannot be looked through for messages that were lost: %s", who.workspace, no.reason
            )
