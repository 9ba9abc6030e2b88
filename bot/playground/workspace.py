"""The workspace itself: its people, its rooms, what was said in them, and who has which form open."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.playground.inhabitant import SLACKBOT, Inhabitant
from bot.playground.records import File, Post, ResponseUrl, Room, Trigger, View, new_id
from bot.playground.refusal import Json, Refused

TRIGGER_LIFE = 3.0  # seconds; https://docs.slack.dev/interactivity/handling-user-interaction/#modal_responses
VIEWS_AT_ONCE = 3  # https://docs.slack.dev/surfaces/modals/#view_stack


@dataclass
class Workspace:
    """Everything a Slack team is to one app. Changing it wakes whoever waits in `changed`."""

    team: str = "T1"
    domain: str = "halden"
    name: str = "Halden Health"
    app_id: str = "A1"
    bot_id: str = "B1"
    bot_user: str = "UBOT"
    bot_name: str = "Exchange Coach"
    base_url: str = ""  # where this workspace is served, without a slash at the end
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    people: dict[str, Inhabitant] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    modals: dict[str, list[View]] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    read: dict[str, str] = field(default_factory=dict)
    version: int = 0
    closed: bool = False
    _bell: asyncio.Event = field(default_factory=asyncio.Event)
    _last_ts: int = 0
    _by_room: dict[str, list[Post]] = field(default_factory=lambda: defaultdict(list), repr=False)

    def settle_in(self, people: Iterable[Inhabitant]) -> None:
        for person in people:
            self.people[person.id] = replace(person)  # a copy: what happens to it here stays here
            self.direct(person.id)
        self.people[self.bot_user] = Inhabitant(self.bot_user, self.bot_name, "UTC", bot=True)
        self.people[SLACKBOT] = Inhabitant(SLACKBOT, "Slackbot", "UTC")

    # -- rooms ------------------------------------------------------------------------------------------------------

    def direct(self, person: str) -> Room:
        """The private chat of a person with the app."""
        room = Room(f"D{person}", "directmessage", {person, self.bot_user}, person)
        return self.rooms.setdefault(room.id, room)

    def open_channel(self, id: str, name: str, members: Sequence[str]) -> Room:  # noqa: A002 — Slack's own word
        self.rooms[id] = Room(id, name, set(members))
        return self.rooms[id]

    def room(self, id: str) -> Room:  # noqa: A002 — Slack's own word
        """The room of an id; a person's id means the chat with them. Raises Refused("channel_not_found")."""
        if id in self.people and id not in {self.bot_user, SLACKBOT}:
            return self.direct(id)
        if id not in self.rooms:
            raise Refused("channel_not_found")
        return self.rooms[id]

    def person(self, id: str, error: str = "user_not_found") -> Inhabitant:  # noqa: A002 — Slack's own word
        if id not in self.people:
            raise Refused(error)
        return self.people[id]

    # -- messages ---------------------------------------------------------------------------------------------------

    def new_ts(self) -> str:
        """A message's id: the time in microseconds, never the same twice."""
        self._last_ts = max(time.time_ns() // 1000, self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def add(self, post: Post) -> Post:
        self.posts.append(post)
        self._by_room[post.room].append(post)
        self.changed()
        return post

    def post(self, room: str, ts: str) -> Post:
        """Raises Refused("message_not_found"), also for messages that only one person sees."""
        found = [one for one in self.said_in(room) if one.ts == ts and not one.only_for]
        if not found:
            raise Refused("message_not_found")
        return found[0]

    def remove(self, post: Post) -> None:
        self.posts.remove(post)
        self._by_room[post.room].remove(post)
        self.changed()

    def said_in(self, room: str) -> Sequence[Post]:
        """In the order in which it was said, without a look at any other room: Slack finds it as fast."""
        return self._by_room[room]

    def seen_by(self, person: str, room: str) -> list[Post]:
        return [one for one in self.said_in(room) if one.only_for in {"", person}]

    def unread(self, person: str) -> int:
        since = self.read.get(person, "")
        room = self.direct(person).id
        return sum(one.ts > since and one.author != person for one in self.seen_by(person, room))

    def as_message(self, post: Post, *, metadata: bool = True) -> Json:
        """https://docs.slack.dev/reference/events/message"""
        message: Json = {"type": "message", "user": post.author, "ts": post.ts, "text": post.text, "team": self.team}
        if post.app:
            message |= {"bot_id": post.app, "app_id": self.app_id}
        extras: Json = {
            "client_msg_id": post.client_msg_id,
            "blocks": post.blocks,
            "edited": post.edited,
            "thread_ts": post.thread or (post.ts if self._replies(post) else ""),
            "files": post.files,
            "metadata": post.metadata if metadata else None,
        }
        return message | {name: value for name, value in extras.items() if value}

    def _replies(self, post: Post) -> bool:
        return any(one.thread == post.ts for one in self.said_in(post.room))

    # -- forms ------------------------------------------------------------------------------------------------------

    def trigger(self, person: str, view: str = "") -> str:
        ticket = f"{time.time_ns()}.{new_id('')}"
        self.triggers[ticket] = Trigger(person, time.monotonic() + TRIGGER_LIFE, view)
        return ticket

    def exchange(self, ticket: str) -> Trigger:
        """Uses a trigger up. https://docs.slack.dev/reference/methods/views.open#errors"""
        if ticket not in self.triggers:
            raise Refused("invalid_trigger_id")
        trigger = self.triggers[ticket]
        if trigger.exchanged:
            raise Refused("exchanged_trigger_id")
        if time.monotonic() > trigger.dies_at:
            raise Refused("expired_trigger_id")
        trigger.exchanged = True
        return trigger

    def stack(self, person: str) -> list[View]:
        """The forms that a person has open, the one they see last."""
        return self.modals.setdefault(person, [])

    def view(self, id: str) -> View:  # noqa: A002 — Slack's own word
        every = [*self.homes.values(), *(view for stack in self.modals.values() for view in stack)]
        found = [view for view in every if id in {view.id, view.body.get("external_id") or None}]
        if not found:
            raise Refused("not_found")
        return found[0]

    # -- who watches ------------------------------------------------------------------------------------------------

    def changed(self) -> None:
        self.version += 1
        self._bell.set()
        self._bell = asyncio.Event()

    async def change(self, seen: int) -> int:
        """Waits until the workspace is newer than `seen`, or closes; gives its version."""
        while self.version <= seen and not self.closed:
            await self._bell.wait()
        return self.version

    def close(self) -> None:
        self.closed = True
        self.changed()
