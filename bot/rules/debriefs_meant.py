"""Which debrief somebody means: the one that runs in a cohort of theirs, or else they are told how to begin."""

from bot.chat.action import Run
from bot.chat.command import FACILITATOR, Typed
from bot.chat.details import details
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.rules.cohorts_meant import Unclear, ask_which, cohort_of, meant
from bot.rules.in_debrief import running
from prompts.message import Button, Message
from prompts.words import Words
from storage.tables import Cohort, Debrief

_KEYS = {"cohort": 1}


def named_in(typed: Typed) -> tuple[str, str]:
    """The cohort that a command names, and what else stands in it."""
    given = details(typed.arguments, _KEYS)
    return given.text("cohort"), given.first


async def led_debrief(occasion: Occasion, typed: Typed) -> Debrief | Reply:
    """The debrief that runs in a cohort of this facilitator, held; or what they are told instead."""
    led = await occasion.store.cohorts.of(occasion.person, FACILITATOR)
    under_way = [one for one in led if await occasion.store.debriefs.running(one.id)]
    found = meant(under_way, named_in(typed)[0])
    if isinstance(found, Unclear):
        return ask_which(found, typed, occasion.words) if found.choices else none_runs(occasion.words)
    debrief = await occasion.store.debriefs.running(found.id)
    return await running(occasion, debrief.id) if debrief else none_runs(occasion.words)


async def debrief_led(occasion: Occasion, debrief_id: str) -> Debrief:
    """The debrief that a button carries, held. Raises NotAllowed for who is no facilitator of its cohort."""
    debrief = await running(occasion, debrief_id)
    await cohort_of(occasion, debrief.cohort_id, FACILITATOR)
    return debrief


async def running_beside(occasion: Occasion, *, led: bool) -> tuple[Cohort, Debrief] | None:
    """The debrief that runs in a cohort that the person leads, or (not `led`) takes part in; the first of several."""
    cohorts = occasion.store.cohorts
    own = await (cohorts.of(occasion.person, FACILITATOR) if led else cohorts.joined_by(occasion.person))
    for one in own:
        if debrief := await occasion.store.debriefs.running(one.id):
            return one, debrief
    return None


def none_runs(words: Words) -> Reply:
    start = Button(words.label("debrief.start"), Run("debrief start").pack(), style="primary")
    return Reply(say=Message(words.say("debrief.none_runs"), buttons=(start,)))
