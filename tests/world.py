"""A small world for tests: the real reception and flows on a real database, with one fake channel."""

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.chat.action import Action
from bot.chat.desk import Desk
from bot.chat.event import Address, Commanded, Event, Posted, Pressed, Profile, Said, Submitted
from bot.chat.reply import Document, Reply
from bot.clock import Clock
from bot.errors import Unknown
from bot.reception import Reception
from prompts.message import Button, Form, Message
from storage.store import Database
from tests.backstage import Backstage, RealTime, care
from tests.silence import remember

TEAM = "T1"


@dataclass
class Sent:
    to: Address
    message: Message
    delivery: str
    posted: Posted
    thread: str | None = None


@dataclass
class FakeChannel:
    """Remembers what was sent. `trouble` is raised by the next sends, one each; `swallow` posts first.

    With `history` it can be read back; with `memory` a repeat of a delivery is recognised and not posted again.
    """

    sent: list[Sent] = field(default_factory=list, repr=False)  # whole programs: too long to print
    replaced: list[tuple[Posted, Message]] = field(default_factory=list)
    files: list[tuple[Address, Document]] = field(default_factory=list)
    profiles: dict[str, Profile] = field(default_factory=dict)
    trouble: list[Exception] = field(default_factory=list)
    swallow: list[Exception] = field(default_factory=list)
    history: bool = True
    memory: bool = True
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    async def send(self, to: Address, message: Message, *, delivery: str, thread: str | None = None) -> Posted:
        if self.trouble:
            raise self.trouble.pop(0)
        if self.memory and (known := self._known(delivery)):
            return known
        posted = Posted(to.room or f"D{to.person}", f"{next(self._numbers)}.0")
        self.sent.append(Sent(to, message, delivery, posted, thread))
        if self.swallow:
            raise self.swallow.pop(0)
        return posted

    async def replace(self, posted: Posted, message: Message, *, to: Address) -> None:
        self.replaced.append((posted, message))

    async def find(self, to: Address, delivery: str, since: datetime, *, thread: str | None = None) -> Posted | None:
        if not self.history:
            raise Unknown
        return next((one.posted for one in self.sent if (one.delivery, one.thread) == (delivery, thread)), None)

    def _known(self, delivery: str) -> Posted | None:
        return next((one.posted for one in self.sent if one.delivery == delivery), None)

    async def file(self, to: Address, document: Document) -> Posted:
        self.files.append((to, document))
        return Posted(to.room or f"D{to.person}", f"{next(self._numbers)}.0")

    async def profile(self, who: Address) -> Profile:
        return self.profiles.get(who.person, Profile(name=who.person))

    async def find_by_email(self, workspace: str, email: str) -> str | None:
        return next((key for key, one in self.profiles.items() if one.email == email), None)


@dataclass
class Someone:
    """A person at the keyboard. Every method is one event taken by reception, and returns what they see."""

    id: str
    reception: Reception
    profile: Profile
    replies: list[Reply] = field(default_factory=list)
    workspace: str = TEAM
    platform: str = "slack"

    @property
    def address(self) -> Address:
        return Address(self.platform, self.workspace, self.id, f"D{self.id}")

    async def types(self, text: str, *, name: str = "exchange", room: str = "") -> Reply:
        """`/exchange …`"""
        return await self._take(Commanded(**self._happening(), name=name, text=text, room=room))

    async def writes(self, text: str, *, thread: str = "", message: str = "") -> Reply:
        """A plain message in the private chat."""
        return await self._take(Said(**self._happening(), text=text, thread=thread, message=message or _number()))

    async def presses(self, what: Button | Action | str, *, posted: Posted | None = None) -> Reply:
        packed = what.action if isinstance(what, Button) else what.pack() if isinstance(what, Action) else what
        return await self._take(Pressed(**self._happening(), action=packed, posted=posted))

    async def fills_in(self, form: Form, **values: Any) -> Reply:
        """Sends the form in: fields that are not named keep the value that they were shown with."""
        shown = {one.key: one.value for one in form.fields}
        return await self._take(Submitted(**self._happening(), token=form.token, values={**shown, **values}))

    async def _take(self, event: Event) -> Reply:
        remember(getattr(event, "text", ""), *getattr(event, "values", {}).values())
        reply = await self.reception.take(event)
        self.replies.append(reply)
        return reply

    def _happening(self) -> dict[str, Any]:
        return {"id": f"event-{_number()}", "sender": self.address, "at": datetime.now(UTC), "profile": self.profile}


_counter = itertools.count(1)


def _number() -> str:
    return f"{next(_counter)}.000"


@dataclass
class World:
    """`now` is the program's time; set it to move the clock. `desks` are the flows that answer."""

    database: Database
    channel: FakeChannel
    words: dict[str, Any]
    now: datetime = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
    desks: Sequence[Desk] = ()
    real: RealTime = field(default_factory=RealTime)
    model_is_set: bool = False
    teams: FakeChannel = field(default_factory=lambda: FakeChannel(history=False, memory=False))

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """What Hypothesis prints of it: all words of all flows would be too long."""
        printer.text(f"World(now={self.now!r})")

    @property
    def backstage(self) -> Backstage:
        return Backstage(self.database, self.channel, self.real, others={"teams": self.teams})

    async def until(self, moment: str, zone: str = "Europe/Brussels") -> None:
        """Lets time pass, through everything that is due on the way, to a local moment such as `2027-03-08 16:30`."""
        to = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        clock = Clock(self.backstage.work, movable=True, real=self.real, sleep=self.real.sleep)
        clock.go_on_from(self.now)
        await clock.move_to(to)
        self.now = to

    def heard(self, id: str) -> list[Message]:
        """What was sent to the person of that platform id, in order."""
        return [one.message for one in (*self.channel.sent, *self.teams.sent) if one.to.person == id]

    @property
    def reception(self) -> Reception:
        return Reception(
            database=self.database,
            words=self.words,
            language="en",
            now=lambda: self.now,
            desks=self.desks,
            care=care(),
            at_once=self._at_once,
            model_is_set=self.model_is_set,
        )

    async def _at_once(self, deliveries: Collection[str]) -> None:
        await self.backstage.delivering.send_these(deliveries, self.now)

    def someone(
        self,
        id: str,
        name: str = "",
        timezone: str = "Europe/Brussels",
        *,
        workspace: str = TEAM,
        platform: str = "slack",
        **profile: Any,
    ) -> Someone:
        known = Profile(name=name or id, timezone=timezone, **profile)
        return Someone(id, self.reception, known, workspace=workspace, platform=platform)


def button(message: Message, label: str) -> Button:
    """The button of that label, anywhere in the message."""
    found = [*message.buttons, *(one for item in message.items for one in item.buttons)]
    return next(one for one in found if one.label == label)
