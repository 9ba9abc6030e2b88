"""Translates what Teams sends us into the bot's own events."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.chat.event import (
    Commanded,
    Deleted,
    Edited,
    Event,
    OpenedHome,
    Posted,
    Pressed,
    Said,
    Submitted,
)
from bot.teams.about import Activity, is_private, moment_of, profile_of, room_of, sender_of, tenant_of
from bot.teams.carried import unpacked
from bot.teams.incoming import Incoming, Wants, event_id
from bot.teams.typed import command_in, is_legible, mentioned_in, mentions, typed_in
from bot.teams.values import text_in, values_of


class Unreadable(Exception):
    """An activity that is not shaped as Microsoft documents it."""


def receive(activity: Activity, now: datetime, key: bytes) -> Incoming | None:
    """The event in a verified activity, or None where there is nothing for us in it. `now` is real time, UTC.

    Two requests for the same thing give the same event id. `key` hides what was written from those ids.
    Raises Unreadable, which quotes nothing of the activity.
    """
    try:
        return _translated(activity, now, key)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError) as trouble:
        # the message of such an error can quote the activity; only its kind may travel
        raise Unreadable(type(trouble).__name__) from None


def _translated(activity: Activity, now: datetime, key: bytes) -> Incoming | None:
    kind = str(activity["type"])
    translate = _INVOKES.get(str(activity.get("name"))) if kind == "invoke" else _BY_TYPE.get(kind)
    found = translate(activity, now, key) if translate else None
    if found is None:
        return None
    return replace(found, event=replace(found.event, profile=profile_of(activity)))


# -- messages ----------------------------------------------------------------------------------------------------------


def _message(activity: Activity, now: datetime, _key: bytes) -> Incoming | None:
    if isinstance(activity.get("value"), Mapping):  # a button of a client that knows no Action.Execute
        return _back(activity, _pressed(activity, activity["value"], now))
    bot = str(activity["recipient"]["id"])
    text = typed_in(activity, bot)
    if not is_private(activity):
        return _back(activity, _commanded(activity, text, now, bot)) if mentions(activity, bot) else None
    command = command_in(text)
    if command is not None:
        return _back(activity, _commanded(activity, command, now, bot))
    return _back(activity, _said(activity, text, now)) if is_legible(text) else None


def _said(activity: Activity, text: str, now: datetime) -> Said:
    message = text_in(activity, "id")
    return Said(
        id=_id(activity, "message", message),
        sender=sender_of(activity),
        at=moment_of(activity, now),
        text=text,
        message=message,
    )


def _commanded(activity: Activity, text: str, now: datetime, bot: str) -> Commanded:
    room = "" if is_private(activity) else room_of(str(activity["conversation"]["id"]))
    return Commanded(
        id=_id(activity, "message", text_in(activity, "id")),
        sender=sender_of(activity),
        at=moment_of(activity, now),
        name="exchange",
        text=text,
        room=room,
        names=mentioned_in(activity, bot),
    )


def _changed(activity: Activity, now: datetime, _key: bytes) -> Incoming | None:
    if not is_private(activity) or (activity.get("channelData") or {}).get("eventType") != "editMessage":
        return None
    at, message = moment_of(activity, now), text_in(activity, "id")
    text = typed_in(activity, str(activity["recipient"]["id"]))
    event_name = _id(activity, "edit", message, at.isoformat())
    return _back(activity, Edited(id=event_name, sender=sender_of(activity), at=at, text=text, message=message))


def _deleted(activity: Activity, now: datetime, _key: bytes) -> Incoming | None:
    if not is_private(activity) or (activity.get("channelData") or {}).get("eventType") != "softDeleteMessage":
        return None
    message = text_in(activity, "id")
    gone = Deleted(
        id=_id(activity, "delete", message), sender=sender_of(activity), at=moment_of(activity, now), message=message
    )
    return _back(activity, gone)


# -- news --------------------------------------------------------------------------------------------------------------


def _installed(activity: Activity, now: datetime, _key: bytes) -> Incoming | None:
    """Somebody got the app for themselves. An upgrade is no news, and a removal shows itself when we next write."""
    if activity.get("action") != "add" or not is_private(activity):
        return None
    opened = OpenedHome(id=_id(activity, "installed", text_in(activity, "id")), sender=sender_of(activity), at=now)
    return _back(activity, opened)


# -- buttons and dialogs -----------------------------------------------------------------------------------------------


def _executed(activity: Activity, now: datetime, _key: bytes) -> Incoming:
    data = activity["value"]["action"]["data"]
    return _back(activity, _pressed(activity, data, now), Wants.CARD)


def _fetched(activity: Activity, now: datetime, _key: bytes) -> Incoming:
    return _back(activity, _pressed(activity, activity["value"]["data"], now), Wants.DIALOG)


def _sent_in(activity: Activity, now: datetime, key: bytes) -> Incoming:
    data = activity["value"]["data"]
    if "action" in data:
        pressed = replace(_pressed(activity, data, now), posted=None)
        return _back(activity, pressed, Wants.AFTER_DIALOG)
    values = values_of(data)
    event = Submitted(
        id=_id(activity, "form", text_in(data, "nonce"), _digest(data, key)),
        sender=sender_of(activity),
        at=now,
        token=text_in(data, "token"),
        values=values,
    )
    return replace(_back(activity, event, Wants.AFTER_DIALOG), form=unpacked(str(data.get("form", "")), values))


def _pressed(activity: Activity, data: Mapping[str, Any], now: datetime) -> Pressed:
    # Teams repeats a request that was not answered in time under the same id; a card's nonce tells cards apart that
    # came back under one id because they were replaced
    return Pressed(
        id=_id(activity, "press", text_in(data, "nonce"), str(activity.get("id") or now.isoformat())),
        sender=sender_of(activity),
        at=now,
        action=text_in(data, "action"),
        posted=_posted(activity),
    )


def _posted(activity: Activity) -> Posted | None:
    card = str(activity.get("replyToId") or "")
    return Posted(str(activity["conversation"]["id"]), card) if card else None


def _digest(data: Mapping[str, Any], key: bytes) -> str:
    # keyed, so that nobody who sees the ids can try which words they stand for
    text = json.dumps(data, sort_keys=True).encode()
    return hashlib.blake2b(text, key=key, digest_size=16).hexdigest()


_BY_TYPE: Mapping[str, Callable[[Activity, datetime, bytes], Incoming | None]] = {
    "message": _message,
    "messageUpdate": _changed,
    "messageDelete": _deleted,
    "installationUpdate": _installed,
}
_INVOKES: Mapping[str, Callable[[Activity, datetime, bytes], Incoming | None]] = {
    "adaptiveCard/action": _executed,
    "task/fetch": _fetched,
    "task/submit": _sent_in,
}


# -- who, where and when -----------------------------------------------------------------------------------------------


def _back(activity: Activity, event: Event, wants: Wants = Wants.NOTHING) -> Incoming:
    return Incoming(
        event,
        service_url=str(activity["serviceUrl"]),
        conversation=str(activity["conversation"]["id"]),
        bot=str((activity.get("recipient") or {}).get("id") or ""),
        private=is_private(activity),
        wants=wants,
    )


def _id(activity: Activity, *parts: str) -> str:
    # the id of an activity is unique in its conversation, and may well stand in another one at the same moment
    return event_id(tenant_of(activity), str(activity["conversation"]["id"]), *parts)
