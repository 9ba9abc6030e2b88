"""Somebody who does something in a live debrief: whether they may, and that they are there."""

from dataclasses import dataclass

from bot.chat.occasion import Occasion
from bot.chat.rounds import Rounds, RoundWork
from bot.errors import NotAllowed
from bot.rules.debrief_state import COLLECTING, RUNNING, SKIPPED, WAITING
from storage.tables import Debrief, DebriefRound, Participation


@dataclass(frozen=True, slots=True)
class Here:
    """A debrief that runs and is held, the round that is on, and the participation of whoever is there."""

    debrief: Debrief
    current: DebriefRound
    participation: Participation


async def here(occasion: Occasion, rounds: Rounds, debrief_id: str) -> Here:
    """The presser in that debrief; from now on they count as there.

    Raises NotAllowed with a sentence where it is over, or is none of theirs.
    """
    found = await taking_part(occasion, debrief_id)
    debrief, participation = found.debrief, found.participation
    known = {one.participation_id: one for one in await occasion.store.debriefs.presences(debrief.id)}
    new = participation.id not in known or known[participation.id].left_at is not None
    await occasion.store.debriefs.came(debrief, participation, occasion.now)
    if new:
        work = rounds.get(found.current.key, RoundWork())
        await work.came(occasion.store, debrief, found.current, participation, occasion.now)
    return found


async def taking_part(occasion: Occasion, debrief_id: str) -> Here:
    """The same without counting them as there: for somebody who goes."""
    debrief = await running(occasion, debrief_id)
    participation = await occasion.store.cohorts.participation(debrief.cohort_id, occasion.person.id)
    if participation is None or participation.state != "active":
        raise NotAllowed(occasion.words.say("debrief.not_in_it"))
    current = (await occasion.store.debriefs.rounds(debrief.id))[debrief.position]
    return Here(debrief, current, participation)


async def sending_in(occasion: Occasion, rounds: Rounds, debrief_id: str, key: str) -> Here:
    """The same for somebody who sends something in to that round. Raises NotAllowed too where it takes nothing now."""
    found = await here(occasion, rounds, debrief_id)
    await collecting(occasion, found.debrief, key)
    return found


async def running(occasion: Occasion, debrief_id: str) -> Debrief:
    """That debrief, held. Raises NotAllowed where it is over, or another organisation's."""
    debrief = await occasion.store.debriefs.held(debrief_id)
    if debrief is None or debrief.organisation_id != occasion.person.organisation_id:
        raise NotAllowed(occasion.words.say("trouble.gone"))
    if debrief.state != RUNNING:
        raise NotAllowed(occasion.words.say("debrief.is_over"))
    return debrief


async def collecting(occasion: Occasion, debrief: Debrief, key: str) -> DebriefRound:
    """That round of a debrief, which takes what is sent in. Raises NotAllowed with a sentence where it does not."""
    row = await occasion.store.debriefs.round(debrief.id, key)
    if row is not None and row.state == COLLECTING:
        return row
    not_yet = row is not None and row.state in {WAITING, SKIPPED}
    sentence = "debrief.round_not_on" if not_yet else "debrief.round_is_closed"
    raise NotAllowed(occasion.words.say(sentence, what=occasion.words.label(f"round.{key}.title")))
