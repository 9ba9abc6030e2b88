"""Translates what Slack sends us, over HTTP or Socket Mode alike, into the bot's own events."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.chat.event import Address, Commanded
from bot.slack.calls import PLATFORM
from bot.slack.entities import with_mentions
from bot.slack.happenings import happening
from bot.slack.incoming import Incoming, event_id
from bot.slack.interactions import pressed, shortcut, submitted

Payload = Mapping[str, Any]


class Unreadable(Exception):
    """A payload that is not shaped as Slack documents it."""


def receive(payload: Payload, now: datetime, key: bytes) -> Incoming | None:
    """The event in a verified payload, or None where there is nothing for us in it. `now` is real time, UTC.

    Two payloads for the same thing give the same event id. `key` hides what was written from those ids.
    Raises Unreadable, which quotes nothing of the payload.
    """
    try:
        return _translated(payload, now, key)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as trouble:
        # the message of such an error can quote the payload; only its kind may travel
        raise Unreadable(type(trouble).__name__) from None


def _translated(payload: Payload, now: datetime, key: bytes) -> Incoming | None:
    if "command" in payload:
        return _command(payload, now)
    kind = payload.get("type")
    if kind == "event_callback":
        return happening(payload, now)
    if kind == "view_submission":
        return submitted(payload, now, key)
    translate = _INTERACTIONS.get(str(kind))
    return translate(payload, now) if translate else None


_INTERACTIONS: Mapping[str, Callable[[Payload, datetime], Incoming | None]] = {
    "block_actions": pressed,
    "shortcut": shortcut,
    "message_action": shortcut,
    # "view_closed" and whatever Slack invents next: acknowledged, nothing more
}


def _command(payload: Payload, now: datetime) -> Incoming:
    workspace = payload.get("team_id") or payload["enterprise_id"]
    room = payload["channel_id"]
    sender = Address(PLATFORM, workspace, payload["user_id"], room if room.startswith("D") else "")
    event = Commanded(
        id=event_id(workspace, "command", payload["trigger_id"]),
        sender=sender,
        at=now.astimezone(UTC),
        name=payload["command"].removeprefix("/"),
        text=with_mentions(payload.get("text") or ""),
        room=room,
    )
    return Incoming(event, trigger=payload["trigger_id"], response_url=payload.get("response_url", ""))
