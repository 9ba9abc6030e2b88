"""Home and the week where there is much of it: many lines, twenty cohorts, a bot in trouble."""

from datetime import date, timedelta

from bot.chat.action import ShowWeek
from bot.showing.acts import ComesHome, Presses, Step, Types, Uses
from bot.showing.stage import Stage
from storage.store import Store
from storage.tables import Cohort, Person

_MANY = 20  # cohorts: more than one page of them

_FEW: tuple[Step, ...] = (
    ("home-administrator-late", "nora", ComesHome()),
    ("week-debrief", "tomas", Types("week")),
    ("week-debrief-all", "tomas", Uses(ShowWeek())),
    ("home-facilitator-charts", "tomas", ComesHome()),
)
_PLAN_B: tuple[Step, ...] = (("week-plan-b", "tomas", Uses(ShowWeek())),)
_OF_MANY: tuple[Step, ...] = (
    ("home-facilitator-of-many", "tomas", ComesHome()),
    ("week-all", "tomas", Uses(ShowWeek())),
    ("week-all-next", "tomas", Presses("overseeing.next")),
    ("week-all-nothing", "ada", Uses(ShowWeek())),
    ("home-administrator-of-many", "nora", ComesHome()),
    ("cohorts-of-a-role", "nora", Presses("home.all_cohorts")),
    ("cohorts-of-a-role-next", "nora", Presses("overseeing.next")),
    ("home-participant-of-two", "ada", ComesHome()),
)


async def show_homes(stage: Stage) -> None:
    """In the middle of a cohort: its debrief is near, a message is late, and somebody cannot be written to."""
    async with stage.database.transaction() as store:
        cohort = await stage.cohort(store)
        debrief, cohort.debrief_on = cohort.debrief_on, (stage.now + timedelta(days=9)).date()
        late = await _trouble(store, stage)
    for step in _FEW:
        await stage.play(step)
    async with stage.database.transaction() as store:
        wall = await store.walls.of(cohort.id)
        wall.foretold_at, wall.opens = stage.now, False
    for step in _PLAN_B:
        await stage.play(step)
    async with stage.database.transaction() as store:
        wall = await store.walls.of(cohort.id)
        wall.foretold_at, wall.opens = None, None
        (await stage.cohort(store)).debrief_on = debrief
        await _end_trouble(store, late)


async def show_many_cohorts(stage: Stage) -> None:
    """At the end, because nothing else is to happen with all these cohorts."""
    async with stage.database.transaction() as store:
        first = next(one for one in await store.cohorts.all() if one.finished_on)  # the sample's own, which is over
        people = [await _person(store, first, name) for name in ("U01", "U02", "U11")]
        cohorts = [_cohort(first, number, stage) for number in range(_MANY)]
        store.session.add_all(cohorts)
        await store.session.flush()
        for cohort in cohorts:
            await store.people.grant(people[1], "facilitator", cohort.id, people[0].id, stage.now)
        for cohort in (cohorts[-1], cohorts[-3]):  # which both run
            await store.cohorts.join(cohort, people[2], {}, stage.now)
    for step in _OF_MANY:
        await stage.play(step)


def _cohort(like: Cohort, number: int, stage: Stage) -> Cohort:
    """Half of them run, and have no room yet; half are being set up."""
    return Cohort(
        organisation_id=like.organisation_id,
        name=f"Cohort {number + 1}",
        state="running" if number % 2 else "draft",
        timezone=like.timezone,
        country=like.country,
        workshop_1_on=stage.now.date() + timedelta(days=40 + number),
        debrief_on=date(2027, 11, 2),
        created_at=stage.now,
        started_at=stage.now if number % 2 else None,
    )


async def _person(store: Store, cohort: Cohort, external_id: str) -> Person:
    workspaces = await store.waiting.places(cohort.organisation_id)
    found = [await store.people.at(one.id, external_id) for one in workspaces]
    return next(one for one in found if one)


async def _trouble(store: Store, stage: Stage) -> tuple[str, str]:
    """A notice that has been due for an hour, and somebody who left the workspace."""
    cohort = await stage.cohort(store)
    nora, gone = await _person(store, cohort, "U01"), await _person(store, cohort, "U16")
    gone.state = "gone"
    asked = {"cohort": cohort.name, "who": nora.name}
    row = await store.deliveries.notice(nora, "preparing.ask_dates", stage.now - timedelta(hours=1), **asked)
    return row.id, gone.id


async def _end_trouble(store: Store, late: tuple[str, str]) -> None:
    row, gone = await store.deliveries.delivery(late[0]), await store.people.person(late[1])
    if row and gone:
        row.state, gone.state = "cancelled", "active"
