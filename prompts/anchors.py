"""The dates of one person that a prompt hangs on: none as long as the date is not set, one for each leg of a visit."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from prompts.program import VISITS, Anchor, Audience, Calendar, Edge, Leg, Moment, Participant, Prompt


@dataclass(frozen=True, slots=True)
class Instance:
    """One date that a prompt hangs on, under a name that stays the same when the date moves."""

    name: str
    day: date
    leg: Leg | None = None


def instances(prompt: Prompt, calendar: Calendar, person: Participant) -> tuple[Instance, ...]:
    """Every date on which that prompt hangs for that person; empty where it is not meant for them."""
    if not _is_for(prompt, person):
        return ()
    if prompt.moment.anchor in VISITS:
        return _of_visits(prompt, person)
    day = _day(prompt.moment.anchor, calendar, person)
    return (Instance(prompt.moment.anchor.value, day),) if day else ()


def edge_of(moment: Moment, leg: Leg, day: date) -> datetime:
    """The local moment that hangs on the hours of a visit day. Hours that run over midnight end on the next date."""
    over_midnight = moment.edge is Edge.END and leg.ends <= leg.starts
    hour = leg.ends if moment.edge is Edge.END else leg.starts
    return datetime.combine(day, hour) + timedelta(days=over_midnight, minutes=moment.minutes)


def _is_for(prompt: Prompt, person: Participant) -> bool:
    if person.facilitator or prompt.audience is Audience.FACILITATOR:
        return person.facilitator and prompt.audience is Audience.FACILITATOR
    if prompt.audience is Audience.PARTICIPANT:
        return True
    return bool(_legs(prompt, person))


def _legs(prompt: Prompt, person: Participant) -> tuple[Leg, ...]:
    match prompt.audience:
        case Audience.VISITOR:
            return tuple(leg for leg in person.legs if leg.visitor)
        case Audience.HOST:
            return tuple(leg for leg in person.legs if not leg.visitor)
        case Audience.PAIR | Audience.PARTICIPANT:
            return person.legs
        case _:  # a room and a facilitator have no legs
            return ()


def _of_visits(prompt: Prompt, person: Participant) -> tuple[Instance, ...]:
    anchor = prompt.moment.anchor
    days = [(leg, leg.first_day if anchor is Anchor.VISIT_1 else leg.second_day) for leg in _legs(prompt, person)]
    return tuple(Instance(f"{anchor}:{leg.id}", day, leg) for leg, day in days if day)


def _day(anchor: Anchor, calendar: Calendar, person: Participant) -> date | None:
    if anchor is Anchor.LAST_VISIT:
        return _last_visit(person)
    return {
        Anchor.WORKSHOP_1: calendar.workshop_1,
        Anchor.WORKSHOP_2: calendar.workshop_2,
        Anchor.INTERVIEW: person.interview,
        Anchor.DEBRIEF: calendar.debrief,
    }[anchor]


def _last_visit(person: Participant) -> date | None:
    """The later of the second days, once every leg of the person has one."""
    days = [leg.second_day for leg in person.legs if leg.second_day]
    return max(days) if days and len(days) == len(person.legs) else None
