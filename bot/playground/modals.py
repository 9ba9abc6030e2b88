"""How the app opens, changes and stacks forms, and fills a person's Home."""

import json

from bot.playground.blocks import check_view
from bot.playground.forms import prefilled
from bot.playground.premises import Premises, needed
from bot.playground.records import Trigger, View, new_hash, new_id, with_block_ids
from bot.playground.refusal import Json, Refused
from bot.playground.workspace import VIEWS_AT_ONCE, Workspace


def open_view(premises: Premises, given: Json) -> Json:
    """https://docs.slack.dev/reference/methods/views.open"""
    check_view(given.get("view"), "modal")
    premises.polite(given["view"])
    person = _exchange(premises, given).person
    return _answer(premises, put(premises.workspace, person, given["view"], on_top=False))


def push(premises: Premises, given: Json) -> Json:
    """https://docs.slack.dev/reference/methods/views.push: three at most, on one that is open."""
    check_view(given.get("view"), "modal")
    premises.polite(given["view"])
    trigger = _exchange(premises, given)
    if not premises.workspace.stack(trigger.person):
        raise Refused("not_found")
    return _answer(premises, put(premises.workspace, trigger.person, given["view"], on_top=True))


def update(premises: Premises, given: Json) -> Json:
    """https://docs.slack.dev/reference/methods/views.update"""
    check_view(given.get("view"), "modal")
    premises.polite(given["view"])
    view = premises.workspace.view(str(given.get("view_id") or given.get("external_id") or ""))
    if given.get("hash") and given["hash"] != view.hash:
        raise Refused("hash_conflict")
    renew(premises.workspace, view, given["view"])
    return _answer(premises, view)


def publish(premises: Premises, given: Json) -> Json:
    """https://docs.slack.dev/reference/methods/views.publish"""
    check_view(given.get("view"), "home")
    premises.polite(given["view"])
    person = premises.workspace.person(needed(given, "user_id")).id
    home = premises.workspace.homes.get(person)
    if home and given.get("hash") and given["hash"] != home.hash:
        raise Refused("hash_conflict")
    if home is None:
        new = new_id("V")
        home = premises.workspace.homes[person] = View(new, person, {}, new)
    renew(premises.workspace, home, given["view"])
    return _answer(premises, home)


def put(workspace: Workspace, person: str, body: Json, *, on_top: bool) -> View:
    """Shows a form to a person: over the one they see, or in the place of all of them."""
    stack = workspace.stack(person)
    if on_top and len(stack) >= VIEWS_AT_ONCE:
        raise Refused("push_limit_reached")
    if not on_top:
        stack.clear()
    new = new_id("V")
    view = View(new, person, {}, stack[0].id if stack else new, previous=stack[-1].id if stack else None)
    stack.append(view)
    renew(workspace, view, body)
    return view


def renew(workspace: Workspace, view: View, body: Json) -> None:
    """What was typed stays, in fields that keep their block_id and action_id.

    https://docs.slack.dev/surfaces/modals/#updating_views
    """
    view.body = {**json.loads(json.dumps(body)), "blocks": with_block_ids(body["blocks"])}
    view.filled = prefilled(view.body["blocks"], view.filled)
    view.hash, view.errors = new_hash(), {}
    workspace.changed()


def as_view(workspace: Workspace, view: View) -> Json:
    """https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload"""
    told: Json = {
        "id": view.id,
        "team_id": workspace.team,
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        "title": None,
        "close": None,
        "submit": None,
        **view.body,
        "state": {"values": view.filled},
        "hash": view.hash,
        "previous_view_id": view.previous,
        "root_view_id": view.root,
        "app_id": workspace.app_id,
        "app_installed_team_id": workspace.team,
        "bot_id": workspace.bot_id,
    }
    return told


def _exchange(premises: Premises, given: Json) -> Trigger:
    ticket = needed(given, "trigger_id")
    if premises.weather.triggers_expired:
        raise Refused("expired_trigger_id")
    return premises.workspace.exchange(ticket)


def _answer(premises: Premises, view: View) -> Json:
    return {"ok": True, "view": as_view(premises.workspace, view)}
