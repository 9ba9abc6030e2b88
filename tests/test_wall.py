"""The wall of a debrief: gathered, sorted, revealed, voted on, and closed so that nobody's name is left behind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.chat.action import (
    AddLines,
    ApprovePoints,
    CastVotes,
    EnterBallot,
    EnterPoint,
    MatchValues,
    ReadLines,
    ReadWall,
    ShowLines,
    SortWall,
)
from bot.chat.reply import Reply
from bot.flows.closing import Closing
from bot.flows.contrasting import Contrasting
from bot.flows.foretelling import Foretelling
from bot.flows.offering import Offering
from bot.flows.sorting import Sorting
from bot.flows.voting import Voting
from bot.rules.gathering_points import would_open
from bot.rules.grouping import Grouping
from bot.rules.wall_rounds import SaidDoneRound, VoteRound, WallRound
from prompts.library import PROMPTS, Library
from prompts.message import ChoiceField, Form
from storage.fail_points import STEPS
from storage.pair_cards import KINDS
from storage.tables import AuditRow, Debrief, DebriefRound, PairCard, Participation, Point, Theme, ValuesMap, Vote, Wall
from tests.dying_closing import KILLED, closes_and_dies
from tests.factories import RunningCohort, person, running_cohort
from tests.world import Someone, World, button

NOW = datetime(2027, 5, 20, 8, 0, tzinfo=UTC)
ROTA = ("The rota decides who is heard.", "Nobody owns the rota at night.", "The rota hides the night team.")
BEDS = ("We count beds, not waits.", "Empty beds are nobody's news.", "Beds are found by who knows whom.")
CLOSING_STEPS = [step for step in STEPS if step.startswith("wall ")]


@dataclass
class Scene:
    world: World
    cohort: RunningCohort
    people: list[Someone]
    faye: Someone
    debrief: Debrief

    @property
    def id(self) -> str:
        return self.cohort.cohort.id

    async def offer(self, at: int, text: str, *, approved: bool = True, signed: bool = False) -> str:
        async with self.world.database.transaction() as store:
            author = await store.people.person(self.cohort.people[at].id)
            assert author
            point = await store.points.offer(
                author, cohort_id=self.id, kind="free", text=text, now=NOW, approved=approved, signed=signed
            )
        return point.id

    async def six_points(self) -> None:
        """Two themes of three points each, by six people of three pairs."""
        for at, text in enumerate((*ROTA, *BEDS)):
            await self.offer(at, text)

    async def card(self, at: int, *about: str) -> None:
        """The pair card of that visit, approved by both; each line about one of these, in turn."""
        async with self.world.database.transaction() as store:
            leg = self.cohort.legs[at]
            card = await store.pair_cards.card(leg, self.cohort.cohort.organisation_id, NOW)
            for number, kind in enumerate(KINDS):
                text = f"V{at}: the {about[number % len(about)]}, {kind}."
                await store.pair_cards.write(card, kind, text, by=card.visitor_id, seen=0, now=NOW)
                await store.pair_cards.approve(card, kind, card.host_id, 1, yes=True)

    async def hook(self, work: Any, name: str) -> None:
        """What the round does of its own when that happens to it."""
        async with self.world.database.transaction() as store:
            await getattr(work, name)(store, self.debrief, _round(), self.world.now)

    async def reveal(self) -> None:
        await self.hook(WALL, "closed")
        await self.hook(WALL, "revealed")

    async def closes(self) -> None:
        """The debrief ends, the wall is closed, and it is evening."""
        before = len(self.world.channel.sent)
        await self.hook(WALL, "ended")
        await Closing(self.world.database).finish(self.world.now)
        await Closing(self.world.database).finish(self.world.now)
        assert len(self.world.channel.sent) == before
        await self.world.until("2027-05-20 19:00")

    def told(self, what: str) -> list[int]:
        """The numbers of those who were told that."""
        return [at for at in range(1, 9) if any(what in one.text for one in self.world.heard(f"U{at}"))]

    async def read(self, who: Someone) -> str:
        form = opened(await who.presses(ReadWall(self.id)))
        return "\n".join([form.text, *(one.text for one in form.items)])

    async def rows(self, of: type[Any]) -> list[Any]:
        async with self.world.database.reading() as store:
            return list((await store.session.exec(select(of))).all())


def _round() -> DebriefRound:
    return DebriefRound(debrief_id="", key="wall", position=0, minutes=20)


WALL = WallRound(Grouping.read(PROMPTS, "en"))


@pytest.fixture
async def scene(world: World) -> Scene:
    library = Library.load(PROMPTS)
    world.desks = tuple(flow.desk for flow in (Offering(library), Sorting(), Voting(), Contrasting()))
    world.now = NOW
    async with world.database.transaction() as store:
        cohort = await running_cohort(store, 8)
        await store.walls.of(cohort.cohort.id)
    debrief = Debrief(
        organisation_id=cohort.cohort.organisation_id,
        cohort_id=cohort.cohort.id,
        minutes=120,
        driver_id=cohort.facilitator.id,
        started_at=NOW,
    )
    people = [world.someone(f"U{at + 1}", one.name) for at, one in enumerate(cohort.people)]
    return Scene(world, cohort, people, world.someone("F1", "Faye"), debrief)


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
    assert ROTA[1].rstrip(".") in f"{form.items}"


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


# -- pair cards ------------------------------------------------------------------------------------------------------


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


def opened(reply: Reply) -> Form:
    assert reply.open is not None, reply
    return reply.open


def shown(form: Form) -> dict[str, Any]:
    return {one.key: one.value for one in form.fields}
