"""Any order of commands from two facilitators and twelve people: a simple model agrees with what the bot does.

The model was written from what a debrief promises, and shares no code with its rules: a list of rounds, a place in it,
and for each round whether it is still to come, on, over, shown or left out.
"""

import random
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.action import AgreeToRules, GoFromDebrief, SendIn
from bot.chat.reply import Reply
from prompts.run_sheet import ROUNDS
from tests.debriefing import Meeting, meeting
from tests.silence import remember
from tests.sizes import size
from tests.world import Someone, World

COLLECTING = {"rules", "alone", "wall", "vote", "said_done", "review", "board", "word"}
HIDDEN = {"wall", "vote", "review", "word"}
ORDERS, LENGTH = 1000, 8  # as many orders in all, of as many steps each
WORDS = {"review": {"stays": "Canaryvisits"}, "word": {"word": "Canarylighter"}}
remember("Canaryvisits", "Canarylighter")
_HELD: dict[int, Meeting] = {}  # the meeting of each world, which all orders of one test share


@dataclass
class Model:
    """What ought to be."""

    place: int = 0
    over: bool = False
    begun: set[str] = field(default_factory=lambda: {"rules"})
    left_out: set[str] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)
    sent_in: dict[str, set[str]] = field(default_factory=lambda: {"review": set(), "word": set()})

    @property
    def on(self) -> str:
        return ROUNDS[self.place]

    def takes(self, key: str) -> bool:
        return not self.over and self.on == key and key in COLLECTING - self.shown - self.closed

    def goes_on(self) -> bool:
        later = [place for place in range(self.place + 1, len(ROUNDS)) if ROUNDS[place] not in self.left_out]
        if later:
            self._comes_on(later[0])
        return bool(later)

    def goes_back(self) -> None:
        earlier = [place for place in range(self.place) if ROUNDS[place] in self.begun]
        if earlier:
            self._comes_on(earlier[-1])

    def skips(self) -> None:
        here = self.on
        if self.goes_on():
            self.left_out.add(here)

    def drops(self, key: str) -> None:
        if not self.over and key not in self.begun:
            self.left_out.add(key)

    def closes(self) -> None:
        if self.takes(self.on):
            self.closed.add(self.on)

    def reveals(self) -> None:
        if self.on in HIDDEN:
            self.shown.add(self.on)

    def _comes_on(self, place: int) -> None:
        self.place = place
        self.begun.add(self.on)
        self.left_out.discard(self.on)
        self.closed.discard(self.on)


@pytest.mark.chaos
@settings(
    max_examples=size(ORDERS),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(dice=st.randoms(use_true_random=False))
@pytest.mark.one_database("the order of commands is not the database's doing; a sample of it runs on both")
async def test_any_order_of_commands_does_what_the_model_says(world: World, dice: random.Random) -> None:
    await played(world, dice, LENGTH)


@pytest.mark.parametrize("seed", range(2))
async def test_a_long_order_does_so_on_both_databases(world: World, seed: int) -> None:
    await played(world, random.Random(seed), 4 * LENGTH)


async def played(world: World, dice: random.Random, steps: int) -> None:
    """A debrief of its own, in the one cohort of the world."""
    held = _HELD.get(id(world)) or _HELD.setdefault(id(world), await meeting(world))
    await _ends(held)
    world.now += timedelta(minutes=1)  # so that the latest debrief is the latest
    await held.begins()
    game = Game(held, Model(), dice)
    for _ in range(steps):
        await game.step()


@dataclass
class Game:
    """The same order of steps in the bot and in the model."""

    meeting: Meeting
    model: Model
    dice: random.Random

    async def step(self) -> None:
        kind = self.dice.choice(("lead", "lead", "lead", "press", "send", "send", "attend", "drop", "end"))
        await getattr(self, kind)()
        await self.agrees()

    async def lead(self) -> None:
        """A command that is typed, by either of the two."""
        move = self.dice.choice(("next", "next", "back", "close", "reveal", "skip", "extend 7", "extend 99"))
        await self._facilitator().types(f"debrief {move}")
        self._moves(move)

    async def press(self) -> None:
        """A button, fresh or made before the last change: an old one does nothing."""
        move = self.dice.choice(("next", "back", "close", "reveal", "skip"))
        action, stale = await self.meeting.lead(move), self.dice.random() < 0.5
        if stale:
            await self.meeting.femke.types("debrief extend 1")
        await self._facilitator().presses(action)
        if not stale:
            self._moves(move)

    async def drop(self) -> None:
        key = self.dice.choice(ROUNDS)
        typed = "debrief skip " + key
        await self._facilitator().types(typed)
        self.model.drops(key)

    async def send(self) -> None:
        """Somebody sends something in, whatever round is on, to that one or another."""
        key = self.dice.choice(("review", "word", self.model.on))
        if key not in WORDS:
            return
        who, debrief = self._somebody(), await self.meeting.debrief()
        reply = await who.presses(SendIn(debrief.id, key))
        assert (reply.open is not None) == self.model.takes(key)
        if reply.open is None:
            return
        if self.dice.random() < 0.2:  # the round may be over by the time that the form comes in
            await self.meeting.faye.types("debrief close")
            self._moves("close")
        kept = self.model.takes(key)
        answer = await who.fills_in(reply.open, **WORDS[key])
        assert bool(answer.problems) != kept
        if kept:
            self.model.sent_in[key].add(who.id)

    async def attend(self) -> None:
        who, debrief = self._somebody(), await self.meeting.debrief()
        goes = self.dice.random() < 0.3
        await who.presses(GoFromDebrief(debrief.id) if goes else AgreeToRules(debrief.id))

    async def end(self) -> None:
        """Rarely, or every order would be short; asked first, and once it is over nothing does anything."""
        if self.dice.random() < 0.9:
            return
        await _ends(self.meeting)
        self.model.over = True

    async def agrees(self) -> None:
        model = self.model
        async with self.meeting.world.database.reading() as store:
            debrief = await store.debriefs.latest(self.meeting.made.cohort.id)
            assert debrief is not None
            rounds = await store.debriefs.rounds(debrief.id)
            kept = {key: len(await store.debriefs.sent_in(debrief.id, key)) for key in model.sent_in}
        assert (debrief.state == "closed") == model.over
        assert ROUNDS[debrief.position] == model.on
        assert {one.key for one in rounds if one.state == "revealed"} == model.shown
        assert {one.key for one in rounds if one.state == "skipped"} == model.left_out
        assert {one.key for one in rounds if one.state == "waiting"} == set(ROUNDS) - model.begun - model.left_out
        assert {one.key for one in rounds if one.state in {"open", "collecting"}} <= {model.on}
        assert (rounds[debrief.position].state == "collecting") == model.takes(model.on)
        assert kept == {key: len(people) for key, people in model.sent_in.items()}

    def _moves(self, move: str) -> None:
        moves = {
            "next": self.model.goes_on,
            "back": self.model.goes_back,
            "close": self.model.closes,
            "reveal": self.model.reveals,
            "skip": self.model.skips,
        }
        if move in moves and not self.model.over:
            moves[move]()

    def _facilitator(self) -> Someone:
        return self.dice.choice((self.meeting.faye, self.meeting.femke))

    def _somebody(self) -> Someone:
        return self.dice.choice(self.meeting.people)


async def _ends(meeting: Meeting) -> None:
    reply: Reply = await meeting.faye.types("debrief end")
    if reply.say is None or not any("ConfirmEndDebrief" in one.action for one in reply.say.buttons):
        return
    await meeting.faye.presses(reply.say.buttons[0])
