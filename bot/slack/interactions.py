"""Reads Slack's interactions: pressed buttons, shortcuts, and forms that were sent in."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.chat.action import TakeNote, WriteFreely
from bot.chat.event import Address, Posted, Pressed, Submitted
from bot.slack.calls import PLATFORM
from bot.slack.entities import as_typed
from bot.slack.incoming import Incoming, event_id
from bot.slack.values import values_of

# What the shortcuts of the manifest stand for, by their callback id there.
SHORTCUTS = {"write": WriteFreely().pack(), "note": TakeNote().pack(), "keep": WriteFreely().pack()}


def pressed(payload: Mapping[str, Any], now: datetime) -> Incoming | None:
    """A button of ours. None for any other element: what is chosen in a form comes when the form is sent in."""
    press = payload["actions"][0]
    if press["type"] != "button" or not press.get("value"):
        return None
    view, container = payload.get("view") or {}, payload["container"]
    event = Pressed(
        id=_id(payload, "press", _place(container), press["action_ts"], press["action_id"]),
        sender=_sender(payload, container.get("channel_id", "")),
        at=now,
        action=press["value"],
        posted=_posted(container),
    )
    in_a_form = view.get("type") == "modal"
    return Incoming(
        event,
        trigger=payload.get("trigger_id", ""),
        response_url=payload.get("response_url", ""),
        form=view["id"] if in_a_form else "",
        form_title=view["title"]["text"] if in_a_form else "",
        on_home=view.get("type") == "home",
        thread=container.get("thread_ts", ""),
        external=_is_external(payload),
    )


def shortcut(payload: Mapping[str, Any], now: datetime) -> Incoming | None:
    """A shortcut of ours, from anywhere or on a message.

    The message is quoted only where the person wrote it: what others wrote is never ours to keep.
    """
    action = SHORTCUTS.get(payload["callback_id"])
    if action is None:
        return None
    message = payload.get("message") or {}
    own = message.get("user") == payload["user"]["id"]
    event = Pressed(
        id=_id(payload, "shortcut", payload["trigger_id"]),
        sender=_sender(payload),
        at=now,
        action=action,
        quoted=as_typed(message.get("text") or "") if own else "",
    )
    return Incoming(
        event,
        trigger=payload["trigger_id"],
        response_url=payload.get("response_url", ""),
        external=_is_external(payload),
    )


def submitted(payload: Mapping[str, Any], now: datetime, key: bytes) -> Incoming:
    """A form that was sent in. The same form with other words in it is another event."""
    view = payload["view"]
    filled_in = view.get("state", {}).get("values", {})
    event = Submitted(
        id=_id(payload, "form", view["id"], view.get("hash", ""), _digest(filled_in, key)),
        sender=_sender(payload),
        at=now,
        token=view.get("private_metadata", ""),
        values=values_of(filled_in),
    )
    return Incoming(
        event,
        trigger=payload.get("trigger_id", ""),
        blocks=tuple(block["block_id"] for block in view.get("blocks", ()) if block["type"] == "input"),
        external=_is_external(payload),
    )


def _digest(filled_in: Mapping[str, Any], key: bytes) -> str:
    # keyed, so that nobody who sees the ids can try which words they stand for
    text = json.dumps(filled_in, sort_keys=True).encode()
    return hashlib.blake2b(text, key=key, digest_size=16).hexdigest()


def _posted(container: Mapping[str, Any]) -> Posted | None:
    if container["type"] != "message" or container.get("is_ephemeral"):
        return None  # what only one person sees cannot be changed later
    return Posted(container["channel_id"], container["message_ts"])


def _place(container: Mapping[str, Any]) -> str:
    return str(container.get("view_id") or container.get("message_ts"))


def _sender(payload: Mapping[str, Any], room: str = "") -> Address:
    return Address(PLATFORM, _workspace(payload), payload["user"]["id"], room if room.startswith("D") else "")


def _workspace(payload: Mapping[str, Any]) -> str:
    team = payload.get("team") or payload["enterprise"]  # no team where a whole organisation installed us
    return str(team["id"])


def _is_external(payload: Mapping[str, Any]) -> bool:
    # people of one large organisation press in each other's workspaces; strangers to it are of no organisation of ours
    home = payload["user"].get("team_id")
    return bool(home) and not payload.get("enterprise") and home != _workspace(payload)


def _id(payload: Mapping[str, Any], *parts: str) -> str:
    return event_id(_workspace(payload), *parts)
