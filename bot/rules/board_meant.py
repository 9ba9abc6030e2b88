"""Whose note to the board somebody means, and in which capacity they come to it."""

from collections.abc import Sequence

from bot.chat.command import FACILITATOR, SPONSOR, Typed
from bot.chat.details import details
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.errors import NotAllowed
from bot.rules.cohorts_meant import Unclear, ask_which, cohort_of, meant
from bot.rules.visibility import Role
from storage.tables import BoardLine, BoardNote, Cohort, Participation


async def board_meant(occasion: Occasion, typed: Typed) -> Cohort | Reply:
    """The cohort that `board` is about, or the reply that asks which."""
    given = details(typed.arguments, {"cohort": 1})
    joined = await occasion.store.cohorts.joined_by(occasion.person)
    held = await occasion.store.cohorts.of(occasion.person, FACILITATOR, SPONSOR)
    candidates = tuple({one.id: one for one in (*joined, *held)}.values())
    found = meant(candidates, given.text("cohort"))
    return ask_which(found, typed, occasion.words) if isinstance(found, Unclear) else found


async def capacity(occasion: Occasion, cohort: Cohort) -> Role:
    """Whoever holds several roles comes as the one who leads, then as sponsor."""
    cohorts, person = occasion.store.cohorts, occasion.person
    if await cohorts.one(person, cohort.id, FACILITATOR):
        return Role.FACILITATOR
    return Role.SPONSOR if await cohorts.one(person, cohort.id, SPONSOR) else Role.PARTICIPANT


async def led(occasion: Occasion, cohort_id: str, *states: str) -> tuple[Cohort, BoardNote, tuple[BoardLine, ...]]:
    """The note of a cohort that the presser leads, held, with its lines.

    Raises NotAllowed where there is none, or where it is in none of these states any more.
    """
    cohort = await cohort_of(occasion, cohort_id, FACILITATOR)
    note = await _in_state(occasion, cohort_id, states)
    return cohort, note, await occasion.store.boards.lines(note.id)


async def taking_part(occasion: Occasion, cohort_id: str, *states: str) -> tuple[Participation, BoardNote]:
    """The presser's place in the cohort, with its note, held. Raises NotAllowed as above."""
    place = await occasion.store.cohorts.participation(cohort_id, occasion.person.id)
    if place is None or place.state == "left":
        raise NotAllowed(occasion.words.say("trouble.gone"))
    return place, await _in_state(occasion, cohort_id, states)


async def _in_state(occasion: Occasion, cohort_id: str, states: Sequence[str]) -> BoardNote:
    note = await occasion.store.boards.held(cohort_id)
    if note is None or note.state not in states:
        raise NotAllowed(occasion.words.say("board.not_now"))
    return note
