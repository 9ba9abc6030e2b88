"""What one person sees of the workspace, as the page draws it."""

from bot.playground.inhabitant import SLACKBOT, Inhabitant
from bot.playground.playground import Playground
from bot.playground.records import Post, View
from bot.playground.refusal import Json
from bot.playground.workspace import Workspace


def seen_by(playground: Playground, person: str, room: str = "") -> Json:
    """Everything that the page needs for one person, in one answer."""
    workspace, chapters = playground.workspace, playground.chapters
    place = workspace.rooms.get(room) or workspace.direct(person)
    stack, home = workspace.stack(person), workspace.homes.get(person)
    return {
        "version": workspace.version,
        "workspace": workspace.name,
        "app": workspace.bot_name,
        "app_user": workspace.bot_user,
        "suggestions": list(playground.suggestions),
        "hint": (chapters.hint if chapters else "") or playground.hint,
        "chapter": chapters.next if chapters else "",
        "shortcuts": [
            {"id": one.callback_id, "name": one.name, "on_message": one.on_message} for one in playground.shortcuts
        ],
        "me": person,
        "room": place.id,
        "people": [_card(workspace, one) for one in workspace.people.values() if not one.bot and one.id != SLACKBOT],
        "channels": [
            {"id": one.id, "name": one.name}
            for one in workspace.rooms.values()
            if not one.private and person in one.members
        ],
        "messages": [_message(workspace, post) for post in workspace.seen_by(person, place.id)],
        "modal": _view(stack[-1], len(stack)) if stack else None,
        "home": _view(home, 1) if home else None,
    }


def _card(workspace: Workspace, person: Inhabitant) -> Json:
    return {
        "id": person.id,
        "name": person.name,
        "role": person.role,
        "department": person.department,
        "timezone": person.timezone,
        "deleted": person.deleted,
        "unread": workspace.unread(person.id),
    }


def _message(workspace: Workspace, post: Post) -> Json:
    return {
        "ts": post.ts,
        "author": post.author,
        "name": workspace.people[post.author].name,
        "by_app": bool(post.app),
        "at": post.shown_at.isoformat(),
        "text": post.text,
        "blocks": post.blocks,
        "thread": post.thread,
        "only_for_you": bool(post.only_for),
        "edited": bool(post.edited) and not post.app,
        "files": post.files,
    }


def _view(view: View, depth: int) -> Json:
    return {"id": view.id, "hash": view.hash, "depth": depth, "filled": view.filled, "errors": view.errors, **view.body}
