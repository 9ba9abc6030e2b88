"""Half a year in which people answer, forget, open and leave, pause and move dates: nobody is nudged beyond the limits.

The limits are counted here anew, from what was sent, and not by the rules that decide.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from bot.rules.days_off import days_off
from storage.nudges import about_of
from storage.store import Store
from storage.tables import Delivery, Leg, Participation, Person
from storage.tables.deliveries import NUDGE, ROOM_NUDGE
from tests.factories import running_cohort
from tests.nudged import Nudged
from tests.sizes import size
from tests.world import World

WEEKS = 26
PEOPLE = 200
IN_ONE_COHORT = 20
BEGINS = "2027-01-11"  # two weeks before the workshop, when the first question comes
BRUSSELS = ZoneInfo("Europe/Brussels")
OFF = days_off("BE", "", date(2027, 1, 1), date(2027, 12, 31))
REMINDERS = {"resume_draft", "resume_question", "missed_prompt"}
WAYS = ("answers", "ignores", "opens", "skips", "presses")  # what somebody does about what came, on one day


@dataclass
class Life:
    """What people do, day by day. `wishes` and `pauses` remember what each of them asked for, and from when on."""

    nudged: Nudged
    chance: random.Random
    people: Sequence[Person]
    wishes: dict[str, list[tuple[datetime, str]]] = field(default_factory=lambda: defaultdict(list))
    pauses: dict[str, list[tuple[date, date]]] = field(default_factory=lambda: defaultdict(list))
    legs: dict[date, list[tuple[str, date]]] = field(default_factory=dict)

    async def day(self, today: date) -> None:
        """Everybody but the one who never does anything may do something, and now and then a visit moves."""
        came = await self._came()
        for one in self.people[1:]:
            # one transaction each: SQLAlchemy looks at every row of a session whenever one of them is answered
            async with self.nudged.world.database.transaction() as store:
                await self._does(store, await store.session.get_one(Person, one.id), came[one.id], today)
        if self.chance.random() < 0.05:
            await self._moves_a_visit(today)
        self.legs[today] = await self._visits()

    async def _came(self) -> dict[str, list[str]]:
        """The ids of what was sent and not answered yet, by person."""
        open_now = select(Delivery.person_id, Delivery.id).where(
            Delivery.state == "sent", col(Delivery.answered_at).is_(None)
        )
        came: dict[str, list[str]] = defaultdict(list)
        async with self.nudged.world.database.reading() as store:
            for person, one in (await store.session.exec(open_now.order_by(col(Delivery.id)))).all():
                came[person].append(one)
        return came

    async def _does(self, store: Store, person: Person, came: Sequence[str], today: date) -> None:
        now = self.nudged.world.now
        if self.chance.random() < 0.01:
            person.paused_on = today + timedelta(days=1)
            person.paused_until = today + timedelta(days=self.chance.randint(1, 12))
            earlier = [(first, min(last, today)) for first, last in self.pauses[person.id]]  # a new one takes its place
            self.pauses[person.id] = [*earlier, (person.paused_on, person.paused_until)]
        if self.chance.random() < 0.01:
            person.nudges = self.chance.choice(["", "fewer", "none"])
            self.wishes[person.id].append((now, person.nudges))
        if not came:
            return
        row = await store.session.get_one(Delivery, self.chance.choice(came))
        match self.chance.choice(WAYS):
            case "answers" if row.kind == "prompt":
                await store.deliveries.answered(row, now)
            case "skips" if row.kind == "prompt":
                await store.deliveries.skipped(row, now)
            case "opens" | "presses":
                row.opened_at = now

    async def _moves_a_visit(self, today: date) -> None:
        async with self.nudged.world.database.transaction() as store:
            ahead = select(Leg).where(col(Leg.first_day_on) > today + timedelta(days=1))
            if legs := (await store.session.exec(ahead.order_by(col(Leg.id)))).all():
                leg = self.chance.choice(legs)
                monday = today + timedelta(days=7 - today.weekday() + 7 * self.chance.randint(0, 3))
                leg.first_day_on, leg.second_day_on = monday, monday + timedelta(days=1)
                cohort = await store.cohorts.cohort(leg.cohort_id)
                assert cohort is not None
                cohort.plan_anew()

    async def _visits(self) -> list[tuple[str, date]]:
        """Who is on a visit on which days, as things stand."""
        async with self.nudged.world.database.reading() as store:
            whose = {one.id: one.person_id for one in (await store.session.exec(select(Participation))).all()}
            legs = (await store.session.exec(select(Leg))).all()
        return [
            (whose[end], day)
            for leg in legs
            for end in (leg.visitor_id, leg.host_id)
            for day in (leg.first_day_on, leg.second_day_on)
            if day
        ]


@pytest.mark.one_database("the limits are those of the rules; the tests of what is sent run on both")
async def test_nobody_is_nudged_beyond_any_limit_in_half_a_year(world: World) -> None:
    nudged = await Nudged.of(world, BEGINS, size=min(size(PEOPLE), IN_ONE_COHORT))
    async with world.database.transaction() as store:
        for number in range(1, size(PEOPLE) // IN_ONE_COHORT):
            await running_cohort(store, IN_ONE_COHORT, name=f"Cohort {number}", ids=f"C{number}x")
        # some of them take part in two, and one visit there has no dates
        await running_cohort(store, 4, name="Twice", second_visit=None)
        people = (await store.session.exec(select(Person).order_by(col(Person.id)))).all()
    life = Life(nudged, random.Random(11), [one for one in people if one.external_id.startswith("U")])

    for number in range(WEEKS * 7):
        today = date.fromisoformat(BEGINS) + timedelta(days=number)
        await nudged.until(f"{today} 21:00")
        await life.day(today)

    came = await sent(world)
    kinds = Counter(row.prompt for rows in came.values() for row in rows if row.kind == NUDGE)
    assert len(kinds) >= 6, kinds
    asked_there = await nudged.in_room_days()
    assert len(asked_there) >= 1
    assert all(gap >= 10 for gap in gaps(asked_there))
    for person in life.people:
        assert list(breaches(person, came[person.id], life)) == []
    quiet = [local(row).date() for row in came[life.people[0].id] if row.kind == NUDGE]
    assert all(gap >= 7 * 2 ** ((number + 1) // 2) for number, gap in enumerate(gaps(quiet)))
    assert len(quiet) >= 3


async def sent(world: World) -> dict[str, list[Delivery]]:
    """All that was unasked, by person, oldest first."""
    async with world.database.reading() as store:
        found = select(Delivery).where(Delivery.state == "sent", col(Delivery.kind) != ROOM_NUDGE)
        rows = [row for row in (await store.session.exec(found)).all() if not row.asked_for]
    came: dict[str, list[Delivery]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.sent_at or row.due_at):
        came[row.person_id].append(row)
    return came


def breaches(person: Person, rows: Sequence[Delivery], life: Life) -> Iterator[str]:
    """Whatever a nudge to that person, or a day of theirs, had too much."""
    nudges = [row for row in rows if row.kind == NUDGE]
    yield from (f"{gap} days" for gap in gaps([local(row).date() for row in nudges]) if gap < 7)
    yield from (f"{day}: {number}" for day, number in Counter(local(row).date() for row in rows).items() if number > 2)
    about = Counter(about_of(row) for row in nudges if row.prompt in REMINDERS)
    yield from (f"{one} twice" for one, number in about.items() if number > 1)
    prompted = {local(row).date() for row in rows if row.kind == "prompt"}
    before = None
    for row in nudges:
        at = local(row)
        yield from against(person, at, life)
        if at.date() in prompted:
            yield f"{at}: beside a prompt"
        wish = wish_of(person, row, life)
        if wish == "none" or (wish == "fewer" and before and (at.date() - before).days < 28):
            yield f"{at}: {wish} were wished"
        before = at.date()


def against(person: Person, at: datetime, life: Life) -> Iterator[str]:
    if not time(7, 30) <= at.time() < time(20):
        yield f"{at}: quiet hours"
    if at.date() in OFF:
        yield f"{at}: a day off"
    if any(first <= at.date() <= last for first, last in life.pauses[person.id]):
        yield f"{at}: a pause"
    known = life.legs.get(at.date() - timedelta(days=1), [])
    monday = at.date() - timedelta(days=at.weekday())
    if any(who == person.id and monday <= day < monday + timedelta(days=7) for who, day in known):
        yield f"{at}: the week of a visit"


def wish_of(person: Person, row: Delivery, life: Life) -> str:
    said = [wish for moment, wish in life.wishes[person.id] if moment <= (row.sent_at or row.due_at)]
    return said[-1] if said else ""


def local(row: Delivery) -> datetime:
    assert row.sent_at is not None
    return row.sent_at.astimezone(UTC).astimezone(BRUSSELS)


def gaps(days: Sequence[date]) -> list[int]:
    return [(later - earlier).days for earlier, later in pairwise(days)]
