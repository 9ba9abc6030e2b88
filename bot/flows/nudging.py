"""Nudging: once a day it is decided who is reminded of what, and, just before it is said, whether that still holds."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat.apart import apart
from bot.rules.asking import language_of
from bot.rules.itinerary import zone_of
from bot.rules.nudge_messages import nudge_message, room_message
from bot.rules.nudges_in_rooms import next_chance_there, room_of, zone_of_room
from bot.rules.nudges_known import MEMORY, OPEN_FOR, Circle, circle_of, next_chance
from bot.rules.nudging import Rule, nudge_of, still
from bot.rules.nudging_order import FOR_FACILITATORS, FOR_PARTICIPANTS
from bot.rules.nudging_room import room_nudge
from prompts.hours import wall
from prompts.library import Library
from prompts.message import Message
from storage.nudges import Coming, Past, about_of
from storage.store import Database, Store
from storage.tables import Delivery, Participation, Person

log = logging.getLogger(__name__)

_AHEAD = timedelta(days=3)  # prompts of the day on which a nudge could come are promised by then


@dataclass(frozen=True, slots=True)
class Nudging:
    """What was decided is a promise in the outbox like any other, so that it outlives whoever decided it."""

    database: Database
    library: Library

    async def decide(self, now: datetime) -> None:
        """Decides for every running cohort who is nudged within a day; on one date (UTC) once, by one process.

        Raises Unavailable.
        """
        async with self.database.reading() as store:
            undecided = await store.nudges.undecided(now.date())
        for cohort_id in undecided:
            with apart(log, f"nobody could be nudged in cohort {cohort_id}"):
                await self._decide(cohort_id, now)

    async def message(self, row: Delivery, now: datetime) -> Message | None:
        """The nudge as things stand now, or None where its reason has gone. Raises Unavailable."""
        async with self.database.reading() as store:
            cohort, person = await store.cohorts.cohort(row.cohort_id or ""), await store.people.person(row.person_id)
            if cohort is None or person is None:
                return None
            circle = await circle_of(store, cohort, self.library.program)
            past = await _past(store, [person], now)
        participation = _taking_part(circle, row)
        facts = circle.facts(person, participation, _without(past, row), now)
        nudge = still(facts, _rules(participation), row.prompt, about_of(row))
        if nudge is None:
            return None
        words = self.library.words[language_of(person, cohort, self.library)]
        return nudge_message(nudge, self.library, words, zone_of(person, cohort))

    async def room_message(self, row: Delivery, now: datetime) -> Message | None:
        """The same for what is asked in a cohort's room."""
        async with self.database.reading() as store:
            cohort = await store.cohorts.cohort(row.cohort_id or "")
            if cohort is None or cohort.state != "running":
                return None
            circle = await circle_of(store, cohort, self.library.program)
            posted = [one for one in await store.nudges.in_room(cohort.id) if one.id != row.id]
        nudge = room_nudge(room_of(circle, posted, now))
        if nudge is None or (nudge.kind, nudge.about) != (row.prompt, about_of(row)):
            return None
        words = self.library.words.get(cohort.language) or self.library.words[self.library.default]
        return room_message(nudge, words, cohort.id)

    async def _decide(self, cohort_id: str, now: datetime) -> None:
        async with self.database.transaction() as store:
            if cohort := await store.nudges.take(cohort_id, now.date()):
                circle = await circle_of(store, cohort, self.library.program)
                await _promise_people(store, circle, now)
                await _promise_room(store, circle, now)


async def _promise_people(store: Store, circle: Circle, now: datetime) -> None:
    readers: list[tuple[Person, Participation | None]] = [
        (circle.people[one.person_id], one) for one in circle.active()
    ]
    readers += [(one, None) for one in circle.leading]
    await store.nudges.lock([person.id for person, _ in readers])
    past = await _past(store, [person for person, _ in readers], now)
    for person, participation in readers:
        at = next_chance(circle.itinerary(person, participation), now)
        if nudge := nudge_of(circle.facts(person, participation, past, at), _rules(participation)):
            on = wall(at, zone_of(person, circle.cohort)).date()
            coming = Coming(nudge.kind, nudge.about, on, at, at + OPEN_FOR)
            await store.nudges.promise(circle.cohort, person, participation.id if participation else None, coming)


async def _promise_room(store: Store, circle: Circle, now: datetime) -> None:
    if not circle.cohort.room or not circle.leading:
        return
    at = next_chance_there(circle, now)
    if nudge := room_nudge(room_of(circle, await store.nudges.in_room(circle.cohort.id), at)):
        coming = Coming(nudge.kind, nudge.about, wall(at, zone_of_room(circle)).date(), at, at + OPEN_FOR)
        await store.nudges.promise_room(circle.cohort, circle.leading[0], coming)


async def _past(store: Store, people: list[Person], now: datetime) -> Past:
    return await store.nudges.past([one.id for one in people], now - MEMORY, now + _AHEAD)


def _rules(participation: Participation | None) -> tuple[Rule, ...]:
    return FOR_PARTICIPANTS if participation else FOR_FACILITATORS


def _taking_part(circle: Circle, row: Delivery) -> Participation | None:
    return next((one for one in circle.company.participations if one.id == row.participation_id), None)


def _without(past: Past, row: Delivery) -> Past:
    """The same without the nudge itself, and without others that are only promised: whichever goes first counts."""
    rows = [one for one in past.nudges.get(row.person_id, []) if one.id != row.id and one.sent_at]
    return Past(past.questions, {row.person_id: rows}, past.wrote, past.visits)
