"""Delivering: the right words at the right moment, to people who are still meant to hear them."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from bot.chat.action import Action, GetReady, Run
from bot.chat.event import Address, Posted
from bot.flows.readying import Readying
from bot.rules.asking import GENTLER, OFFER, asking_of
from bot.rules.patience import AT_ONCE
from prompts.message import Message
from storage.store import Database, Store
from storage.tables import Delivery
from tests.backstage import Backstage, library
from tests.factories import RunningCohort, role, running_cohort
from tests.promises import promised
from tests.sizes import size
from tests.world import TEAM, FakeChannel, World, button

BRUSSELS = ZoneInfo("Europe/Brussels")


async def cohort_of(world: World, number: int = 2, **changes: object) -> RunningCohort:
    async with world.database.transaction() as store:
        return await running_cohort(store, number, **changes)  # type: ignore[arg-type]  # passed on as they are


async def rows(database: Database, **which: object) -> list[Delivery]:
    async with database.transaction() as store:
        found = (await store.session.exec(select(Delivery).order_by(col(Delivery.sent_at), col(Delivery.id)))).all()
    return [row for row in found if all(getattr(row, key) == value for key, value in which.items())]


async def changed(store: Store, made: RunningCohort) -> None:
    cohort = await store.cohorts.cohort(made.cohort.id)
    assert cohort is not None
    cohort.plan_anew()


async def test_a_prompt_brings_its_question_its_help_and_its_buttons(world: World) -> None:
    await cohort_of(world)

    await world.until("2027-01-11 09:30")

    message = world.heard("U1")[0]
    assert [one.label for one in message.buttons] == ["Write", "Later", "Skip", "Who can see this"]
    assert button(message, "Write").opens_form
    assert library().prompt("en", "A1").help_long in message.text
    assert message.text.endswith(library().words["en"].say("prompt.closing_chat"))


async def test_a_prompt_that_asks_for_no_answer_has_only_what_it_opens(world: World) -> None:
    await cohort_of(world)
    await world.until("2027-03-08 07:44")
    before = len(world.heard("U1"))

    await world.until("2027-03-08 08:00")

    (lens,) = world.heard("U1")[before:]
    assert [one.label for one in lens.buttons] == ["Write a note"]
    assert Action.unpack(lens.buttons[0].action) == Run("note")


async def test_the_list_of_what_must_be_ready_is_one_press_away(world: World) -> None:
    made = await cohort_of(world)
    world.desks = [Readying().desk]

    await world.until("2027-02-22 10:00")
    message = world.heard("U2")[-1]
    opened = await world.someone("U2", "Ben").presses(button(message, "What must be ready"))

    assert [one.label for one in message.buttons][:2] == ["Write", "What must be ready"]
    assert opened.open is not None
    assert Action.unpack(opened.open.token) == GetReady(made.legs[0].id)


async def test_a_facilitator_has_what_is_spoken_of_one_press_away(world: World) -> None:
    made = await cohort_of(world)

    await world.until("2027-01-15 10:00")

    (overview,) = world.heard("F1")
    actions = [Action.unpack(one.action) for one in overview.buttons]
    assert actions == [Run(f"week cohort {made.cohort.id}"), Run(f"dates cohort {made.cohort.id}")]


async def test_names_are_filled_in_and_never_come_to_life(world: World) -> None:
    made = await cohort_of(world)
    await world.backstage.planning.plan(world.now)
    async with world.database.transaction() as store:
        ben = await store.people.person(made.people[1].id)
        assert ben is not None
        ben.name = "<!channel> *Ben*"

    async with world.database.transaction() as store:
        found = (await store.session.exec(select(Delivery).where(Delivery.prompt == "B2"))).all()
        row = next(one for one in found if one.person_id == made.people[0].id)
        asking = asking_of(library(), row, await store.outbox.standing(row))

    assert r"\<\!channel\>" in asking.question("settle")


@pytest.mark.one_database  # what is said is composed before it is stored
async def test_help_grows_short_after_the_third_prompt_of_a_kind(world: World) -> None:
    await cohort_of(world)

    await world.until("2027-12-30 12:00")

    kinds: Counter[str] = Counter()
    for row, message in zip(await asked_of(world, "U1"), world.heard("U1"), strict=True):
        prompt, said = library().program.prompt(row.prompt), library().prompt("en", row.prompt)
        if prompt.answer and row.wording != OFFER and said.help_long:
            assert (said.help_long in message.text) == (kinds[prompt.framework] < 3), row.prompt
        kinds[prompt.framework] += 1


async def asked_of(world: World, id: str) -> list[Delivery]:
    async with world.database.transaction() as store:
        person = await store.people.at((await store.people.workspace("slack", "T1")).id, id)  # type: ignore[union-attr]  # every world has it
        assert person is not None
        return list(await store.deliveries.sent_prompts(person.id))


@pytest.mark.one_database  # the same
async def test_far_rings_come_gentler_and_ring_five_is_only_offered(world: World) -> None:
    await cohort_of(world)

    await world.until("2027-12-30 12:00")

    for row in await asked_of(world, "U1"):
        ring = library().program.prompt(row.prompt).ring
        assert (row.wording == OFFER) == (ring == 5), row.prompt
        assert (row.wording == GENTLER) == (ring == 4), row.prompt  # who never answers stays on ring 2


async def test_the_ring_follows_the_answers(world: World) -> None:
    await cohort_of(world)
    await world.until("2027-01-11 12:00")
    async with world.database.transaction() as store:
        first = (await store.session.exec(select(Delivery).where(Delivery.prompt == "A1"))).all()[0]
        await store.deliveries.answered(first, world.now)

    await world.until("2027-01-18 12:00")

    wordings = {row.person_id: row.wording for row in await rows(world.database, prompt="A2")}
    assert wordings.pop(first.person_id) != GENTLER
    assert set(wordings.values()) == {GENTLER}


async def test_a_whole_program_goes_out_once_in_waking_hours_and_no_wording_twice(world: World) -> None:
    made = await cohort_of(world, 3)

    await world.until("2027-12-30 12:00")

    for person in made.people:
        mine = await rows(world.database, person_id=person.id, state="sent")
        assert len(mine) == library().program.messages - 1  # nobody offered anything, so nothing is to be approved
        assert len({(row.prompt, row.wording) for row in mine}) == len(mine)
        for row in mine:
            assert row.sent_at
            local = row.sent_at.astimezone(BRUSSELS)
            assert time(7, 30) <= local.time() < time(20, 0), row.prompt
    assert len({one.delivery for one in world.channel.sent}) == len(world.channel.sent)


async def test_a_facilitator_hears_how_many_only_in_bands(world: World) -> None:
    await cohort_of(world)

    await world.until("2027-01-20 12:00")

    (message,) = world.heard("F1")
    assert message.title == "Before the workshop"


async def test_who_is_no_facilitator_any_more_hears_nothing(world: World) -> None:
    made = await cohort_of(world)
    await world.until("2027-01-11 12:00")
    async with world.database.transaction() as store:
        for one in await store.people.roles(made.facilitator.id):
            one.revoked_at = world.now

    await world.until("2027-01-20 12:00")

    assert world.heard("F1") == []
    assert {row.state for row in await rows(world.database, person_id=made.facilitator.id, prompt="AF1")} == {
        "cancelled"
    }


async def test_in_a_pause_nothing_unasked_comes_and_afterwards_what_is_still_open(world: World) -> None:
    made = await cohort_of(world)
    async with world.database.transaction() as store:
        ada = await store.people.person(made.people[0].id)
        assert ada is not None
        ada.paused_on, ada.paused_until = date(2027, 1, 11), date(2027, 1, 12)
        await changed(store, made)

    await world.until("2027-01-12 23:00")
    during = len(world.heard("U1"))
    await world.until("2027-01-13 12:00")

    assert during == 0
    assert len(world.heard("U1")) == 1
    assert len(world.heard("U2")) == 1


async def test_a_pause_that_the_plan_does_not_know_yet_is_seen_at_the_last_look(world: World) -> None:
    made = await cohort_of(world)
    await world.until("2027-01-10 12:00")
    async with world.database.transaction() as store:
        ada = await store.people.person(made.people[0].id)
        assert ada is not None
        ada.paused_on, ada.paused_until = date(2027, 1, 11), date(2027, 1, 12)

    await world.until("2027-01-11 12:00")

    assert world.heard("U1") == []
    assert len(world.heard("U2")) == 1


async def test_quiet_hours_hold_back_at_the_last_look(world: World) -> None:
    made = await cohort_of(world)
    await world.until("2027-01-10 12:00")
    async with world.database.transaction() as store:
        ada = await store.people.person(made.people[0].id)
        assert ada is not None
        ada.quiet_from, ada.quiet_to = time(8, 0), time(14, 0)

    await world.until("2027-01-11 13:59")
    before = len(world.heard("U1"))
    await world.until("2027-01-11 14:00")

    assert (before, len(world.heard("U1"))) == (0, 1)


async def test_who_left_hears_nothing_even_before_the_plan_knows(world: World) -> None:
    made = await cohort_of(world)
    await world.until("2027-01-10 12:00")
    async with world.database.transaction() as store:
        gone = await store.cohorts.participation(made.cohort.id, made.people[0].id)
        assert gone is not None
        gone.state = "left"

    await world.until("2027-01-11 12:00")

    assert world.heard("U1") == []


async def test_what_needs_an_answer_that_never_came_is_not_meant(world: World) -> None:
    made = await cohort_of(world)
    await world.until("2027-05-17 08:00")
    async with world.database.transaction() as store:
        offers = (await store.session.exec(select(Delivery).where(Delivery.prompt == "H1"))).all()
        offered = next(one for one in offers if one.person_id == made.people[0].id)
        await store.deliveries.answered(offered, world.now)

    await world.until("2027-05-20 08:00")

    states = {row.person_id: (row.state, row.reason) for row in await rows(world.database, prompt="H2")}
    assert states == {made.people[0].id: ("sent", ""), made.people[1].id: ("cancelled", "not meant")}


@pytest.mark.one_database  # the counting is the same statement on both
async def test_one_person_in_three_cohorts_still_gets_two_a_day(world: World) -> None:
    for name in ("Spring", "Summer", "Autumn"):
        await cohort_of(world, name=name)

    await world.until("2027-06-30 12:00")

    assert_never_more_than_two_a_day(await rows(world.database))


def assert_never_more_than_two_a_day(found: Iterable[Delivery]) -> None:
    days = Counter(
        (row.person_id, row.sent_at.astimezone(BRUSSELS).date()) for row in found if row.sent_at and not row.asked_for
    )
    assert max(days.values(), default=0) <= 2


moments = st.datetimes(datetime(2027, 3, 1), datetime(2027, 3, 5)).map(lambda one: one.replace(tzinfo=UTC))  # noqa: DTZ001 - Hypothesis wants naive bounds


@pytest.mark.one_database  # the limits are pure, and the counting is the same statement on both
@settings(
    max_examples=size(400), suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # each example empties the outbox itself
@given(
    due=st.lists(st.tuples(moments, st.booleans()), min_size=1, max_size=12),
    looks=st.lists(moments, min_size=1, max_size=8).map(sorted),
)
async def test_nobody_gets_more_than_two_unasked_a_day_whenever_we_look(
    database: Database, due: list[tuple[datetime, bool]], looks: list[datetime]
) -> None:
    async with database.transaction() as store:
        await store.people.install("slack", TEAM, "Halden Health", looks[0])
        for row in (await store.session.exec(select(Delivery))).all():
            await store.session.delete(row)
        made = await running_cohort(store, name=f"Cohort {datetime.now(UTC).isoformat()}")
        for number, (at, asked_for) in enumerate(due):
            row = await store.deliveries.notice(made.people[0], "trouble.later", at, cohort_id=made.cohort.id)
            row.asked_for = asked_for
            row.participation_id, row.anchor_instance = made.participations[0].id, str(number)
    channel = FakeChannel()

    for now in looks:
        await Backstage(database, channel).delivering.send_due(now)

    found = await rows(database)
    assert_never_more_than_two_a_day(found)
    assert all(row.state == "sent" for row in found if row.asked_for and row.due_at <= looks[-1])


async def test_notices_fill_their_gaps_and_bring_their_buttons(world: World) -> None:
    buttons: Any = {"action:prompt.later": '["Run","today"]', "action:+prompt.write": '["WriteFreely"]'}
    made = await cohort_of(world)
    async with world.database.transaction() as store:
        await store.deliveries.notice(
            made.people[0],
            "trouble.nearest_command",
            world.now,
            text="chort",
            nearest="cohort",
            **buttons,
        )

    await world.backstage.delivering.send_due(world.now)

    (message,) = world.heard("U1")
    assert "`chort`" in message.text
    assert [(one.label, one.opens_form) for one in message.buttons] == [("Later", False), ("Write", True)]


async def test_the_same_notice_under_one_name_is_said_once(world: World) -> None:
    made = await cohort_of(world)

    for _ in range(2):
        async with world.database.transaction() as store:
            await store.deliveries.notice(made.people[0], "trouble.later", world.now, once="today")
        await world.backstage.delivering.send_due(world.now)

    assert len(world.heard("U1")) == 1


async def test_what_is_asked_again_comes_when_it_was_promised_in_other_words(world: World) -> None:
    made = await cohort_of(world)
    await world.until("2027-01-11 09:30")
    async with world.database.transaction() as store:
        asked = await store.deliveries.latest_open(made.people[0].id, world.now)
        assert asked is not None
        await store.deliveries.ask_again(asked, world.now + timedelta(hours=2))

    await world.until("2027-01-11 11:29")
    before = len(world.heard("U1"))
    await world.until("2027-01-11 11:30")

    first, again = world.heard("U1")
    assert before == 1
    assert first.title == again.title
    assert first.text != again.text


async def test_what_was_answered_is_not_asked_again(world: World) -> None:
    made = await cohort_of(world)
    await world.until("2027-01-11 09:30")
    async with world.database.transaction() as store:
        asked = await store.deliveries.latest_open(made.people[0].id, world.now)
        assert asked is not None
        await store.deliveries.ask_again(asked, world.now + timedelta(hours=2))
        await store.deliveries.answered(asked, world.now)

    await world.until("2027-01-11 12:00")

    assert len(world.heard("U1")) == 1


async def test_a_second_role_makes_no_second_message(world: World) -> None:
    made = await cohort_of(world)
    async with world.database.transaction() as store:
        cohort = await store.cohorts.cohort(made.cohort.id)
        await role(store, cohort, "facilitator", made.facilitator)

    await world.until("2027-01-20 12:00")

    assert len(world.heard("F1")) == 1


@pytest.mark.one_database  # the order of two moments is the same everywhere
async def test_messages_come_in_the_order_in_which_they_were_due(world: World) -> None:
    await cohort_of(world)

    await world.until("2027-12-30 12:00")

    moments_sent = [row.due_at for row in await asked_of(world, "U1")]
    assert all(first <= second for first, second in pairwise(moments_sent))


@pytest.mark.one_database  # how long a round takes is no matter of the database
async def test_whatever_takes_longer_than_a_minute_is_left_to_the_next_round(world: World) -> None:
    for one in range(AT_ONCE + 1):
        await promised(world, f"U{one}")
    slow = Backstage(world.database, Slow(world), world.real).delivering

    assert await slow.send_due(world.now)
    assert not await slow.send_due(world.now)

    async with world.database.reading() as store:
        assert set((await store.session.exec(select(Delivery.state))).all()) == {"sent"}


class Slow(FakeChannel):
    """A platform that takes five seconds for each message."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world

    async def send(self, to: Address, message: Message, *, delivery: str, thread: str | None = None) -> Posted:
        self.world.real.passes(seconds=5)
        return Posted(to.room or f"D{to.person}", f"{delivery}.0")
