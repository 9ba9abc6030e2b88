"""What becomes of the program's dates when somebody cannot come: which visits must move, and to where they would."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.chat.dates import read_date
from bot.chat.wrong import Wrong
from bot.rules.arrangements import Arrangement, Kind, Setting
from bot.rules.habits import LONGEST_PAUSE, pause_end
from bot.rules.offers import Absence
from storage.tables import Person


@dataclass(frozen=True, slots=True)
class Rearrangement:
    """Visits with their new dates, and the person whose messages pause meanwhile: `pauses` until that day included."""

    moves: tuple[Arrangement, ...]
    who: str = ""
    pauses: date | None = None

    def keep(self) -> dict[str, Any]:
        """Everything as JSON."""
        moves = [one.keep() for one in self.moves]
        return {"moves": moves, "who": self.who, "pauses": self.pauses.isoformat() if self.pauses else ""}

    @classmethod
    def kept(cls, values: Mapping[str, Any]) -> "Rearrangement":
        moves = tuple(Arrangement.kept(one) for one in values["moves"])
        return cls(moves, values["who"], date.fromisoformat(values["pauses"]) if values["pauses"] else None)

    def done_to(self, setting: Setting, today: date) -> Setting:
        """The cohort as it would stand; the rows of `setting` stay as they are."""
        for move in self.moves:
            setting = setting.arranged(move)
        return _pausing(setting, self.who, today, self.pauses) if self.pauses else setting


def last_day(text: str, today: date) -> date | Wrong | None:
    """The last day of an absence as it was given; None where none was."""
    last = read_date(text)
    if not text:
        return None
    if last is None:
        return Wrong("arranging.not_a_date", {"text": text})
    if last < today:
        return Wrong("rearranging.over")
    if isinstance(pause_end(text, today), Wrong):
        return Wrong("rearranging.long", {"days": str(LONGEST_PAUSE)})
    return last


def to_move(setting: Setting, absence: Absence, today: date, leg_id: str = "") -> tuple[Arrangement, ...]:
    """The visits that must move, in the order of their dates: those that fall into the absence, and the one named.

    Where nobody knows how long somebody is away, and no visit was named, it is their next one.
    """
    own = [one for one in setting.all() if one.kind is Kind.VISIT and absence.who in _both(one, setting)]
    ahead = sorted((one for one in own if one.days and max(one.days) >= today), key=lambda one: (one.days, one.thing))
    if absence.until is None and not leg_id:
        return tuple(ahead[:1])
    return tuple(one for one in ahead if one.thing == leg_id or _falls_into(one.days, today, absence.until))


def beside(setting: Setting, absence: Absence, today: date) -> tuple[Arrangement, ...]:
    """What else of the program falls into the absence and does not move with the visits."""
    others = [one for one in setting.all() if one.kind is not Kind.VISIT and one.thing in {"", absence.who}]
    return tuple(one for one in others if _falls_into(one.days, today, absence.until))


def paused_through(person: Person, today: date, until: date) -> tuple[date, date]:
    """First and last day of a pause that covers the one that somebody is in already, so that none is made shorter."""
    if person.paused_on is None or person.paused_until is None or person.paused_until < today:
        return today, until
    return min(person.paused_on, today), max(person.paused_until, until)


def _falls_into(days: Iterable[date], today: date, until: date | None) -> bool:
    return until is not None and any(today <= day <= until for day in days)


def _both(visit: Arrangement, setting: Setting) -> frozenset[str]:
    return frozenset(one.id for one in setting.concerned(visit))


def _pausing(setting: Setting, participation_id: str, today: date, until: date) -> Setting:
    row = next(one for one in setting.company.participations if one.id == participation_id)
    person = setting.people[row.person_id]
    first, last = paused_through(person, today, until)
    paused = Person(**{**person.model_dump(), "paused_on": first, "paused_until": last})
    return replace(setting, people={**setting.people, person.id: paused})
