"""Times for interviews, however they are proposed, taken, moved and given back: which may be offered, and whose."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlmodel import delete

from bot.chat.action import ChangeTime, SeeTimes
from bot.chat.reply import Reply
from bot.flows.choosing import Choosing
from bot.flows.interviewing import Interviewing
from bot.flows.rescheduling import Rescheduling
from bot.rules.slots import Diary, Proposal, ends, wrong_proposal
from prompts.days import Days
from prompts.hours import instant, wall
from prompts.message import Form
from prompts.program import Calendar, Participant, Pause
from storage.tables import Interview, InterviewSlot, new_id
from tests.backstage import library
from tests.factories import RunningCohort, running_cohort
from tests.replies import said
from tests.sizes import size
from tests.world import Someone, World, button

WORDS = library().words["en"]
MONDAY = date(2027, 4, 19)
EASTER = frozenset({date(2027, 4, 26)})  # a holiday within the three weeks that are proposed in
ZONES = ("Europe/Brussels", "America/Toronto", "Pacific/Auckland")
NOON = datetime(2027, 4, 20, 12, tzinfo=UTC)

# -- what may be offered -----------------------------------------------------------------------------------------------

# mostly days and hours that can be offered, so that the two rules meet where they are close
DAYS = st.sampled_from((2, 2, 3, 3, 4, 8, 9, 0, 1, 5, 7)).map(lambda number: MONDAY + timedelta(number))
HOURS = st.builds(time, st.sampled_from((8, 9, 10, 11, 14, 17, 19, 23)), st.sampled_from((0, 15, 30, 45)))
PROPOSALS = st.builds(
    lambda days, hours, minutes: Proposal(tuple(sorted(days)), tuple(sorted(hours)), minutes),
    st.sets(DAYS, min_size=1, max_size=2),
    st.sets(HOURS, min_size=1, max_size=2),
    st.sampled_from((20, 45, 90)),
)


@st.composite
def diaries(draw: st.DrawFn) -> Diary:
    zone, first = draw(st.sampled_from(ZONES)), draw(DAYS)
    weekend = frozenset(MONDAY + timedelta(number) for number in range(-7, 28) if number % 7 > 4)
    person = Participant(
        id="faye",
        timezone=zone,
        pattern=draw(st.sampled_from((frozenset(), frozenset({1, 3, 4, 6})))),
        quiet_from=draw(st.sampled_from((time(20), time(20), time(0), time(9)))),
        quiet_to=draw(st.sampled_from((time(7, 30), time(7, 30), time(0), time(17)))),
        pauses=draw(st.sampled_from(((), (Pause(first, first + timedelta(4)),)))),
    )
    calendar = Calendar(None, None, None, days_off=weekend | EASTER, public_holidays=EASTER)
    taken = draw(st.sets(st.tuples(DAYS, HOURS), max_size=3))
    slots = tuple(slot(instant(datetime.combine(*one), zone)) for one in sorted(taken))
    return Diary(zone, Days(calendar, person), slots, NOON, draw(st.sampled_from((None, MONDAY))))


def slot(starts: datetime, minutes: int = 45) -> InterviewSlot:
    return InterviewSlot(cohort_id="c", facilitator_id="f", starts_at=starts, minutes=minutes, proposed_at=NOON)


def is_fine(wanted: Proposal, diary: Diary) -> bool:
    """The same rule, said in another way: every minute of every interview is looked at by itself."""
    slots = [slot(starts, wanted.minutes) for starts in wanted.starts(diary.zone)]
    apart = all(one.starts_at >= ends(other) or other.starts_at >= ends(one) for one, other in pairs(slots, diary))
    return apart and all(is_open(one, diary) for one in slots)


def pairs(slots: Sequence[InterviewSlot], diary: Diary) -> Iterator[tuple[InterviewSlot, InterviewSlot]]:
    yield from combinations(slots, 2)
    yield from ((one, other) for one in slots for other in diary.taken)


def is_open(one: InterviewSlot, diary: Diary) -> bool:
    person, first = diary.days.person, wall(one.starts_at, diary.zone)
    minutes = [first + timedelta(minutes=number) for number in (0, one.minutes - 1)]
    nobody = [minute.time() for minute in minutes if quiet(minute.time(), person)]
    weekday = first.isoweekday() in (person.pattern or {1, 2, 3, 4, 5})
    paused = any(pause.first_day <= first.date() <= pause.last_day for pause in person.pauses)
    workshop = diary.workshop_ends_on is not None and first.date() <= diary.workshop_ends_on
    return one.starts_at > diary.now and weekday and first.date() not in EASTER and not (paused or workshop or nobody)


def quiet(at: time, person: Participant) -> bool:
    if person.quiet_from == person.quiet_to:
        return False
    within = person.quiet_from <= at, at < person.quiet_to
    return all(within) if person.quiet_from < person.quiet_to else any(within)


@settings(max_examples=size(5_000))
@given(wanted=PROPOSALS, diary=diaries())
@example(
    Proposal((MONDAY + timedelta(2),), (time(10),)),
    Diary("UTC", Days(Calendar(None, None, None), Participant("f", "UTC")), (), NOON, None),
)
@pytest.mark.one_database("the rule reads no database")
def test_a_time_is_offered_just_when_it_is_to_come_open_and_alone(wanted: Proposal, diary: Diary) -> None:
    assert (wrong_proposal(wanted, diary, WORDS) == {}) is is_fine(wanted, diary)


# -- whose it is then --------------------------------------------------------------------------------------------------

ORDERS, STEPS = 100, 5
NAMES = {"U1": "Ada", "U2": "Ben", "U3": "Chidi", "U4": "Dora"}
OFFERED = [NOON.replace(hour=hour) + timedelta(days) for days in (1, 2, 3) for hour in (7, 8, 9, 12, 13, 14)]


@dataclass
class Model:
    """What ought to be: each time that stands, with whose it is (a platform id) or "" where it is free."""

    times: dict[datetime, str] = field(default_factory=dict)

    def takes(self, who: str, at: datetime) -> None:
        self.times = {one: "" if whose == who else whose for one, whose in self.times.items()} | {at: who}

    def moves(self, at: datetime, to: datetime) -> None:
        if to not in self.times:
            self.times[to] = self.times.pop(at)


@dataclass
class Game:
    world: World
    made: RunningCohort
    dice: random.Random
    model: Model = field(default_factory=Model)

    async def step(self) -> None:
        await self.dice.choice((self.proposes, self.takes, self.takes, self.gives_back, self.moves))()
        assert await self.stored() == self.model.times
        for who in NAMES:
            assert await self.sees(who) == [at for at in sorted(self.model.times) if self.model.times[at] == ""]

    async def proposes(self) -> None:
        at = self.dice.choice(OFFERED)
        local = wall(at, "Europe/Brussels")
        asked = await self.faye.types(f"interviews cohort {self.made.cohort.id} {local:%Y-%m-%d %H:%M}")
        if at in self.model.times:
            assert "Propose these times" not in buttons(asked)
            return
        await self.faye.presses(button(said(asked), "Propose these times"))
        self.model.times[at] = ""

    async def takes(self) -> None:
        who, free = self.dice.choice(list(NAMES)), [at for at, whose in self.model.times.items() if not whose]
        if not free:
            return
        at = self.dice.choice(sorted(free))
        page = said(await self.of(who).presses(SeeTimes(self.made.cohort.id)))
        wanted = [one for item in page.items for one in item.buttons][sorted(free).index(at)]
        preview = said(await self.of(who).presses(wanted))
        other = next(one for one in NAMES if one != who)
        late = await self.of(other).presses(wanted)
        await self.of(who).presses(button(preview, "Take this time"))
        self.model.takes(who, at)
        if "Take this time" in buttons(late):  # the other saw it free, and confirms too late
            await self.of(other).presses(button(said(late), "Take this time"))

    async def gives_back(self) -> None:
        had = [at for at, whose in self.model.times.items() if whose]
        if not had:
            return
        at = self.dice.choice(sorted(had))
        who = self.of(self.model.times[at])
        page = said(await who.presses(SeeTimes(self.made.cohort.id)))
        preview = said(await who.presses(button(page, "Give this time back")))
        await who.presses(button(preview, "Give it back"))
        self.model.times[at] = ""

    async def moves(self) -> None:
        if not self.model.times:
            return
        at, to = self.dice.choice(sorted(self.model.times)), self.dice.choice(OFFERED)
        form = (await self.faye.presses(ChangeTime(self.made.cohort.id))).open
        assert isinstance(form, Form)
        async with self.world.database.reading() as store:
            (one,) = [each for each in await store.interviews.slots(self.made.cohort.id) if each.starts_at == at]
        local = wall(to, "Europe/Brussels")
        shown = await self.faye.fills_in(form, slot=(one.id,), day=local.date(), time=local.time())
        if to in self.model.times:
            assert "Change it" not in buttons(shown)
            return
        await self.faye.presses(said(shown).buttons[0])
        self.model.moves(at, to)

    # -- what is there -------------------------------------------------------------------------------------------------

    @property
    def faye(self) -> Someone:
        return self.world.someone("F1", "Faye")

    def of(self, who: str) -> Someone:
        return self.world.someone(who, NAMES[who])

    async def stored(self) -> dict[datetime, str]:
        whose = {
            place.id: person.external_id
            for place, person in zip(self.made.participations, self.made.people, strict=True)
        }
        async with self.world.database.reading() as store:
            found = await store.interviews.slots(self.made.cohort.id)
        assert len({one.starts_at for one in found}) == len(found)
        return {one.starts_at: whose[one.participation_id] if one.participation_id else "" for one in found}

    async def sees(self, who: str) -> list[datetime]:
        """The times that this person is offered."""
        page = said(await self.of(who).presses(SeeTimes(self.made.cohort.id)))
        actions = [one.action for item in page.items for one in item.buttons]
        async with self.world.database.reading() as store:
            slots = await store.interviews.slots(self.made.cohort.id)
        return [one.starts_at for one in slots if any(one.id in action for action in actions)]


def buttons(reply: Reply) -> list[str]:
    message = reply.say or reply.replace
    return [one.label for one in message.buttons] if message else []


@pytest.mark.chaos
@settings(
    max_examples=size(ORDERS),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(dice=st.randoms(use_true_random=False))
@pytest.mark.one_database("the order of presses is not the database's doing; a sample of it runs on both")
async def test_in_any_order_a_time_is_one_persons_and_the_others_stay_as_they_are(
    world: World, dice: random.Random
) -> None:
    await played(world, dice, STEPS)


async def test_a_long_order_does_so_on_both_databases(world: World) -> None:
    await played(world, random.Random(1), 3 * STEPS)


async def played(world: World, dice: random.Random, steps: int) -> None:
    world.desks = [one.desk for one in (Interviewing(), Rescheduling(library()), Choosing(library()))]
    world.now = NOON
    async with world.database.transaction() as store:
        for table in (Interview, InterviewSlot):  # of the order before: Faye's diary is empty
            await store.session.exec(delete(table))
        made = await running_cohort(store, 4, name=f"Spring {new_id()}", interview=None)
    game = Game(world, made, dice)
    for _ in range(steps):
        await game.step()
