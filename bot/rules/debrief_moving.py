"""Moving a debrief: the rows follow the rules, each round does its own work, and who must hear of it is promised."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.chat.rounds import Rounds, RoundWork
from bot.rules.debrief_rows import rows_of, state_of, write_back
from bot.rules.debrief_state import CLOSED, ON, REVEALED, Command, DebriefState, Refused, RoundState, begun, moved
from storage.announcements import Announcement
from storage.store import Store
from storage.tables import Debrief, DebriefRound, Person

CARD, AGAIN, RESULT, MORE, TIME, OVER = "card", "again", "result", "more", "time", "over"  # what all are told
CONTROL, DRIVER_TIME = "control", "driver_time"  # what only the facilitator who leads is told


@dataclass(frozen=True, slots=True)
class Moving:
    """One debrief that is held, in one transaction. `by` is the facilitator who moves it; `now` is the program's."""

    store: Store
    rounds: Rounds
    debrief: Debrief
    by: Person
    now: datetime

    async def begin(self, planned: tuple[RoundState, ...]) -> None:
        """Keeps a new debrief and opens its first round. Where another one runs, the transaction fails as Collided."""
        state = begun(planned, self.now)
        rows = rows_of(state, self.debrief)
        await self.store.debriefs.begin(self.debrief, rows)
        await self._happened(DebriefState(planned, position=-1), state, rows)

    async def move(self, command: Command, name: str) -> Refused | None:
        """Does it, or says why not. `name` is what the move is called in the debrief's own row."""
        rows = await self.store.debriefs.rounds(self.debrief.id)
        before = state_of(self.debrief, rows)
        after = moved(before, command, self.now)
        if isinstance(after, Refused):
            return after
        write_back(after, self.debrief, rows)
        self._changed(name)
        await self._happened(before, after, rows)
        return None

    async def hand_card(self) -> None:
        """Whoever leads gets the card to lead with, in private, where it stays."""
        rows = await self.store.debriefs.rounds(self.debrief.id)
        await self._tell_driver(CONTROL, rows[self.debrief.position], str(self.debrief.version), self.now)

    async def show_again(self, key: str) -> None:
        """The card of that round once more, if it is on: what stands on it has changed."""
        row = (await self.store.debriefs.rounds(self.debrief.id))[self.debrief.position]
        if row.key == key:
            await self._tell_all(Announcement(AGAIN, key, _moment(self.now), self.now))

    async def take_over(self) -> None:
        """From now on this facilitator leads: they get what only the one who leads is told."""
        self.debrief.driver_id = self.by.id
        self._changed("take_over")
        rows = await self.store.debriefs.rounds(self.debrief.id)
        await self._remind_driver(rows[self.debrief.position])

    def _changed(self, name: str) -> None:
        self.debrief.version += 1
        self.debrief.last_move, self.debrief.moved_by = name, self.by.id

    async def _happened(self, before: DebriefState, after: DebriefState, rows: tuple[DebriefRound, ...]) -> None:
        """First what the rounds do of their own, each what is over before what comes on; then what is told."""
        told = [(what, row) for what, place in _changes(before, after) for row in [rows[place]]]
        for what, row in told:
            await self._worked(what, row)
        for what, row in told:
            await self._told(what, row)
        if after.state == CLOSED:
            await self._ended(rows)
        elif self.debrief.driver_id != self.by.id:
            await self._tell_driver(CONTROL, rows[after.position], str(self.debrief.version), self.now)

    async def _worked(self, what: str, row: DebriefRound) -> None:
        work = self.rounds.get(row.key, RoundWork())
        if what in {CARD, RESULT}:
            row.announced = self.debrief.version
        hooks = {"closed": work.closed, "revealed": work.revealed, CARD: work.opened}
        if what in hooks:
            await hooks[what](self.store, self.debrief, row, self.now)

    async def _told(self, what: str, row: DebriefRound) -> None:
        if what in {CARD, RESULT}:
            await self._tell_all(Announcement(what, row.key, str(self.debrief.version), self.now))
        if what == MORE:
            await self._tell_all(Announcement(what, row.key, _moment(row.ends_at), self.now))
        if what == TIME and row.ends_at:
            await self._tell_all(Announcement(TIME, row.key, _moment(row.ends_at), row.ends_at))
            await self._remind_driver(row)

    async def _ended(self, rows: tuple[DebriefRound, ...]) -> None:
        for row in rows:
            await self.rounds.get(row.key, RoundWork()).ended(self.store, self.debrief, row, self.now)
        await self._tell_all(Announcement(OVER, "", str(self.debrief.version), self.now))

    async def _remind_driver(self, row: DebriefRound) -> None:
        if row.ends_at and row.ends_at >= self.now:
            await self._tell_driver(DRIVER_TIME, row, _moment(row.ends_at), row.ends_at)

    async def _tell_driver(self, what: str, row: DebriefRound, mark: str, due_at: datetime) -> None:
        driver = await self.store.people.person(self.debrief.driver_id)
        if driver is not None:
            await self.store.announcements.to_people(self.debrief, Announcement(what, row.key, mark, due_at), [driver])

    async def _tell_all(self, told: Announcement) -> None:
        """In the cohort's room, and in private whoever is not in the room's workspace; without a room, everybody."""
        cohort = await self.store.cohorts.cohort(self.debrief.cohort_id)
        room = cohort.room_workspace_id if cohort and cohort.room else None
        if room:
            await self.store.announcements.to_room(self.debrief, told, self.by)
        gone = {one.participation_id for one in await self.store.debriefs.presences(self.debrief.id) if one.left_at}
        members = await self.store.cohorts.members(self.debrief.cohort_id)
        there = [one.person for one in members if one.participation.id not in gone]
        others = [person for person in there if person.workspace_id != room]
        await self.store.announcements.to_people(self.debrief, told, others)


async def show_again(store: Store, cohort_id: str, key: str, by: Person, now: datetime) -> None:
    """The same for the debrief of that cohort, if one runs."""
    if debrief := await store.debriefs.running(cohort_id):
        await Moving(store, {}, debrief, by, now).show_again(key)


def _changes(before: DebriefState, after: DebriefState) -> Iterator[tuple[str, int]]:
    """What happened to which round, what ends before what begins."""
    for place, (was, is_) in enumerate(zip(before.rounds, after.rounds, strict=True)):
        if was.state in ON and is_.state not in ON:
            yield "closed", place
        if is_.state == REVEALED and was.state != REVEALED:
            yield "revealed", place
            yield RESULT, place
    if after.state == CLOSED:
        return
    here, place = after.current, after.position
    if before.position != place:
        yield (RESULT if here.state == REVEALED else CARD), place
        yield TIME, place
    elif here.ends_at != before.current.ends_at:
        yield MORE, place
        yield TIME, place


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""
