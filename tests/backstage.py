"""What runs by itself behind a World: planning, sending and settling, on real time that a test sets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from bot.care.care import Care
from bot.chat.channel import Channel
from bot.coach.builtin import BuiltinCoach
from bot.coach.coach import Coach
from bot.coach.theming import ModelThemes
from bot.flows.announcing import Announcing
from bot.flows.cueing import Cueing
from bot.flows.delivering import Delivering
from bot.flows.following import Following
from bot.flows.housekeeping import Housekeeping
from bot.flows.nudging import Nudging
from bot.flows.planning import Planning
from bot.flows.printing import Printing
from bot.flows.returning import Returning
from bot.flows.settling import Settling
from bot.flows.theming import Theming
from bot.round_works import debrief_cards
from bot.rules.model_permits import ModelPermits
from bot.starting import care_here
from bot.wiring import makers
from bot.work import Work
from prompts.library import Library
from storage.store import Database


@cache
def library() -> Library:
    """The program that ships."""
    return Library.load(Path("prompts"))


@cache
def builtin_coach() -> Coach:
    return BuiltinCoach.read(Path("prompts"), "en")


def care() -> Care:
    """With the word lists that ship."""
    return care_here()


@dataclass
class RealTime:
    """Real time, standing still until a test, or a sleep, moves it."""

    now: datetime = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)

    async def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Backstage:
    """The flows that nobody calls but the clock. Two on one database are two processes."""

    database: Database
    channel: Channel
    real: Callable[[], datetime] = field(default_factory=RealTime)
    coach: Coach = field(default_factory=builtin_coach)
    permits: ModelPermits | None = None
    themes: ModelThemes | None = None
    others: Mapping[str, Channel] = field(default_factory=dict)  # further platforms by name

    @property
    def channels(self) -> dict[str, Channel]:
        return {"slack": self.channel, **self.others}

    @property
    def planning(self) -> Planning:
        return Planning(self.database, library().program)

    @property
    def nudging(self) -> Nudging:
        return Nudging(self.database, library())

    @property
    def cueing(self) -> Cueing:
        return Cueing(self.database, library())

    @property
    def delivering(self) -> Delivering:
        following = Following(self.database, library(), self.coach, care(), self.permits)
        announcing = Announcing(self.database, library(), debrief_cards(library()))
        return Delivering(
            self.database,
            library(),
            self.channels,
            self.real,
            makers(
                following,
                Printing(self.database, library(), care()),
                self.nudging,
                announcing,
                self.cueing,
                theming=Theming(self.database, library(), self.permits, self.themes),
            ),
        )

    @property
    def settling(self) -> Settling:
        return Settling(self.database, self.channels, self.real)

    @property
    def returning(self) -> Returning:
        return Returning(self.database, self.real)

    @property
    def work(self) -> Work:
        return Work(
            sign=self.returning.sign,
            plan=self.planning.plan,
            settle=self.settling.settle,
            send=self.delivering.send_due,
            tidy=Housekeeping(self.database).tidy,
            next_due=self.delivering.next_due,
            next_try=self.delivering.next_try,
        )
