"""One entry is shared with one person: its exact words, opened in a form, for as long as the author lets it stand."""

from datetime import UTC, datetime
from typing import NamedTuple

import pytest
from sqlmodel import select

from bot.chat.action import ReadShare, ShareEntry, TakeBack, WhoCanSee
from bot.chat.event import Posted
from bot.chat.reply import Reply
from bot.flows.sharing import Sharing
from bot.rules.composing import notice_message
from prompts.message import ChoiceField, Form, Message
from storage.tables import AuditRow, Delivery, Entry, Participation, Role, Share
from tests.factories import RunningCohort, running_cohort
from tests.replies import opened
from tests.what_is_there import words_in
from tests.world import Someone, World, button

SECRET = "She asked who was carrying the heaviest load. Nobody answered at first."
NOW = datetime(2027, 3, 8, 16, 30, tzinfo=UTC)


class Scene(NamedTuple):
    world: World
    cohort: RunningCohort
    ada: Someone
    ben: Someone
    chidi: Someone
    faye: Someone
    entry: str


@pytest.fixture
async def scene(world: World) -> Scene:
    """Ada wrote an entry; Ben is her partner, Chidi is in the other pair, Faye is the facilitator."""
    world.desks, world.now = (Sharing().desk,), NOW
    async with world.database.transaction() as store:
        cohort = await running_cohort(store, 4)
        ada = cohort.people[0]
        entry = await store.reflections.begin(
            Entry(
                organisation_id=ada.organisation_id,
                person_id=ada.id,
                participation_id=cohort.participations[0].id,
                kind="free",
                written_at=NOW,
            )
        )
        await store.reflections.seal_turn(entry, 0, "person", "form", SECRET, "", NOW)
        await store.reflections.seal_turn(entry, 1, "coach", "form", "What did the silence tell you?", "", NOW)
    return Scene(
        world,
        cohort,
        ada=world.someone("U1", "Ada"),
        ben=world.someone("U2", "Ben"),
        chidi=world.someone("U3", "Chidi"),
        faye=world.someone("F1", "Faye"),
        entry=entry.id,
    )


async def test_the_exact_words_are_shown_before_they_are_shared(scene: Scene) -> None:
    reply = await scene.ada.presses(ShareEntry(scene.entry))

    form = opened(reply)
    assert shown(form)["words"] == SECRET
    assert "20 May 2027" in form.text
    assert labels(form) == ["Ben, your exchange partner", "Faye, facilitator of Spring"]


async def test_the_partner_reads_exactly_what_was_shared_and_no_more(scene: Scene) -> None:
    await share(scene, "Ben", words="Nobody answered at first.")

    message = await waiting_for(scene, "U2")
    form = opened(await scene.ben.presses(button(message, "Read")))

    assert "Nobody answered at first" in form.items[0].text
    assert "heaviest load" not in words_in(form)


async def test_nothing_that_was_shared_stands_in_a_chat(scene: Scene) -> None:
    reply = await share(scene, "Ben")

    message = await waiting_for(scene, "U2")
    assert "Ada" in message.text
    assert "heaviest" not in words_in([reply, message])
    assert button(message, "Read").opens_form


async def test_a_reader_leaves_a_mark_and_the_author_sees_it(scene: Scene) -> None:
    await share(scene, "Faye")
    before = said(await scene.ada.presses(WhoCanSee(scene.entry)))

    await scene.faye.presses(ReadShare(await the_share(scene)))

    after = said(await scene.ada.presses(WhoCanSee(scene.entry)))
    assert "Not read yet" in before.items[0].text
    assert "First read Mon, 8 Mar 2027, 17:30" in after.items[0].text
    assert await deeds(scene) == ["share_made", "share_read"]


async def test_authors_read_their_own_share_without_a_mark(scene: Scene) -> None:
    await share(scene, "Ben")

    form = opened(await scene.ada.presses(ReadShare(await the_share(scene))))

    assert "heaviest load" in form.items[0].text
    assert await deeds(scene) == ["share_made"]


@pytest.mark.parametrize("reader", ["chidi", "faye"])
async def test_nobody_else_opens_what_was_shared_with_the_partner(scene: Scene, reader: str) -> None:
    await share(scene, "Ben")

    reply = await getattr(scene, reader).presses(ReadShare(await the_share(scene)))

    assert reply.open is None
    assert said(reply).text == "That is no longer there."


async def test_what_was_shared_is_frozen(scene: Scene) -> None:
    await share(scene, "Ben")
    async with scene.world.database.transaction() as store:
        [mine, _question] = await store.reflections.turns(scene.entry)
        await store.reflections.reseal_turn(mine, "Quite different words.", NOW)

    form = opened(await scene.ben.presses(ReadShare(await the_share(scene))))

    assert "heaviest load" in form.items[0].text


async def test_the_message_about_what_was_taken_back_says_so(scene: Scene) -> None:
    reply = await share(scene, "Ben")
    async with scene.world.database.transaction() as store:
        (row,) = (await store.session.exec(select(Delivery).where(Delivery.prompt == "sharing.received"))).all()
        row.state, row.room, row.message = "sent", "DU2", "50.0"

    outcome = await scene.ada.presses(button(said(reply), "Take back"))

    ((posted, message),) = outcome.others
    assert posted == Posted("DU2", "50.0")
    assert message == Message("Ada took this back. It can no longer be read.")


async def test_what_was_taken_back_is_not_read_any_more(scene: Scene) -> None:
    reply = await share(scene, "Ben")

    outcome = await scene.ada.presses(button(said(reply), "Take back"))

    form = opened(await scene.ben.presses(ReadShare(await the_share(scene))))
    assert outcome.replace is not None
    assert "had not opened it" in outcome.replace.text
    assert "Ada took this back" in form.text
    assert "heaviest" not in words_in(form)
    assert "taken back" in said(await scene.ada.presses(WhoCanSee(scene.entry))).items[0].text


async def test_a_share_can_be_taken_back_on_the_day_of_the_debrief_and_not_after(scene: Scene) -> None:
    await share(scene, "Ben")
    share_id = await the_share(scene)

    scene.world.now = datetime(2027, 5, 20, 22, 30, tzinfo=UTC)  # 21 May in Brussels
    late = await scene.ada.presses(TakeBack(share_id))
    scene.world.now = datetime(2027, 5, 20, 21, 30, tzinfo=UTC)
    in_time = await scene.ada.presses(TakeBack(share_id))

    assert "can no longer be taken back" in said(late).text
    assert in_time.replace is not None


async def test_only_the_author_takes_a_share_back(scene: Scene) -> None:
    await share(scene, "Ben")

    await scene.ben.presses(TakeBack(await the_share(scene)))

    assert opened(await scene.ben.presses(ReadShare(await the_share(scene)))).items


async def test_who_is_not_the_facilitator_any_more_reads_nothing_more_and_a_successor_neither(scene: Scene) -> None:
    await share(scene, "Faye")
    async with scene.world.database.transaction() as store:
        held = (await store.session.exec(select(Role).where(Role.name == "facilitator"))).one()
        held.revoked_at = NOW
        await store.people.grant(scene.cohort.people[2], "facilitator", scene.cohort.cohort.id, "", NOW)

    for reader in (scene.faye, scene.chidi):
        assert (await reader.presses(ReadShare(await the_share(scene)))).open is None


async def test_who_is_not_the_partner_any_more_reads_nothing_more(scene: Scene) -> None:
    await share(scene, "Ben")
    async with scene.world.database.transaction() as store:
        ben = await store.session.get_one(Participation, scene.cohort.participations[1].id)
        ben.state = "left"

    assert (await scene.ben.presses(ReadShare(await the_share(scene)))).open is None


async def test_nobody_shares_the_entry_of_another(scene: Scene) -> None:
    reply = await scene.ben.presses(ShareEntry(scene.entry))

    assert reply.open is None
    assert said(await scene.ben.presses(WhoCanSee(scene.entry))).text == "That is no longer there."


async def test_a_share_needs_a_person_of_the_list_and_some_words(scene: Scene) -> None:
    form = opened(await scene.ada.presses(ShareEntry(scene.entry)))

    nobody = await scene.ada.fills_in(form, **{"with": ("partner nobody nowhere",)})
    nothing = await scene.ada.fills_in(form, **{"with": (value_of(form, "Ben"),), "words": "  "})

    assert list(nobody.problems) == ["with"]
    assert list(nothing.problems) == ["words"]
    assert await all_shares(scene) == []


async def test_without_a_partner_and_a_facilitator_there_is_nobody_to_share_with(scene: Scene) -> None:
    async with scene.world.database.transaction() as store:
        await store.cohorts.undo(await store.cohorts.legs(scene.cohort.cohort.id))
        held = (await store.session.exec(select(Role).where(Role.name == "facilitator"))).one()
        held.revoked_at = NOW

    form = opened(await scene.ada.presses(ShareEntry(scene.entry)))

    assert form.fields == ()
    assert "nobody yet" in form.text


async def test_who_can_see_this_tells_that_an_entry_is_private(scene: Scene) -> None:
    reply = await scene.ada.presses(WhoCanSee(scene.entry))

    assert said(reply).text.startswith("**Only you** can see this entry.")
    assert said(reply).items == ()


async def test_who_can_see_this_tells_the_rule_before_there_is_an_entry(scene: Scene) -> None:
    assert "until you share it" in said(await scene.ada.presses(WhoCanSee())).text


async def share(scene: Scene, name: str, **changed: str) -> Reply:
    form = opened(await scene.ada.presses(ShareEntry(scene.entry)))
    return await scene.ada.fills_in(form, **{"with": (value_of(form, name),), **changed})


async def waiting_for(scene: Scene, platform_id: str) -> Message:
    async with scene.world.database.transaction() as store:
        people = [one for one in (*scene.cohort.people, scene.cohort.facilitator) if one.external_id == platform_id]
        found = await store.session.exec(select(Delivery).where(Delivery.person_id == people[0].id))
        return notice_message(scene.world.words["en"], found.one())


async def the_share(scene: Scene) -> str:
    return (await all_shares(scene))[0].id


async def all_shares(scene: Scene) -> list[Share]:
    async with scene.world.database.transaction() as store:
        return list(await store.session.exec(select(Share)))


async def deeds(scene: Scene) -> list[str]:
    async with scene.world.database.transaction() as store:
        assert await store.audit.verify() is None
        return [row.deed for row in await store.session.exec(select(AuditRow))]


def said(reply: Reply) -> Message:
    assert reply.say is not None
    return reply.say


def shown(form: Form) -> dict[str, object]:
    return {one.key: one.value for one in form.fields}


def labels(form: Form) -> list[str]:
    choice = form.fields[0]
    assert isinstance(choice, ChoiceField)
    return [one.label for one in choice.options]


def value_of(form: Form, name: str) -> str:
    choice = form.fields[0]
    assert isinstance(choice, ChoiceField)
    return next(one.value for one in choice.options if one.label.startswith(name))
