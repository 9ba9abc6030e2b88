"""Points for the wall are offered in a form, approved word for word, signed only by those who wish, and taken out."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from bot.chat.action import ApprovePoints, OfferWords, Write
from bot.chat.event import Submitted
from bot.chat.reply import Reply
from bot.coach.builtin import BuiltinCoach
from bot.flows.answering import Answering
from bot.flows.disclosing import Disclosing
from bot.flows.journalling import Journalling
from bot.flows.offering import Offering
from prompts.library import PROMPTS, Library
from prompts.message import ChoiceField, Form, TextField
from storage.deliveries import promise_id
from storage.tables import Delivery, Entry, Point
from tests.factories import RunningCohort, running_cohort
from tests.replies import opened
from tests.what_is_there import words_in
from tests.world import Someone, World, button

NOW = datetime(2027, 5, 13, 8, 0, tzinfo=UTC)  # a week before the debrief
TOGETHER = "We wait for the one who knows, and do not ask who else does."
STRAINED = "Respect ends where the rota begins."
SAD = "I want to end my life."


@dataclass
class Scene:
    world: World
    cohort: RunningCohort
    ada: Someone
    ben: Someone

    async def asked(self, prompt: str, at: int = 0) -> str:
        """The prompt as it was sent to that person."""
        participation = self.cohort.participations[at]
        row = Delivery(
            id=promise_id(participation.id, prompt),
            organisation_id=participation.organisation_id,
            person_id=participation.person_id,
            participation_id=participation.id,
            cohort_id=self.cohort.cohort.id,
            kind="prompt",
            prompt=prompt,
            anchor_instance="G",
            state="sent",
            due_at=NOW,
            sent_at=NOW,
            wording="together" if prompt == "H1" else "still",
            room="DU1",
            message=f"{prompt}.0",
        )
        async with self.world.database.transaction() as store:
            await store.deliveries.add(row)
        return row.id

    async def points(self) -> list[Point]:
        async with self.world.database.reading() as store:
            return list(await store.points.of(self.cohort.cohort.id))

    async def gather(self) -> None:
        async with self.world.database.transaction() as store:
            (await store.walls.of(self.cohort.cohort.id)).gathered_at = NOW
            for point in await store.points.of(self.cohort.cohort.id):
                point.on_wall = point.approved


@pytest.fixture
async def scene(world: World) -> Scene:
    library = Library.load(PROMPTS)
    flows = (
        Answering(library, BuiltinCoach.read(PROMPTS, "en")),
        Offering(library),
        Journalling(library),
        Disclosing(library),
    )
    world.desks = tuple(flow.desk for flow in flows)
    world.now = NOW
    async with world.database.transaction() as store:
        cohort = await running_cohort(store, 8)
    return Scene(world, cohort, world.someone("U1", "Ada"), world.someone("U2", "Ben"))


async def offered(scene: Scene, **texts: str) -> Reply:
    """Ada answers H1 with those points: what she sees then."""
    form = opened(await scene.ada.presses(Write(await scene.asked("H1"))))
    return await scene.ada.fills_in(form, **texts)


async def test_up_to_three_points_are_offered_in_one_form(scene: Scene) -> None:
    form = opened(await scene.ada.presses(Write(await scene.asked("H1"))))

    assert [one.key for one in form.fields] == ["together", "lived", "strained"]
    assert all(isinstance(one, TextField) and one.optional for one in form.fields)


async def test_each_point_is_shown_as_it_will_read_before_it_can_go_up(scene: Scene) -> None:
    reply = await offered(scene, together=TOGETHER, strained=STRAINED)

    assert texts_in(opened(reply)) == [TOGETHER, STRAINED, ""]
    assert "This is how your points will read" in opened(reply).text
    assert [one.approved for one in await scene.points()] == [False, False]


async def test_nothing_of_a_point_stands_in_the_chat(scene: Scene) -> None:
    reply = await offered(scene, together=TOGETHER)

    assert reply.replace
    assert TOGETHER not in words_in(reply.replace)
    assert button(reply.replace, "My points for the wall").opens_form


async def test_one_press_approves_the_words_as_they_stand(scene: Scene) -> None:
    reply = await offered(scene, together=TOGETHER)

    await scene.ada.fills_in(opened(reply))

    assert [(one.approved, one.signed) for one in await scene.points()] == [(True, False)]


async def test_a_point_is_reworded_signed_or_taken_out_in_the_same_form(scene: Scene) -> None:
    form = opened(await offered(scene, together=TOGETHER, lived="They greet by name.", strained=STRAINED))
    first, second, third = (one.key.removeprefix("text:") for one in form.fields if one.key.startswith("text:"))
    done = {f"deed:{first}": ("sign",), f"text:{second}": "They all greet by name.", f"deed:{third}": ("out",)}

    await scene.ada.fills_in(form, **done)

    again = opened(await scene.ada.presses(ApprovePoints(scene.cohort.cohort.id)))
    assert texts_in(again) == [TOGETHER, "They all greet by name.", ""]
    assert deeds_in(again) == ["sign", "keep"]


async def test_who_saw_no_answer_and_sends_the_form_in_again_is_led_to_approve_what_was_offered_once(
    scene: Scene,
) -> None:
    form = opened(await scene.ada.presses(ApprovePoints(scene.cohort.cohort.id)))
    filled = {one.key: "" for one in form.fields} | {"together": TOGETHER}
    sent = Submitted(**scene.ada._happening(), token=form.token, values=filled)

    first, again = [await scene.ada.reception.take(sent) for _ in range(2)]

    assert again == Reply(open=opened(first))
    assert [(one.kind, one.approved) for one in await scene.points()] == [("together", False)]


async def test_the_day_before_the_same_form_opens_with_what_was_offered(scene: Scene) -> None:
    await offered(scene, together=TOGETHER)

    form = opened(await scene.ada.presses(Write(await scene.asked("H2"))))

    assert texts_in(form) == [TOGETHER, ""]


async def test_one_point_more_is_approved_with_the_others(scene: Scene) -> None:
    form = opened(await offered(scene, together=TOGETHER))

    await scene.ada.fills_in(form, more=STRAINED)

    assert [(one.kind, one.approved) for one in sorted(await scene.points(), key=lambda one: one.kind)] == [
        ("free", True),
        ("together", True),
    ]


async def test_an_empty_form_says_what_to_do(scene: Scene) -> None:
    reply = await offered(scene, together=" ")

    assert reply.problems == {"together": "Please write one point, or close the form."}


async def test_patient_details_come_back_before_anything_is_offered(scene: Scene) -> None:
    reply = await offered(scene, together="Mr Jones in bed 12 waited.")

    assert set(reply.problems) == {"together"}
    assert await scene.points() == []


async def test_what_somebody_writes_in_distress_goes_to_their_journal_and_not_on_the_wall(scene: Scene) -> None:
    reply = await offered(scene, together=SAD)

    assert await scene.points() == []
    assert "not on the wall" in words_in(reply.replace)
    assert any("Staff care line" in one.text for one in scene.world.heard("U1"))
    async with scene.world.database.reading() as store:
        assert len(await store.reflections.journal(scene.cohort.people[0].id)) == 1


async def test_who_keeps_nothing_is_told_why_nothing_can_be_offered(scene: Scene) -> None:
    async with scene.world.database.transaction() as store:
        (await store.session.get_one(type(scene.cohort.people[0]), scene.cohort.people[0].id)).keeps_entries = False

    form = opened(await scene.ada.presses(Write(await scene.asked("H1"))))

    assert "keep nothing" in form.text
    assert form.submit == ""


async def test_once_gathered_no_word_changes_and_taking_out_says_what_it_does(scene: Scene) -> None:
    await scene.ada.fills_in(opened(await offered(scene, together=TOGETHER)))
    await scene.gather()

    form = opened(await scene.ada.presses(ApprovePoints(scene.cohort.cohort.id)))

    assert texts_in(form) == []
    assert "**all** points without a name" in form.text
    assert "not signed" in form.items[0].text


@pytest.mark.parametrize(("deed", "over"), [("out", True), ("keep", False), ("sign", False)])
async def test_taking_an_unsigned_point_out_of_a_gathered_wall_closes_all_unsigned_words(
    scene: Scene, deed: str, *, over: bool
) -> None:
    await scene.ada.fills_in(opened(await offered(scene, together=TOGETHER)))
    await scene.gather()
    form = opened(await scene.ada.presses(ApprovePoints(scene.cohort.cohort.id)))

    await scene.ada.fills_in(form, **{form.fields[0].key: (deed,)})

    async with scene.world.database.reading() as store:
        assert (await store.walls.of(scene.cohort.cohort.id)).words_over is over
    assert len(await scene.points()) == (0 if deed == "out" else 1)


async def test_the_journal_leads_to_the_points(scene: Scene) -> None:
    await offered(scene, together=TOGETHER)

    journal = opened(await scene.ada.types("journal"))

    assert journal.items[0].buttons[0].label == "My points for the wall"
    assert TOGETHER not in words_in(journal.items[0])


async def test_an_export_holds_the_points_that_are_still_one_s_own(scene: Scene) -> None:
    await scene.ada.fills_in(opened(await offered(scene, together=TOGETHER)))
    preview = await scene.ada.types("mydata export")
    assert preview.say

    files = (await scene.ada.presses(button(preview.say, "Send them"))).documents

    assert all(TOGETHER in one.content.decode() for one in files)


# -- words of an entry -------------------------------------------------------------------------------------------------

ENTRY = "On Monday she asked the porter first, and the whole ward went quiet."
IN_OTHER_WORDS = "We go quiet when somebody asks the one who is never asked."


async def entered(scene: Scene) -> str:
    """Ada's entry, and the id of it."""
    async with scene.world.database.transaction() as store:
        participation = scene.cohort.participations[0]
        entry = Entry(
            organisation_id=participation.organisation_id,
            person_id=participation.person_id,
            participation_id=participation.id,
            kind="free",
            written_at=NOW,
        )
        await store.reflections.begin(entry)
        await store.reflections.seal_turn(entry, 0, "person", "form", ENTRY, "", NOW)
    return entry.id


async def test_an_entry_is_offered_from_the_journal_in_other_words_which_are_approved_before_they_go_up(
    scene: Scene,
) -> None:
    entry = await entered(scene)
    journal = opened(await scene.ada.types("journal"))
    assert "Offer words for the wall" in {one.label for item in journal.items for one in item.buttons}
    form = opened(await scene.ada.presses(OfferWords(entry)))

    reply = await scene.ada.fills_in(form, words=IN_OTHER_WORDS)

    assert [one.value for one in form.fields if isinstance(one, TextField)] == [""]
    assert texts_in(opened(reply)) == [IN_OTHER_WORDS, ""]
    assert [(one.kind, one.approved) for one in await scene.points()] == [("entry", False)]
    assert reply.say
    assert IN_OTHER_WORDS not in words_in(reply.say)
    await scene.ada.fills_in(opened(reply))
    assert [(one.approved, one.signed) for one in await scene.points()] == [(True, False)]


@pytest.mark.parametrize(("words", "key"), [(f" {ENTRY.upper()} ", "entry itself"), (" ", "write one point")])
async def test_the_entry_itself_never_goes_up(scene: Scene, words: str, key: str) -> None:
    form = opened(await scene.ada.presses(OfferWords(await entered(scene))))

    reply = await scene.ada.fills_in(form, words=words)

    assert key in reply.problems["words"]
    assert await scene.points() == []


async def test_words_of_an_entry_in_distress_are_kept_back_from_the_wall(scene: Scene) -> None:
    form = opened(await scene.ada.presses(OfferWords(await entered(scene))))

    await scene.ada.fills_in(form, words=SAD)

    assert await scene.points() == []


async def test_nobody_offers_words_of_the_entry_of_another(scene: Scene) -> None:
    reply = await scene.ben.presses(OfferWords(await entered(scene)))

    assert reply.open is None


async def test_nothing_is_offered_from_the_journal_once_the_points_are_gathered(scene: Scene) -> None:
    entry = await entered(scene)
    form = opened(await scene.ada.presses(OfferWords(entry)))
    await scene.gather()

    late = opened(await scene.ada.fills_in(form, words=IN_OTHER_WORDS))

    journal = opened(await scene.ada.types("journal"))
    assert "takes no more" in late.text
    assert "Offer words" not in words_in(journal.items)
    assert await scene.points() == []


async def test_points_are_forgotten_with_everything_else_that_was_written_in_the_cohort(scene: Scene) -> None:
    await offered(scene, together=TOGETHER)

    async with scene.world.database.transaction() as store:
        await store.retention.forget_reflections([scene.cohort.cohort.id])

    assert await scene.points() == []


async def test_nobody_opens_the_points_of_another(scene: Scene) -> None:
    await offered(scene, together=TOGETHER)

    form = opened(await scene.ben.presses(ApprovePoints(scene.cohort.cohort.id)))

    assert TOGETHER not in words_in(form)


async def test_an_erasure_leaves_no_point_and_closes_the_words_of_a_gathered_wall(scene: Scene) -> None:
    await scene.ada.fills_in(opened(await offered(scene, together=TOGETHER)))
    await scene.gather()

    async with scene.world.database.transaction() as store:
        person = await store.people.person(scene.cohort.people[0].id)
        assert person
        await store.people.erase(person, NOW)

    assert await scene.points() == []
    async with scene.world.database.reading() as store:
        assert (await store.walls.of(scene.cohort.cohort.id)).words_over


def texts_in(form: Form) -> list[str]:
    return [one.value for one in form.fields if isinstance(one, TextField)]


def deeds_in(form: Form) -> list[str]:
    return [one.value[0] for one in form.fields if isinstance(one, ChoiceField)]
