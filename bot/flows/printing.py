"""Printing: every document that was promised is made of stored things just before it is sent."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.care.care import Care
from bot.chat.command import FACILITATOR, SPONSOR
from bot.chat.dates import today_of
from bot.coach.coach import Question
from bot.rules.asking import language_of
from bot.rules.board_lines import Watch
from bot.rules.board_material import everybodys_names, material
from bot.rules.board_paper import SUMMARY_TITLE, BoardPaper
from bot.rules.board_reading import read_note
from bot.rules.board_summary import summary_lines
from bot.rules.board_update import START, unanswered, update_message
from bot.rules.journal_paper import JournalReading
from bot.rules.last_look import Made
from bot.rules.printing import BOARD_NOTE, JOURNAL, SUMMARY, UPDATE, VALUES_MAP, WORD, Printed
from bot.rules.values_paper import MapPaper, values_of_all
from bot.rules.visibility import Role
from prompts.library import Library
from prompts.words import Words
from storage.sealed import Destroyed
from storage.standing import Standing
from storage.store import Database, Store
from storage.tables import BoardNote, Delivery

_Reading = Callable[[Store, Delivery, Standing, datetime], Awaitable[Printed | None]]


@dataclass(frozen=True, slots=True)
class Printing:
    """Reads first, and prints when nothing is open any more, beside everything else that the process does.

    Whoever may not have a document any more when it is made does not get it.
    """

    database: Database
    library: Library
    care: Care

    async def document(self, row: Delivery, now: datetime) -> Made | None:
        """The document of that row, or a message in its place; None where there is none to give any more.

        Raises Unavailable.
        """
        reading = self._readings().get(row.prompt)
        if reading is None:
            return None
        try:
            async with self.database.reading() as store:
                printed = await reading(store, row, await store.outbox.standing(row), now)
        except Destroyed:  # the person was erased meanwhile
            return None
        return await asyncio.to_thread(printed) if printed else None

    def _readings(self) -> Mapping[str, _Reading]:
        return {
            VALUES_MAP: self._values_map,
            JOURNAL: self._journal,
            BOARD_NOTE: self._board_note,
            SUMMARY: self._summary,
            UPDATE: self._update,
        }

    async def _values_map(self, store: Store, row: Delivery, standing: Standing, now: datetime) -> Printed | None:
        if standing.cohort is None or not _belongs(standing):
            return None
        maps = await store.maps.of(standing.cohort.id)
        made = next((one for one in maps if one.window == row.detail.get("of")), None)
        if made is None:
            return None
        return MapPaper(standing.cohort, made, self._words(standing)).printed(row.detail.get("form", WORD))

    async def _journal(self, store: Store, row: Delivery, standing: Standing, now: datetime) -> Printed | None:
        if standing.in_room:
            return None
        reading = JournalReading(store, self.library, self.care, self._words(standing), _question)
        paper = await reading.paper(standing.person, now)
        return partial(paper.document, row.detail.get("form", WORD))

    async def _board_note(self, store: Store, row: Delivery, standing: Standing, now: datetime) -> Printed | None:
        cohort = standing.cohort
        note = await store.boards.of(cohort.id) if cohort else None
        if cohort is None or note is None:
            return None
        lines = await read_note(store, note, _role(standing))
        if not lines:
            return None
        known = [one for one in await store.maps.of(cohort.id) if one.made_at <= (note.approved_at or now)]
        paper = BoardPaper(cohort, note, lines, values_of_all(known), self._words(standing), now)
        return paper.printed(row.detail.get("form", WORD))

    async def _summary(self, store: Store, row: Delivery, standing: Standing, now: datetime) -> Printed | None:
        cohort, words = standing.cohort, self._words(standing)
        if cohort is None or not _belongs(standing):
            return None
        lines = await summary_lines(store, cohort, await self._watch(store, standing), now)
        maps, note = await store.maps.of(cohort.id), await store.boards.of(cohort.id)
        said = note or BoardNote(organisation_id=cohort.organisation_id, cohort_id=cohort.id, made_at=now)
        paper = BoardPaper(cohort, said, lines, values_of_all(maps), words, now, title_key=SUMMARY_TITLE)
        return paper.printed(row.detail.get("form", WORD))

    async def _update(self, store: Store, row: Delivery, standing: Standing, now: datetime) -> Printed | None:
        cohort = standing.cohort
        if cohort is None or _role(standing) is not Role.SPONSOR:
            return None
        note = await store.boards.of(cohort.id)
        lines = await read_note(store, note, Role.SPONSOR) if note else ()
        made = await material(store, cohort, today_of(cohort, now), ())
        watch, projects = await self._watch(store, standing), await store.projects.of(cohort.id)
        which = row.detail.get("of", START)
        return partial(update_message, watch, cohort, which, made, projects=projects, waiting=unanswered(note, lines))

    async def _watch(self, store: Store, standing: Standing) -> Watch:
        names = await everybodys_names(store, standing.cohort) if standing.cohort else ()
        return Watch(names, self.care, self._words(standing))

    def _words(self, standing: Standing) -> Words:
        return self.library.words[language_of(standing.person, standing.cohort, self.library)]


def _question(text: str) -> str:
    return Question.read(text).question


def _role(standing: Standing) -> Role:
    """In which capacity the document is read; what is given to a room is read by those who take part."""
    if standing.in_room:
        return Role.PARTICIPANT
    for name, role in ((FACILITATOR, Role.FACILITATOR), (SPONSOR, Role.SPONSOR)):
        if _holds(standing, name):
            return role
    return Role.PARTICIPANT if _takes_part(standing) else Role.OPERATOR


def _belongs(standing: Standing) -> bool:
    """Whether the person is one of the cohort, or leads it; a room is the cohort's own."""
    return standing.in_room or _takes_part(standing) or _holds(standing, FACILITATOR)


def _takes_part(standing: Standing) -> bool:
    theirs = (one for one in standing.company.participations if one.person_id == standing.person.id)
    return any(one.state != "left" for one in theirs)


def _holds(standing: Standing, name: str) -> bool:
    cohort = standing.cohort
    return any(role.name == name and cohort and role.cohort_id in {None, cohort.id} for role in standing.roles)
