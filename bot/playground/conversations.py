"""How the app finds its rooms, and reads back what was said in them."""

from bot.playground.premises import Premises, needed, page, truthy
from bot.playground.records import Post, Room
from bot.playground.refusal import Json, Refused

HISTORY_PAGE = 999  # https://docs.slack.dev/reference/methods/conversations.history: limit, at most 999


def open_direct(premises: Premises, given: Json) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.open"""
    people = [one for one in str(given.get("users") or "").split(",") if one]
    if not people:
        raise Refused("users_list_not_supplied")
    if len(people) > 1:
        raise Refused("method_not_supported_for_channel_type")  # this workspace has no group chats
    person = premises.workspace.person(people[0])
    if person.bot or person.id == "USLACKBOT":
        raise Refused("cannot_dm_bot")
    if person.deleted:
        raise Refused("user_disabled")
    return {"ok": True, "channel": {"id": premises.workspace.direct(person.id).id}}


def info(premises: Premises, given: Json) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.info"""
    return {"ok": True, "channel": _as_channel(premises, _room(premises, given))}


def members(premises: Premises, given: Json) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.members"""
    everyone: list[Json] = [{"id": one} for one in sorted(_room(premises, given).members)]
    some, cursor = page(everyone, given, 1000)
    return {"ok": True, "members": [one["id"] for one in some], "response_metadata": {"next_cursor": cursor}}


def history(premises: Premises, given: Json) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.history: newest first, without the replies in threads."""
    room = _readable(premises, given)
    posts = [one for one in _between(premises, room, given) if not one.thread]
    return _messages(premises, posts[::-1], given)


def replies(premises: Premises, given: Json) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.replies: the first message, then its answers."""
    room = _readable(premises, given)
    ts = needed(given, "ts", "thread_not_found")
    parent = premises.workspace.post(room.id, ts)
    thread = parent.thread or parent.ts
    return _messages(
        premises, [one for one in _between(premises, room, given) if thread in {one.ts, one.thread}], given
    )


def _room(premises: Premises, given: Json) -> Room:
    id_ = needed(given, "channel", "channel_not_found")
    if id_ not in premises.workspace.rooms:  # unlike chat.postMessage, these take no person's id
        raise Refused("channel_not_found")
    return premises.workspace.rooms[id_]


def _readable(premises: Premises, given: Json) -> Room:
    room = _room(premises, given)
    if not premises.weather.history_readable:
        raise Refused("missing_scope")
    if room.id in premises.weather.locked_rooms or premises.workspace.bot_user not in room.members:
        raise Refused("not_in_channel")
    return room


def _between(premises: Premises, room: Room, given: Json) -> list[Post]:
    """Messages after `oldest` and before `latest`, both left out themselves unless `inclusive`."""
    oldest, latest = float(given.get("oldest") or 0), float(given.get("latest") or 1e12)
    on_edge = truthy(given.get("inclusive"))
    posts = [one for one in premises.workspace.said_in(room.id) if not one.only_for]
    return [one for one in posts if oldest < float(one.ts) < latest or (on_edge and float(one.ts) in {oldest, latest})]


def _messages(premises: Premises, posts: list[Post], given: Json) -> Json:
    metadata = truthy(given.get("include_all_metadata"))
    every = [premises.workspace.as_message(one, metadata=metadata) for one in posts]
    some, cursor = page(every, given, HISTORY_PAGE)
    answer: Json = {"ok": True, "messages": some, "has_more": bool(cursor)}
    return {**answer, "response_metadata": {"next_cursor": cursor}} if cursor else answer


def _as_channel(premises: Premises, room: Room) -> Json:
    """https://docs.slack.dev/reference/objects/conversation-object"""
    member = premises.workspace.bot_user in room.members
    if room.private:
        return {"id": room.id, "is_im": True, "user": room.person, "is_member": member}
    return {"id": room.id, "name": room.name, "is_channel": True, "is_im": False, "is_member": member}
