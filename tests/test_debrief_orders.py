"""Any order of commands from two facilitators and twelve people: a simple model agrees with what the bot does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table as Rows
from sqlalchemy import func, select

from bot.chat.action import AgreeToRules, ApprovePoints, CastVotes, GoFromDebrief, ReadWall, SendIn
from bot.chat.reply import Reply
from bot.rules.voting import VOTE
from prompts.run_sheet import LENGTHS, ROUNDS
from storage.tables import Table
from tests.backstage import library
from tests.debrief_model import SENT, VOTES, WALL, Model, states
from tests.debriefing import NOON, Meeting, meeting
from tests.silence import remember
from tests.sizes import size
from tests.world import Someone, World

PEOPLE = 12
ORDERS, SHORTEST, LONGEST = 1000, 8, 14  # orders in all, and how many steps each has after those that lead to its start
ON_BOTH = 60  # of them that run on both databases
WORDS = {"review": ("stays", "Canaryvisits"), "word": ("word", "Canarylighter")}
POINTS = ("rota", "rota", "rota", "beds", "beds", "beds")  # of the first six: three people of two pairs for each theme
remember(*(text for _, text in WORDS.values()))

facilitators, people = st.integers(0, 1), st.integers(0, PEOPLE - 1)
moves = st.sampled_from(
    ("next", "next", "back", "close", "reveal", "reveal", "skip", "extend", "extend 7", "extend 0", "extend 61")
)


@dataclass
class Game:
    """The same order of steps in the bot and in the model. What a step does is the method of its name."""

    meeting: Meeting
    model: Model
    first_version: int

    async def leads(self, who: int, move: str) -> None:
        reply = await self._facilitator(who).types(f"debrief {move}")
        self._is_answered(reply)
        self.model.moves(move)

    async def presses(self, who: int, move: str, *, late: bool) -> None:
        """A button, twice: the second press comes late. With `late` another facilitator is quicker than both."""
        button = await self.meeting.lead(move.partition(" ")[0])
        if late:
            await self.leads(1 - who, "extend 1")
        self._is_answered(await self._facilitator(who).presses(button))
        # the button gives five minutes, whatever can be typed
        if not late and self.model.moves(move.partition(" ")[0]):
            self._is_answered(await self._facilitator(who).presses(button))

    async def leaves_out(self, who: int, key: str) -> None:
        self._is_answered(await self._facilitator(who).types(f"debrief skip {key}"))
        self.model.drops(key)

    async def takes_over(self, who: int) -> None:
        self._is_answered(await self._facilitator(who).types("debrief take over"))
        self.model.takes_over(who)

    async def ends(self, who: int) -> None:
        """Asked first; confirmed twice, which ends it once."""
        reply = await self._facilitator(who).types("debrief end")
        if self.model.finishes():
            assert reply.say is not None
            await self._facilitator(who).presses(reply.say.buttons[0])
            await self._facilitator(who).presses(reply.say.buttons[0])

    async def trespasses(self, who: int, move: str) -> None:
        """Somebody who takes part does what only facilitators may, and a facilitator what they may not."""
        debrief = await self.meeting.debrief()
        for reply in (
            await self._somebody(who).types(f"debrief {move}"),
            await self._somebody(who).presses(await self.meeting.lead(move.partition(" ")[0])),
            await self._somebody(who).types("debrief take over"),
            await self._facilitator(who % 2).presses(AgreeToRules(debrief.id)),
        ):
            assert reply.say is not None
            assert not reply.say.buttons or "ConfirmEnd" not in reply.say.buttons[0].action

    async def waits(self, minutes: int) -> None:
        self.meeting.world.now += timedelta(minutes=minutes)
        self.model.minute += minutes

    async def agrees(self, who: int) -> None:
        await self._somebody(who).presses(AgreeToRules((await self.meeting.debrief()).id))
        self.model.agrees(who)

    async def goes(self, who: int) -> None:
        await self._somebody(who).presses(GoFromDebrief((await self.meeting.debrief()).id))
        if self.model.comes(who):
            self.model.goes(who)

    async def looks(self, who: int) -> None:
        """At the round that is on and at the wall: nothing hidden is there to be read, and all that was shown is."""
        reply = await self._somebody(who).types("debrief")
        self.model.comes(who)
        read = _said(reply)
        for key, (_, text) in WORDS.items():
            readable = not self.model.over and self.model.on == key and self.model.reads(key)
            assert (text in read) == readable
        wall = (await self._somebody(who).presses(ReadWall(self.meeting.made.cohort.id))).open
        assert wall is not None
        read = "\n".join(item.text for item in wall.items)
        assert ("rota" in read) == ("beds" in read) == (WALL in self.model.shown)

    async def sends_in(self, who: int, key: str, *, late: bool) -> None:
        """With `late`, the round is closed by the time that the form comes in."""
        someone, slot, text = self._somebody(who), *WORDS[key]
        reply = await someone.presses(SendIn((await self.meeting.debrief()).id, key))
        assert (reply.open is not None) == self.model.takes(key)
        if reply.open is None:
            assert reply.say is not None
            return
        self.model.comes(who)
        if late:
            await self.leads(0, "close")
        answer = await someone.fills_in(reply.open, **{slot: text})
        kept = self.model.sends_in(who, key)
        assert answer.say is not None or answer.problems
        assert kept is not late

    async def offers(self, who: int) -> None:
        form = (await self._somebody(who).presses(ApprovePoints(self.meeting.made.cohort.id))).open
        assert form is not None
        assert ("more" in [one.key for one in form.fields]) == self.model.offers(who)
        if form.token:
            await self._somebody(who).fills_in(form, more=POINTS[who])

    async def votes(self, who: int, times: tuple[int, int], *, late: bool) -> None:
        reply = await self._somebody(who).presses(CastVotes(self.meeting.made.cohort.id))
        assert (reply.open is not None) == self.model.takes_votes()
        if reply.open is None:
            assert reply.say is not None
            return
        if late:
            await self.leads(0, "close")
        themes = [one.key for one in reply.open.fields if one.key.startswith(VOTE)]
        given = dict(zip(themes, map(str, times), strict=True))
        answer = await self._somebody(who).fills_in(reply.open, **given)
        if not self.model.takes_votes():
            assert answer.say is not None or answer.problems
            return
        kept, left = self.model.votes(who, times), VOTES - sum(times)
        assert bool(answer.problems) is not kept
        assert not kept or not left or str(left) in _said(answer)

    async def stands_as_the_model_says(self) -> None:
        model, cohort = self.model, self.meeting.made.cohort.id
        async with self.meeting.world.database.reading() as store:
            debrief = await store.debriefs.latest(cohort)
            assert debrief is not None
            rounds = await store.debriefs.rounds(debrief.id)
            presences = await store.debriefs.presences(debrief.id)
            sent_in = {key: await store.debriefs.sent_in(debrief.id, key) for key in SENT}
            points, themes = await store.points.of(cohort), await store.walls.themes(cohort)
            ballots = await store.walls.ballots(cohort)
        numbers = {one.id: number for number, one in enumerate(self.meeting.made.participations)}
        assert (debrief.state == "closed") == model.over
        assert debrief.version - self.first_version == model.changes
        assert (debrief.driver_id == self.meeting.made.facilitator.id) == (model.driver == 0)
        assert rounds[debrief.position].key == model.on
        assert {one.key: one.state for one in rounds} == states(model)
        assert {
            one.key: (one.ends_at - debrief.started_at).seconds // 60 for one in rounds if one.ends_at
        } == model.ends
        assert {numbers[one.participation_id] for one in presences if one.agreed_at} == model.agreed
        assert {numbers[one.participation_id] for one in presences if not one.left_at} == model.there
        for key, rows in sent_in.items():
            known = {numbers[one.participation_id] for one in rows if one.participation_id}
            assert known == (set() if model.over and model.reads(key) else model.sent_in[key])
            assert len(rows) == len(model.sent_in[key])
        assert len(points) == sum(model.points.values())
        assert sum(one.on_wall for one in points) == model.on_wall
        assert ballots == len(model.ballots)
        totals = sorted(one.votes for one in themes if one.votes is not None)
        assert totals == (sorted(model.counted) if model.counted else [])

    def _is_answered(self, reply: Reply) -> None:
        """What is refused with a sentence, and what is done with the card as it stands then."""
        told = reply.replace or reply.say
        assert told is not None
        assert told.text

    def _facilitator(self, who: int) -> Someone:
        return (self.meeting.faye, self.meeting.femke)[who]

    def _somebody(self, who: int) -> Someone:
        return self.meeting.people[who]


def _said(reply: Reply) -> str:
    assert reply.say is not None, reply
    return "\n".join([reply.say.text, *(one.text for one in reply.say.items)])


Step = tuple[str, dict[str, Any]]
"""The name of a method of Game, and what it is given."""


def step(name: str, **given_: st.SearchStrategy[Any]) -> st.SearchStrategy[Step]:
    return st.fixed_dictionaries(given_).map(lambda values: (name, values))


late = st.sampled_from((False, False, False, True))
lead = step("leads", who=facilitators, move=moves)
send = step("sends_in", who=people, key=st.sampled_from(SENT), late=late)
vote = step("votes", who=people, times=st.tuples(st.integers(0, 4), st.integers(0, 3)), late=late)
steps = st.one_of(
    lead,
    lead,
    lead,
    step("presses", who=facilitators, move=moves, late=late),
    step("leaves_out", who=facilitators, key=st.sampled_from((*ROUNDS, "nonsense"))),
    step("takes_over", who=facilitators),
    step("trespasses", who=people, move=moves),
    step("waits", minutes=st.integers(1, 30)),
    step("agrees", who=people),
    step("goes", who=people),
    step("looks", who=people),
    step("offers", who=st.integers(0, len(POINTS) - 1)),
    send,
    send,
    vote,
    vote,
    step("ends", who=facilitators),
)
orders = given(
    length=st.sampled_from(LENGTHS),
    start=st.sampled_from(ROUNDS),
    order=st.lists(steps, min_size=SHORTEST, max_size=LONGEST),
)
lasting = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@dataclass(repr=False)  # all words of all flows: too long to print
class Hall:
    """One cohort in which one debrief after the other is held, each as if it were the first."""

    meeting: Meeting
    emptied: Sequence[Rows]  # the tables that hold nothing before a debrief

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """What Hypothesis prints of it: it goes through a dataclass by itself."""
        printer.text("Hall()")

    async def holds(self, length: int, start: str) -> Game:
        """A debrief of that length, in that round, or in the last before it that the length has."""
        await self._clears()
        self.meeting.world.now = NOON
        await self.meeting.begins(length)
        sheet = library().run_sheet.of(length)
        model = Model(sheet, length, points=dict.fromkeys(range(len(POINTS)), 1))
        game = Game(self.meeting, model, (await self.meeting.debrief()).version)
        for one in sheet[1:]:
            if ROUNDS.index(one.key) <= ROUNDS.index(start):
                await game.leads(0, "next")
        return game

    async def _clears(self) -> None:
        async with self.meeting.world.database.engine.begin() as connection:
            for table in self.emptied:
                await connection.execute(table.delete())
        async with self.meeting.world.database.transaction() as store:
            for author, text in zip(self.meeting.made.people, POINTS, strict=False):
                offered = {"cohort_id": self.meeting.made.cohort.id, "kind": "together", "approved": True}
                await store.points.offer(author, **offered, text=text, now=NOON)  # type: ignore[arg-type]  # passed on
        for one in (self.meeting.faye, self.meeting.femke, *self.meeting.people):
            one.replies.clear()


@pytest.fixture
async def hall(world: World) -> Hall:
    held = await meeting(world, PEOPLE)
    async with world.database.engine.connect() as connection:
        counted = [
            (table, await connection.scalar(select(func.count()).select_from(table)))
            for table in reversed(Table.metadata.sorted_tables)
        ]
    return Hall(held, [table for table, rows in counted if not rows])


async def played(hall: Hall, length: int, start: str, order: Sequence[Step]) -> None:
    game = await hall.holds(length, start)
    await game.stands_as_the_model_says()
    for name, values in order:
        await getattr(game, name)(**values)
        await game.stands_as_the_model_says()


@pytest.mark.chaos
@settings(lasting, max_examples=size(ORDERS))
@orders
@pytest.mark.one_database("the order of commands is not the database's doing; a sample of it runs on both")
async def test_any_order_of_commands_does_what_the_model_says(
    hall: Hall, length: int, start: str, order: Sequence[Step]
) -> None:
    await played(hall, length, start, order)


@pytest.mark.chaos
@settings(lasting, max_examples=size(ON_BOTH))
@orders
async def test_it_does_so_on_both_databases(hall: Hall, length: int, start: str, order: Sequence[Step]) -> None:
    await played(hall, length, start, order)
