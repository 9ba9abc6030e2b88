"""Rehearsing: lists for a facilitator what is still to come in their cohort, with all its wordings to read."""

from dataclasses import dataclass

from bot.chat.action import ReadWordings
from bot.chat.command import FACILITATOR, Typed
from bot.chat.dates import day, hour
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.errors import NotAllowed
from bot.rules.arrangements import Setting, setting_of
from bot.rules.cohorts_meant import cohort_typed
from bot.rules.itinerary import calendar_of, facilitator_of
from bot.rules.rehearsal import Coming, coming
from prompts.library import Library
from prompts.message import Button, Form, Item, Markdown, Message
from prompts.program import Participant
from prompts.words import Words

_NEXT = 10  # messages: about two weeks of a cohort, and as many as a chat shows without scrolling


@dataclass(frozen=True, slots=True)
class Rehearsing:
    """Everything is worked out from the dates; nothing is planned or sent by looking."""

    library: Library

    @property
    def desk(self) -> Desk:
        return Desk(commands={("rehearse",): self.rehearse}, presses={ReadWordings: self.read})

    async def rehearse(self, occasion: Occasion, typed: Typed) -> Reply:
        """The next messages of a cohort: when, to whom, and what they are called."""
        cohort = await cohort_typed(occasion, typed, FACILITATOR)
        if isinstance(cohort, Reply):
            return cohort
        setting = await setting_of(occasion, cohort)
        found = coming(self.library.program, calendar_of(cohort), _people(occasion, setting), occasion.now)
        words = occasion.words
        if not found:
            return Reply(say=Message(words.say("rehearsal.none", cohort=cohort.name)))
        items = tuple(self._item(one, setting, words) for one in found[:_NEXT])
        return Reply(say=Message(words.say("rehearsal.next", cohort=cohort.name), items=items))

    async def read(self, occasion: Occasion, action: ReadWordings) -> Reply:
        """Opens every wording of one prompt."""
        roles = await occasion.store.people.roles(occasion.person.id)
        known = {prompt.key for prompt in self.library.program.prompts}
        if FACILITATOR not in {role.name for role in roles} or action.prompt not in known:
            raise NotAllowed(occasion.words.say("trouble.gone"))
        said = self.library.prompt(occasion.words.language, action.prompt)
        texts = [*said.wordings.values(), *filter(None, (said.gentler, said.offer))]
        items = tuple(Item(Markdown(text)) for text in texts)
        return Reply(open=Form(said.title, occasion.words.say("rehearsal.wordings"), items=items))

    def _item(self, one: Coming, setting: Setting, words: Words) -> Item:
        said = self.library.prompt(words.language, one.prompt.key)
        text = words.say(
            "rehearsal.line",
            title=said.title,
            when=words.label("arranging.at", day=day(one.local.date(), words), hour=hour(one.local.time(), words)),
            audience=words.label(f"rehearsal.audience.{one.prompt.audience}"),
            names=", ".join(_names(one, setting)),
        )
        return Item(
            text, (Button(words.label("rehearsal.read"), ReadWordings(one.prompt.key).pack(), opens_form=True),)
        )


def _people(occasion: Occasion, setting: Setting) -> list[Participant]:
    interviews = [one.interview_on for one in setting.taking_part()]
    return [*setting.participants(), facilitator_of(occasion.person, setting.cohort, interviews)]


def _names(one: Coming, setting: Setting) -> list[str]:
    names = dict(setting.company.names)
    people = {person.id: person.name for person in setting.people.values()}
    return [names.get(who) or people.get(who, "") for who in one.participants]
