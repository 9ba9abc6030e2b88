"""Which cohort a person means: the one they named, the only one there is, or else they are asked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.action import LONGEST, BadAction, Run
from bot.chat.command import ADMINISTRATOR, Typed
from bot.chat.details import details
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.errors import NotAllowed
from prompts.message import Button, Message
from prompts.words import Words
from storage.tables import Cohort

FINISHED = "finished"

# `cohort "Spring 2027"` in front of free text; a name of one word needs no quotes
_LEADING = re.compile(r'cohort\s+(?:"(?P<quoted>[^"]*)"|(?P<bare>\S+))\s*', re.IGNORECASE)
_MANY = 8  # a chat message with more buttons than this is a list that nobody reads


@dataclass(frozen=True, slots=True)
class Unclear:
    """It cannot be told: these are the ones it could be (none: there is nothing to choose from)."""

    choices: tuple[Cohort, ...]
    named: str = ""


def meant(candidates: Sequence[Cohort], named: str = "") -> Cohort | Unclear:
    """The cohort of that name (or id); without a name the only one that is not finished."""
    wanted = named.strip().casefold()
    if wanted:
        fitting = [one for one in candidates if wanted in {one.name.casefold(), one.id}]
        return fitting[0] if len(fitting) == 1 else Unclear(tuple(candidates), named)
    unfinished = [one for one in candidates if one.state != FINISHED]
    if len(unfinished) == 1:
        return unfinished[0]
    return Unclear(tuple(unfinished or candidates))


def named_first(rest: str) -> tuple[str, str]:
    """The cohort that stands in front of free text (`cohort "Spring 2027" …`), and the text without it."""
    found = _LEADING.match(rest)
    if found is None:
        return "", rest
    return found["quoted"] or found["bare"] or "", rest[found.end() :]


def named_alone(typed: Typed) -> str:
    """The cohort that stands after a command which takes nothing else: with the word `cohort` before it, or without."""
    given = details(typed.arguments, {"cohort": 1})
    return given.text("cohort") or given.first


def ask_which(unclear: Unclear, typed: Typed, words: Words) -> Reply:
    """Asks which cohort; each button is the same command again, with its cohort."""
    if not unclear.choices:
        return Reply(say=Message(words.say("cohorts_meant.none")))
    buttons = tuple(_again(one, typed) for one in unclear.choices[:_MANY])
    if unclear.named:
        return Reply(say=Message(words.say("cohorts_meant.not_that", name=unclear.named), buttons=buttons))
    return Reply(say=Message(words.say("cohorts_meant.which"), buttons=buttons))


def _again(cohort: Cohort, typed: Typed) -> Button:
    command = " ".join(typed.command.words)
    _, rest = named_first(typed.rest)
    try:
        action = Run(f"{command} cohort {cohort.id} {rest}".strip()).pack()
    except BadAction:  # longer than a button can carry: the form of the bare command takes it then
        action = Run(f"{command} cohort {cohort.id}"[:LONGEST]).pack()
    return Button(cohort.name, action)


async def cohort_meant(occasion: Occasion, typed: Typed, named: str, *roles: str) -> Cohort | Reply:
    """The cohort that a command of one of these roles is about, or the reply that asks which."""
    found = meant(await occasion.store.cohorts.of(occasion.person, *roles), named)
    if isinstance(found, Cohort):
        return found
    if not found.choices and ADMINISTRATOR in roles and await administers_all(occasion):
        return _make_the_first(occasion.words)
    return ask_which(found, typed, occasion.words)


async def administers_all(occasion: Occasion) -> bool:
    """Whether somebody is an administrator of the whole organisation."""
    held = await occasion.store.people.roles(occasion.person.id)
    return any(one.name == ADMINISTRATOR and one.cohort_id is None for one in held)


def _make_the_first(words: Words) -> Reply:
    make = Button(words.label("founding.new_title"), Run("cohort new").pack(), opens_form=True, style="primary")
    return Reply(say=Message(words.say("cohorts_meant.none_yet"), buttons=(make,)))


async def cohort_typed(occasion: Occasion, typed: Typed, *roles: str) -> Cohort | Reply:
    """The same for a command that takes nothing but a cohort."""
    return await cohort_meant(occasion, typed, named_alone(typed), *roles)


async def cohort_of(occasion: Occasion, cohort_id: str, *roles: str) -> Cohort:
    """The cohort that a button or a form carries.

    Raises NotAllowed, as for one that does not exist, when it is another organisation's or the person holds none
    of these roles for it any more.
    """
    cohort = await occasion.store.cohorts.one(occasion.person, cohort_id, *roles)
    if cohort is None:
        raise NotAllowed(occasion.words.say("trouble.gone"))
    return cohort
