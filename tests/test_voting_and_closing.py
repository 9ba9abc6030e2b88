"""What is voted for on a wall, what stands beside a value, and what is left of it all after the close."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.action import (
    AddLines,
    ApprovePoints,
    CastVotes,
    EnterBallot,
    MatchValues,
    ReadLines,
    ShowLines,
)
from bot.chat.reply import Reply
from bot.flows.closing import Closing
from bot.rules.wall_rounds import SaidDoneRound, VoteRound
from storage.fail_points import STEPS
from storage.tables import DebriefRound, Point, Theme, ValuesMap, Vote, Wall
from tests.dying_closing import KILLED, closes_and_dies
from tests.replies import opened
from tests.wall_scene import BEDS, NOW, ROTA, WALL, Scene, day_of_the_wall, shown
from tests.world import Someone, World

CLOSING_STEPS = [step for step in STEPS if step.startswith("wall ")]


@pytest.fixture
async def scene(world: World) -> Scene:
    return await day_of_the_wall(world)


# -- the vote ----------------------------------------------------------------------------------------------------------


async def voting(scene: Scene) -> list[str]:
    """The vote is on: the ids of the themes."""
    await scene.six_points()
    await scene.reveal()
    await scene.hook(VoteRound(), "opened")
    return [one.id for one in sorted(await scene.rows(Theme), key=lambda one: one.position)]


async def vote(scene: Scene, who: Someone, times: Mapping[str, int]) -> Reply:
    form = opened(await who.presses(CastVotes(scene.id)))
    return await who.fills_in(form, **{f"vote:{theme}": (str(many),) for theme, many in times.items()})


async def test_five_votes_are_kept_and_can_be_changed(scene: Scene) -> None:
    first, second = await voting(scene)
    await vote(scene, scene.people[0], {first: 3, second: 2})

    await vote(scene, scene.people[0], {first: 1, second: 3})

    assert shown(opened(await scene.people[0].presses(CastVotes(scene.id)))) == {
        f"vote:{first}": ("1",),
        f"vote:{second}": ("3",),
    }


async def test_a_vote_too_many_is_refused_with_what_to_do(scene: Scene) -> None:
    first, second = await voting(scene)

    reply = await vote(scene, scene.people[0], {first: 3, second: 3})

    assert reply.problems == {
        f"vote:{first}": "That makes 6 votes, and you have 5. Take away 1, here or at another theme; "
        "for example 3 for one theme and 2 for another."
    }
    assert await scene.rows(Vote) == []


async def test_a_fourth_vote_for_one_theme_is_refused(scene: Scene) -> None:
    first, _ = await voting(scene)

    reply = await vote(scene, scene.people[0], {first: 4})

    assert "3 votes at most to one theme" in reply.problems[f"vote:{first}"]


async def test_at_the_close_only_totals_are_left(scene: Scene) -> None:
    first, second = await voting(scene)
    await vote(scene, scene.people[0], {first: 3, second: 2})
    await vote(scene, scene.people[1], {second: 3})
    ballot = opened(await scene.faye.presses(EnterBallot(scene.id)))
    await scene.faye.fills_in(ballot, **{f"vote:{second}": ("2",)})

    await scene.hook(VoteRound(), "closed")

    assert await scene.rows(Vote) == []
    assert {one.id: one.votes for one in await scene.rows(Theme)} == {first: 3, second: 7}
    async with scene.world.database.reading() as store:
        told = await VoteRound().shown(store, scene.debrief, _vote_round(), scene.world.words["en"])
    assert "Beds: 7" in told.text or "Rota: 7" in told.text


async def test_no_vote_is_taken_once_they_are_counted(scene: Scene) -> None:
    first, _ = await voting(scene)
    await vote(scene, scene.people[0], {first: 1})
    await scene.hook(VoteRound(), "closed")

    reply = await scene.people[1].presses(CastVotes(scene.id))

    assert reply.say
    assert "counted" in reply.say.text


# -- said and done -----------------------------------------------------------------------------------------------------


async def test_lines_stay_hidden_until_three_people_wrote_and_they_are_shown(scene: Scene) -> None:
    first, second = await voting(scene)
    await vote(scene, scene.people[0], {first: 3, second: 2})
    await scene.hook(VoteRound(), "closed")

    for at in (0, 2):
        await add_line(scene, at, first)
    reply = await scene.faye.presses(ShowLines(scene.id))
    assert reply.say
    assert "nothing to show yet" in reply.say.text
    await add_line(scene, 4, first)
    await scene.faye.presses(ShowLines(scene.id))

    form = opened(await scene.people[7].presses(ReadLines(scene.id)))
    assert [item.text.count("because of the form") for item in form.items] == [3]


async def test_said_and_done_stand_side_by_side_from_the_map_alone(scene: Scene) -> None:
    first, _ = await voting(scene)
    await vote(scene, scene.people[0], {first: 3})
    await scene.hook(VoteRound(), "closed")
    async with scene.world.database.transaction() as store:
        respect = (await store.cohorts.values(scene.id))[0]
        for window, how, at in (("visits", "strained", NOW - timedelta(days=9)), ("debrief", "lived", NOW)):
            seen = [{"name": respect.name, "behaviours": [], "seen": [how]}]
            await store.maps.keep(ValuesMap(cohort_id=scene.id, window=window, closed_at=at, made_at=at, shown=seen))
    form = opened(await scene.faye.presses(MatchValues(scene.id)))
    await scene.faye.fills_in(form, **{f"value:{first}": (respect.id,)})

    async with scene.world.database.reading() as store:
        told = await SaidDoneRound().shown(store, scene.debrief, _said_done(), scene.world.words["en"])

    assert "We say: **Respect**" in told.text
    assert "**lived**. Several people saw it **strained**." in told.text.partition("We do:")[2]


async def add_line(scene: Scene, at: int, theme: str) -> None:
    form = opened(await scene.people[at].presses(AddLines(scene.id)))
    await scene.people[at].fills_in(form, **{f"line:{theme}": f"It stays because of the form, says number {at}."})


def _vote_round() -> DebriefRound:
    return DebriefRound(debrief_id="", key="vote", position=0, minutes=5)


def _said_done() -> DebriefRound:
    return DebriefRound(debrief_id="", key="said_done", position=0, minutes=5)


# -- the close ---------------------------------------------------------------------------------------------------------


async def closing(scene: Scene) -> None:
    await scene.six_points()
    await scene.offer(7, "We thank each other too little.", signed=True)
    await scene.reveal()
    await scene.hook(WALL, "ended")


async def test_at_the_close_unsigned_points_have_no_author_and_erasing_does_not_reach_them(scene: Scene) -> None:
    await closing(scene)
    before = {one.id for one in await scene.rows(Point) if not one.signed}

    await Closing(scene.world.database).finish(NOW)

    unsigned = [one for one in await scene.rows(Point) if not one.signed]
    assert {(one.author_id, one.offered_at) for one in unsigned} == {(None, None)}
    assert before.isdisjoint(one.id for one in unsigned)
    async with scene.world.database.transaction() as store:
        for person in scene.cohort.people[:3]:
            erased = await store.people.person(person.id)
            assert erased
            await store.people.erase(erased, NOW)
    said = await scene.read(scene.people[4])
    assert all(text.rstrip(".") in said.replace("\\", "") for text in ROTA)


async def test_a_signed_point_stays_its_author_s_and_goes_with_them(scene: Scene) -> None:
    await closing(scene)
    await Closing(scene.world.database).finish(NOW)

    async with scene.world.database.transaction() as store:
        hanna = await store.people.person(scene.cohort.people[7].id)
        assert hanna
        await store.people.erase(hanna, NOW)

    assert "signed by" not in await scene.read(scene.people[0])


async def test_a_closed_wall_cannot_be_changed_by_anybody(scene: Scene) -> None:
    await closing(scene)
    await Closing(scene.world.database).finish(NOW)

    form = opened(await scene.people[7].presses(ApprovePoints(scene.id)))

    assert (form.fields, form.submit) == ((), "")


@pytest.mark.parametrize("step", CLOSING_STEPS)
async def test_a_close_that_is_cut_short_is_finished_by_the_next_and_loses_nothing(scene: Scene, step: str) -> None:
    await closing(scene)

    assert await closes_and_dies(scene.world.database, step, NOW) == KILLED
    await Closing(scene.world.database).finish(NOW)

    points = await scene.rows(Point)
    assert len(points) == 7
    assert {one.author_id for one in points if not one.signed} == {None}
    assert [one.wiped_at for one in await scene.rows(Wall)] == [NOW]
    said = (await scene.read(scene.people[4])).replace("\\", "")
    assert all(said.count(text.rstrip(".")) == 1 for text in (*ROTA, *BEDS))


@pytest.mark.one_database("PostgreSQL has no file of ours to look into")
async def test_no_author_of_an_unsigned_point_is_left_in_any_byte(scene: Scene) -> None:
    await scene.six_points()
    await scene.reveal()
    sealed = [one.id for one in await scene.rows(Point)]
    await scene.hook(WALL, "ended")

    await Closing(scene.world.database).finish(NOW)

    content = b"".join(place.read_bytes() for place in _files(scene.world))
    assert not any(one.encode() in content for one in sealed)


def _files(world: World) -> list[Path]:
    main = Path(world.database.engine.url.database or "")
    return [one for one in main.parent.glob(f"{main.name}*") if one.is_file()]
