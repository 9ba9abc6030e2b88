"""Every night, what was kept for long enough is forgotten, and nothing else is."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from bot.clock import Clock
from bot.flows.housekeeping import Housekeeping
from bot.flows.returning import Returning
from bot.rules.retention import ends_on, is_over
from storage.store import Store
from storage.tables import AuditRow, Cohort, Delivery, Entry, SeenEvent, Tag, Tombstone, Turn, new_id
from tests.backstage import Backstage, RealTime
from tests.factories import RunningCohort, running_cohort
from tests.promises import promised, row_of
from tests.test_erasure import bytes_of
from tests.world import World

FINISHED = date(2027, 9, 1)
LAST_NIGHT = datetime(2027, 11, 30, 2, 30, tzinfo=UTC)  # the ninetieth day after it
NEXT_NIGHT = LAST_NIGHT + timedelta(days=1)
WORDS = "Canary: the host said nothing of it."


def a_cohort(debrief_on: date | None = None, finished_on: date | None = None) -> Cohort:
    """One that is under way, on no database."""
    cohort = Cohort(organisation_id="o", name="Spring", state="running", created_at=LAST_NIGHT)
    cohort.debrief_on, cohort.finished_on = debrief_on, finished_on
    return cohort


async def test_reflections_are_kept_for_ninety_days_after_the_end_and_no_longer(world: World) -> None:
    async with world.database.transaction() as store:
        spring = await running_cohort(store, 2, state="finished", finished_on=FINISHED)
        await wrote(store, spring)

    await Housekeeping(world.database).tidy(LAST_NIGHT)
    assert await kept(world) == (1, 1, 1)

    await Housekeeping(world.database).tidy(NEXT_NIGHT)
    assert await kept(world) == (0, 0, 0)


async def test_a_cohort_that_goes_on_keeps_everything(world: World) -> None:
    async with world.database.transaction() as store:
        over = await running_cohort(store, 2, state="finished", finished_on=FINISHED)
        going_on = await running_cohort(store, 2, name="Autumn", ids="A", debrief=date(2028, 1, 20))
        await wrote(store, over)
        await wrote(store, going_on)

    await Housekeeping(world.database).tidy(NEXT_NIGHT)

    async with world.database.reading() as store:
        [entry] = (await store.session.exec(select(Entry))).all()
    assert entry.person_id == going_on.people[0].id


async def test_what_somebody_wrote_in_no_cohort_goes_with_the_last_of_theirs(world: World) -> None:
    async with world.database.transaction() as store:
        over = await running_cohort(store, 2, state="finished", finished_on=FINISHED)
        again = await running_cohort(store, 1, name="Autumn", debrief=date(2028, 1, 20))  # U1 a second time
        assert again.people[0].id == over.people[0].id
        for one in over.people:
            await wrote(store, over, one.id, participation_id=None)

    await Housekeeping(world.database).tidy(NEXT_NIGHT)

    async with world.database.reading() as store:
        [entry] = (await store.session.exec(select(Entry))).all()
    assert entry.person_id == again.people[0].id


async def test_a_cohort_may_keep_it_for_a_shorter_time(world: World) -> None:
    async with world.database.transaction() as store:
        spring = await running_cohort(store, 2, state="finished", finished_on=FINISHED, retention_days=7)
        await wrote(store, spring)

    await Housekeeping(world.database).tidy(datetime(2027, 9, 9, 2, 30, tzinfo=UTC))

    assert await kept(world) == (0, 0, 0)


async def test_a_leap_of_the_machines_clock_forgets_nothing_and_misses_nothing(world: World) -> None:
    async with world.database.transaction() as store:
        spring = await running_cohort(store, 2, state="finished", finished_on=FINISHED)
        await wrote(store, spring)
    coming = await promised(world, asked_for=True, due_at=NEXT_NIGHT, window_ends_at=NEXT_NIGHT + timedelta(days=1))
    real, clock = await clock_at(world, LAST_NIGHT - timedelta(hours=1))

    real.passes(days=365)
    await clock._tidy()  # the scheduler finds the night's job overdue, before any beat

    assert await kept(world) == (1, 1, 1)
    assert (await row_of(world, coming)).state == "planned"

    real.passes(days=-365, minutes=2)
    await clock._look()
    assert await kept(world) == (1, 1, 1)


@pytest.mark.parametrize("later", [timedelta(minutes=1), timedelta(days=1)])
async def test_a_night_in_which_the_bot_was_held_is_made_up_for_once_it_is_resumed(
    world: World, later: timedelta
) -> None:
    async with world.database.transaction() as store:
        spring = await running_cohort(store, 2, state="finished", finished_on=FINISHED)
        await wrote(store, spring)
    real, clock = await clock_at(world, LAST_NIGHT - timedelta(days=3))

    real.passes(days=4)
    await clock._tidy()
    held = await kept(world)
    await Returning(world.database, real).go_on(real.now)
    real.passes(seconds=later.total_seconds())
    await clock._sign()
    await clock._tidy()

    assert (held, await kept(world)) == ((1, 1, 1), (0, 0, 0))


async def clock_at(world: World, moment: datetime) -> tuple[RealTime, Clock]:
    """Of a bot that is at work at that moment, with the real time that it goes by."""
    real = RealTime(moment)
    work = Backstage(world.database, world.channel, real).work
    nightly = replace(work, tidy=Housekeeping(world.database).once_a_night)
    clock = Clock(nightly, real=real, sleep=real.sleep)
    await clock._sign()
    return real, clock


@pytest.mark.parametrize(
    ("cohort", "end"),
    [
        (a_cohort(debrief_on=date(2027, 5, 20)), date(2027, 8, 18)),
        (a_cohort(debrief_on=date(2027, 5, 20), finished_on=date(2027, 6, 1)), date(2027, 6, 1)),
        (a_cohort(), None),
    ],
)
def test_a_program_ends_with_its_last_question_or_when_it_is_finished(cohort: Cohort, end: date | None) -> None:
    assert ends_on(cohort) == end


def test_a_program_without_an_end_keeps_everything() -> None:
    assert not is_over(a_cohort(), date(2099, 1, 1))


@pytest.mark.one_database("PostgreSQL keeps old bytes by its operator's own rule")
async def test_forgotten_words_are_in_no_byte_of_a_file(world: World, tmp_path: Path) -> None:
    async with world.database.transaction() as store:
        spring = await running_cohort(store, 2, state="finished", finished_on=FINISHED)
        sealed = await wrote(store, spring)
    assert sealed in bytes_of(tmp_path)

    await Housekeeping(world.database).tidy(NEXT_NIGHT)

    assert sealed not in bytes_of(tmp_path)


async def test_ids_of_events_and_of_deleted_messages_are_kept_for_thirty_days(world: World) -> None:
    async with world.database.transaction() as store:
        spring = await running_cohort(store, 2)
        for days in (29, 31):
            at = NEXT_NIGHT - timedelta(days=days)
            store.session.add(SeenEvent(id=f"{days}", seen_at=at))
            store.session.add(Tombstone(person_id=spring.people[0].id, message=f"{days}", deleted_at=at))

    await Housekeeping(world.database).tidy(NEXT_NIGHT)

    async with world.database.reading() as store:
        assert [row.id for row in (await store.session.exec(select(SeenEvent))).all()] == ["29"]
        assert [row.message for row in (await store.session.exec(select(Tombstone))).all()] == ["29"]


@pytest.mark.parametrize(
    ("state", "days", "left"),
    [("sent", 31, {}), ("failed", 31, {}), ("sent", 29, {"who": "Ada"}), ("planned", 31, {"who": "Ada"})],
)
async def test_names_in_what_was_said_are_forgotten_after_thirty_days(
    world: World, state: str, days: int, left: dict[str, str]
) -> None:
    told = await promised(world, state=state, due_at=NEXT_NIGHT - timedelta(days=days), detail={"who": "Ada"})

    await Housekeeping(world.database).tidy(NEXT_NIGHT)

    row: Delivery = await row_of(world, told)
    assert row.detail == left


async def test_the_trail_goes_back_two_years_and_still_proves_itself(world: World) -> None:
    nights = [NEXT_NIGHT, NEXT_NIGHT + timedelta(days=1), NEXT_NIGHT + timedelta(days=800)]
    await trail(world, *(NEXT_NIGHT - timedelta(days=days) for days in (900, 731, 729, 10)))

    for night in nights:
        await Housekeeping(world.database).tidy(night)
        async with world.database.reading() as store:
            rows = (await store.session.exec(select(AuditRow).order_by(text("number")))).all()
            assert await store.audit.verify() is None
            assert all(row.done_at > night - timedelta(days=731) for row in rows)
    await trail(world, nights[-1])

    async with world.database.reading() as store:
        assert await store.audit.verify() is None


@pytest.mark.parametrize("number", [1, 2, 3])
async def test_whoever_cuts_the_trail_themselves_is_found_out(world: World, number: int) -> None:
    await trail(world, *(NEXT_NIGHT - timedelta(days=days) for days in (900, 800, 100, 50, 10)))
    await Housekeeping(world.database).tidy(NEXT_NIGHT)

    async with world.database.transaction() as store:
        first = (await store.session.exec(select(AuditRow.number).order_by(text("number")).limit(1))).one()
        assert first is not None
        gone = {"last": first + number - 1}
        await (await store.session.connection()).execute(text("DELETE FROM audit WHERE number <= :last"), gone)

    async with world.database.reading() as store:
        assert await store.audit.verify() == first + number


async def test_a_trail_in_which_nothing_is_old_is_not_touched(world: World) -> None:
    await trail(world, NEXT_NIGHT - timedelta(days=10))

    await Housekeeping(world.database).tidy(NEXT_NIGHT)

    async with world.database.reading() as store:
        assert len((await store.session.exec(select(AuditRow))).all()) == 1


async def wrote(store: Store, cohort: RunningCohort, author_id: str = "", **changes: str | None) -> bytes:
    """An entry of one of them (the first, if nobody is named) with one turn and one tag; gives the sealed words."""
    author = next(one for one in cohort.people if author_id in {"", one.id})
    entry = Entry(
        id=new_id(),
        organisation_id=author.organisation_id,
        person_id=author.id,
        participation_id=changes.get("participation_id", cohort.participations[0].id),
        kind="free",
        written_at=datetime(2027, 3, 8, tzinfo=UTC),
    )
    await store.reflections.begin(entry)
    turn = await store.reflections.seal_turn(entry, 0, "person", "form", WORDS, "", entry.written_at)
    [value, *_] = await store.cohorts.values(cohort.cohort.id)
    store.session.add(Tag(entry_id=entry.id, value_id=value.id, seen="lived"))
    await store.session.flush()
    return turn.sealed


async def kept(world: World) -> tuple[int, ...]:
    """How many entries, turns and tags there are."""
    async with world.database.reading() as store:
        return tuple([len((await store.session.exec(select(table))).all()) for table in (Entry, Turn, Tag)])


async def trail(world: World, *moments: datetime) -> None:
    for at in moments:
        async with world.database.transaction() as store:
            await store.audit.write(organisation_id="o", actor_id="ada", deed="tried", thing="it", now=at)
