"""One sentence asks a facilitator to leave something out, and what an interview comes to is the participant's word."""

from datetime import UTC, datetime
from typing import NamedTuple

import pytest
from sqlmodel import col, select

from bot.chat.action import DraftSentences, GoThrough, LeaveOut, ReadSentences, ReadShare
from bot.chat.reply import Reply
from bot.flows.disclosing import Disclosing
from bot.flows.interviewing import Interviewing
from bot.flows.omitting import Omitting
from bot.flows.sharing import Sharing
from bot.flows.summing_up import SummingUp
from storage.tables import AuditRow, Delivery, InterviewSentence, Share
from tests.backstage import library
from tests.factories import RunningCohort, running_cohort
from tests.replies import opened, plain, said
from tests.what_is_there import words_in
from tests.world import Someone, World, button

SENTENCE = "Please leave out what I said about the night rota."
DRAFTED = ("She saw how the round waits for one person.", "She wants to ask first.", "She doubts the rota.")
NOW = datetime(2027, 4, 21, 9, 0, tzinfo=UTC)  # the day after the interviews


class Scene(NamedTuple):
    world: World
    made: RunningCohort
    ada: Someone
    ben: Someone
    faye: Someone


@pytest.fixture
async def scene(world: World) -> Scene:
    world.desks = (
        Interviewing().desk,
        Omitting().desk,
        SummingUp().desk,
        Sharing().desk,
        Disclosing(library()).desk,
    )
    world.now = NOW
    async with world.database.transaction() as store:
        made = await running_cohort(store)
    return Scene(
        world, made, *(world.someone(key, name) for key, name in (("U1", "Ada"), ("U2", "Ben"), ("F1", "Faye")))
    )


async def test_exactly_that_sentence_is_passed_on_and_opens_in_a_form(scene: Scene) -> None:
    reply = await passed_on(scene)

    told = await latest(scene, scene.made.facilitator.id)
    form = opened(await scene.faye.presses(told.detail["action:+sharing.read"]))
    assert plain(form.items[0].text) == SENTENCE
    assert "asked on" in form.text
    assert "rota" not in f"{words_in(reply)} {told}"
    assert [one.deed for one in await trail(scene)] == ["left_out", "share_read"]


async def test_nobody_but_that_facilitator_reads_it(scene: Scene) -> None:
    await passed_on(scene)

    reply = await scene.ben.presses(ReadShare(await the_share(scene)))

    assert (reply.open, said(reply).text) == (None, "That is no longer there.")


async def test_it_can_be_taken_back_also_later_from_the_list(scene: Scene) -> None:
    await passed_on(scene)

    page = said(await scene.ada.types("interviews"))
    await scene.ada.presses(button(page, "Take back"))
    reply = await scene.faye.presses(ReadShare(await the_share(scene)))

    assert "Faye" in page.items[-1].text
    assert "took this back" in opened(reply).text
    assert SENTENCE not in words_in(page)


async def test_patient_details_are_not_passed_on(scene: Scene) -> None:
    form = opened(await scene.ada.presses(LeaveOut(scene.made.cohort.id)))

    reply = await scene.ada.fills_in(form, words="Please leave out Mrs Peeters in bed 12.")

    assert set(reply.problems) == {"words"}
    async with scene.world.database.reading() as store:
        assert (await store.session.exec(select(Share))).all() == []


async def test_nobody_reads_a_draft_before_the_participant_has_gone_through_it(scene: Scene) -> None:
    await drafted(scene)

    own = opened(await scene.faye.presses(ReadSentences(scene.made.participations[0].id)))
    again = opened(await scene.faye.presses(DraftSentences(scene.made.participations[0].id)))

    assert own.items == ()
    assert [one.value for one in again.fields] == ["", "", ""]
    assert DRAFTED[0] not in words_in([own, again])
    assert "sentence_read" not in [one.deed for one in await trail(scene)]


async def test_the_facilitator_reads_them_only_as_the_participant_left_them(scene: Scene) -> None:
    await drafted(scene)
    form = opened(await scene.ada.presses(GoThrough(scene.made.cohort.id)))

    await scene.ada.fills_in(form, second="I want to ask first.", third="")
    left = opened(await scene.faye.presses(ReadSentences(scene.made.participations[0].id)))

    assert [one.value for one in form.fields] == list(DRAFTED)
    assert [plain(one.text) for one in left.items] == [DRAFTED[0], "I want to ask first."]
    assert [one.deed for one in await trail(scene)].count("sentence_read") == 2


async def test_what_was_approved_can_still_be_deleted_and_is_not_drafted_again(scene: Scene) -> None:
    await drafted(scene)
    await scene.ada.fills_in(opened(await scene.ada.presses(GoThrough(scene.made.cohort.id))))
    form = opened(await scene.ada.presses(GoThrough(scene.made.cohort.id)))

    redrafted = await drafted(scene)
    await scene.ada.fills_in(form, first="", second="", third="")
    left = opened(await scene.faye.presses(ReadSentences(scene.made.participations[0].id)))

    assert "has gone through the sentences already" in redrafted.problems["first"]
    assert left.items == ()
    async with scene.world.database.reading() as store:
        assert (await store.session.exec(select(InterviewSentence))).all() == []


async def test_somebody_else_goes_through_nothing_and_reads_nothing(scene: Scene) -> None:
    await drafted(scene)

    form = opened(await scene.ben.presses(GoThrough(scene.made.cohort.id)))
    reply = await scene.ben.presses(ReadSentences(scene.made.participations[0].id))

    assert (form.fields, form.items) == ((), ())
    assert said(reply).text == "That is no longer there."


async def test_whoever_is_erased_takes_sentences_and_wishes_along(scene: Scene) -> None:
    await passed_on(scene)
    await drafted(scene)

    await scene.ada.fills_in(opened(await scene.ada.types("mydata erase")), sure=True)

    async with scene.world.database.reading() as store:
        assert (await store.session.exec(select(InterviewSentence))).all() == []
        assert (await store.session.exec(select(Share))).all() == []


async def test_an_export_has_them_in_the_open_for_whom_they_are_about(scene: Scene) -> None:
    await passed_on(scene)
    await drafted(scene)

    preview = said(await scene.ada.types("mydata export"))
    theirs = said(await scene.faye.types("mydata export"))
    own = (await scene.ada.presses(preview.buttons[0])).documents
    other = (await scene.faye.presses(theirs.buttons[0])).documents

    assert all(text in own[1].content.decode() for text in (SENTENCE, *DRAFTED))
    assert all(text in own[0].content.decode() for text in (SENTENCE, *DRAFTED))
    assert not any(text in f"{one.content!r}" for text in (SENTENCE, *DRAFTED) for one in other)


# -- how they are done ---------------------------------------------------------------------------------------------


async def passed_on(scene: Scene) -> Reply:
    form = opened(await scene.ada.presses(LeaveOut(scene.made.cohort.id)))
    return await scene.ada.fills_in(form, words=SENTENCE)


async def drafted(scene: Scene) -> Reply:
    form = opened(await scene.faye.presses(DraftSentences(scene.made.participations[0].id)))
    return await scene.faye.fills_in(form, **dict(zip(("first", "second", "third"), DRAFTED, strict=True)))


async def the_share(scene: Scene) -> str:
    async with scene.world.database.reading() as store:
        return (await store.session.exec(select(Share.id))).one()


async def latest(scene: Scene, person_id: str) -> Delivery:
    async with scene.world.database.reading() as store:
        asked = select(Delivery).where(Delivery.person_id == person_id, Delivery.prompt == "leaving_out.received")
        return (await store.session.exec(asked)).one()


async def trail(scene: Scene) -> list[AuditRow]:
    async with scene.world.database.reading() as store:
        return list(await store.session.exec(select(AuditRow).order_by(col(AuditRow.number))))
