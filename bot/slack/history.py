"""Reads a chat back, a page at a time: what we posted in it, and what people wrote."""

from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.calls import Calls

_PAGE = 100  # messages; Slack advises at most 200 a page, and gives some apps no more than 15

Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where to read on: a page of a chat, or of one of its threads."""

    thread: str = ""
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """One chat's messages, and those in its threads."""

    calls: Calls
    workspace: str
    room: str

    async def page(self, place: Place, oldest: float | None = None) -> tuple[list[Said], Place | None]:
        """The messages there, and where it goes on, if it does. `oldest` is Unix time: nothing from before is given.

        A chat comes without what stands in its threads: the newest messages first or, with `oldest`, those nearest to
        it first, so that whatever is posted meanwhile stands further on. A thread comes with its first message.
        Raises TryLater, Unknown, Rejected, Unreachable or Revoked.
        """
        method = "conversations.replies" if place.thread else "conversations.history"
        answer = await self.calls.call(self.workspace, method, lambda slack: self._asked(slack, place, oldest))
        cursor = (answer.get("response_metadata") or {}).get("next_cursor")
        return list(answer.get("messages") or ()), Place(place.thread, str(cursor)) if cursor else None

    async def _asked(self, slack: AsyncWebClient, place: Place, oldest: float | None) -> AsyncSlackResponse:
        since, cursor = None if oldest is None else f"{oldest:.6f}", place.cursor or None
        if not place.thread:
            return await slack.conversations_history(
                channel=self.room, oldest=since, limit=_PAGE, include_all_metadata=True, cursor=cursor
            )
        return await slack.conversations_replies(
            channel=self.room, ts=place.thread, oldest=since, limit=_PAGE, include_all_metadata=True, cursor=cursor
        )
