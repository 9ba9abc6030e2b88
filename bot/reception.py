"""Where every event comes in: who it is, whether it was seen before, and which flow answers it."""

import logging
from collections import ChainMap
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.care.care import Care
from bot.chat.action import Action, BadAction, Run
from bot.chat.command import NotUnderstood, can_use, understand
from bot.chat.desk import Desk, Pressing, Typing
from bot.chat.event import Commanded, Event, Joined, Left, Pressed, Said, Submitted
from bot.chat.legible import legible
from bot.chat.occasion import Occasion
from bot.chat.phrases import asks_for_help, asks_who_reads
from bot.chat.reply import Reply
from bot.chat.wrong_command import not_understood, not_yours
from bot.errors import NotAllowed, TryLater
from bot.rules.caring import shown_at_once
from prompts.message import Message
from prompts.words import Words
from storage.fail_points import reached
from storage.store import Collided, Database, Store, Unavailable
from storage.tables import Delivery, Person

log = logging.getLogger(__name__)


class _Undone(Exception):
    """Carries a reply out of a transaction that must leave nothing behind."""

    def __init__(self, reply: Reply) -> None:
        super().__init__("undone")
        self.reply = reply


async def _nothing(_nobody_asked: object) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Reception:
    """Knows every flow by its desk. `now` tells the program's time, `words` the sentences by language."""

    database: Database
    words: Mapping[str, Words]
    language: str
    now: Callable[[], datetime]
    desks: Sequence[Desk]
    care: Care
    greet: Callable[[Occasion], Awaitable[None]] = _nothing  # called before each answer: who comes, by our own list
    at_once: Callable[[Collection[str]], Awaitable[None]] = _nothing  # sends promises by their ids, without the clock
    wake: Callable[[], None] = lambda: None  # called after each event, so that what it planned is sent at once
    model_is_set: bool = False  # whether there is a model here that cohorts and people could allow

    async def take(self, event: Event) -> Reply:
        """Stores what the event brings and says what to show for it. When this returns, the words are committed.

        Raises TryLater when the database is away: the platform must not be given its 200.
        """
        reached("event arrived")
        try:
            return await self._stored(event)
        except _Undone as undone:
            return undone.reply
        except NotAllowed as refusal:
            return _refused(event, refusal.sentence)
        except Unavailable as away:
            raise TryLater(reason="storage") from away

    async def _stored(self, event: Event) -> Reply:
        urgent = list[Delivery]()
        try:
            reply = await self._written(event, urgent)
        except Collided:  # with another event of the same person, most likely: it is over by now
            urgent.clear()
            reply = await self._written(event, urgent)
        reached("event stored")
        if urgent:
            await self.at_once([row.id for row in urgent])
        self.wake()
        return reply

    async def _written(self, event: Event, urgent: list[Delivery]) -> Reply:
        async with self.database.transaction() as store:
            reply = await self._take(store, legible(event), urgent)
            if reply.problems:
                raise _Undone(reply)  # a form that is sent in again must not look like a repeat
            reached("event written")
        return reply

    async def _take(self, store: Store, event: Event, urgent: list[Delivery]) -> Reply:
        now = self.now()
        if not await store.seen_events.first_time(event.id, now):
            return await self._again(store, event, now)
        if isinstance(event, Joined | Left):
            return await self._news(store, event, now, urgent)
        person = await store.people.meet(event.sender, event.profile, now)
        if person is None:
            return Reply(say=Message(self._words("").say("trouble.unknown_workspace")))
        return await self._met(store, event, person, now, urgent)

    async def _again(self, store: Store, event: Event, now: datetime) -> Reply:
        """Nothing is done twice. Where a form leads to another one, whoever saw no answer is led there all the same."""
        person = await store.people.known(event.sender, event.profile) if isinstance(event, Submitted) else None
        action = _unpacked(event.token) if isinstance(event, Submitted) else None
        repeats = ChainMap(*(dict(desk.repeats) for desk in self.desks))
        if person is None or action is None or type(action) not in repeats:
            return Reply()
        occasion = Occasion(event, person, store, self._words(person.language), now, self.model_is_set, care=self.care)
        return await repeats[type(action)](occasion, action)

    async def _news(self, store: Store, event: Joined | Left, now: datetime, urgent: list[Delivery]) -> Reply:
        """Of a workspace, or of somebody whom we know: a platform tells us of everybody who is in it."""
        if not event.sender.person:
            await store.people.workspace_left(event.sender)
            return Reply()
        person = await store.people.known(event.sender, event.profile)
        return await self._met(store, event, person, now, urgent) if person else Reply()

    async def _met(self, store: Store, event: Event, person: Person, now: datetime, urgent: list[Delivery]) -> Reply:
        words = self._words(person.language)
        occasion = Occasion(event, person, store, words, now, self.model_is_set, care=self.care, urgent=urgent)
        await self.greet(occasion)
        if isinstance(event, Pressed) and event.posted:
            await store.nudges.pressed(person.id, event.posted.message, now)
        return await shown_at_once(occasion, await self._answer(occasion))

    async def _answer(self, occasion: Occasion) -> Reply:
        command = _command_in(occasion.event, occasion.words)
        if command is not None:
            return await self._command(occasion, command)
        match occasion.event:
            case Pressed(action=packed):
                return await self._act(occasion, packed, [desk.presses for desk in self.desks])
            case Submitted(token=packed):
                return await self._act(occasion, packed, [desk.submissions for desk in self.desks])
            case other:
                for desk in self.desks:
                    if answer := desk.events.get(type(other)):
                        return await answer(occasion)
                return Reply()

    async def _command(self, occasion: Occasion, text: str) -> Reply:
        typed = understand(text)
        held = {role.name for role in await occasion.store.people.roles(occasion.person.id)}
        if isinstance(typed, NotUnderstood):
            return Reply(say=Message(not_understood(occasion.words, typed, held)))
        if not can_use(typed.command, held):
            raise NotAllowed(not_yours(occasion.words, typed.command))
        return await self.commands()[typed.command.words](occasion, typed)

    async def _act(self, occasion: Occasion, packed: str, tables: list[Mapping[type[Action], Pressing]]) -> Reply:
        try:
            action = Action.unpack(packed)
            answer = ChainMap(*(dict(table) for table in tables))[type(action)]
        except (BadAction, KeyError):
            log.warning("a button or form that nobody answers")
            return Reply(say=Message(occasion.words.say("trouble.gone")))
        return await answer(occasion, action)

    def commands(self) -> Mapping[tuple[str, ...], Typing]:
        return ChainMap(*(dict(desk.commands) for desk in self.desks))

    def _words(self, language: str) -> Words:
        return self.words.get(language) or self.words[self.language]


def _refused(event: Event, sentence: str) -> Reply:
    """A form stays open under the sentence, so that what was written in it is not lost."""
    return Reply(problems={"": sentence}) if isinstance(event, Submitted) else Reply(say=Message(sentence))


def _command_in(event: Event, words: Words) -> str | None:
    """The command that an event stands for, as it would be typed; None for one that stands for none."""
    match event:
        case Said(text=text, thread="") if asks_for_help(text, words):
            return "help"
        case Said(text=text) if asks_who_reads(text, words):
            return "privacy"
        case Commanded(name=name, text=text):
            return f"reflect {text}" if name == "reflect" else text
        case Pressed(action=packed):
            return _typed_by(packed)
        case _:
            return None


def _typed_by(packed: str) -> str | None:
    """The command that a pressed button stands for, if it stands for one."""
    action = _unpacked(packed)
    return action.command if isinstance(action, Run) else None


def _unpacked(packed: str) -> Action | None:
    try:
        return Action.unpack(packed)
    except BadAction:
        return None
