"""A small workspace in this process: what its people do goes through the real reception, and all they see is kept."""

import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, assert_never

from bot.chat.event import (
    Address,
    Commanded,
    Event,
    Left,
    OpenedHome,
    Pressed,
    Profile,
    Said,
    Submitted,
)
from bot.chat.reply import Reply
from bot.desks import desks
from bot.flows.granting import Granting
from bot.playground.cast import ADMINISTRATOR, CAST, MANAGERS
from bot.playground.inhabitant import Inhabitant
from bot.reception import Reception
from bot.rules.composing import notice_message
from bot.showing.acts import Act, Chooses, ComesHome, Fills, GoesAway, Presses, Says, Step, Types, Uses, Waits
from bot.showing.filling import filled_in, first_options
from bot.showing.listening import Heard, Listening
from bot.showing.naming import name_of
from bot.starting import care_here, coach_here
from bot.wiring import sender, work
from bot.work import Work
from prompts.library import Library
from prompts.message import Button, Form, Message
from prompts.words import Words
from storage.engine import connect
from storage.key_store import KeyStore
from storage.master_keys import master_keys, new_master_key
from storage.migrations import migrate
from storage.store import Database, Store
from storage.tables import Cohort, Delivery

PLATFORM, TEAM = "slack", "T1"
ROOM_OF_ALL = "the room"  # stands for somebody, where everybody in the cohort's channel is told
_BEGINS = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)  # a Monday, four weeks before the sample's workshop
# Each in a workspace of their own, which has not joined the sample's organisation.
_ELSEWHERE = {
    "T2": Inhabitant("U91", "Otto Berg", "Europe/London", email="otto.berg@harbour.example"),
    "T3": Inhabitant("U92", "Pia Lund", "Europe/London", email="pia.lund@meadow.example"),
}
_PEOPLE = {one.name.split()[0].lower(): one for one in (*CAST, *_ELSEWHERE.values())}
_TEAMS = {one.id: team for team, one in _ELSEWHERE.items()}

View = Message | Form


@dataclass
class Stage:
    """Everything that was shown so far is in `shown`, by the name that it is to be found under.

    `told` has it in the order in which it was shown: when (UTC), to whom, and what.
    """

    database: Database
    library: Library
    words: Words
    channel: Listening
    now: datetime = _BEGINS
    shown: dict[str, View] = field(default_factory=dict)
    told: list[tuple[datetime, str, View]] = field(default_factory=list)
    _seen: dict[str, list[View]] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _reception: Reception = field(init=False)
    _work: Work = field(init=False)

    def __post_init__(self) -> None:
        care, granting = care_here(), Granting(frozenset({ADMINISTRATOR.id}))
        coach, channels = coach_here(self.library.default), {PLATFORM: self.channel}
        delivering = sender(self.database, self.library, coach, channels, care)
        self._work = work(self.database, self.library, delivering, channels)
        self._reception = Reception(
            database=self.database,
            words=self.library.words,
            language=self.library.default,
            now=lambda: self.now,
            desks=desks(self.library, coach, granting),
            care=care,
            greet=granting.grant_first,
            model_is_set=True,  # so that everything about it is shown; the coach is the built-in one
        )

    async def play(self, step: Step) -> None:
        """One step of a script. Raises LookupError where it shows nothing, or where there is nothing to press."""
        name, who, act = step
        if isinstance(act, Waits):
            await self._wait(datetime.fromisoformat(act.until).replace(tzinfo=UTC))
            return
        reply = await self._reception.take(self._event(who, act))
        views = list(_views(reply, self.words))
        if name and not views:
            raise LookupError(f"{name}: nothing was shown")
        for place, view in enumerate(views):
            self.show(who, f"{name}-message" if place and name else name, view)

    def show(self, who: str, name: str, view: View) -> None:
        """That person sees it; without a name it is not written down."""
        self._seen.setdefault(who, []).append(view)
        self.told.append((self.now, who, view))
        if name:
            self.shown.setdefault(name, view)

    def notify(self, who: str, key: str, **detail: str) -> None:
        """What the calendar tells that person on a day of its own, which the sample does not wait for."""
        row = Delivery(organisation_id="", person_id="", kind="notice", prompt=key, detail=detail, due_at=self.now)
        self.show(who, name_of(row, Message("")), notice_message(self.words, row))

    def who(self, id: str) -> str:  # noqa: A002 — Slack's own word
        """What the person of that platform id is called in a script."""
        return next(name for name, one in _PEOPLE.items() if one.id == id)

    async def cohort(self, store: Store) -> Cohort:
        """The sample's cohort, which everybody who takes part is in."""
        workspace = await store.people.workspace(PLATFORM, TEAM)
        someone = await store.people.at(workspace.id, MANAGERS[0].id) if workspace else None
        if someone is None:
            raise LookupError("nobody takes part yet")
        return (await store.cohorts.joined_by(someone))[0]

    # -- what a person does, as an event -------------------------------------------------------------------------------

    def _event(self, who: str, act: Act) -> Event:
        happening = self._happening(who)
        match act:
            case Types(text, name, room):
                return Commanded(**happening, name=name, text=text, room=room or f"D{who}")
            case Says(text, thread):
                return Said(**happening, text=text, message=happening["id"], thread=thread)
            case Presses() | Uses():
                return self._pressed(who, act, happening)
            case Fills() | Chooses():
                return self._submitted(who, act, happening)
            case ComesHome():
                return OpenedHome(**happening)
            case GoesAway():
                return Left(**happening)
            case Waits():
                raise LookupError("nobody does anything by waiting")
        assert_never(act)

    def _pressed(self, who: str, act: Presses | Uses, happening: dict[str, Any]) -> Pressed:
        if isinstance(act, Uses):
            return Pressed(**happening, action=act.action.pack(), quoted=act.quoted)
        return Pressed(**happening, action=self._button(who, act.label, act.place).action)

    def _submitted(self, who: str, act: Fills | Chooses, happening: dict[str, Any]) -> Submitted:
        form = next(one for one in reversed(self._seen[who]) if isinstance(one, Form) and one.token)
        firsts = act.fields if isinstance(act, Chooses) else ()
        values = {**first_options(form, firsts), **act.values}
        return Submitted(**happening, token=form.token, values=filled_in(form, values))

    def _happening(self, who: str) -> dict[str, Any]:
        one = _PEOPLE[who]
        return {
            "id": f"{next(self._numbers)}.0",
            "sender": Address(PLATFORM, _TEAMS.get(one.id, TEAM), one.id, f"D{who}"),
            "at": datetime.now(UTC),
            "profile": Profile(one.name, one.timezone, self.words.language, one.email),
        }

    def _button(self, who: str, label: str, place: int) -> Button:
        wanted = self.words.label(label)
        for view in reversed(self._seen.get(who, [])):
            if found := [one for one in _buttons(view) if one.label == wanted]:
                return found[place]
        raise LookupError(f"{who} has no button {label!r}")

    # -- what the clock does -------------------------------------------------------------------------------------------

    async def _wait(self, until: datetime) -> None:
        self.now = until
        await self._work.tidy(until)
        await self._work.plan(until)
        await self._work.send(until)
        for heard in self.channel.heard():
            await self._keep(heard)

    async def _keep(self, heard: Heard) -> None:
        async with self.database.reading() as store:
            row = await store.deliveries.delivery(heard.delivery)
        who = self.who(heard.to.person) if heard.to.person else ROOM_OF_ALL
        self.show(who, name_of(row, heard.message) if row else "", heard.message)


@asynccontextmanager
async def stage(library: Library, language: str) -> AsyncIterator[Stage]:
    """An empty workspace whose people all speak that language. It leaves nothing behind."""
    with TemporaryDirectory(prefix="exchange-coach-") as folder:
        keys = KeyStore(connect(_file(folder, "keys.db")), master_keys(new_master_key()))
        database = Database(connect(_file(folder, "exchange.db")), keys)
        try:
            await migrate(database.engine)
            await keys.prepare()
            async with database.transaction() as store:
                await store.people.install(PLATFORM, TEAM, "Halden", _BEGINS)
                await store.people.install(PLATFORM, "T2", "Harbour Trust", _BEGINS)
                await store.people.install(PLATFORM, "T3", "Meadow Care", _BEGINS)
            yield Stage(database, library, library.words[language], Listening(CAST))
        finally:
            await database.close()
            await keys.close()


def _file(folder: str, name: str) -> str:
    return f"sqlite+aiosqlite:///{Path(folder) / name}"


def _views(reply: Reply, words: Words) -> Iterator[View]:
    """Everything that a reply shows; what is wrong in a form, as the form that says so where no field can.

    A Home that only changes along with something else is not among it.
    """
    if reply.open and reply.problems:
        fields = tuple(replace(one, hint=reply.problems.get(one.key, one.hint)) for one in reply.open.fields)
        yield replace(reply.open, fields=fields)
        return
    beside = [one for one in (reply.open, reply.say, reply.replace) if one]
    yield from beside or ([reply.home] if reply.home else [])
    if reply.problems:
        yield Form(words.label("slack.problem"), "\n\n".join(reply.problems.values()))


def _buttons(view: View) -> list[Button]:
    own = view.buttons if isinstance(view, Message) else ()
    return [*own, *(button for item in view.items for button in item.buttons)]
