"""How much is measured: enough for figures that hold, or just enough to see that it measures."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """`at_once` holds for both sides of every comparison that has several things under way."""

    rounds: int
    people: int  # who write, and who are sent prompts
    events: int  # in a round
    planned_people: int
    jobs: int  # of all that is planned, given to APScheduler
    few_rows: int
    many_rows: int
    ticks: int
    at_once: int = 20


FULL = Sizes(3, 200, 300, 10_000, 1_000, 10_000, 1_000_000, 20)
QUICK = Sizes(2, 30, 90, 400, 200, 2_000, 20_000, 5)
TINY = Sizes(1, 4, 4, 4, 4, 8, 16, 1)
