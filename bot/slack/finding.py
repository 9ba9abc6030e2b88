"""Finds out whether something was posted after all: by the id that each of our messages carries with it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from bot.chat.event import Posted
from bot.errors import Rejected, Revoked, TryLater, Unknown
from bot.slack.calls import Calls
from bot.slack.history import History, Place, Said

_EVENT_TYPE = "exchange_coach_delivery"
_CLOCKS_DIFFER = timedelta(minutes=5)  # between Slack's timestamps and our clock, as for signatures
_AT_A_TIME = 8.0  # seconds of reading, and ten more for the last page: a search has twenty
_MOST = 10_000  # searches that are to go on, of all people at once; one that is forgotten begins anew

Page = tuple[list[Said], Place | None]
_T = TypeVar("_T")


def delivery_metadata(delivery: str) -> dict[str, Any]:
    """What marks a message as a delivery. Any app of the workspace can read it: it holds a random id, nothing else."""
    return {"event_type": _EVENT_TYPE, "event_payload": {"delivery_id": delivery}}


@dataclass(slots=True)
class Finding:
    """Searches that end, however slowly Slack shows a chat: one that is cut short goes on from there the next time.

    What was read by then stays behind it: another message of that delivery could only be newer. A process that begins
    anew reads from the beginning.
    """

    calls: Calls
    _left_off: dict[str, Place] = field(default_factory=dict)  # by delivery: the page on which its search goes on
    _begun_anew: dict[str, None] = field(default_factory=dict)  # deliveries whose search was refused on a later page

    async def find(self, delivery: str, history: History, since: datetime, thread: str) -> Posted | None:
        """Where that delivery stands: in that thread, or in the chat itself, since then.

        Raises Unknown where the chat may not be read, TryLater where it cannot be read just now or there is more to
        read, Revoked where we may no more.
        """
        oldest, enough = (since - _CLOCKS_DIFFER).timestamp(), self.calls.monotonic() + _AT_A_TIME
        place: Place | None = self._left_off.pop(delivery, Place(thread))
        while place:
            if self.calls.monotonic() > enough:
                self._leave_off(delivery, place)
                raise TryLater(0.0, "more to read")
            messages, place = await self._page(delivery, history, place, oldest)
            if found := _bearing(delivery, messages):
                return Posted(history.room, found)
        return None

    async def _page(self, delivery: str, history: History, place: Place, oldest: float) -> Page:
        try:
            return await history.page(place, oldest)
        except Revoked:
            raise
        except Rejected as no:
            if place.cursor and delivery not in self._begun_anew:  # Slack may have forgotten where that was
                _remember(self._begun_anew, delivery, None)
                raise TryLater(reason=no.reason) from None
            raise Unknown(no.reason) from None
        except TryLater:
            self._leave_off(delivery, place)
            raise
        except Unknown as unclear:  # half an answer, or none: it says nothing about the next one
            self._leave_off(delivery, place)
            raise TryLater(reason=str(unclear)) from None

    def _leave_off(self, delivery: str, place: Place) -> None:
        if not place.cursor:  # the beginning needs no remembering
            return
        _remember(self._left_off, delivery, place)


def _remember(kept: dict[str, _T], delivery: str, what: _T) -> None:
    """Nobody tells us of a delivery that is searched for no more: what was kept longest ago gives way."""
    kept[delivery] = what
    while len(kept) > _MOST:
        del kept[next(iter(kept))]


def _bearing(delivery: str, messages: Iterable[Said]) -> str | None:
    for one in messages:
        payload = (one.get("metadata") or {}).get("event_payload") or {}
        if payload.get("delivery_id") == delivery:
            return str(one["ts"])
    return None
