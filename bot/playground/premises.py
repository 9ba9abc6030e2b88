"""What every method of the workspace's Web API works with."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.playground.records import Room, new_id
from bot.playground.refusal import Json, Refused
from bot.playground.weather import Weather
from bot.playground.workspace import Workspace

BROADCAST = re.compile(r"<!(channel|here|everyone)\b")


@dataclass
class Tokens:
    """Who may call: the app's tokens, and the codes that can be exchanged for a new one."""

    bot: set[str]
    app: str = ""
    revoked: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)

    def new_code(self) -> str:
        code = new_id("code-")
        self.codes.add(code)
        return code

    def check(self, method: str, token: str) -> None:
        """https://docs.slack.dev/reference/methods/auth.test#errors"""
        if not token:
            raise Refused("not_authed")
        if token in self.revoked:
            raise Refused("token_revoked")
        wants_app = method == "apps.connections.open"
        if wants_app != (token == self.app) and token in {self.app, *self.bot}:
            raise Refused("not_allowed_token_type")
        if token not in {self.app, *self.bot}:
            raise Refused("invalid_auth")


@dataclass
class Premises:
    """`tell` sends an event to the app, in the turn of a person.

    `refusals` remembers every refused call, so that a test can want none.
    """

    workspace: Workspace
    weather: Weather
    tokens: Tokens
    tell: Callable[[Json, str], None]
    strict: bool = True
    refusals: list[tuple[str, str]] = field(default_factory=list)

    def reachable(self, given: Json) -> Room:
        """The room to post in. Raises Refused where the app may not.

        https://docs.slack.dev/reference/methods/chat.postMessage#errors
        """
        room = self.workspace.room(needed(given, "channel", "channel_not_found"))
        if room.id in self.weather.locked_rooms or self.workspace.bot_user not in room.members:
            raise Refused("not_in_channel")
        if room.private and self.workspace.people[room.person].deleted:
            raise Refused("is_archived")  # the chat with a person who left is archived
        return room

    def polite(self, value: Any) -> None:
        """House rule, stricter than Slack: nothing that the app says may call a whole room."""
        if self.strict and _broadcasts(value):
            raise Refused("strict_broadcast", ["[ERROR] the text calls everybody in the room"])


def _broadcasts(value: Any) -> bool:
    if isinstance(value, str):
        return bool(BROADCAST.search(value))
    if isinstance(value, dict):
        return any(_broadcasts(one) for one in value.values())
    return isinstance(value, list) and any(_broadcasts(one) for one in value)


def needed(given: Json, name: str, error: str = "invalid_arguments") -> str:
    """An argument that cannot be left out. https://docs.slack.dev/apis/web-api/#evaluating_responses"""
    value = given.get(name)
    if not isinstance(value, str) or not value:
        raise Refused(error, [f"[ERROR] missing required field: {name}"] if error == "invalid_arguments" else [])
    return value


def truthy(value: Any) -> bool:
    """Forms carry booleans as words."""
    return value in {True, "true", "1"}


def page(items: list[Json], given: Json, most: int) -> tuple[list[Json], str]:
    """One page of a list, and the cursor of the next. https://docs.slack.dev/apis/web-api/pagination"""
    limit = min(int(given.get("limit") or most), most)
    cursor = str(given.get("cursor") or "0")
    if not cursor.isdigit():
        raise Refused("invalid_cursor")
    start = int(cursor)
    return items[start : start + limit], str(start + limit) if start + limit < len(items) else ""
