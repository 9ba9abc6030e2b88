"""How the app says, changes and takes back messages."""

import json
import time
from typing import Any

from bot.playground.blocks import check_message_blocks
from bot.playground.premises import Premises, needed
from bot.playground.records import Post, ResponseUrl, Room, with_block_ids
from bot.playground.refusal import Json, Refused

# https://docs.slack.dev/reference/methods/chat.postMessage#truncating: 40,000 characters, cut beyond; here refused.
LONGEST = 40_000
# https://docs.slack.dev/reference/methods/chat.update#errors: msg_too_long, "greater than 4,000 characters"
LONGEST_UPDATE = 4_000
# https://docs.slack.dev/messaging/message-metadata: the payload of an event, in bytes
METADATA_SIZE = 8_000


def post_message(premises: Premises, given: Json) -> Json:
    """https://docs.slack.dev/reference/methods/chat.postMessage"""
    room = premises.reachable(given)
    check_content(premises, given)
    _check_metadata(given.get("metadata"))
    thread = _thread(premises, room, given)
    repeated = _same(premises, room, str(given.get("client_msg_id") or ""))
    if repeated:
        return _posted(premises, repeated)
    post = add(premises, room, given, thread=thread)
    if room.private:  # an app that hears `message.im` hears itself too
        event = {**_message(premises, post), "channel": room.id, "event_ts": post.ts, "channel_type": "im"}
        premises.tell(event, room.person)
    return _posted(premises, post)


def post_ephemeral(premises: Premises, given: Json) -> Json:
    """https://docs.slack.dev/reference/methods/chat.postEphemeral"""
    room = premises.reachable(given)
    person = needed(given, "user", "user_not_in_channel")
    if person not in room.members:
        raise Refused("user_not_in_channel")
    check_content(premises, given)
    post = add(premises, room, given, thread=_thread(premises, room, given), only_for=person)
    return {"ok": True, "message_ts": post.ts}


def update(premises: Premises, given: Json) -> Json:
    """https://docs.slack.dev/reference/methods/chat.update: without `blocks`, the old ones go."""
    room = premises.reachable(given)
    post = premises.workspace.post(room.id, needed(given, "ts", "message_not_found"))
    if post.author != premises.workspace.bot_user:
        raise Refused("cant_update_message")
    check_content(premises, given, longest=LONGEST_UPDATE)
    change(premises, post, given)
    answer = {"ok": True, "channel": room.id, "ts": post.ts, "text": post.text}
    return {**answer, "message": _message(premises, post)}


def delete(premises: Premises, given: Json) -> Json:
    """https://docs.slack.dev/reference/methods/chat.delete"""
    room = premises.reachable(given)
    post = premises.workspace.post(room.id, needed(given, "ts", "message_not_found"))
    if post.author != premises.workspace.bot_user:
        raise Refused("cant_delete_message")
    premises.workspace.remove(post)
    return {"ok": True, "channel": room.id, "ts": post.ts}


def permalink(premises: Premises, given: Json) -> Json:
    """https://docs.slack.dev/reference/methods/chat.getPermalink"""
    room = premises.workspace.room(needed(given, "channel", "channel_not_found"))
    post = premises.workspace.post(room.id, needed(given, "message_ts", "message_not_found"))
    address = f"{premises.workspace.base_url}/archives/{room.id}/p{post.ts.replace('.', '')}"
    return {"ok": True, "channel": room.id, "permalink": address}


def respond(premises: Premises, ticket: str, given: Json) -> None:
    """An answer by response_url. Raises Refused("expired_url" or "used_url").

    https://docs.slack.dev/interactivity/handling-user-interaction/#message_responses
    """
    right = premises.workspace.response_urls.get(ticket)
    if right is None or right.dies_at < time.monotonic():
        raise Refused("expired_url")
    if right.uses == 0:
        raise Refused("used_url")
    right.uses -= 1
    original = next((one for one in premises.workspace.posts if right.post and one.ts == right.post), None)
    if given.get("delete_original") and original:
        premises.workspace.remove(original)
        return
    check_content(premises, given)
    _answer(premises, right, original, given)


def _answer(premises: Premises, right: ResponseUrl, original: Post | None, given: Json) -> None:
    if given.get("replace_original") and original:
        change(premises, original, given)
        return
    room = premises.workspace.room(right.room)
    hidden = "" if given.get("response_type") == "in_channel" else right.person
    add(premises, room, given, thread=str(given.get("thread_ts") or ""), only_for=hidden)


def check_content(premises: Premises, given: Json, *, longest: int = LONGEST) -> None:
    """What every message must have. https://docs.slack.dev/reference/methods/chat.postMessage#errors"""
    text, blocks = given.get("text") or "", given.get("blocks")
    if not isinstance(text, str):
        raise Refused("invalid_arguments", ["[ERROR] must be a string [json-pointer:/text]"])
    if blocks:
        check_message_blocks(blocks)
    if not text.strip() and (premises.strict or not blocks):
        raise Refused("no_text")  # Slack only warns where there are blocks; screen readers need the text
    if len(text) > longest:
        raise Refused("msg_too_long")
    premises.polite([text, blocks])


def add(premises: Premises, room: Room, given: Json, *, thread: str = "", only_for: str = "") -> Post:
    workspace = premises.workspace
    post = Post(
        room=room.id,
        ts=workspace.new_ts(),
        author=workspace.bot_user,
        text=given.get("text") or "",
        shown_at=workspace.now(),
        blocks=with_block_ids(given.get("blocks") or []),
        thread=thread,
        metadata=given.get("metadata"),
        client_msg_id=str(given.get("client_msg_id") or ""),
        only_for=only_for,
        app=workspace.bot_id,
    )
    return workspace.add(post)


def change(premises: Premises, post: Post, given: Json) -> None:
    post.text = given.get("text") or ""
    post.blocks = with_block_ids(given.get("blocks") or [])
    post.metadata = given.get("metadata") or post.metadata
    post.edited = {"user": post.author, "ts": premises.workspace.new_ts()}
    premises.workspace.changed()


def _check_metadata(metadata: Any) -> None:
    """https://docs.slack.dev/messaging/message-metadata"""
    if metadata is None:
        return
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        raise Refused("invalid_metadata_format")
    if not isinstance(metadata["event_payload"], dict) or not isinstance(metadata["event_type"], str):
        raise Refused("invalid_metadata_schema")
    if len(json.dumps(metadata)) > METADATA_SIZE:
        raise Refused("metadata_too_large")


def _thread(premises: Premises, room: Room, given: Json) -> str:
    thread = str(given.get("thread_ts") or "")
    if thread and not any(one.ts == thread for one in premises.workspace.said_in(room.id)):
        raise Refused("invalid_thread_ts")
    return thread


def _same(premises: Premises, room: Room, client_msg_id: str) -> Post | None:
    """Not documented as an argument; some public outboxes rely on it, so a day with and one without can be had."""
    if not client_msg_id or not premises.weather.honours_client_msg_id:
        return None
    posts = premises.workspace.said_in(room.id)
    return next((one for one in posts if one.client_msg_id == client_msg_id), None)


def _posted(premises: Premises, post: Post) -> Json:
    return {"ok": True, "channel": post.room, "ts": post.ts, "message": _message(premises, post)}


def _message(premises: Premises, post: Post) -> Json:
    return premises.workspace.as_message(post)
