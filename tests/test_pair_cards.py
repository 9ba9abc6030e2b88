"""The two of a visit fill one card together: every line in words that both approve, and nobody else reads it."""

import asyncio
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest
from sqlmodel import col, select

from bot.chat.action import DisapproveCard, OpenCard
from bot.chat.reply import Reply
from bot.flows.carding import Carding
from bot.flows.departing import Departing
from bot.flows.disclosing import Disclosing
from prompts.message import Form
from storage.pair_cards import KINDS, ApprovedCard
from storage.sealed import Grant, NotGranted
from storage.tables import AuditRow, CardLine, Cohort, Delivery, PairCard
from tests.backstage import library
from tests.factories import RunningCohort, running_cohort
from tests.replies import opened, said
from tests.what_is_there import words_in
from tests.world import Someone, World, button

LINES = {
    "notice": "Three people waited for one signature.",
    "wonder": "Who could sign in the night?",
    "realise": "I had stopped seeing the queue.",
    "barrier": "The rule names one role.",
    "test": "Two nurses sign for a week.",
}
NOW = datetime(2027, 3, 12, 9, 0, tzinfo=UTC)  # after the first visit, Ada's to Ben


class Scene(NamedTuple):
    world: World
    made: RunningCohort
    ada: Someone
    ben: Someone
    chidi: Someone
    faye: Someone

    @property
    def leg(self) -> str:
        return self.made.legs[0].id


@pytest.fixture
async def scene(world: World) -> Scene:
    world.desks = (Carding().desk, Departing(library()).desk, Disclosing(library()).desk)
    world.now = NOW
    async with world.database.transaction() as store:
        made = await running_cohort(store, 5)
    names = (("U1", "Ada"), ("U2", "Ben"), ("U3", "Chidi"), ("F1", "Faye"))
    return Scene(world, made, *(world.someone(key, name) for key, name in names))


async def test_one_drafts_and_the_other_approves_the_exact_words(scene: Scene) -> None:
    await fills(scene, scene.ada, **LINES)
    before = await waiting(scene)

    form = await opens(scene, scene.ben)
    reply = await scene.ben.fills_in(form, **approving(*KINDS))

    assert before == []
    assert {one.key: one.value for one in form.fields if one.key in KINDS} == LINES
    assert "waits at the debrief" in said(reply).text
    [found] = await waiting(scene)
    assert [line.kind for line in found.lines] == list(KINDS)


async def test_four_lines_are_no_card_yet(scene: Scene) -> None:
    await fills(scene, scene.ada, **LINES)

    await fills(scene, scene.ben, **approving(*KINDS[:4]))

    assert await waiting(scene) == []


async def test_a_change_by_one_takes_the_approval_of_the_other_away_from_that_line_alone(scene: Scene) -> None:
    await approved(scene)

    await fills(scene, scene.ben, wonder="Who may sign in the night?")
    form = await opens(scene, scene.ada)

    ticks = {one.key: one.value for one in form.fields if one.key not in KINDS}
    assert ticks == {f"approve_{kind}": kind != "wonder" for kind in KINDS}
    assert await waiting(scene) == []


async def test_a_line_that_is_emptied_and_written_again_is_approved_by_nobody_else(scene: Scene) -> None:
    await approved(scene)

    await fills(scene, scene.ada, wonder="")
    await fills(scene, scene.ada, wonder="Something quite different?")

    assert await waiting(scene) == []


async def test_either_takes_their_approval_back_until_the_debrief_is_over(scene: Scene) -> None:
    await approved(scene)

    await scene.ben.presses(DisapproveCard(scene.leg))
    in_between = await waiting(scene)
    await fills(scene, scene.ben, **approving(*KINDS))
    await over(scene)
    reply = await scene.ben.presses(DisapproveCard(scene.leg))
    form = await opens(scene, scene.ada)

    assert in_between == []
    assert "stays as it is" in said(reply).text
    assert len(await waiting(scene)) == 1
    assert (form.fields, len(form.items)) == ((), 5)


async def test_what_one_changes_while_the_other_has_the_form_open_is_never_approved_unseen(scene: Scene) -> None:
    await fills(scene, scene.ada, **LINES)
    form = await opens(scene, scene.ben)

    await fills(scene, scene.ada, test="Nothing at all.")
    await scene.ben.fills_in(form, **approving(*KINDS))

    assert await waiting(scene) == []
    lines = await rows(scene)
    assert (lines["test"].host_approves, lines["notice"].host_approves) == (0, 1)
    assert (await texts(scene, scene.ada))["test"] == "Nothing at all."


async def test_what_both_write_at_once_is_shown_to_the_second_and_nothing_is_lost(scene: Scene) -> None:
    await fills(scene, scene.ada, **LINES)
    form = await opens(scene, scene.ben)

    await fills(scene, scene.ada, test="Two nurses, one week, nights only.")
    crossed = await scene.ben.fills_in(form, test="Two nurses and a porter.", wonder="Who signs at night?")
    kept = await texts(scene, scene.ada)
    again = opened(crossed)
    await scene.ben.fills_in(again)

    assert set(crossed.problems) == {"test"}
    assert "nights only" in crossed.problems["test"]
    assert {one.key: one.value for one in again.fields}["test"] == "Two nurses and a porter."
    assert kept["wonder"] == LINES["wonder"]
    after = await texts(scene, scene.ada)
    assert (after["test"], after["wonder"]) == ("Two nurses and a porter.", "Who signs at night?")


@pytest.mark.parametrize("turn", range(4))
async def test_an_approval_and_a_change_in_one_moment_never_make_a_card(scene: Scene, turn: int) -> None:
    await fills(scene, scene.ada, **LINES)
    theirs, own = await opens(scene, scene.ben), await opens(scene, scene.ada)
    doing = [
        scene.ben.fills_in(theirs, **approving(*KINDS)),
        scene.ada.fills_in(own, **{KINDS[turn]: "Other words."}),
    ]

    await asyncio.gather(*(doing if turn % 2 else doing[::-1]))

    lines = await rows(scene)
    assert (await texts(scene, scene.ben))[KINDS[turn]] == "Other words."
    assert lines[KINDS[turn]].host_approves != lines[KINDS[turn]].version
    assert await waiting(scene) == []


async def test_two_who_begin_the_same_line_in_one_moment_lose_no_words(scene: Scene) -> None:
    forms = await opens(scene, scene.ada), await opens(scene, scene.ben)

    replies = await asyncio.gather(
        scene.ada.fills_in(forms[0], notice="A queue."), scene.ben.fills_in(forms[1], notice="A bell.")
    )

    [lost] = [one for one in replies if one.problems]
    fields = {one.key: one.value for one in opened(lost).fields}
    kept = (await texts(scene, scene.ada))["notice"]
    assert {kept, fields["notice"]} == {"A queue.", "A bell."}


async def test_nobody_else_opens_the_card(scene: Scene) -> None:
    await approved(scene)

    for someone in (scene.chidi, scene.faye):
        reply = await someone.presses(OpenCard(scene.leg))
        assert (reply.open, said(reply).text) == (None, "That is no longer there.")


async def test_a_reader_leaves_a_mark_for_what_the_other_wrote(scene: Scene) -> None:
    await fills(scene, scene.ada, notice=LINES["notice"])

    await opens(scene, scene.ada)
    await opens(scene, scene.ben)

    async with scene.world.database.reading() as store:
        read = await store.session.exec(select(AuditRow).where(AuditRow.deed == "card_line_read"))
        assert [one.actor_id for one in read] == [scene.made.people[1].id]


async def test_a_card_opens_when_its_visit_has_been(scene: Scene) -> None:
    early = opened(await scene.ada.presses(OpenCard(scene.made.legs[1].id)))
    page = said(await scene.ada.types("card"))

    assert "Tue, 23 Mar 2027" in early.text
    assert early.fields == ()
    assert [len(one.buttons) for one in sorted(page.items, key=lambda one: "Ben visits" in one.text)] == [1, 0]


async def test_each_visit_of_a_trio_has_a_card_of_its_own(scene: Scene) -> None:
    scene.world.now = datetime(2027, 4, 12, 9, 0, tzinfo=UTC)

    page = said(await scene.chidi.types("card"))
    for item in page.items:
        form = opened(await scene.chidi.presses(button_of(item.buttons)))
        await scene.chidi.fills_in(form, notice=LINES["notice"])

    async with scene.world.database.reading() as store:
        assert len((await store.session.exec(select(PairCard))).all()) == 2


async def test_the_other_is_told_in_private_and_nothing_of_it_stands_in_a_chat(scene: Scene) -> None:
    reply = await fills(scene, scene.ada, **LINES)
    again = await fills(scene, scene.ada, notice="A line of people waited.")

    told = await notices(scene, scene.made.people[1].id)
    assert [one.prompt for one in told] == ["pair_card.changed"]
    assert not any(text in f"{words_in([reply.say, again.say])}{told}" for text in LINES.values())


async def test_patient_details_stay_out_of_a_card(scene: Scene) -> None:
    reply = await fills(scene, scene.ada, notice="Mrs Peeters in bed 12 waited.")

    assert set(reply.problems) == {"notice"}
    assert await rows(scene) == {}


async def test_whoever_is_erased_takes_the_card_along(scene: Scene) -> None:
    await approved(scene)

    await scene.ben.fills_in(opened(await scene.ben.types("mydata erase")), sure=True)

    assert await rows(scene) == {}
    assert await waiting(scene) == []


async def test_the_card_of_somebody_who_left_does_not_wait_any_more(scene: Scene) -> None:
    await approved(scene)
    preview = said(await scene.ben.types("leave"))

    await scene.ben.presses(button(preview, scene.world.words["en"].label("leaving.confirm")))

    assert await waiting(scene) == []


async def test_a_line_opens_only_with_the_grant_for_it(scene: Scene) -> None:
    await approved(scene)

    async with scene.world.database.reading() as store:
        [found] = await store.pair_cards.approved(scene.made.cohort.id)
        with pytest.raises(NotGranted):
            await store.pair_cards.open(
                found.card, found.lines[0], Grant("reader", found.card.visitor_id, "another row"), NOW
            )


async def test_an_export_has_one_s_own_lines_and_not_those_of_the_other(scene: Scene) -> None:
    await fills(scene, scene.ada, notice=LINES["notice"])
    await fills(scene, scene.ben, realise=LINES["realise"])

    preview = said(await scene.ada.types("mydata export"))
    files = (await scene.ada.presses(preview.buttons[0])).documents

    for file in files:
        assert LINES["notice"] in file.content.decode()
        assert LINES["realise"] not in file.content.decode()


# -- how they are done ---------------------------------------------------------------------------------------------


async def opens(scene: Scene, who: Someone) -> Form:
    return opened(await who.presses(OpenCard(scene.leg)))


async def fills(scene: Scene, who: Someone, **values: Any) -> Reply:
    return await who.fills_in(await opens(scene, who), **values)


async def approved(scene: Scene) -> None:
    """Ada wrote everything, and Ben approves it."""
    await fills(scene, scene.ada, **LINES)
    await fills(scene, scene.ben, **approving(*KINDS))


def approving(*kinds: str) -> dict[str, bool]:
    return {f"approve_{kind}": True for kind in kinds}


async def over(scene: Scene) -> None:
    async with scene.world.database.transaction() as store:
        (await store.session.get_one(Cohort, scene.made.cohort.id)).debrief_on = NOW.date()
    scene.world.now = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)


async def waiting(scene: Scene) -> list[ApprovedCard]:
    async with scene.world.database.reading() as store:
        return list(await store.pair_cards.approved(scene.made.cohort.id))


async def rows(scene: Scene) -> dict[str, CardLine]:
    async with scene.world.database.reading() as store:
        return await store.pair_cards.lines(scene.leg)


async def texts(scene: Scene, who: Someone) -> dict[str, Any]:
    return {one.key: one.value for one in (await opens(scene, who)).fields if one.key in KINDS}


async def notices(scene: Scene, person_id: str) -> list[Delivery]:
    async with scene.world.database.reading() as store:
        asked = select(Delivery).where(Delivery.person_id == person_id, col(Delivery.prompt).startswith("pair_card"))
        return list(await store.session.exec(asked))


def button_of(buttons: tuple[Any, ...]) -> Any:
    [found] = buttons
    return found
