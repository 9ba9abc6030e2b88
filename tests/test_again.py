"""What is done twice, too late, or by somebody who was away, does what a person would expect, and no more."""

import asyncio
from typing import Any

import pytest
from sqlmodel import col, select, update

from bot.chat.action import Action, Confirm, ConfirmRoles, Write
from bot.chat.event import Joined, Left, OpenedHome, Profile, Said
from bot.chat.reply import Reply
from prompts.message import Form, Message
from storage.tables import AuditRow, Cohort, Delivery, Entry, Person, Role, Share
from tests.backstage import library
from tests.neighbours import NOW, WRITTEN, Neighbourhood, forms_of, neighbourhood
from tests.reflecting import journal
from tests.what_is_there import filled, rows_of, shown
from tests.world import Someone, World

GONE = "That is no longer there."
CONFIRMATIONS = sorted(name for name, kind in Action.known.items() if issubclass(kind, Confirm) and kind is not Confirm)
# of a cohort that runs, and whose debrief is under way: the preview stays, and is refused again
NOT_NOW = ("ConfirmStart", "ConfirmResume", "ConfirmDebrief")
OF_ONESELF = ("ConfirmLeave", "ConfirmExport", "ConfirmTime", "ConfirmGivenBack", "ConfirmJournal")  # they need no role
BY_CODE = ("ConfirmJoin",)  # whoever has the code may
LED = [f"Confirm{one}" for one in ("Approval", "Debrief", "Draft", "EndDebrief", "Giving", "NewDates", "Sending")]
HOLDERS = (
    {"ConfirmValues": "F1", "ConfirmRoom": "F1", "ConfirmDates": "F1", "ConfirmStatement": "S1"}
    | {
        "ConfirmProblems": "S1",
        "ConfirmTimes": "F1",
        "ConfirmChangedTime": "F1",
    }
    | dict.fromkeys(LED, "F1")
)


@pytest.fixture
async def place(world: World) -> Neighbourhood:
    return await neighbourhood(world)


def confirmation(place: Neighbourhood, name: str) -> tuple[Someone, Action]:
    """The button under a preview, and the one who was shown it."""
    (action,) = place.payloads(Action.known[name])
    id = "U1" if name in OF_ONESELF else HOLDERS.get(name, "A1")  # noqa: A001 it reads best
    someone = place.world.someone(id)
    someone.profile = Profile()
    return someone, action


def outcome(reply: Reply) -> str:
    message = reply.say or reply.replace
    assert message is not None, reply
    return message.text


# -- confirming ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CONFIRMATIONS)
async def test_what_was_confirmed_is_done_once(place: Neighbourhood, name: str) -> None:
    someone, action = confirmation(place, name)

    first = await someone.presses(action)
    after = await rows_of(place.world)
    second = await someone.presses(action)

    assert GONE not in outcome(first)
    assert name in NOT_NOW or second == Reply(say=Message(GONE))
    assert await rows_of(place.world) == after


@pytest.mark.parametrize("name", ["ConfirmPause", "ConfirmNewCohort", "ConfirmRoles"])
async def test_two_presses_at_the_same_moment_are_one(place: Neighbourhood, name: str) -> None:
    someone, action = confirmation(place, name)

    replies = await asyncio.gather(someone.presses(action), someone.presses(action))

    assert sorted(GONE in outcome(one) for one in replies) == [False, True]
    async with place.world.database.transaction() as store:
        assert len((await store.session.exec(select(AuditRow))).all()) == 1


@pytest.mark.parametrize("name", sorted(set(CONFIRMATIONS) - {*OF_ONESELF, *BY_CODE}))
async def test_whose_role_was_revoked_confirms_nothing_more(place: Neighbourhood, name: str) -> None:
    someone, action = confirmation(place, name)
    async with place.world.database.transaction() as store:
        await store.session.exec(update(Role).values(revoked_at=NOW))
    before = await rows_of(place.world)

    reply = await someone.presses(action)

    assert reply.replace is None
    assert await rows_of(place.world) == before


async def test_nobody_makes_administrators_of_the_organisation_after_their_own_role_was_revoked(
    place: Neighbourhood,
) -> None:
    alma = place.someone("administrator")
    shown_first = await alma.types("role grant administrator <@U3>")
    assert shown_first.say is not None
    async with place.world.database.transaction() as store:
        await store.session.exec(update(Role).values(revoked_at=NOW))

    reply = await alma.presses(shown_first.say.buttons[0])

    assert isinstance(Action.unpack(shown_first.say.buttons[0].action), ConfirmRoles)
    assert outcome(reply) == GONE
    async with place.world.database.transaction() as store:
        held = (await store.session.exec(select(Role).where(Role.name == "administrator"))).all()
    assert [one for one in held if one.revoked_at is None] == []


# -- forms that were opened before ---------------------------------------------------------------------------------


async def finish(place: Neighbourhood) -> None:
    async with place.world.database.transaction() as store:
        cohort = await store.session.get_one(Cohort, place.spring.cohort.id)
        await store.cohorts.finish(cohort, NOW.date())


async def take_out(place: Neighbourhood) -> None:
    async with place.world.database.transaction() as store:
        participation = await store.cohorts.participation(place.spring.cohort.id, place.spring.people[0].id)
        assert participation is not None
        await store.cohorts.take_out(participation, NOW.date())


@pytest.mark.parametrize("meanwhile", [finish, take_out])
async def test_a_form_of_ones_own_that_was_open_all_the_while_still_takes_what_is_written(
    place: Neighbourhood, meanwhile: Any
) -> None:
    ada = place.someone("herself")
    forms = {name: form for name, (who, form) in (await forms_of(place)).items() if who == "herself"}
    await meanwhile(place)

    for name in ("Write", "Answer", "GoOn", "WriteFreely", "TakeNote"):
        reply = await ada.fills_in(forms[name], **filled(forms[name], f"Late {name}."))
        assert reply.problems == {}, name

    kept = "\n".join("\n".join(texts) for texts in await journal(place.world))
    assert [
        name for name in ("Write", "Answer", "GoOn", "WriteFreely", "TakeNote") if f"Late {name}." not in kept
    ] == []


@pytest.mark.parametrize("meanwhile", [finish, take_out])
async def test_every_form_is_answered_however_late_it_is_sent_in(place: Neighbourhood, meanwhile: Any) -> None:
    forms = await forms_of(place)
    await meanwhile(place)

    for who, form in forms.values():
        reply = await place.someone(who).fills_in(form, **filled(form))
        assert reply != Reply(), form.title


async def test_a_form_of_somebody_who_was_erased_stays_open_and_brings_nothing_back(place: Neighbourhood) -> None:
    ada, forms = place.someone("herself"), await forms_of(place)
    await erase(ada)

    for name in ("Write", "Answer", "GoOn", "ChangeEntry", "DeleteEntry", "ShareEntry"):
        form = forms[name][1]
        assert (await ada.fills_in(form, **filled(form))).problems == {"": GONE}, name

    assert await count(place.world, Entry, Share) == 0


async def test_what_was_written_in_a_form_is_not_lost_when_it_can_no_longer_be_kept_there(place: Neighbourhood) -> None:
    ada = place.someone("herself")
    entry = place.ids["entry"][0]
    form = (await ada.presses(Action.known["GoOn"](entry))).open  # type: ignore[call-arg]  # it bears an entry
    assert form is not None
    await ada.fills_in(Form("", token=Action.known["DeleteEntry"](entry).pack()))  # type: ignore[call-arg]  # so too

    reply = await ada.fills_in(form, words="More.")

    assert reply == Reply(problems={"": GONE})


@pytest.mark.parametrize("words_gone", [False, True])
async def test_a_prompt_is_answered_after_the_one_whom_it_names_has_left(
    place: Neighbourhood, *, words_gone: bool
) -> None:
    ada, delivery = place.someone("herself"), place.ids["delivery"][1]
    async with place.world.database.transaction() as store:
        row = await store.session.get_one(Delivery, delivery)
        row.prompt, row.wording = ("C1", "no such wording") if words_gone else ("C2", await a_wording_with_a_name())
        for person in place.spring.people[1:]:
            participation = await store.cohorts.participation(place.spring.cohort.id, person.id)
            assert participation is not None
            await store.cohorts.take_out(participation, NOW.date())

    form = (await ada.presses(Write(delivery))).open
    assert form is not None
    reply = await ada.fills_in(form, words="All the same.")

    assert reply.replace is not None
    assert "Kept" in reply.replace.text


async def a_wording_with_a_name() -> str:
    texts = library().prompt("en", "C2").wordings
    return next(name for name, text in texts.items() if "{partner" in text or "{date}" in text)


# -- people who go and come back -----------------------------------------------------------------------------------


async def test_somebody_who_was_erased_is_a_stranger_when_they_write_again(place: Neighbourhood) -> None:
    ada = place.someone("herself")
    await erase(ada)

    reply = await ada.writes("Here I am again.")

    assert reply.say is not None
    assert "May I keep what you write?" in reply.say.text
    assert [text for text in WRITTEN if f"Canary{text}" in shown(await ada.types("journal"))] == []
    assert await count(place.world, Entry) == 0


@pytest.mark.parametrize("kind", [Joined, Left])
async def test_somebody_whom_we_do_not_know_leaves_no_trace_by_coming_or_going(
    place: Neighbourhood, kind: type[Joined | Left]
) -> None:
    stranger, before = place.world.someone("U77", "Somebody"), await rows_of(place.world)

    await stranger.reception.take(kind(**stranger._happening()))

    assert await rows_of(place.world) == before


@pytest.mark.parametrize("state", ["gone", "unreachable"])
@pytest.mark.parametrize("event", [Said, OpenedHome])
async def test_who_does_something_here_can_be_reached_again(
    place: Neighbourhood, state: str, event: type[Said | OpenedHome]
) -> None:
    ada = place.someone("herself")
    async with place.world.database.transaction() as store:
        await store.session.exec(update(Person).where(col(Person.external_id) == "U1").values(state=state))
        await store.session.exec(update(Cohort).values(planned="", plan_wanted=""))
    words: dict[str, Any] = {"text": "I am back.", "message": "77.0"} if event is Said else {}

    await ada.reception.take(event(**ada._happening(), **words))

    async with place.world.database.transaction() as store:
        person = (await store.session.exec(select(Person).where(Person.external_id == "U1"))).one()
        assert person.state == "active"
        assert place.spring.cohort.id in await store.plans.stale()


async def erase(someone: Someone) -> None:
    form = (await someone.types("mydata erase")).open
    assert form is not None
    assert (await someone.fills_in(form, sure=True)).open is not None


async def count(world: World, *tables: type[Entry | Share]) -> int:
    async with world.database.transaction() as store:
        return sum([len((await store.session.exec(select(table))).all()) for table in tables])
