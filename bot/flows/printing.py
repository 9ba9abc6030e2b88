"""Printing: every document that was promised is made of stored things just before it is sent."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.care.care import Care
from bot.chat.command import FACILITATOR
from bot.chat.reply import Document
from bot.coach.coach import Question
from bot.rules.asking import language_of
from bot.rules.journal_paper import JournalReading
from bot.rules.printing import JOURNAL, VALUES_MAP, WORD, Printed
from bot.rules.values_paper import MapPaper
from prompts.library import Library
from prompts.words import Words
from storage.sealed import Destroyed
from storage.standing import Standing
from storage.store import Database, Store
from storage.tables import Delivery

_Reading = Callable[[Store, Delivery, Standing, datetime], Awaitable[Printed | None]]


@dataclass(frozen=True, slots=True)
class Printing:
    """Reads first, and prints when nothing is open any more, beside everything else that the process does.

    Whoever may not have a document any more when it is made does not get it.
    """

    database: Database
    library: Library
    care: Care

    async def document(self, row: Delivery, now: datetime) -> Document | None:
        """The document of that row; None where there is none to give (any more). Raises Unavailable."""
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
        return {VALUES_MAP: self._values_map, JOURNAL: self._journal}

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

    def _words(self, standing: Standing) -> Words:
        return self.library.words[language_of(standing.person, standing.cohort, self.library)]


def _question(text: str) -> str:
    return Question.read(text).question


def _belongs(standing: Standing) -> bool:
    """Whether the person is one of the cohort, or leads it."""
    cohort = standing.cohort
    taking_part = any(
        one.person_id == standing.person.id and one.state != "left" for one in standing.company.participations
    )
    leads = any(role.name == FACILITATOR and cohort and role.cohort_id in {None, cohort.id} for role in standing.roles)
    return taking_part or leads
