"""Reads a chat back to learn whether something was posted after all, and what people wrote in it."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.chat.event import Posted
from bot.errors import Rejected, Revoked, TryLater, Unknown
from bot.slack.calls import Calls

_EVENT_TYPE = "exchange_coach_delivery"
_CLOCKS_DIFFER = timedelta(minutes=5)  # between Slack's timestamps and our clock, as for signatures
_PAGE = 100  # messages; Slack advises at most 200 a page
_MOST_PAGES = 10  # a private chat with a thousand messages since an attempt is not one that can be searched
_LONG = 20.0  # seconds that Slack asks for; an app that may ask once a minute would begin anew each time

Said = dict[str, Any]


class _TooMuch(Unknown):
    """More stands there than we may read."""


def delivery_metadata(delivery: str) -> dict[str, Any]:
    """What marks a message as a delivery. Any app of the workspace can read it: it holds a random id, nothing else."""
    return {"event_type": _EVENT_TYPE, "event_payload": {"delivery_id": delivery}}


@dataclass(frozen=True, slots=True)
class History:
    """One chat's messages, and those in its threads."""

    calls: Calls
    workspace: str
    room: str

    async def find(self, delivery: str, since: datetime) -> Posted | None:
        """Where that delivery stands.

        Raises Unknown where the chat may not be read or holds too much, TryLater where it cannot be read just now,
        Revoked where we may no more.
        """
        oldest = (since - _CLOCKS_DIFFER).timestamp()
        try:
            return await self._find(delivery, oldest)
        except (Revoked, _TooMuch):
            raise
        except Rejected as unreadable:
            raise Unknown(unreadable.reason) from None
        except Unknown as unclear:  # half an answer, or none: it says nothing about the next one
            raise TryLater(reason=str(unclear)) from None

    async def since(self, moment: datetime) -> list[Said]:
        """Everything that was written from then on, in threads too, the oldest first.

        Raises TryLater, Rejected, Unreachable or Revoked, and Unknown where there is too much to read.
        """
        oldest, found = moment.timestamp(), list[Said]()
        async for messages in self._pages(oldest):
            for one in messages:
                found.append(one)
                if _answered_since(one, oldest):
                    found += [reply for reply in await self._replies(one["ts"], oldest) if reply["ts"] != one["ts"]]
        return sorted((one for one in found if float(one["ts"]) >= oldest), key=lambda one: float(one["ts"]))

    async def _find(self, delivery: str, oldest: float) -> Posted | None:
        begun, threads = False, list[str]()
        try:
            async for messages in self._pages(oldest):
                begun = True
                if found := _bearing(delivery, messages):
                    return Posted(self.room, found)
                threads += [one["ts"] for one in messages if _answered_since(one, oldest)]
            return await self._find_in(threads, delivery, oldest)
        except TryLater as no:
            if begun and no.after >= _LONG:
                raise _TooMuch("too much to read at once") from None
            raise

    async def _find_in(self, threads: Iterable[str], delivery: str, oldest: float) -> Posted | None:
        for thread in threads:
            if found := _bearing(delivery, await self._replies(thread, oldest)):
                return Posted(self.room, found)
        return None

    async def _pages(self, oldest: float) -> AsyncIterator[list[Said]]:
        """Newest first, back to `oldest`; one page at least, because a thread hangs on a message that may be older."""
        cursor = ""
        for _ in range(_MOST_PAGES):
            answer = await self._page(cursor)
            messages = list(answer.get("messages") or ())
            yield messages
            cursor = (answer.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor or not messages or float(messages[-1]["ts"]) < oldest:
                return
        raise _TooMuch("too much to read")

    async def _page(self, cursor: str) -> dict[str, Any]:
        return await self.calls.call(
            self.workspace,
            "conversations.history",
            lambda slack: slack.conversations_history(
                channel=self.room, limit=_PAGE, include_all_metadata=True, cursor=cursor or None
            ),
        )

    async def _replies(self, thread: str, oldest: float) -> list[Said]:
        answer = await self.calls.call(
            self.workspace,
            "conversations.replies",
            lambda slack: slack.conversations_replies(
                channel=self.room, ts=thread, oldest=f"{oldest:.6f}", limit=_PAGE, include_all_metadata=True
            ),
        )
        if answer.get("has_more"):
            raise _TooMuch("too much to read")
        return list(answer.get("messages") or ())


def _answered_since(message: Said, oldest: float) -> bool:
    """Whether a thread hangs on the message that may hold something as new as that."""
    return message.get("thread_ts") == message["ts"] and float(message.get("latest_reply", oldest)) >= oldest


def _bearing(delivery: str, messages: Iterable[Said]) -> str | None:
    for one in messages:
        payload = (one.get("metadata") or {}).get("event_payload") or {}
        if payload.get("delivery_id") == delivery:
            return str(one["ts"])
    return None
