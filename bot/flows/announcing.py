"""Announcing: what a live debrief promised to show is made of how it stands when it is sent."""

from dataclasses import dataclass
from datetime import datetime

from bot.chat.action import Run
from bot.rules.asking import language_of
from bot.rules.debrief_cards import Cards, Reader
from bot.rules.debrief_moving import AGAIN, CARD, CONTROL, DRIVER_TIME, OVER, RESULT
from bot.rules.debrief_state import CLOSED, ON, REVEALED, RUNNING
from prompts.library import Library
from prompts.message import Button, Message
from storage.store import Database, Store
from storage.tables import Cohort, Debrief, DebriefRound, Delivery
from storage.tables.deliveries import ROOM_DEBRIEF


@dataclass(frozen=True, slots=True)
class Announcing:
    """What is no longer true when it is sent is not sent: the debrief has moved on, and what came after it is told."""

    database: Database
    library: Library
    cards: Cards

    async def message(self, row: Delivery, now: datetime) -> Message | None:
        """What that promise shows at that moment (UTC), or None where it is void. Raises Unavailable."""
        async with self.database.reading() as store:
            debrief = await store.debriefs.debrief(row.detail.get("debrief", ""))
            cohort = await store.cohorts.cohort(debrief.cohort_id) if debrief else None
            if debrief is None or cohort is None:  # its person was erased, and the row tells nothing any more
                return None
            reader = await self._reader(store, row, cohort)
            if row.detail["what"] == OVER:
                return _over(debrief, reader)
            about = await store.debriefs.round(debrief.id, row.detail["round"])
            return await self._of_round(store, row, debrief, about, reader, now) if about else None

    async def _of_round(  # noqa: PLR0917 - all that a card is made of
        self, store: Store, row: Delivery, debrief: Debrief, about: DebriefRound, reader: Reader, now: datetime
    ) -> Message | None:
        if not _is_true(row, debrief, about):
            return None
        what = row.detail["what"]
        if what in {CARD, AGAIN, RESULT}:
            return await self.cards.for_all(store, debrief, about, reader)
        if what in {CONTROL, DRIVER_TIME}:
            head = reader.words.say("debrief.time_is_up") if what == DRIVER_TIME else ""
            return await self.cards.for_driver(store, debrief, reader, now, head)
        gaps = {"what": reader.title(about.key), "until": reader.hour(about.ends_at)}
        return Message(reader.words.say(f"debrief.told_{what}", **gaps))

    async def _reader(self, store: Store, row: Delivery, cohort: Cohort) -> Reader:
        """In the room it is read in the cohort's words and zone, else in the person's."""
        person = await store.people.person(row.person_id)
        zone = cohort.timezone or "UTC"
        if row.kind == ROOM_DEBRIEF or person is None:
            language = cohort.language if cohort.language in self.library.words else self.library.default
            return Reader(self.library.words[language], zone)
        return Reader(self.library.words[language_of(person, cohort, self.library)], person.timezone or zone)


def _is_true(row: Delivery, debrief: Debrief, about: DebriefRound) -> bool:
    """Whether the debrief still stands as it did when that was promised."""
    what, mark = row.detail["what"], row.detail["mark"]
    if what == RESULT:  # what was shown stays shown, also when the facilitator was quick to go on
        return about.state == REVEALED and mark == str(about.announced)
    if debrief.state != RUNNING or debrief.position != about.position:
        return False
    if what == AGAIN:
        return True
    if what == CARD:
        return about.state in ON and mark == str(about.announced)
    if what == CONTROL:
        return debrief.driver_id == row.person_id and mark == str(debrief.version)
    leads = what != DRIVER_TIME or debrief.driver_id == row.person_id
    return leads and about.ends_at is not None and mark == about.ends_at.isoformat()


def _over(debrief: Debrief, reader: Reader) -> Message | None:
    summary = Button(reader.words.label("debrief.summary"), Run("debrief summary").pack())
    return Message(reader.words.say("debrief.told_over"), buttons=(summary,)) if debrief.state == CLOSED else None
