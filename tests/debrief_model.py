"""What a live debrief promises, as simply as it can be said: a list of rounds, a place in it, and who did what.

Written from the promises, and shares no code with the rules of the bot.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from prompts.run_sheet import PlannedRound

FEWEST = 3  # people, before anything that was sent in is shown
VOTES, MOST_ON_ONE = 5, 3
LONGEST_MORE, LEFT_ON_RETURN = 60, 5  # minutes: the most that one can add, and what a round has that was over
SENT = ("review", "word")  # the rounds in which people send words in without a name
MOST_POINTS = 9  # of one person, for the wall
WALL, VOTE = "wall", "vote"


@dataclass
class Model:
    """What ought to be. Time is in minutes since the beginning; each method says whether it changed the debrief."""

    sheet: Sequence[PlannedRound]
    length: int
    minute: int = 0
    place: int = 0
    driver: int = 0
    changes: int = 0
    over: bool = False
    ends: dict[str, int] = field(default_factory=dict)  # of each round that was ever on
    closed: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)
    agreed: set[int] = field(default_factory=set)
    there: set[int] = field(default_factory=set)
    sent_in: dict[str, set[int]] = field(default_factory=lambda: {key: set() for key in SENT})
    points: dict[int, int] = field(default_factory=dict)  # that each person offered
    on_wall: int = 0
    ballots: dict[int, tuple[int, int]] = field(default_factory=dict)  # each person's votes on the two themes
    counted: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        self._comes_on(0)

    @property
    def on(self) -> str:
        return self.sheet[self.place].key

    @property
    def begun(self) -> set[str]:
        return set(self.ends)

    def takes(self, key: str) -> bool:
        """Whether something can be sent in to that round."""
        here = self.sheet[self.place]
        return not self.over and here.key == key and here.collects and key not in self.shown | self.closed

    def takes_votes(self) -> bool:
        return self.takes(VOTE) and WALL in self.shown and self.counted is None

    def reads(self, key: str) -> bool:
        """Whether all can read what was sent in to that round."""
        return key in self.shown and len(self.sent_in[key]) >= FEWEST

    # -- what facilitators do --------------------------------------------------------------------------------------

    def moves(self, move: str) -> bool:
        """`next`, `back`, `close`, `reveal`, `skip`, or `extend` with its minutes."""
        word, _, minutes = move.partition(" ")
        done: dict[str, Callable[[], bool]] = {
            "next": self._goes_on,
            "back": self._goes_back,
            "close": self._closes,
            "reveal": self._reveals,
            "skip": self._skips,
            "extend": lambda: self._extends(int(minutes or 5)),
        }
        return self._counts(not self.over and done[word]())

    def drops(self, key: str) -> bool:
        known = key in {one.key for one in self.sheet}
        if can := known and not self.over and key not in self.begun | self.left_out:
            self.left_out.add(key)
        return self._counts(can)

    def takes_over(self, who: int) -> bool:
        new = not self.over and self.driver != who
        self.driver = who if new else self.driver
        return self._counts(new)

    def finishes(self) -> bool:
        if running := not self.over:
            self._stops()
            self.over = True
        return self._counts(running)

    # -- what the others do ----------------------------------------------------------------------------------------

    def comes(self, who: int) -> bool:
        """By whatever they do in it."""
        if not self.over:
            self.there.add(who)
        return not self.over

    def agrees(self, who: int) -> None:
        if self.comes(who):
            self.agreed.add(who)

    def goes(self, who: int) -> None:
        self.there.discard(who)

    def sends_in(self, who: int, key: str) -> bool:
        if can := self.takes(key):
            self.comes(who)
            self.sent_in[key].add(who)
        return can

    def offers(self, who: int) -> bool:
        """One more point for the wall, as long as that is open."""
        if can := self.on_wall == 0 and self.points[who] < MOST_POINTS:
            self.points[who] += 1
        return can

    def votes(self, who: int, times: tuple[int, int]) -> bool:
        can = self.takes_votes() and 0 < sum(times) <= VOTES and max(times) <= MOST_ON_ONE
        if can:
            self.ballots[who] = times
        return can

    # -- what comes of it ------------------------------------------------------------------------------------------

    def _goes_on(self) -> bool:
        later = [place for place in range(self.place + 1, len(self.sheet)) if self._key(place) not in self.left_out]
        return bool(later) and self._goes_to(later[0])

    def _goes_back(self) -> bool:
        earlier = [place for place in range(self.place) if self._key(place) in self.begun]
        return bool(earlier) and self._goes_to(earlier[-1])

    def _skips(self) -> bool:
        """What was shown cannot be undone by leaving it out."""
        here = self.on
        gone = self._goes_on()
        if gone and here not in self.shown:
            self.left_out.add(here)
            self.closed.discard(here)
        return gone

    def _closes(self) -> bool:
        return self.takes(self.on) and self._stops()

    def _reveals(self) -> bool:
        here = self.sheet[self.place]
        if not here.hidden or here.key in self.shown:
            return False
        self._stops()
        self.closed.discard(here.key)
        self.shown.add(here.key)
        return True

    def _extends(self, minutes: int) -> bool:
        if can := 1 <= minutes <= LONGEST_MORE:
            self.ends[self.on] = max(self.ends[self.on], self.minute) + minutes
        return can

    def _goes_to(self, place: int) -> bool:
        self._stops()
        self._comes_on(place)
        return True

    def _comes_on(self, place: int) -> None:
        self.place = place
        key, whole = self.on, self.sheet[place].minutes[self.length]
        if key not in self.ends:
            self.ends[key] = self.minute + whole
        elif self.ends[key] <= self.minute:
            self.ends[key] = self.minute + LEFT_ON_RETURN
        self.left_out.discard(key)
        self.closed.discard(key)

    def _stops(self) -> bool:
        """The round that is on takes nothing more: the wall is put together then, and the votes are counted."""
        key = self.on
        if key in self.shown | self.closed:
            return False
        self.closed.add(key)
        if key == WALL and not self.on_wall:
            self.on_wall = sum(self.points.values())
        if key == VOTE and self.ballots and self.counted is None:
            first, second = zip(*self.ballots.values(), strict=True)
            self.counted, self.ballots = (sum(first), sum(second)), {}
        return True

    def _counts(self, changed: bool) -> bool:
        self.changes += changed
        return changed

    def _key(self, place: int) -> str:
        return self.sheet[place].key


def states(model: Model) -> Mapping[str, str]:
    """Each round as the model has it, in the words of the rounds' rows."""
    return {one.key: _state(model, one) for one in model.sheet}


def _state(model: Model, one: PlannedRound) -> str:
    if one.key in model.left_out:
        return "skipped"
    if one.key in model.shown:
        return "revealed"
    if one.key not in model.begun:
        return "waiting"
    if model.over or one.key != model.on or one.key in model.closed:
        return "closed"
    return "collecting" if one.collects else "open"
