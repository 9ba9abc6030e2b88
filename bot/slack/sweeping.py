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

log = logging.getLogger(__name__)

_EVERY = 3600.0  # seconds from one round to the next
_CALM = 2.0  # seconds from one chat to the next: thirty a minute, where Slack allows fifty
_FIRST_LOOK = timedelta(days=14)  # at the start; ids of events are kept for 30 days, so nothing older is known for sure
_OVERLAP = timedelta(minutes=10)  # between two rounds: what was on its way
_TRIES = 3  # of one chat in one round, where Slack asks us to wait
_UNREADABLE = frozenset({"missing_scope", "not_allowed_token_type", "access_denied", "no_permission"})


@dataclass(slots=True)
class Sweeping:
    """`whom` names the people whose chats are looked through; `now` is the time by which Slack stamps messages."""

    answering: Answering
    whom: Callable[[], Awaitable[Sequence[Address]]]
    now: Callable[[], datetime]
    calm: float = _CALM
    _since: datetime | None = None
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
        begun, whole = self.now(), True
        since = self._since or begun - _FIRST_LOOK
        for who in await self.whom():
            if who.workspace not in self._unreadable:
                whole = await self._look_into(who, since) and whole
                await asyncio.sleep(self.calm)
        if whole:
            self._since = begun - _OVERLAP

    async def _look_into(self, who: Address, since: datetime) -> bool:
        """Whether everything since then could be read and taken."""
        for _ in range(_TRIES):
            try:
                said = await self._said(who, since)
            except TryLater as busy:
                await asyncio.sleep(busy.after)
            except Unknown:
                return False
            except Rejected as no:
                self._give_up(who, no)
                return True
            else:
                return all([await self._taken(who, one) for one in said])
        return False

    async def _said(self, who: Address, since: datetime) -> list[Said]:
        channel = self.answering.performing.channel
        room = await channel.room(who)
        found = await History(channel.calls, who.workspace, room).since(since)
        return [{**one, "channel": room} for one in found if one.get("user") == who.person]

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
