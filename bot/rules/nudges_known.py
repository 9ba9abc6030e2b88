"""What the rules of nudges look at, gathered from what is stored of a cohort and its people."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.chat.action import UpdateProject
from bot.rules.asking import OFFER, first_name
from bot.rules.charters import may_be_reminded_of
from bot.rules.itinerary import calendar_of, facilitator_of, participant_of
from bot.rules.nudging import Asked, Facts, Had, Project, Visit
from prompts.days import Days
from prompts.hours import after_quiet, instant, wall
from prompts.program import Calendar, Participant, Program
from storage.commitments import CUE
from storage.deliveries import PROMPT_KINDS, anchor_of
from storage.nudges import Past, about_of
from storage.projects import Charter
from storage.standing import Company
from storage.store import Store
from storage.tables import Cohort, Delivery, Leg, Participation, Person

HOUR = time(10, 0)  # local: after the prompts of a morning, and not in the middle of the day
OPEN_FOR = timedelta(hours=8)  # that day or not at all: tomorrow it is decided anew
MEMORY = timedelta(
    days=120
)  # longer than three prompts in a row are apart at their furthest, ninety days after the end
_A_DAY = timedelta(days=1)
_HEEDED_WITHIN = timedelta(days=7)  # what somebody does within a week of a nudge may be because of it


@dataclass(frozen=True, slots=True)
class Circle:
    """A cohort with everything of it that nudges hang on. `people` are those who can be written to, by id.

    `talks` are the answers to *did you talk?*, by leg and participation; `shown` is what the newest map of the values
    has of each, or None before the first.
    """

    cohort: Cohort
    calendar: Calendar
    company: Company
    people: Mapping[str, Person]
    leading: tuple[Person, ...]
    talks: Mapping[tuple[str, str], str]
    shown: Mapping[str, Sequence[str]] | None
    charters: tuple[Charter, ...]
    program: Program

    def active(self) -> tuple[Participation, ...]:
        """Who takes part now and can be written to."""
        return tuple(
            one for one in self.company.participations if one.state == "active" and one.person_id in self.people
        )

    def itinerary(self, person: Person, participation: Participation | None) -> Participant:
        """Dates and hours of a participant, or (without a participation) of somebody who leads."""
        if participation is None:
            return facilitator_of(person, self.cohort, ())
        return participant_of(person, participation, self.company.legs, self.cohort)

    def facts(self, person: Person, participation: Participation | None, past: Past, at: datetime) -> Facts:
        """What is known of that person at that moment (UTC), with what is promised until then."""
        itinerary = self.itinerary(person, participation)
        today = wall(at, itinerary.timezone).date()
        questions, own = past.questions.get(person.id, []), participation.id if participation else ""
        wrote = past.wrote.get(person.id, [])
        return Facts(
            at=at,
            today=today,
            days=Days(self.calendar, itinerary),
            cohort=self.cohort.id,
            wish=person.nudges,
            had=_had(person, past, itinerary.timezone),
            visit_days=frozenset(past.visits.get(person.id, ())),
            prompted=any(_comes_on(row, today, itinerary.timezone) for row in questions),
            asked=_asked([row for row in questions if own and row.participation_id == own], self.program),
            wrote_at=wrote[-1] if wrote else None,
            visits=tuple(self._visits(own)) if own else (),
            projects=tuple(self._projects(own, at, itinerary.timezone)) if own else (),
            facilitators=", ".join(one.name for one in self.leading if one.name),
            undated=() if own else tuple(_in_words(leg, self.company) for leg in self._undated()),
            undated_leg=next((leg.id for leg in self._undated()), ""),
            strained=() if own else tuple(name for name, seen in (self.shown or {}).items() if "strained" in seen),
        )

    def _visits(self, own: str) -> list[Visit]:
        names = {one.id: first_name(self.people[one.person_id].name) for one in self.active()}
        found = []
        for leg in self.company.legs:
            other = leg.host_id if leg.visitor_id == own else leg.visitor_id
            if own in {leg.visitor_id, leg.host_id} and other in names:
                found.append(self._visit(leg, own, other, names[other]))
        return found

    def _visit(self, leg: Leg, own: str, other: str, partner: str) -> Visit:
        return Visit(
            leg=leg.id,
            group=leg.group_id,
            visitor=leg.visitor_id == own,
            partner=partner,
            first_day=leg.first_day_on,
            second_day=leg.second_day_on,
            said=self.talks.get((leg.id, own), ""),
            partner_said=self.talks.get((leg.id, other), ""),
        )

    def _projects(self, own: str, at: datetime, zone: str) -> Iterator[Project]:
        for one in self.charters:
            owners = {owner.participation.id for owner in one.owners if owner.confirmed}
            if own in owners and may_be_reminded_of(one, at):
                heard_on, update = wall(one.heard_at, zone).date(), UpdateProject(one.project.id).pack()
                yield Project(one.project.id, one.project.name, heard_on, update)

    def _undated(self) -> list[Leg]:
        return [leg for leg in self.company.legs if leg.first_day_on is None]


async def circle_of(store: Store, cohort: Cohort, program: Program) -> Circle:
    """The cohort as it stands."""
    company, people = await store.plans.company(cohort), await store.plans.people(cohort)
    leading = [people[one] for one in await store.plans.facilitators(cohort) if one in people]
    maps = await store.maps.of(cohort.id)
    return Circle(
        cohort=cohort,
        calendar=calendar_of(cohort),
        company=company,
        people=people,
        leading=tuple(sorted(leading, key=lambda one: (one.name, one.id))),
        talks=await store.nudges.talks(company.legs),
        shown={one["name"]: one["seen"] for one in maps[-1].shown} if maps else None,
        charters=await store.projects.of(cohort.id),
        program=program,
    )


def next_chance(itinerary: Participant, now: datetime, hour: time = HOUR) -> datetime:
    """The next moment (UTC) at which that hour strikes for somebody, or at which their quiet hours end after it."""
    local = wall(now, itinerary.timezone)
    day = local.date() if local.time() < hour else local.date() + _A_DAY
    awake = after_quiet(datetime.combine(day, hour), itinerary.quiet_from, itinerary.quiet_to)
    return instant(awake, itinerary.timezone)


def came_on(row: Delivery, zone: str) -> date:
    """The date, in that zone, on which it was said, or will be."""
    return wall(row.sent_at or row.due_at, zone).date()


def _had(person: Person, past: Past, zone: str) -> tuple[Had, ...]:
    rows = past.nudges.get(person.id, [])
    return tuple(Had(row.prompt, about_of(row), came_on(row, zone), _heeded(row, person, past)) for row in rows)


def _heeded(row: Delivery, person: Person, past: Past) -> bool:
    """Whether they pressed something on it, or wrote, answered, opened or paused anything within a week of it."""
    if row.opened_at or row.sent_at is None:
        return True
    start, end = row.sent_at, row.sent_at + _HEEDED_WITHIN
    did = [at for one in past.questions.get(person.id, []) for at in (one.answered_at, one.skipped_at, one.opened_at)]
    if person.paused_on:
        did.append(datetime.combine(person.paused_on, time.max, UTC))
    return any(at is not None and start <= at < end for at in (*did, *past.wrote.get(person.id, [])))


def _comes_on(row: Delivery, day: date, zone: str) -> bool:
    """Whether a prompt comes that day, or the day of a promise that they chose themselves."""
    return row.kind in {*PROMPT_KINDS, CUE} and came_on(row, zone) == day


def _asked(rows: Iterable[Delivery], program: Program) -> tuple[Asked, ...]:
    """What was put before them and wants an answer; a prompt that was asked twice is one."""
    answerable = {prompt.key for prompt in program.prompts if prompt.answer}
    groups: dict[tuple[str, str], list[Delivery]] = {}
    for row in rows:
        if row.kind == "follow_up":
            groups[row.kind, row.id] = [row]
        elif row.prompt in answerable and row.wording != OFFER:
            groups.setdefault((row.prompt, anchor_of(row)), []).append(row)
    return tuple(one for group in groups.values() if (one := _one(group)))


def _one(group: list[Delivery]) -> Asked | None:
    sent = [row for row in group if row.sent_at]
    if not sent:
        return None
    last = sent[-1]
    return Asked(
        delivery=last.id,
        prompt=last.prompt,
        sent_at=last.sent_at or last.due_at,
        ends_at=last.window_ends_at,
        opened_at=max((row.opened_at for row in sent if row.opened_at), default=None),
        done=any(row.answered_at or row.skipped_at for row in group),
        again=any(row.state == "planned" for row in group),
        first=sent[0].id,
        entry=last.entry_id or "" if last.kind == "follow_up" else "",
    )


def _in_words(leg: Leg, company: Company) -> str:
    """The visit by its two departments, or by its people where those are missing or the same."""
    rows, names = {one.id: one for one in company.participations}, dict(company.names)
    places = [rows[one].department for one in (leg.visitor_id, leg.host_id)]
    if not all(places) or places[0].casefold() == places[1].casefold():
        places = [names.get(one, "") for one in (leg.visitor_id, leg.host_id)]
    return " → ".join(places)
