"""What a debrief has left to do: the note to the board on its way, the projects, and whether there is a wall at all."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.chat.dates import today_of
from bot.chat.welcome import UNDER_WAY
from bot.rules.board_lines import ASKS
from bot.rules.board_reading import IN, SENT
from bot.rules.board_time import NO_ANSWER_YET, free_at, why_not_yet
from storage.projects import Charter
from storage.store import Store
from storage.tables import BoardLine, BoardNote, Cohort

STUCK = "stuck"


class Stand(StrEnum):
    """What a note to the board waits for."""

    MISSING = "missing"  # nobody has put it together
    LINES = "lines"  # its lines are to be approved
    OBJECTION = "objection"  # one stands
    HELD = "held"  # anybody may object for a while
    FREE = "free"  # nothing is in the way of sending it
    ASKS = "asks"  # the board has not answered all of them


@dataclass(frozen=True, slots=True)
class After:
    """What is stored of one cohort at a moment (UTC). `plan_b`: the facilitator was told that the wall stays shut.

    `times_free`: there are times for interviews that nobody has.
    """

    cohort: Cohort
    now: datetime
    note: BoardNote | None = None
    lines: tuple[BoardLine, ...] = ()
    charters: tuple[Charter, ...] = ()
    plan_b: bool = False
    times_free: bool = False

    @property
    def stand(self) -> Stand | None:
        """What the note waits for; None where it waits for nothing."""
        return standing(self.note, self.lines, self.now)

    @property
    def free_at(self) -> datetime | None:
        """When the time for objections is over."""
        return free_at(self.lines)

    @property
    def unanswered(self) -> int:
        """How many asks of a note that was sent wait for the board."""
        return _unanswered(self.lines) if self.note and self.note.state == SENT else 0

    def since(self) -> date | None:
        """The day from which what the note waits for can be done, or by which it should have been."""
        note, stand, cohort = self.note, self.stand, self.cohort
        if note is None or stand is Stand.MISSING:
            return cohort.debrief_on
        objected = [one.objected_at for one in self.lines if one.state == IN and one.objected_at]
        moment = {
            Stand.OBJECTION: min(objected, default=None),
            Stand.HELD: self.free_at,
            Stand.FREE: self.free_at,
            Stand.ASKS: note.sent_at and note.sent_at + NO_ANSWER_YET,
        }.get(stand or Stand.LINES, note.made_at)
        return today_of(cohort, moment) if moment else cohort.debrief_on

    def owned_by(self, person_id: str, *, confirmed: bool) -> tuple[Charter, ...]:
        """The projects that go on and that this person owns; or of which they have not said yet whether they do."""
        return tuple(
            one
            for one in self.charters
            if one.goes_on
            and any(owner.person.id == person_id and owner.confirmed is confirmed for owner in one.owners)
        )


def standing(note: BoardNote | None, lines: Sequence[BoardLine], now: datetime) -> Stand | None:
    """What a note waits for at that moment; None where it waits for nothing."""
    if note is None or not lines:
        return Stand.MISSING
    if note.state == SENT:
        return Stand.ASKS if _unanswered(lines) else None
    why = why_not_yet(note, lines, now)
    if why is None:
        return Stand.FREE
    return {"board.objection_stands": Stand.OBJECTION, "board.too_early": Stand.HELD}.get(why.key, Stand.LINES)


async def after_debriefs(store: Store, cohorts: Collection[Cohort], now: datetime) -> Mapping[str, After]:
    """Of each of these cohorts that is under way, by its id."""
    rows = [one for one in cohorts if one.state in UNDER_WAY]
    ids = [one.id for one in rows]
    notes, charters = await store.boards.of_cohorts(ids), await store.projects.of_cohorts(ids)
    shut, free = await store.walls.staying_shut(ids), await store.interviews.with_free_times(ids, now)
    return {
        one.id: After(
            cohort=one,
            now=now,
            note=notes[one.id][0] if one.id in notes else None,
            lines=notes[one.id][1] if one.id in notes else (),
            charters=tuple(each for each in charters if each.project.cohort_id == one.id),
            plan_b=one.id in shut,
            times_free=one.id in free,
        )
        for one in rows
    }


def _unanswered(lines: Sequence[BoardLine]) -> int:
    return sum(one.part == ASKS and one.state == IN and one.answered_at is None for one in lines)
