"""Everything that is kept about one person, with the names and times by which they know it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.chat.dates import day, moment
from bot.chat.occasion import Occasion
from bot.rules.itinerary import zone_of
from prompts.library import Library
from prompts.words import Words
from storage.commitments import CUE
from storage.store import Store
from storage.tables import Person
from storage.tables.deliveries import ROOM, ROOM_NUDGE, THEMES

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Kept:
    """`rows` are the stored ones by table, as JSON values; `frozen` the words of one's shares and points by their ids.

    It holds what people wrote, and shows none of it of itself. What there is no name or time for is empty.
    """

    occasion: Occasion
    library: Library
    rows: Rows = field(repr=False)
    frozen: Mapping[str, str] = field(repr=False)

    @property
    def words(self) -> Words:
        return self.occasion.words

    @property
    def person(self) -> Person:
        return self.occasion.person

    @property
    def store(self) -> Store:
        return self.occasion.store

    def lines(self, shown: Mapping[str, str]) -> list[str]:
        """A line for each that is not empty, behind what it is called."""
        return [f"{self.words.label(f'exported.line_{key}')}: {value}" for key, value in shown.items() if value]

    def mine(self, table: str) -> list[Mapping[str, Any]]:
        """The rows that are the person's, without those in which they only did something to another."""
        return [row for row in self.rows.get(table, ()) if row["person_id"] == self.person.id]

    async def cohort(self, cohort_id: str | None) -> str:
        cohort = await self.store.cohorts.cohort(cohort_id) if cohort_id else None
        return cohort.name if cohort else ""

    async def partner(self, cohort_id: str, participation_id: str) -> str:
        cohort = await self.store.cohorts.cohort(cohort_id)
        company = await self.store.plans.company(cohort) if cohort else None
        return dict(company.names).get(participation_id, "") if company else ""

    async def name(self, person_id: str | None) -> str:
        person = await self.store.people.person(person_id) if person_id else None
        return person.name if person else ""

    def moment(self, at: datetime) -> str:
        return moment(at, zone_of(self.person, None), self.words)

    def at(self, text: str | None) -> str:
        """A stored moment, by the person's own clock."""
        return self.moment(datetime.fromisoformat(text)) if text else ""

    def on(self, text: str | None) -> str:
        """A stored date."""
        return day(date.fromisoformat(text), self.words) if text else ""

    def title(self, kind: str, key: str) -> str:
        """What a message was: a prompt by its title, any other by what kind of message it is."""
        if kind in {"nudge", "follow_up", CUE}:
            return self.words.label(f"exported.{kind}")
        if kind in {"notice", ROOM, ROOM_NUDGE, THEMES}:
            return self.words.label("exported.notice")
        known = {prompt.key for prompt in self.library.program.prompts}
        return self.library.prompt(self.words.language, key).title if key in known else key
