"""What is kept of a live debrief: one that runs at most, and words that only a grant opens."""

from datetime import UTC, datetime

import pytest

from storage.sealed import Grant, NotGranted
from storage.store import Collided, Store
from storage.tables import Contribution, Debrief, DebriefRound
from tests.factories import RunningCohort, running_cohort
from tests.silence import remember
from tests.world import World

NOW = datetime(2027, 5, 20, 11, 0, tzinfo=UTC)
WORDS = "Lighter than when we came in."
remember(WORDS)


async def begun(store: Store, made: RunningCohort) -> Debrief:
    debrief = Debrief(
        organisation_id=made.cohort.organisation_id,
        cohort_id=made.cohort.id,
        minutes=120,
        driver_id=made.facilitator.id,
        started_at=NOW,
    )
    rounds = [
        DebriefRound(debrief_id=debrief.id, key=key, position=at, minutes=60, collects=True, hidden=True)
        for at, key in enumerate(("review", "word"))
    ]
    await store.debriefs.begin(debrief, rounds)
    return debrief


async def test_a_cohort_has_one_debrief_that_runs(world: World) -> None:
    async with world.database.transaction() as store:
        made = await running_cohort(store, 4)
        first = await begun(store, made)

    with pytest.raises(Collided):
        async with world.database.transaction() as store:
            await begun(store, made)

    async with world.database.transaction() as store:
        over = await store.debriefs.held(first.id)
        assert over is not None
        over.state = "closed"
        await begun(store, made)
    async with world.database.reading() as store:
        running = await store.debriefs.running(made.cohort.id)
        assert running is not None
        assert running.id != first.id


async def test_what_was_sent_in_is_opened_only_with_the_grant_for_its_row(world: World) -> None:
    async with world.database.transaction() as store:
        made = await running_cohort(store, 4)
        debrief = await begun(store, made)
        row = await store.debriefs.contribute(debrief, "word", made.participations[0], text=WORDS, now=NOW)

        assert WORDS.encode() not in row.sealed
        assert await store.debriefs.open(row, Grant("room", row.sealed_for, row.id)) == WORDS
        with pytest.raises(NotGranted):
            await store.debriefs.open(row, Grant("room", row.sealed_for, "another row"))


async def test_what_is_sent_in_again_takes_the_place_of_the_first(world: World) -> None:
    async with world.database.transaction() as store:
        made = await running_cohort(store, 4)
        debrief = await begun(store, made)
        for text in ("First.", "Second."):
            await store.debriefs.contribute(debrief, "word", made.participations[0], text=text, now=NOW)

        (row,) = await store.debriefs.sent_in(debrief.id, "word")
        assert await store.debriefs.open(row, Grant("room", row.sealed_for, row.id)) == "Second."


async def test_a_card_that_was_entered_for_somebody_has_no_author(world: World) -> None:
    async with world.database.transaction() as store:
        made = await running_cohort(store, 4)
        debrief = await begun(store, made)
        row = await store.debriefs.enter(debrief, "word", text=WORDS, facilitator=made.facilitator, now=NOW)

        assert (row.participation_id, row.sealed_for) == (None, made.cohort.id)
        assert await store.debriefs.open(row, Grant("room", row.sealed_for, row.id)) == WORDS


async def test_erasing_somebody_takes_what_they_sent_in_unless_it_has_no_author_any_more(world: World) -> None:
    async with world.database.transaction() as store:
        made = await running_cohort(store, 4)
        debrief = await begun(store, made)
        kept = await store.debriefs.contribute(debrief, "review", made.participations[0], text=WORDS, now=NOW)
        await store.debriefs.contribute(debrief, "word", made.participations[0], text="Gone.", now=NOW)
        await store.debriefs.came(debrief, made.participations[0], NOW)
        await store.debriefs.forget_author(kept, WORDS)

    async with world.database.transaction() as store:
        ada = await store.people.person(made.people[0].id)
        assert ada is not None
        await store.people.erase(ada, NOW)

    async with world.database.reading() as store:
        (left,) = await store.debriefs.sent_in(debrief.id, "review")
        assert await store.debriefs.open(left, Grant("room", left.sealed_for, left.id)) == WORDS
        assert (left.id, left.participation_id) != (kept.id, made.participations[0].id)
        assert await store.debriefs.sent_in(debrief.id, "word") == ()
        assert await store.debriefs.presences(debrief.id) == ()


async def test_what_is_told_of_a_person_does_not_hold_what_others_sent_in(world: World) -> None:
    async with world.database.transaction() as store:
        made = await running_cohort(store, 4)
        debrief = await begun(store, made)
        for participation in made.participations[:2]:
            await store.debriefs.contribute(debrief, "word", participation, text=WORDS, now=NOW)

        told = await store.people.rows_about(made.people[0])

    assert [row["participation_id"] for row in told[Contribution.__tablename__]] == [made.participations[0].id]
