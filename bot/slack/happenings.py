"""Reads Slack's Events API: messages in the private chat, Home, people who come, change and leave."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.chat.event import Address, Deleted, Edited, Event, Joined, Left, OpenedHome, Said
from bot.slack.calls import PLATFORM
from bot.slack.entities import as_typed
from bot.slack.incoming import Incoming, event_id
from bot.slack.people import SLACKBOT, profile_of

# What people send. All other subtypes are Slack's own remarks (joins, topics, reminders, bots).
_WRITTEN = frozenset({None, "file_share", "thread_broadcast"})


def happening(payload: Mapping[str, Any], now: datetime) -> Incoming | None:
    """The event of an `event_callback`. The workspace comes from the envelope, never from the event in it."""
    event = payload["event"]
    translate = _BY_TYPE.get(event["type"])
    found = translate(payload, event, now) if translate else None
    return None if found is None else Incoming(found, external=_is_external(payload, event))


def workspace_of(payload: Mapping[str, Any]) -> str:
    """The workspace in which we are installed: its own id, or the organisation's where all of it installed us."""
    installed: Mapping[str, Any] = next(iter(payload.get("authorizations") or ()), {})
    return str(installed.get("team_id") or payload.get("team_id") or installed["enterprise_id"])


def _is_external(payload: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
    theirs = event.get("user_team") or event.get("source_team")
    if not payload.get("is_ext_shared_channel") or not theirs:
        return False
    return theirs not in {workspace_of(payload), payload.get("team_id"), payload.get("enterprise_id")}


def _message(payload: Mapping[str, Any], event: Mapping[str, Any], _now: datetime) -> Event | None:
    if event.get("channel_type", "im") != "im" or not event["channel"].startswith("D"):
        return None
    match event.get("subtype"):
        case "message_changed":
            return _edited(payload, event)
        case "message_deleted":
            return _deleted(payload, event, event.get("previous_message"), event["deleted_ts"])
        case subtype if subtype in _WRITTEN:
            return _said(payload, event)
        case _:
            return None


def _said(payload: Mapping[str, Any], event: Mapping[str, Any]) -> Said | None:
    if not _by_a_person(payload, event) or not event.get("text", "").strip():
        return None
    # Slack repeats a message under a new event id, and now and then under a new timestamp (a phantom of a client
    # that lost its connection); what the client itself called the message stays the same.
    name = event.get("client_msg_id") or event["ts"]
    return Said(
        id=_id(payload, "message", event["channel"], name),
        sender=_sender(payload, event["user"], event["channel"]),
        at=_moment(event["ts"]),
        text=as_typed(event["text"]),
        message=event["ts"],
        thread=event.get("thread_ts", ""),
    )


def _edited(payload: Mapping[str, Any], event: Mapping[str, Any]) -> Edited | Deleted | None:
    message, before = event["message"], event.get("previous_message") or {}
    if message.get("subtype") == "tombstone":  # deleted, but a thread hangs on it
        return _deleted(payload, event, before, message["ts"])
    if not _by_a_person(payload, message) or message.get("subtype") not in _WRITTEN:
        return None
    if "edited" not in message or message.get("text") == before.get("text"):
        return None  # a link was unfolded, a reply counted: nobody changed a word
    # `edited.ts` is in whole seconds: two edits within one could neither be told apart nor put in order by it
    edited_ts = event.get("event_ts") or message["edited"]["ts"]
    return Edited(
        id=_id(payload, "edit", event["channel"], message["ts"], edited_ts),
        sender=_sender(payload, message["user"], event["channel"]),
        at=_moment(edited_ts),
        text=as_typed(message["text"]),
        message=message["ts"],
    )


def _deleted(
    payload: Mapping[str, Any], event: Mapping[str, Any], before: Mapping[str, Any] | None, message: str
) -> Deleted | None:
    if not before or not _by_a_person(payload, before):
        return None
    return Deleted(
        id=_id(payload, "delete", event["channel"], message),
        sender=_sender(payload, before["user"], event["channel"]),
        at=_moment(event.get("event_ts") or event["ts"]),
        message=message,
    )


def _by_a_person(payload: Mapping[str, Any], message: Mapping[str, Any]) -> bool:
    ours = {one.get("user_id") for one in payload.get("authorizations") or () if one.get("is_bot")}
    return bool(message.get("user")) and not message.get("bot_id") and message["user"] not in ours | {SLACKBOT}


def _home(payload: Mapping[str, Any], event: Mapping[str, Any], now: datetime) -> OpenedHome | None:
    if event.get("tab", "home") != "home":
        return None
    return OpenedHome(id=_event_id(payload), sender=_sender(payload, event["user"]), at=now)


def _changed(payload: Mapping[str, Any], event: Mapping[str, Any], now: datetime) -> Joined | Left | None:
    profile = profile_of(event["user"])
    if profile.bot:
        return None
    kind = Left if profile.gone else Joined
    return kind(id=_event_id(payload), sender=_sender(payload, event["user"]["id"]), at=now, profile=profile)


def _uninstalled(payload: Mapping[str, Any], _event: Mapping[str, Any], now: datetime) -> Left:
    return Left(id=_event_id(payload), sender=_sender(payload, ""), at=now)


def _revoked(payload: Mapping[str, Any], event: Mapping[str, Any], now: datetime) -> Left | None:
    return _uninstalled(payload, event, now) if event["tokens"].get("bot") else None


_BY_TYPE = {
    "message": _message,
    "app_home_opened": _home,
    "user_change": _changed,
    "team_join": _changed,
    "app_uninstalled": _uninstalled,
    "tokens_revoked": _revoked,
}


def _sender(payload: Mapping[str, Any], person: str, room: str = "") -> Address:
    return Address(PLATFORM, workspace_of(payload), person, room)


def _event_id(payload: Mapping[str, Any]) -> str:
    return _id(payload, "event", payload["event_id"])


def _id(payload: Mapping[str, Any], *parts: str) -> str:
    return event_id(workspace_of(payload), *parts)


def _moment(timestamp: str) -> datetime:
    return datetime.fromtimestamp(float(timestamp), UTC)
