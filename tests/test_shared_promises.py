"""A promise that its author shares with everybody in the cohort: who reads it, who does not, and taking it back."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlmodel import col, select

from bot.chat.action import ReadShare, ShareEntry, ShowSharedPromises, TakeBack
from bot.flows.departing import Departing
from bot.flows.disclosing import Disclosing
from bot.flows.promising import Promising
from bot.flows.sharing import Sharing
from prompts.message import ChoiceField, Form
from storage.store import Store
from storage.tables import AuditRow, Entry, Share
from tests.administering import said
from tests.backstage import library
from tests.factories import RunningCohort, person, role, running_cohort
from tests.replies import opened
from tests.what_is_there import words_in
from tests.world import Someone, World, button

MORNING = datetime(2027, 5, 21, 8, 0, tzinfo=UTC)  # the day after the debrief
PROMISE = "If the ward round runs late, then I will ask who is still waiting"


@dataclass
class Place:
    world: World
    spring: RunningCohort
    ada: Someone

    async def promises(self) -> Form:
        return opened(await self.ada.types("promises"))

    async def shares(self) -> str:
        """Ada shares a promise with everybody; gives the id of the share."""
        await self.ada.types(f"promises {PROMISE}")
        form = opened(await self.ada.presses(in_form(await self.promises(), "Share")))
        choice = next(one for one in form.fields if isinstance(one, ChoiceField))
        everybody = next(one.value for one in choice.options if one.label == "Everybody in Spring, with your name")
        assert said(await self.ada.fills_in(form, **{"with": (everybody,)})).startswith("Shared with everybody")
        async with self.world.database.reading() as store:
            return (await store.session.exec(select(Share))).one().id

    async def deeds(self) -> list[tuple[str, str]]:
        async with self.world.database.reading() as store:
            rows = (await store.session.exec(select(AuditRow).order_by(col(AuditRow.number)))).all()
        names = {one.id: one.name for one in (*self.spring.people, self.spring.facilitator)}
        return [(names[row.actor_id], row.deed) for row in rows if row.deed.startswith("share_")]


@pytest.fixture
async def place(world: World) -> Place:
    world.desks = [one.desk for one in (Promising(library()), Sharing(), Departing(library()), Disclosing(library()))]
    world.now = MORNING
    async with world.database.transaction() as store:
        spring = await running_cohort(store, 4)
        await running_cohort(store, 2, name="Autumn", ids="A")
        await role(store, spring.cohort, "administrator", await person(store, "N1", "Nora"))
    return Place(world, spring, world.someone("U1", "Ada"))


def in_form(form: Form, label: str) -> str:
    return next(one.action for item in form.items for one in item.buttons if one.label == label)


def texts(form: Form) -> str:
    return "\n".join([form.text, *(item.text for item in form.items)])


async def test_everybody_in_the_cohort_finds_it_beside_their_own_and_reads_exactly_the_words(place: Place) -> None:
    await place.shares()

    for who, name in (("U2", "Ben"), ("U3", "Chidi"), ("F1", "Faye")):
        someone = place.world.someone(who, name)
        beside = opened(await someone.types("promises"))
        listed = opened(await someone.presses(in_form(beside, "What others promised")))
        read = opened(await someone.presses(in_form(listed, "Read")))

        assert "**Ada**" in texts(listed)
        assert PROMISE not in texts(beside) + texts(listed)
        assert read.items[0].text == PROMISE
    assert [one for one in await place.deeds() if one[1] == "share_read"] == [
        (name, "share_read") for name in ("Ben", "Chidi", "Faye")
    ]


async def test_nobody_gets_a_message_about_it(place: Place) -> None:
    await place.shares()
    await place.world.backstage.delivering.send_due(place.world.now)

    assert [place.world.heard(one) for one in ("U2", "U3", "F1")] == [[], [], []]


@pytest.mark.parametrize("who", ["UA1", "FA1", "S1", "N1", "U99"])
async def test_nobody_outside_the_cohort_nor_its_sponsor_or_administrator_reads_it(place: Place, who: str) -> None:
    share = await place.shares()
    someone = place.world.someone(who)

    reply = await someone.presses(ReadShare(share))

    assert (said(reply), reply.open) == ("That is no longer there.", None)
    assert opened(await someone.presses(ShowSharedPromises())).items == ()
    assert "What others promised" not in words_in(opened(await someone.types("promises")).items)
    assert "share_read" not in [deed for _, deed in await place.deeds()]


async def test_its_author_takes_it_back_at_any_time_also_after_the_debrief(place: Place) -> None:
    share = await place.shares()
    ben = place.world.someone("U2", "Ben")
    await ben.presses(ReadShare(share))

    back = await place.ada.presses(TakeBack(share))

    assert said(back) == "Taken back. Nobody in **Spring** can open it any more; some may have read it before."
    assert said(await ben.presses(ReadShare(share))) == "That is no longer there."
    assert opened(await ben.presses(ShowSharedPromises())).items == ()
    assert (await place.deeds())[-1] == ("Ada", "share_taken_back")


async def test_nobody_but_its_author_takes_it_back(place: Place) -> None:
    share = await place.shares()

    for who in ("U2", "F1", "N1"):
        assert said(await place.world.someone(who).presses(TakeBack(share))) == "That is no longer there."

    assert opened(await place.world.someone("U2", "Ben").presses(ReadShare(share))).items[0].text == PROMISE


async def test_who_can_see_this_names_the_cohort_and_takes_it_back(place: Place) -> None:
    await place.shares()

    seen = (await place.ada.presses(in_form(await place.promises(), "Who can see this"))).say
    assert seen is not None
    await place.ada.presses(button(seen, "Take back"))
    after = (await place.ada.presses(in_form(await place.promises(), "Who can see this"))).say

    assert [item.text for item in seen.items] == ["**Everybody in Spring**, since Fri, 21 May 2027, 10:00."]
    assert after is not None
    assert [item.text for item in after.items] == ["Everybody in Spring: taken back Fri, 21 May 2027, 10:00."]


async def leaves(store: Store, place: Place, number: int) -> None:
    row = await store.cohorts.participation(place.spring.cohort.id, place.spring.people[number].id)
    assert row is not None
    await store.cohorts.take_out(row, MORNING.date())


async def test_whoever_leaves_reads_it_no_more_and_what_they_shared_is_read_no_more(place: Place) -> None:
    share = await place.shares()
    ben, chidi = place.world.someone("U2", "Ben"), place.world.someone("U3", "Chidi")
    async with place.world.database.transaction() as store:
        await leaves(store, place, 2)

    assert said(await chidi.presses(ReadShare(share))) == "That is no longer there."
    assert len(opened(await ben.presses(ShowSharedPromises())).items) == 1
    async with place.world.database.transaction() as store:
        await leaves(store, place, 0)
    assert said(await ben.presses(ReadShare(share))) == "That is no longer there."
    assert opened(await ben.presses(ShowSharedPromises())).items == ()


async def test_a_deleted_promise_and_an_erased_author_leave_nothing_to_read(place: Place) -> None:
    await place.shares()
    async with place.world.database.transaction() as store:
        person_ = await store.people.person(place.spring.people[0].id)
        assert person_ is not None
        await store.people.erase(person_, place.world.now)

    async with place.world.database.reading() as store:
        assert (await store.session.exec(select(Share))).all() == []
    assert opened(await place.world.someone("U2", "Ben").presses(ShowSharedPromises())).items == ()


async def test_only_a_promise_can_be_shared_with_everybody(place: Place) -> None:
    async with place.world.database.transaction() as store:
        entry = Entry(
            organisation_id=place.spring.cohort.organisation_id,
            person_id=place.spring.people[0].id,
            participation_id=place.spring.participations[0].id,
            kind="free",
            written_at=MORNING,
        )
        store.session.add(entry)
        await store.session.flush()
        await store.reflections.seal_turn(entry, 0, "person", "form", "She waited.", "", MORNING)

    form = opened(await place.ada.presses(ShareEntry(entry.id)))
    forged = await place.ada.fills_in(form, **{"with": (f"cohort_signed everybody {place.spring.cohort.id}",)})

    choice = next(one for one in form.fields if isinstance(one, ChoiceField))
    assert [one.label for one in choice.options] == ["Ben, your exchange partner", "Faye, facilitator of Spring"]
    assert forged.problems == {"with": "Please choose one person from the list."}


async def test_what_is_shared_stands_in_the_authors_own_copy_of_their_data(place: Place) -> None:
    await place.shares()

    shown = (await place.ada.types("mydata export")).say
    assert shown is not None
    given = await place.ada.presses(shown.buttons[0])

    told = "".join(one.content.decode("utf-8", "ignore") for one in given.documents)
    assert "Shared with Spring," in told
