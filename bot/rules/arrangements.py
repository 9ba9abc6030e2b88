"""A date of the program as somebody arranges it: the workshop, a visit, an interview or the debrief."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum
from typing import Any

from bot.chat.occasion import Occasion
from bot.rules.itinerary import calendar_of, participant_of
from prompts.days import Days
from prompts.program import Due, Participant, Program
from prompts.schedule import schedule
from storage.standing import Company
from storage.tables import Cohort, Leg, Participation, Person


class Kind(StrEnum):
    """What is arranged; also the word that is typed for it."""

    WORKSHOP = "workshop"
    VISIT = "leg"
    INTERVIEW = "interview"
    DEBRIEF = "debrief"


_DAYS = ("first", "second")
_HOURS = ("starts", "ends")
_TWO_DAYS = frozenset({Kind.WORKSHOP, Kind.VISIT})


@dataclass(frozen=True, slots=True)
class Arrangement:
    """`thing` is the id of the leg, or of the participation whose interview it is; empty for the cohort's own dates.

    `first` and `second` may be open. `starts` and `ends` are the hours of a visit's days, None for anything else.
    """

    kind: Kind
    thing: str = ""
    first: date | None = None
    second: date | None = None
    starts: time | None = None
    ends: time | None = None

    @property
    def has_two_days(self) -> bool:
        return self.kind in _TWO_DAYS

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(day for day in (self.first, self.second) if day)

    def keep(self) -> dict[str, str]:
        """Everything as JSON; what is open is left out."""
        values = {"kind": self.kind, "thing": self.thing}
        moments = {key: getattr(self, key) for key in (*_DAYS, *_HOURS)}
        return values | {key: value.isoformat() for key, value in moments.items() if value is not None}

    @classmethod
    def kept(cls, values: Mapping[str, Any]) -> "Arrangement":
        moments: dict[str, Any] = {key: date.fromisoformat(values[key]) for key in _DAYS if key in values}
        moments |= {key: time.fromisoformat(values[key]) for key in _HOURS if key in values}
        return cls(Kind(values["kind"]), values["thing"], **moments)

    def columns(self) -> dict[str, Any]:
        """What it sets on the row that it is about."""
        match self.kind:
            case Kind.WORKSHOP:
                return {"workshop_1_on": self.first, "workshop_2_on": self.second}
            case Kind.DEBRIEF:
                return {"debrief_on": self.first}
            case Kind.INTERVIEW:
                return {"interview_on": self.first}
            case Kind.VISIT:
                hours = {"starts": self.starts, "ends": self.ends}
                kept = {key: hour for key, hour in hours.items() if hour is not None}
                return {"first_day_on": self.first, "second_day_on": self.second, **kept}


@dataclass(frozen=True, slots=True)
class Setting:
    """A cohort with its visits and people as they stand, or as they would stand. `people` by their id.

    Among the people may be some who have nothing to do with the cohort.
    """

    cohort: Cohort
    company: Company
    people: Mapping[str, Person]

    def all(self) -> Iterator[Arrangement]:
        """Everything that can be arranged, as it stands, in the order of the program."""
        yield Arrangement(Kind.WORKSHOP, "", self.cohort.workshop_1_on, self.cohort.workshop_2_on)
        for leg in self.company.legs:
            yield Arrangement(Kind.VISIT, leg.id, leg.first_day_on, leg.second_day_on, leg.starts, leg.ends)
        for one in self.taking_part():
            yield Arrangement(Kind.INTERVIEW, one.id, one.interview_on)
        yield Arrangement(Kind.DEBRIEF, "", self.cohort.debrief_on)

    def current(self, kind: Kind, thing: str) -> Arrangement | None:
        """How that stands now; None for a leg or a participation that is not the cohort's."""
        return next((one for one in self.all() if (one.kind, one.thing) == (kind, thing)), None)

    def row_of(self, arrangement: Arrangement) -> Cohort | Leg | Participation:
        """The row that holds its dates. Raises LookupError where the cohort has it no more."""
        if not arrangement.thing:
            return self.cohort
        rows: list[Leg | Participation] = [*self.company.legs, *self.company.participations]
        for row in rows:
            if row.id == arrangement.thing:
                return row
        raise LookupError(arrangement.thing)

    def arranged(self, arrangement: Arrangement) -> "Setting":
        """A copy in which it is arranged so; the rows of this one stay as they are."""
        columns = arrangement.columns()
        if not arrangement.thing:
            return replace(self, cohort=Cohort(**{**self.cohort.model_dump(), **columns}))
        legs = tuple(
            Leg(**{**leg.model_dump(), **columns}) if leg.id == arrangement.thing else leg for leg in self.company.legs
        )
        participations = tuple(
            Participation(**{**one.model_dump(), **columns}) if one.id == arrangement.thing else one
            for one in self.company.participations
        )
        return replace(self, company=replace(self.company, legs=legs, participations=participations))

    def taking_part(self) -> Iterator[Participation]:
        """Those who take part and can be written to."""
        for one in self.company.participations:
            if one.state == "active" and one.person_id in self.people:
                yield one

    def concerned(self, arrangement: Arrangement) -> tuple[Participation, ...]:
        """Those whom it concerns: both people of a visit, one for an interview, everyone else."""
        ends = {
            end for leg in self.company.legs if leg.id == arrangement.thing for end in (leg.visitor_id, leg.host_id)
        }
        wanted = ends | {arrangement.thing}
        return tuple(one for one in self.taking_part() if not arrangement.thing or one.id in wanted)

    def name(self, participation_id: str) -> str:
        return dict(self.company.names)[participation_id]

    def days(self, one: Participation) -> Days:
        """The working days of somebody who takes part."""
        return Days(calendar_of(self.cohort), self._participant(one))

    def schedule(self, program: Program) -> tuple[Due, ...]:
        """Every prompt of everyone who takes part, one person after the other."""
        calendar = calendar_of(self.cohort)
        return tuple(due for one in self.participants() for due in schedule(program, calendar, one))

    def participants(self) -> tuple[Participant, ...]:
        """Those who take part, as the schedule knows them."""
        return tuple(self._participant(one) for one in self.taking_part())

    def _participant(self, one: Participation) -> Participant:
        return participant_of(self.people[one.person_id], one, self.company.legs, self.cohort)


async def settings_of(occasion: Occasion, cohorts: Iterable[Cohort]) -> dict[str, Setting]:
    """Several cohorts as they stand now, by id: one look at the store for all."""
    plans, cohorts = occasion.store.plans, tuple(cohorts)
    companies, people = await plans.companies(cohorts), await plans.people_of(cohorts)
    return {one.id: Setting(one, companies[one.id], people) for one in cohorts}


async def setting_of(occasion: Occasion, cohort: Cohort) -> Setting:
    """The cohort as it stands now."""
    plans = occasion.store.plans
    return Setting(cohort, await plans.company(cohort), await plans.people(cohort))
