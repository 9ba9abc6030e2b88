"""Where care leads on to: the speak-up route, and a facilitator who phones."""

import pytest

from bot.chat.action import PhoneMe, SeenCall
from prompts.message import Message
from storage.tables import Turn
from tests.careful import (
    BULLIED,
    CONTACTS,
    DETAILS,
    DISTRESS,
    EVERYWHERE,
    FORMS,
    PHONE_ME,
    SEEN,
    UNSAFE,
    Careful,
    careful,
    of_care,
)
from tests.factories import person
from tests.world import World, button

GUARDIAN = r"The speak\-up guardian."  # as Markdown


@pytest.fixture
async def place(world: World) -> Careful:
    return await careful(world)


# -- routes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", EVERYWHERE)
async def test_bullying_gets_the_speak_up_route_and_no_question(place: Careful, where: str) -> None:
    await EVERYWHERE[where](place, BULLIED)
    asked = len(await place.rows(Turn, speaker="coach"))
    await place.tick()

    message = next(one for one in place.heard() if GUARDIAN in one.text)
    assert "incident system" not in message.text
    assert CONTACTS not in message.text
    assert message.buttons == ()
    assert len(await place.rows(Turn, speaker="coach")) == asked


async def test_patient_safety_is_sent_to_the_incident_system_too(place: Careful) -> None:
    await place.ada.writes(UNSAFE)

    (message,) = place.heard()
    assert GUARDIAN in message.text
    assert "report it in your incident system" in message.text


async def test_both_at_once_are_one_message_with_help_first(place: Careful) -> None:
    await place.ada.writes(f"{BULLIED} {DISTRESS}")

    (message,) = place.heard()
    assert message.text.index(CONTACTS) < message.text.index(GUARDIAN)


async def test_a_form_with_patient_details_comes_back_before_a_route_is_told(place: Careful) -> None:
    reply = await FORMS["a free form"](place, f"{DETAILS} {BULLIED}")
    assert reply.problems
    assert place.heard() == []
    assert reply.open is not None

    await place.ada.fills_in(reply.open, keep_it=True)

    assert len(place.heard()) == 1


# -- asking to be phoned -----------------------------------------------------------------------------------------------


async def asks_for_a_call(place: Careful) -> Message:
    await place.ada.writes(DISTRESS)
    reply = await place.ada.presses(button(place.heard()[-1], PHONE_ME))
    assert reply.say is not None
    return reply.say


async def test_the_facilitator_gets_a_name_and_nothing_else(place: Careful) -> None:
    said = await asks_for_a_call(place)

    (message,) = place.heard("F1")
    assert message.text == "**Ada** asks you to phone them."
    assert [one.label for one in message.buttons] == [SEEN]
    assert "Faye" in said.text
    assert "I do not know when they are at work" in said.text
    assert place.heard("U2") == place.heard("S1") == []


async def test_the_facilitators_hours_are_told(world: World) -> None:
    place = await careful(world, facilitator_hours="Monday to Thursday, 09:00 to 16:00")

    said = await asks_for_a_call(place)

    assert "Monday to Thursday, 09:00 to 16:00" in said.text


async def test_it_is_told_when_a_facilitator_has_seen_it_and_nothing_is_repeated(place: Careful) -> None:
    await asks_for_a_call(place)
    faye = place.world.someone("F1", "Faye")

    reply = await faye.presses(button(place.heard("F1")[0], SEEN))
    again = await faye.presses(button(place.heard("F1")[0], SEEN))
    await place.tick(hours=3)

    assert reply.replace is not None
    assert again.replace == reply.replace
    assert [one.text for one in place.heard()[1:]] == ["**Faye** has seen that you wish to be phoned."]
    assert len(of_care(place.heard())) == 1


async def test_the_contacts_are_repeated_once_where_nobody_has_seen_it(place: Careful) -> None:
    await asks_for_a_call(place)

    await place.tick(minutes=59)
    before = len(of_care(place.heard()))
    await place.tick(minutes=2)
    await place.tick(days=1)

    repeated = of_care(place.heard())[before:]
    assert before == 1
    assert len(repeated) == 1
    assert "no facilitator has seen it yet" in repeated[0].text
    assert CONTACTS in repeated[0].text


async def test_a_second_press_asks_nobody_twice(place: Careful) -> None:
    await asks_for_a_call(place)
    wish = button(place.heard()[-1], PHONE_ME)

    reply = await place.ada.presses(wish)

    assert reply.say is not None
    assert "I have asked them already" in reply.say.text
    assert CONTACTS in reply.say.text
    assert len(place.heard("F1")) == 1


async def test_of_several_facilitators_the_first_who_sees_it_counts(place: Careful) -> None:
    async with place.world.database.transaction() as store:
        gus = await person(store, "F2", "Gus")
        await store.people.grant(gus, "facilitator", place.spring.cohort.id, "", place.world.now)
    await asks_for_a_call(place)

    await place.world.someone("F2", "Gus").presses(button(place.heard("F2")[0], SEEN))
    late = await place.world.someone("F1", "Faye").presses(button(place.heard("F1")[0], SEEN))

    assert late.replace is not None
    assert "Gus has seen it already" in late.replace.text
    assert [one.text for one in place.heard()[1:]] == ["**Gus** has seen that you wish to be phoned."]


async def test_nobody_else_can_say_that_they_have_seen_it(place: Careful) -> None:
    await asks_for_a_call(place)
    seen = button(place.heard("F1")[0], SEEN)

    for who in ("U2", "S1", "U1"):
        reply = await place.world.someone(who).presses(seen)
        assert reply.say is not None
    await place.world.someone("F1").presses(SeenCall(place.spring.people[1].id, place.spring.cohort.id, "made up"))

    assert len(place.heard()) == 1


async def test_who_is_in_no_such_cohort_asks_nobody(place: Careful) -> None:
    async with place.world.database.transaction() as store:
        await person(store, "U9", "Zoe")

    await place.world.someone("U9", "Zoe").presses(PhoneMe(place.spring.cohort.id, "x"))

    assert place.heard("F1") == []


async def test_where_there_is_no_facilitator_the_contacts_are_said(place: Careful) -> None:
    await place.ada.writes(DISTRESS)
    async with place.world.database.transaction() as store:
        (role, _), *_ = await store.people.holding(
            place.spring.cohort.organisation_id, place.spring.cohort.id, "facilitator"
        )
        role.revoked_at = place.world.now

    reply = await place.ada.presses(button(place.heard()[-1], PHONE_ME))

    assert reply.say is not None
    assert CONTACTS in reply.say.text
