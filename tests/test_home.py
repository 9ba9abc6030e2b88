"""Home shows what is open and what comes next, and never what somebody wrote."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.chat.event import OpenedHome
from bot.coach.builtin import BuiltinCoach
from bot.flows.homecoming import Homecoming
from bot.flows.reflecting import Reflecting
from prompts.library import Library
from prompts.message import Message
from storage.tables import Delivery, Person
from tests.factories import running_cohort
from tests.world import Someone, World, button

LIBRARY = Library.load(Path("prompts"))


@pytest.fixture
async def ada(world: World) -> Someone:
    world.desks = [Homecoming(LIBRARY).desk, Reflecting(BuiltinCoach.read(Path("prompts"), "en")).desk]
    async with world.database.transaction() as store:
        await running_cohort(store)
    return world.someone("U1", "Ada")


async def home(someone: Someone) -> Message:
    reply = await someone.reception.take(OpenedHome(**someone._happening()))
    assert reply.home is not None
    return reply.home


def everything(message: Message) -> str:
    return "\n".join([message.text, *(item.text for item in message.items)])


async def promise(world: World, prompt: str, state: str, in_hours: int) -> None:
    async with world.database.transaction() as store:
        person = (await store.session.exec(select(Person).where(Person.external_id == "U1"))).one()
        (cohort,) = await store.cohorts.joined_by(person)
        participation = await store.cohorts.participation(cohort.id, person.id)
        assert participation is not None
        at = world.now + timedelta(hours=in_hours)
        await store.deliveries.add(
            Delivery(
                organisation_id=person.organisation_id,
                person_id=person.id,
                participation_id=participation.id,
                cohort_id=cohort.id,
                kind="prompt",
                prompt=prompt,
                anchor_instance="W1",
                state=state,
                due_at=at,
                sent_at=at if state == "sent" else None,
            )
        )


async def test_home_tells_what_is_open_and_when_the_next_question_comes(world: World, ada: Someone) -> None:
    await promise(world, "A2", "sent", -1)
    await promise(world, "A3", "planned", 24)

    page = await home(ada)

    assert LIBRARY.prompt("en", "A2").title in everything(page)
    assert button(page, "Write").opens_form
    assert "Tue, 5 Jan 2027, 10:00" in everything(page)


async def test_home_shows_nothing_that_was_written(world: World, ada: Someone) -> None:
    await ada.writes("A canary sang in the ward.")

    page = await home(ada)

    assert "canary" not in everything(page)
    assert button(page, "Show my journal")


async def test_today_says_the_same_as_home(world: World, ada: Someone) -> None:
    assert (await ada.types("today")).say == await home(ada)


async def test_who_has_not_answered_the_first_card_finds_it_on_home(world: World, ada: Someone) -> None:
    stranger = world.someone("U77", "Nia")

    page = await home(stranger)

    assert "May I keep what you write?" in everything(page)
    assert button(page, "Yes, keep what I write")


async def test_a_pause_can_be_ended_from_home(world: World, ada: Someone) -> None:
    async with world.database.transaction() as store:
        person = (await store.session.exec(select(Person).where(Person.external_id == "U1"))).one()
        person.paused_on, person.paused_until = date(2027, 1, 4), date(2027, 1, 8)

    page = await home(ada)

    assert "Paused" in everything(page)
    assert button(page, "End the pause")


async def test_roles_find_their_own_buttons(world: World, ada: Someone) -> None:
    facilitator = await home(world.someone("F1", "Faye"))
    participant = await home(ada)

    assert button(facilitator, "This week")
    assert "As facilitator" not in everything(participant)
