"""Home shows what is open and what comes next, and never what somebody wrote."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from bot.chat.dates import moment
from bot.chat.event import OpenedHome
from bot.flows.answering import Answering
from bot.flows.departing import Departing
from bot.flows.enrolling import Enrolling
from bot.flows.homecoming import Homecoming
from bot.flows.preferring import Preferring
from bot.flows.reflecting import Reflecting
from bot.slack import render
from bot.slack.limits import check_limits
from prompts.message import Message
from storage.tables import Cohort, Delivery, Person
from tests.backstage import builtin_coach, library
from tests.factories import running_cohort
from tests.world import Someone, World, button

LIBRARY = library()
SPRING = date(2027, 3, 20)
STARTED = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)  # when a World begins


@pytest.fixture
async def ada(world: World) -> Someone:
    """Ada in a cohort that started this morning."""
    flows = (Homecoming(LIBRARY), Preferring(LIBRARY), Departing(LIBRARY), Enrolling(LIBRARY))
    thinking = (Reflecting(builtin_coach(), LIBRARY), Answering(LIBRARY, builtin_coach()))
    world.desks = [one.desk for one in (*flows, *thinking)]
    async with world.database.transaction() as store:
        await running_cohort(store)
    return world.someone("U1", "Ada")


async def home(someone: Someone) -> Message:
    reply = await someone.reception.take(OpenedHome(**someone._happening()))
    assert reply.home is not None
    return reply.home


def everything(message: Message) -> str:
    return "\n".join([message.text, *(item.text for item in message.items)])


def title(prompt: str) -> str:
    return LIBRARY.prompt("en", prompt).title


def labels(message: Message) -> list[str]:
    buttons = [*message.buttons, *(one for item in message.items for one in item.buttons)]
    return [one.label for one in buttons]


def next_line(page: Message) -> str:
    return next(item.text for item in page.items if item.text.startswith("**Next:**"))


async def sent(world: World) -> list[Delivery]:
    """What Ada was sent, in order."""
    async with world.database.transaction() as store:
        person = (await store.session.exec(select(Person).where(Person.external_id == "U1"))).one()
        return list(await store.deliveries.sent_prompts(person.id))


async def unasked(world: World) -> None:
    """Ada has not said whether what she writes may be kept."""
    async with world.database.transaction() as store:
        person = (await store.session.exec(select(Person).where(Person.external_id == "U1"))).one()
        person.keeps_entries = None


async def promise(world: World, prompt: str, state: str, in_hours: int, skipped_at: datetime | None = None) -> None:
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
                skipped_at=skipped_at,
                wording=next(iter(LIBRARY.prompt("en", prompt).wordings)),
            )
        )


async def test_home_tells_what_is_open(world: World, ada: Someone) -> None:
    await promise(world, "A2", "sent", -1)

    page = await home(ada)

    assert f"Open now:** {title('A2')}" in everything(page)
    assert button(page, "Write").opens_form


async def test_what_was_skipped_is_not_open(world: World, ada: Someone) -> None:
    await promise(world, "A2", "sent", -1, skipped_at=world.now)

    assert "Open now" not in everything(await home(ada))


async def test_a_question_that_waits_gives_nothing_away_and_opens_in_a_form(world: World, ada: Someone) -> None:
    await ada.writes("A canary sang in the ward.")
    await world.until("2027-01-04 10:05")

    page = await home(ada)

    assert "a question about something that you wrote" in everything(page)
    assert button(page, "Open the question").opens_form
    assert "canary" not in everything(page)


@pytest.mark.parametrize("zone", ["Europe/Brussels", "America/Toronto", "Asia/Kolkata"])
async def test_what_home_says_comes_next_is_what_comes_then(world: World, ada: Someone, zone: str) -> None:
    there = world.someone("U1", "Ada", timezone=zone)
    promised = next_line(await home(there))

    await world.until("2027-01-20 00:00")

    first = next(one for one in await sent(world) if one.sent_at and one.sent_at > STARTED)
    assert first.sent_at is not None
    assert promised == f"**Next:** {title(first.prompt)}, {moment(first.sent_at, zone, world.words['en'])}"
    assert f"Time zone:** {zone}" in everything(await home(there)).replace("\\", "")


async def test_a_pause_moves_what_comes_next_at_once(world: World, ada: Someone) -> None:
    before = next_line(await home(ada))

    reply = await ada.types("pause until 2027-03-20")

    assert reply.home is not None
    assert "Paused** until Sat, 20 Mar 2027" in everything(reply.home)
    assert next_line(reply.home) != before
    assert "Jan" not in next_line(reply.home)


async def test_what_is_chosen_stands_on_home_at_once(world: World, ada: Someone) -> None:
    await home(ada)

    quiet = await ada.types("quiet 18:30-08:15")
    days = await ada.types("days mon,sat")
    language = await ada.types("language English")

    pages = [everything(reply.home) for reply in (quiet, days, language) if reply.home]
    assert "18:30 to 08:15" in pages[0]
    assert "mon, sat" in pages[1]
    assert "Language:** English" in pages[2]


async def test_who_never_opened_home_is_not_shown_it(ada: Someone) -> None:
    assert (await ada.types("quiet 18:30-08:15")).home is None


async def test_what_was_answered_from_home_is_not_open_there_any_more(world: World, ada: Someone) -> None:
    await promise(world, "A2", "sent", -1)
    form = (await ada.presses(button(await home(ada), "Write"))).open
    assert form is not None

    reply = await ada.fills_in(form, words="A canary sang in the ward.")

    assert reply.home is not None
    assert "Open now" not in everything(reply.home)
    assert "canary" not in everything(reply.home)


async def test_home_tells_that_the_whole_cohort_is_paused(world: World, ada: Someone) -> None:
    async with world.database.transaction() as store:
        cohort = (await store.session.exec(select(Cohort))).one()
        cohort.state, cohort.paused_on, cohort.paused_until = "paused", date(2027, 1, 4), SPRING

    page = await home(ada)

    assert "Spring** is paused for everybody until Sat, 20 Mar 2027" in everything(page)
    assert button(page, "Pause")


async def test_a_yes_or_no_on_home_stands_there_at_once(world: World, ada: Someone) -> None:
    await unasked(world)
    page = await home(ada)

    reply = await ada.presses(button(page, "No, keep nothing"))

    assert reply.home is not None
    assert "You said no" in everything(reply.home)
    assert "May I keep what you write?" not in everything(reply.home)


async def test_whoever_left_finds_what_they_wrote_and_no_next_question(world: World, ada: Someone) -> None:
    await home(ada)
    preview = (await ada.types("leave")).say
    assert preview is not None

    reply = await ada.presses(button(preview, "Leave"))

    assert reply.home is not None
    assert "You are in no cohort at the moment" in everything(reply.home)
    assert "Next:" not in everything(reply.home)
    assert button(reply.home, "Show my journal")
    assert "Leave" not in labels(reply.home)


async def test_who_is_in_no_cohort_finds_a_friendly_sentence(world: World, ada: Someone) -> None:
    stranger = world.someone("U77", "Nia")

    page, said = await home(stranger), (await stranger.types("today")).say

    assert "You are in no exchange yet" in page.text
    assert labels(page) == ["Privacy"]
    assert said is not None
    assert said.text == page.text


async def test_home_of_a_facilitator_who_takes_part_in_nothing_says_what_they_lead(world: World, ada: Someone) -> None:
    faye = world.someone("F1", "Faye")
    async with world.database.transaction() as store:
        (await store.session.exec(select(Person).where(Person.external_id == "F1"))).one().keeps_entries = None

    page = everything(await home(faye))

    assert "You lead **Spring" in page
    assert "You are in no cohort" not in page
    assert "I keep" not in page
    assert page.index("As facilitator") < page.index("Pause:")


async def test_home_of_a_sponsor_is_short(world: World, ada: Someone) -> None:
    gil = world.someone("U78", "Gil")
    await home(gil)
    async with world.database.transaction() as store:
        person = (await store.session.exec(select(Person).where(Person.external_id == "U78"))).one()
        await store.people.grant(person, "sponsor", None, "", world.now)

    page = await home(gil)

    assert labels(page) == ["Values", "Problems", "Privacy"]
    assert "Next:" not in everything(page)


async def test_home_says_once_whether_anything_is_kept(world: World, ada: Someone) -> None:
    page = everything(await home(ada))

    assert page.count("I keep") == 1


async def test_home_says_nothing_of_a_cohort_that_has_not_started(world: World, ada: Someone) -> None:
    async with world.database.transaction() as store:
        (await store.session.exec(select(Cohort))).one().state = "draft"

    assert "Spring" not in everything(await home(ada))


async def test_home_fits_into_what_slack_shows(world: World, ada: Someone) -> None:
    await unasked(world)
    for number, prompt in enumerate(("A1", "A2", "A3", "B1", "B2")):
        await promise(world, prompt, "sent", -5 + number)
    async with world.database.transaction() as store:
        person = (await store.session.exec(select(Person).where(Person.external_id == "U1"))).one()
        for role in ("facilitator", "sponsor", "administrator"):
            await store.people.grant(person, role, None, "", world.now)

    page = await home(ada)

    assert check_limits(render.home(page, world.words["en"])) == []
    assert labels(page).count("Write") == 3


async def test_home_shows_nothing_that_was_written(world: World, ada: Someone) -> None:
    await ada.writes("A canary sang in the ward.")

    page = await home(ada)

    assert "canary" not in everything(page)
    assert button(page, "Show my journal")


async def test_today_says_in_short_what_home_shows(world: World, ada: Someone) -> None:
    await promise(world, "A2", "sent", -1)

    short, page = (await ada.types("today")).say, await home(ada)

    assert short is not None
    assert labels(short) == ["Write"]
    assert [item.text for item in short.items] == [item.text for item in page.items[:2]]


async def test_who_has_not_answered_the_first_card_finds_it_on_home(world: World, ada: Someone) -> None:
    await unasked(world)

    page = await home(ada)

    assert "May I keep what you write?" in everything(page)
    assert button(page, "Yes, keep what I write")


async def test_a_pause_can_be_ended_from_home(world: World, ada: Someone) -> None:
    async with world.database.transaction() as store:
        person = (await store.session.exec(select(Person).where(Person.external_id == "U1"))).one()
        person.paused_on, person.paused_until = date(2027, 1, 4), date(2027, 1, 8)

    page = await home(ada)
    reply = await ada.presses(button(page, "End the pause"))

    assert "Paused** until Fri, 8 Jan 2027" in everything(page)
    assert reply.home is not None
    assert button(reply.home, "Pause")


async def test_roles_find_their_own_buttons(world: World, ada: Someone) -> None:
    facilitator = await home(world.someone("F1", "Faye"))
    participant = await home(ada)

    assert button(facilitator, "This week")
    assert "As facilitator" not in everything(participant)
