"""Home: what is open, what comes next, one's settings, and the journal behind a button: nothing that anybody wrote."""

from dataclasses import dataclass

from bot.chat.action import Run, ShowJournal, TakeNote, Write, WriteFreely
from bot.chat.command import ADMINISTRATOR, FACILITATOR, SPONSOR, Typed
from bot.chat.consent import card
from bot.chat.dates import day, hour, moment
from bot.chat.desk import Desk
from bot.chat.event import OpenedHome
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.rules.asking import asking_of
from bot.rules.itinerary import zone_of
from prompts.hours import wall
from prompts.library import Library
from prompts.message import Button, Item, Message
from storage.tables import Cohort

# what each role finds on Home: the label's key and the command behind it
_OF_ROLE = {
    FACILITATOR: (("week", "week"), ("dates", "dates"), ("readiness", "readiness")),
    SPONSOR: (("values", "values"), ("problems", "problems")),
    ADMINISTRATOR: (("cohort_show", "cohort show"),),
}


@dataclass(frozen=True, slots=True)
class Homecoming:
    """Devices are shared: nothing that somebody wrote is here, only the button that shows it."""

    library: Library

    @property
    def desk(self) -> Desk:
        return Desk(commands={("today",): self.today}, events={OpenedHome: self.open})

    async def today(self, occasion: Occasion, _: Typed) -> Reply:
        return Reply(say=await self._home(occasion))

    async def open(self, occasion: Occasion) -> Reply:
        occasion.person.home_opened_at = occasion.now
        return Reply(home=await self._home(occasion))

    async def _home(self, occasion: Occasion) -> Message:
        words = occasion.words
        cohorts = await occasion.store.cohorts.joined_by(occasion.person)
        where = [words.say("home.cohort", cohort=one.name) for one in cohorts] or [words.say("home.nobody")]
        items = (
            *_card(occasion),
            *await self._open_now(occasion),
            await _next(occasion, cohorts[0] if cohorts else None),
            _journal(occasion),
            _settings(occasion, may_leave=bool(cohorts)),
            *await _roles(occasion),
        )
        text = "\n".join([words.say("home.hello", name=occasion.person.name), "", *where])
        return Message(text, title=words.label("home.title"), items=items)

    async def _open_now(self, occasion: Occasion) -> tuple[Item, ...]:
        row = await occasion.store.deliveries.latest_open(occasion.person.id, occasion.now)
        if row is None:
            return ()
        asking = asking_of(self.library, row, await occasion.store.outbox.standing(row))
        if not asking.prompt.answer:
            return ()
        words = occasion.words
        write = Button(words.label("prompt.write"), Write(row.id).pack(), opens_form=True, style="primary")
        return (Item(words.say("home.open", title=asking.said.title), (write,)),)


def _card(occasion: Occasion) -> tuple[Item, ...]:
    """The first card, for as long as it has not been answered."""
    if occasion.person.keeps_entries is not None:
        return ()
    asked = card(occasion.words)
    return (Item(asked.text, asked.buttons),)


async def _next(occasion: Occasion, cohort: Cohort | None) -> Item:
    words = occasion.words
    row = await occasion.store.deliveries.next_for(occasion.person.id)
    if row is None:
        return Item(words.say("home.next_none"))
    return Item(words.say("home.next", moment=moment(row.due_at, zone_of(occasion.person, cohort), words)))


def _journal(occasion: Occasion) -> Item:
    label = occasion.words.label
    buttons = (
        Button(label("journal.show"), ShowJournal().pack(), opens_form=True),
        Button(label("home.write"), WriteFreely().pack(), opens_form=True),
        Button(label("home.note"), TakeNote().pack(), opens_form=True),
        Button(label("home.privacy"), Run("privacy").pack()),
    )
    return Item(occasion.words.say("home.journal"), buttons)


def _settings(occasion: Occasion, *, may_leave: bool) -> Item:
    words = occasion.words
    label = words.label
    pause = Button(label("home.pause"), Run("pause until").pack(), opens_form=True)
    resume = Button(label("home.resume"), Run("resume").pack())
    leave = Button(label("home.leave"), Run("leave").pack())
    buttons = (
        resume if _is_paused(occasion) else pause,
        Button(label("home.quiet"), Run("quiet").pack(), opens_form=True),
        Button(label("home.days"), Run("days").pack(), opens_form=True),
        Button(label("home.language", language=label("language.name")), Run("language").pack(), opens_form=True),
        *((leave,) if may_leave else ()),
    )
    return Item(_pause(occasion), buttons)


def _pause(occasion: Occasion) -> str:
    words, person = occasion.words, occasion.person
    if person.paused_until and _is_paused(occasion):
        return words.say("home.paused", day=day(person.paused_until, words))
    if person.quiet_from == person.quiet_to:
        return words.say("home.no_quiet")
    return words.say("home.not_paused", start=hour(person.quiet_from, words), end=hour(person.quiet_to, words))


def _is_paused(occasion: Occasion) -> bool:
    person = occasion.person
    return person.paused_until is not None and wall(occasion.now, zone_of(person, None)).date() <= person.paused_until


async def _roles(occasion: Occasion) -> tuple[Item, ...]:
    words = occasion.words
    held = {role.name for role in await occasion.store.people.roles(occasion.person.id)}
    return tuple(
        Item(
            words.say(f"home.{role}"),
            tuple(Button(words.label(f"home.{key}"), Run(command).pack()) for key, command in commands),
        )
        for role, commands in _OF_ROLE.items()
        if role in held
    )
