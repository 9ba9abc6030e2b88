"""The wall of a debrief: gathered, sorted, and revealed without a name that its author has not put there."""

from datetime import timedelta

import pytest

from bot.chat.action import EnterPoint, ReadWall, SortWall
from bot.flows.closing import Closing
from bot.flows.foretelling import Foretelling
from bot.rules.gathering_points import would_open
from bot.rules.grouping import Grouping
from prompts.library import PROMPTS, Library
from prompts.message import ChoiceField
from storage.tables import AuditRow, PairCard, Participation, Point, Theme, Wall
from tests.factories import person
from tests.replies import opened
from tests.wall_scene import BEDS, NOW, ROTA, WALL, Scene, day_of_the_wall, shown
from tests.what_is_there import words_in
from tests.world import World, button


@pytest.fixture
async def scene(world: World) -> Scene:
    return await day_of_the_wall(world)


# -- hidden, gathered, revealed ----------------------------------------------------------------------------------------


async def test_nothing_is_read_before_the_wall_is_revealed(scene: Scene) -> None:
    await scene.six_points()
    await scene.hook(WALL, "closed")

    assert "rota" not in (await scene.read(scene.people[0])).casefold()


async def test_the_revealed_wall_has_every_approved_point_under_its_theme_with_its_label(scene: Scene) -> None:
    await scene.six_points()
    await scene.offer(6, "The handover is a monologue.", approved=False)
    await scene.offer(7, "We thank each other too little.", signed=True)
    await scene.reveal()

    said = await scene.read(scene.people[0])

    assert all(text.rstrip(".") in said.replace("\\", "") for text in (*ROTA, *BEDS))
    assert "handover" not in said
    assert said.count("not signed") == 6
    assert "signed by Hanna" in said
    assert "**Rota**" in said


async def test_points_that_are_not_enough_are_not_shown_and_say_so(scene: Scene) -> None:
    await scene.offer(0, ROTA[0])
    await scene.offer(1, ROTA[1])
    await scene.reveal()

    assert "too few people" in await scene.read(scene.people[2])


async def test_whoever_reads_leaves_a_mark(scene: Scene) -> None:
    await scene.six_points()
    await scene.reveal()

    await scene.read(scene.people[7])

    marks = [one for one in await scene.rows(AuditRow) if one.deed == "wall_read"]
    assert [one.actor_id for one in marks][-1] == scene.cohort.people[7].id
    assert {one.thing for one in marks} == {f"wall:{scene.id}"}


async def test_somebody_of_no_cohort_reads_nothing(scene: Scene) -> None:
    await scene.six_points()
    await scene.reveal()

    reply = await scene.world.someone("U99", "Zoe").presses(ReadWall(scene.id))

    assert reply.open is None


async def test_what_is_offered_after_the_gathering_stays_with_its_author(scene: Scene) -> None:
    await scene.six_points()
    await scene.hook(WALL, "closed")
    await scene.offer(7, "Too late for the rota.")
    await scene.hook(WALL, "revealed")

    assert "Too late" not in await scene.read(scene.people[0])


async def test_after_an_erasure_the_wall_shows_its_themes_and_no_unsigned_words(scene: Scene) -> None:
    await scene.six_points()
    await scene.offer(7, "We thank each other too little.", signed=True)
    await scene.reveal()

    async with scene.world.database.transaction() as store:
        gone = await store.people.person(scene.cohort.people[0].id)
        assert gone
        await store.people.erase(gone, NOW)

    said = await scene.read(scene.people[1])
    assert "rota decides" not in said
    assert "shown no more" in said
    assert "signed by Hanna" in said


async def test_an_erasure_between_sorting_and_showing_leaves_no_theme_that_tells_what_was_theirs(scene: Scene) -> None:
    await scene.six_points()
    await scene.offer(6, "Beds are full, and nobody says so.")
    await scene.offer(7, "We thank each other too little.", signed=True)
    await scene.hook(WALL, "closed")

    async with scene.world.database.transaction() as store:
        gone = await store.people.person(scene.cohort.people[3].id)  # the theme of beds has three people left
        assert gone
        await store.people.erase(gone, NOW)
    await scene.hook(WALL, "revealed")

    assert [one.shown for one in await scene.rows(Theme)] == [False, False]
    said = await scene.read(scene.people[1])
    assert "beds" not in said.casefold()
    assert "signed by Hanna" in said


async def test_who_joins_after_the_gathering_makes_no_group_large_enough(scene: Scene) -> None:
    for at, text in enumerate(ROTA):
        await scene.offer(at, text)
    async with scene.world.database.transaction() as store:
        for one in scene.cohort.participations[3:6]:  # five are left
            await store.cohorts.take_out((await store.session.get_one(Participation, one.id)), NOW.date())
    await scene.hook(WALL, "closed")

    async with scene.world.database.transaction() as store:
        new = await person(store, "U20", "Nora")
        await store.cohorts.join(scene.cohort.cohort, new, {}, NOW + timedelta(minutes=1))
    scene.world.now = NOW + timedelta(minutes=2)
    await scene.hook(WALL, "revealed")

    assert [one.shown for one in await scene.rows(Theme)] == [False]


# -- sorting -----------------------------------------------------------------------------------------------------------


def test_words_with_a_hyphen_are_one_word_however_they_are_written() -> None:
    points = {"a": "The hand-over was calm.", "b": "A handover needs time.", "c": "Nobody misses a hand-over."}

    (group,) = Grouping.read(PROMPTS, "en").suggest(points)

    assert group.name == "Hand-over"
    assert set(group.points) == set(points)


async def test_the_suggestion_groups_points_that_share_a_word(scene: Scene) -> None:
    await scene.six_points()
    await scene.hook(WALL, "closed")

    form = opened(await scene.faye.presses(SortWall(scene.id)))

    values = shown(form)
    assert {values["name:1"], values["name:2"]} == {"Rota", "Beds"}
    assert len([one for one in form.fields if isinstance(one, ChoiceField)]) == 6


async def test_nobody_but_a_facilitator_sorts(scene: Scene) -> None:
    await scene.six_points()
    await scene.hook(WALL, "closed")

    assert (await scene.people[0].presses(SortWall(scene.id))).open is None


async def test_one_form_renames_makes_moves_and_merges(scene: Scene) -> None:
    await scene.six_points()
    await scene.hook(WALL, "closed")
    form = opened(await scene.faye.presses(SortWall(scene.id)))
    moved = next(one.key for one in form.fields if isinstance(one, ChoiceField) and one.label == BEDS[0])

    await scene.faye.fills_in(form, **{"name:1": "Nights", "name:3": "Counting", moved: ("3",)})
    again = opened(await scene.faye.presses(SortWall(scene.id)))
    assert shown(again)["name:3"] == "Counting"
    assert shown(again)[moved] == ("3",)

    await scene.faye.fills_in(again, **{"name:2": "nights", "name:3": ""})
    last = shown(opened(await scene.faye.presses(SortWall(scene.id))))
    assert [last[f"name:{number}"] for number in (1, 2, 3)] == ["Nights", "", ""]
    assert last[moved] == ("others",)


async def test_a_point_put_into_a_slot_without_a_name_is_refused_with_an_example(scene: Scene) -> None:
    await scene.six_points()
    await scene.hook(WALL, "closed")
    form = opened(await scene.faye.presses(SortWall(scene.id)))
    point = next(one.key for one in form.fields if isinstance(one, ChoiceField))

    reply = await scene.faye.fills_in(form, **{point: ("6",)})

    assert "for example" in reply.problems["name:6"]


async def test_a_cruel_point_is_hidden_its_author_told_and_nobody_named(scene: Scene) -> None:
    await scene.six_points()
    await scene.hook(WALL, "closed")
    form = opened(await scene.faye.presses(SortWall(scene.id)))
    cruel = next(one.key for one in form.fields if isinstance(one, ChoiceField) and one.label == ROTA[0])

    await scene.faye.fills_in(form, **{cruel: ("hide",)})
    await scene.hook(WALL, "revealed")

    assert "rota decides" not in await scene.read(scene.people[3])
    await scene.closes()
    assert scene.told("taken one of your points off the wall") == [1]
    hidden = [one for one in await scene.rows(AuditRow) if one.deed == "wall_point_hidden"]
    assert [(one.actor_id, one.thing) for one in hidden] == [(scene.cohort.facilitator.id, f"cohort:{scene.id}")]


async def test_who_offered_what_was_not_shown_is_told_so_once_afterwards_without_a_reason(scene: Scene) -> None:
    await scene.offer(0, ROTA[0])
    await scene.offer(1, ROTA[1])
    await scene.offer(1, BEDS[1])
    await scene.offer(2, "Signed, and shown.", signed=True)
    await scene.offer(3, "Never approved.", approved=False)
    await scene.card(4, "rota")
    await scene.reveal()

    await scene.closes()

    assert scene.told("something of yours is among it") == [1, 2, 5, 6]
    (message,) = [one for one in scene.world.heard("U2") if "something of yours" in one.text]
    form = opened(await scene.people[1].presses(button(message, "My points for the wall")))
    assert ROTA[1].rstrip(".") in words_in(form.items)


async def test_nobody_whose_points_were_shown_is_told_anything(scene: Scene) -> None:
    await scene.six_points()
    await scene.reveal()

    await scene.closes()

    assert scene.told("wall") == []


async def test_nothing_moves_once_the_wall_is_revealed(scene: Scene) -> None:
    await scene.six_points()
    await scene.reveal()

    reply = await scene.faye.presses(SortWall(scene.id))

    assert reply.say
    assert "shown already" in reply.say.text


async def test_a_paper_card_goes_up_without_an_author(scene: Scene) -> None:
    await scene.six_points()
    form = opened(await scene.faye.presses(EnterPoint(scene.id)))
    await scene.faye.fills_in(form, card="The rota is on a wall nobody passes.")
    await scene.reveal()

    assert "nobody passes" in await scene.read(scene.people[0])
    assert [one.author_id for one in await scene.rows(Point) if one.kind == "card"] == [None]


# -- pair cards --------------------------------------------------------------------------------------------------------


async def test_lines_of_pair_cards_stand_on_the_revealed_wall_under_its_themes_and_never_before(scene: Scene) -> None:
    await scene.six_points()
    await scene.card(0, "rota", "stairs", "lifts", "doors", "keys")
    await scene.card(2, "stairs")
    before = await scene.read(scene.people[0])
    await scene.hook(WALL, "closed")
    gathered = await scene.read(scene.people[0])
    await scene.hook(WALL, "revealed")

    said = await scene.read(scene.people[0])

    assert "V0:" not in before + gathered
    assert said.count("V0:") == said.count("V2:") == 5
    assert said.count("from a pair card that both approved; not signed") == 10
    under_rota, others = said.split("Rota**")[1].split("**")[0], said.split("Other points")[1]
    assert "V0: the rota" in under_rota
    assert "V2: the stairs" in others


async def test_the_cards_of_one_pair_alone_do_not_go_up(scene: Scene) -> None:
    await scene.six_points()
    await scene.card(0, "rota")
    await scene.card(1, "beds")
    await scene.reveal()

    assert "V0:" not in await scene.read(scene.people[4])


async def test_an_approval_taken_back_takes_the_card_off_the_wall_with_all_words_that_have_no_name(
    scene: Scene,
) -> None:
    await scene.six_points()
    await scene.offer(7, "We thank each other too little.", signed=True)
    for at in (0, 2):
        await scene.card(at, "rota")
    await scene.reveal()

    async with scene.world.database.transaction() as store:
        card = await store.session.get_one(PairCard, scene.cohort.legs[0].id)
        await store.pair_cards.take_back(card, card.host_id)

    said = await scene.read(scene.people[4])
    assert "V0:" not in said
    assert "shown no more" in said
    assert "signed by Hanna" in said


async def test_words_that_one_of_a_pair_has_not_approved_are_never_shown(scene: Scene) -> None:
    await scene.six_points()
    for at in (0, 2):
        await scene.card(at, "rota")
    await scene.reveal()

    async with scene.world.database.transaction() as store:
        line = (await store.pair_cards.lines(scene.cohort.legs[0].id))["notice"]
        line.version += 1  # as it is for a moment, where somebody writes while the points are gathered
        line.visitor_approves = line.version

    assert (await scene.read(scene.people[4])).count("V0:") == 4


async def test_a_line_of_a_card_that_is_taken_off_the_wall_is_told_to_both_of_the_pair(scene: Scene) -> None:
    await scene.six_points()
    for at in (0, 2):
        await scene.card(at, "rota")
    await scene.hook(WALL, "closed")
    form = opened(await scene.faye.presses(SortWall(scene.id)))
    cruel = next(one.key for one in form.fields if isinstance(one, ChoiceField) and "V0:" in one.label)

    await scene.faye.fills_in(form, **{cruel: ("hide",)})

    await scene.hook(WALL, "revealed")
    await scene.closes()
    assert scene.told("pair cards off the wall") == [1, 2]


async def test_after_the_close_lines_of_pair_cards_are_nobodys_and_stay(scene: Scene) -> None:
    await scene.six_points()
    for at in (0, 2):
        await scene.card(at, "rota")
    await scene.reveal()
    await scene.hook(WALL, "ended")
    await Closing(scene.world.database).finish(NOW)

    async with scene.world.database.transaction() as store:
        gone = await store.people.person(scene.cohort.people[0].id)
        assert gone
        await store.people.erase(gone, NOW)

    assert (await scene.read(scene.people[4])).count("pair card") == 10
    assert {one.line_id for one in await scene.rows(Point)} == {None}


# -- what is told two days before --------------------------------------------------------------------------------------


async def test_two_days_before_the_facilitator_learns_one_of_two_facts_and_it_stays(scene: Scene) -> None:
    library = Library.load(PROMPTS)
    foretelling = Foretelling(scene.world.database, library.words, "en")
    for at in range(3):
        await scene.offer(at, ROTA[at])
    await foretelling.tell(NOW - timedelta(days=3))
    assert [one.opens for one in await scene.rows(Wall)] == [None]

    await foretelling.tell(NOW - timedelta(days=2))
    async with scene.world.database.transaction() as store:
        for point in await store.points.of(scene.id):
            await store.points.take_out(point)
        assert not await would_open(store, scene.id)
    await foretelling.tell(NOW - timedelta(days=1))

    assert [one.opens for one in await scene.rows(Wall)] == [True]
    await scene.world.backstage.delivering.send_due(NOW)
    assert [one.text.partition(":")[2][:16] for one in scene.world.heard("F1")] == [" the wall opens."]
