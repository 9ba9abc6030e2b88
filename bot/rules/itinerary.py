"""What is remembered of a cohort and its people, as the schedule needs to know it."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import available_timezones

from bot.rules.days_off import days_off, public_holidays
from prompts.program import Calendar, Participant, Pause
from prompts.program import Leg as Visit
from storage.standing import Standing
from storage.tables import Cohort, Leg, Participation, Person

# prompts start at most three weeks before the first date and end ninety days after the last; pauses make it longer
_BEFORE = timedelta(days=30)
_AFTER = timedelta(days=200)
_WITHOUT_DATES = timedelta(days=365)  # a program takes half a year; one whose dates are not all set may take longer


def calendar_of(cohort: Cohort) -> Calendar:
    """The cohort's dates and days off. Raises UnknownPlace (a ValueError) for a country that is none."""
    created = cohort.created_at.date()
    dated = [day for day in (cohort.workshop_1_on, cohort.workshop_2_on, cohort.debrief_on) if day]
    first = date((min([created, *dated]) - _BEFORE).year, 1, 1)
    last = date((max([created + _WITHOUT_DATES, *dated]) + _AFTER).year, 12, 31)
    place = (cohort.country, cohort.subdivision, first, last)
    together = frozenset(dated)  # whatever the calendar calls the days on which everybody meets, they are worked
    return Calendar(
        workshop_1=cohort.workshop_1_on,
        workshop_2=cohort.workshop_2_on,
        debrief=cohort.debrief_on,
        days_off=_days_off(*place) - together,
        public_holidays=_public_holidays(*place) - together,
        finished_on=cohort.finished_on,
    )


def participant_of(person: Person, participation: Participation, legs: Iterable[Leg], cohort: Cohort) -> Participant:
    """One person in one cohort. `legs` may be all of the cohort's; only the person's own are taken."""
    joined = [moment for moment in (participation.joined_at, cohort.started_at) if moment]
    return Participant(
        id=participation.id,
        timezone=zone_of(person, cohort),
        pattern=_pattern(person),
        quiet_from=person.quiet_from,
        quiet_to=person.quiet_to,
        legs=tuple(_visit(leg, participation) for leg in legs if participation.id in {leg.visitor_id, leg.host_id}),
        interview=participation.interview_on,
        joined_at=max(joined, default=None),
        left_on=participation.left_on,
        pauses=_pauses(person, cohort),
    )


def facilitator_of(person: Person, cohort: Cohort, interviews: Sequence[date | None]) -> Participant:
    """A facilitator of the cohort; `interviews` are the days of the participants' interviews, set or not."""
    return Participant(
        id=person.id,
        timezone=zone_of(person, cohort),
        pattern=_pattern(person),
        quiet_from=person.quiet_from,
        quiet_to=person.quiet_to,
        interview=min((day for day in interviews if day), default=None),
        joined_at=cohort.started_at,
        pauses=_pauses(person, cohort),
        facilitator=True,
    )


def itinerary_of(standing: Standing) -> tuple[Calendar, Participant]:
    """Dates and hours of the person whom a promise is for, whether or not they take part in a cohort."""
    person, cohort = standing.person, standing.cohort
    if cohort is None:
        return Calendar(None, None, None), _anybody(person)
    if standing.participation is None:
        return calendar_of(cohort), facilitator_of(person, cohort, ())
    return calendar_of(cohort), participant_of(person, standing.participation, standing.company.legs, cohort)


def zone_of(person: Person, cohort: Cohort | None) -> str:
    """Where the person's clock hangs: in their own zone, else in the cohort's, else UTC. A zone that exists."""
    wished = (person.timezone, cohort.timezone if cohort else "")
    return next((name for name in wished if name in _zones()), "UTC")


def _anybody(person: Person) -> Participant:
    return Participant(
        id=person.id,
        timezone=zone_of(person, None),
        pattern=_pattern(person),
        quiet_from=person.quiet_from,
        quiet_to=person.quiet_to,
        pauses=_pauses(person, None),
    )


def _visit(leg: Leg, participation: Participation) -> Visit:
    return Visit(
        id=leg.id,
        visitor=leg.visitor_id == participation.id,
        first_day=leg.first_day_on,
        second_day=leg.second_day_on,
        starts=leg.starts,
        ends=leg.ends,
    )


def _pattern(person: Person) -> frozenset[int]:
    return frozenset(int(digit) for digit in person.pattern)


def _pauses(person: Person, cohort: Cohort | None) -> tuple[Pause, ...]:
    """The person's own pause and the cohort's. A pause without an end is none: product.md, it always has one."""
    spans = [(one.paused_on, one.paused_until) for one in (person, cohort) if one]
    return tuple(Pause(first, last) for first, last in spans if first and last)


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


@lru_cache(maxsize=64)  # a few cohorts; counting the days of three years takes some milliseconds
def _days_off(country: str, subdivision: str, first: date, last: date) -> frozenset[date]:
    return days_off(country, subdivision, first, last)


@lru_cache(maxsize=64)  # the same
def _public_holidays(country: str, subdivision: str, first: date, last: date) -> frozenset[date]:
    return public_holidays(country, subdivision, first, last)
