"""What the workspace tells the app, in Slack's shapes."""

import time

from bot.playground.modals import as_view
from bot.playground.records import Post, ResponseUrl, Room, View, new_id
from bot.playground.refusal import Json
from bot.playground.workspace import Workspace

VERIFICATION_TOKEN = "not-used-any-more"  # noqa: S105 — Slack still sends one; apps verify signatures instead


def envelope(workspace: Workspace, event: Json) -> Json:
    """https://docs.slack.dev/apis/events-api/#callback-field"""
    bot = {"enterprise_id": None, "team_id": workspace.team, "user_id": workspace.bot_user}
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": workspace.team,
        "api_app_id": workspace.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": new_id("Ev"),
        "event_time": int(time.time()),
        "authorizations": [{**bot, "is_bot": True, "is_enterprise_install": False}],
        "is_ext_shared_channel": False,
        "event_context": new_id("4-"),
    }


def said(workspace: Workspace, post: Post) -> Json:
    """https://docs.slack.dev/reference/events/message.im"""
    return {**workspace.as_message(post), "channel": post.room, "event_ts": post.ts, "channel_type": "im"}


def changed(workspace: Workspace, post: Post, before: Json) -> Json:
    """https://docs.slack.dev/reference/events/message/message_changed"""
    now = {"message": workspace.as_message(post), "previous_message": before}
    return {**_hidden(workspace, post.room), "subtype": "message_changed", **now}


def deleted(workspace: Workspace, room: str, before: Json) -> Json:
    """https://docs.slack.dev/reference/events/message/message_deleted"""
    gone = {"previous_message": before, "deleted_ts": before["ts"]}
    return {**_hidden(workspace, room), "subtype": "message_deleted", **gone}


def _hidden(workspace: Workspace, room: str) -> Json:
    ts = workspace.new_ts()
    return {"type": "message", "channel": room, "hidden": True, "ts": ts, "event_ts": ts, "channel_type": "im"}


def opened_home(workspace: Workspace, person: str, tab: str) -> Json:
    """https://docs.slack.dev/reference/events/app_home_opened"""
    ts = workspace.new_ts()
    channel = workspace.direct(person).id
    event: Json = {"type": "app_home_opened", "user": person, "channel": channel, "tab": tab, "event_ts": ts}
    home = workspace.homes.get(person)
    return {**event, "view": as_view(workspace, home)} if home and tab == "home" else event


def about_person(workspace: Workspace, person: str, kind: str, *, timezone: bool) -> Json:
    """https://docs.slack.dev/reference/events/user_change and https://docs.slack.dev/reference/events/team_join"""
    user = workspace.people[person].as_user(workspace.team, timezone=timezone)
    return {"type": kind, "user": user, "cache_ts": int(time.time()), "event_ts": workspace.new_ts()}


def command(workspace: Workspace, person: str, room: Room, name: str, text: str) -> Json:
    """https://docs.slack.dev/interactivity/implementing-slash-commands/#app_command_handling"""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": workspace.team,
        "team_domain": workspace.domain,
        "channel_id": room.id,
        "channel_name": room.name,
        "user_id": person,
        "user_name": workspace.people[person].username,
        "command": name,
        "text": text,
        "api_app_id": workspace.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url(workspace, ResponseUrl(person, room.id)),
        "trigger_id": workspace.trigger(person),
    }


def pressed_in_message(workspace: Workspace, person: str, post: Post, action: Json) -> Json:
    """https://docs.slack.dev/reference/interaction-payloads/block_actions-payload"""
    container: Json = {"type": "message", "message_ts": post.ts, "channel_id": post.room}
    container["is_ephemeral"] = bool(post.only_for)
    if post.thread:
        container["thread_ts"] = post.thread
    right = ResponseUrl(person, post.room, post=post.ts, thread=post.thread)
    payload = _interaction(workspace, person, "block_actions") | {
        "container": container,
        "channel": _channel(workspace.rooms[post.room]),
        "state": {"values": {}},
        "response_url": response_url(workspace, right),
        "actions": [{**action, "action_ts": workspace.new_ts()}],
    }
    return payload if post.only_for else {**payload, "message": workspace.as_message(post)}


def pressed_in_view(workspace: Workspace, view: View, action: Json) -> Json:
    """https://docs.slack.dev/reference/interaction-payloads/block_actions-payload"""
    return _interaction(workspace, view.person, "block_actions", view.id) | {
        "container": {"type": "view", "view_id": view.id},
        "view": as_view(workspace, view),
        "actions": [{**action, "action_ts": workspace.new_ts()}],
    }


def submitted(workspace: Workspace, view: View) -> Json:
    """https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload"""
    told = {"view": as_view(workspace, view), "response_urls": []}
    return _interaction(workspace, view.person, "view_submission", view.id) | told


def closed(workspace: Workspace, view: View, *, cleared: bool) -> Json:
    """https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload"""
    payload = _interaction(workspace, view.person, "view_closed") | {"is_cleared": cleared}
    del payload["trigger_id"]
    return payload | {"view": as_view(workspace, view)}


def shortcut(workspace: Workspace, person: str, callback_id: str, post: Post | None) -> Json:
    """https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload"""
    kind = "message_action" if post else "shortcut"
    payload = _interaction(workspace, person, kind)
    payload |= {"callback_id": callback_id, "action_ts": workspace.new_ts()}
    if post is None:
        return payload
    right = ResponseUrl(person, post.room, thread=post.thread)
    return payload | {
        "channel": _channel(workspace.rooms[post.room]),
        "message_ts": post.ts,
        "message": workspace.as_message(post),
        "response_url": response_url(workspace, right),
    }


def response_url(workspace: Workspace, right: ResponseUrl) -> str:
    ticket = new_id("R")
    workspace.response_urls[ticket] = right
    return f"{workspace.base_url}/respond/{ticket}"


def _interaction(workspace: Workspace, person: str, kind: str, view: str = "") -> Json:
    name = workspace.people[person].username
    return {
        "type": kind,
        "user": {"id": person, "username": name, "name": name, "team_id": workspace.team},
        "api_app_id": workspace.app_id,
        "token": VERIFICATION_TOKEN,
        "trigger_id": workspace.trigger(person, view),
        "team": {"id": workspace.team, "domain": workspace.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _channel(room: Room) -> Json:
    return {"id": room.id, "name": room.name}
