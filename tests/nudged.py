"""A cohort in which nudges are decided and sent as they would be, for the tests of nudges."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from bot.clock import Clock
from bot.flows.answering import Answering
from bot.flows.easing import Easing
from bot.flows.journalling import Journalling
from bot.flows.nudging import Nudging
from bot.flows.preferring import Preferring
from bot.flows.reflecting import Reflecting
from bot.flows.talking import Talking
from bot.work import Work
from prompts.message import Message
from storage.tables import Cohort, Delivery
from storage.tables.deliveries import NUDGE, ROOM_NUDGE
from tests.backstage import builtin_coach, library
from tests.factories import RunningCohort, running_cohort
from tests.world import TEAM, World

ROOM = "C77"
KINDS = (NUDGE, ROOM_NUDGE)
OWED = "2027-03-15"  # the Monday after the first visit, the day before the talk about it is five working days late


@dataclass
class Nudged:
    """A world whose clock decides about nudges too."""

    world: World
    made: RunningCohort

    @classmethod
    async def of(cls, world: World, begins: str, size: int = 2, **changes: object) -> "Nudged":
        """Nothing was asked of anybody before `begins`, a date: what was due earlier is missed."""
        world.now = datetime.fromisoformat(f"{begins}T05:00+00:00")
        world.desks = [
            one.desk
            for one in (
                Answering(library(), builtin_coach()),
                Easing(library()),
                Journalling(library()),
                Preferring(library()),
                Reflecting(builtin_coach(), library()),
                Talking(),
            )
        ]
        async with world.database.transaction() as store:
            workspace = await store.people.workspace("slack", TEAM)
            assert workspace is not None
            there = {"room": ROOM, "room_workspace_id": workspace.id, **changes}
            return cls(world, await running_cohort(store, size, **there))  # type: ignore[arg-type]  # passed on as they are

    @property
    def nudging(self) -> Nudging:
        return self.world.backstage.nudging

    @property
    def work(self) -> Work:
        backstage = self.world.backstage

        async def plan(now: datetime) -> None:
            await backstage.planning.plan(now)
            await backstage.nudging.decide(now)

        return replace(backstage.work, plan=plan)

    async def until(self, moment: str, zone: str = "Europe/Brussels") -> None:
        """Lets time pass, day by day, because every day begins with a decision."""
        to = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        clock = Clock(self.work, movable=True, real=self.world.real, sleep=self.world.real.sleep)
        clock.go_on_from(self.world.now)
        for midnight in _midnights(self.world.now, to):
            await clock.move_to(midnight)
        await clock.move_to(to)
        self.world.now = to

    def heard(self, id: str) -> list[Message]:
        return [one for one in self.world.heard(id) if _is_nudge(one)]

    @property
    def in_room(self) -> list[Message]:
        return [one.message for one in self.world.channel.sent if one.to.room == ROOM and not one.to.person]

    async def rows(self, kind: str = NUDGE, *states: str) -> list[Delivery]:
        async with self.world.database.reading() as store:
            asked = select(Delivery).where(Delivery.kind == kind).order_by(col(Delivery.due_at))
            found = (await store.session.exec(asked)).all()
        return [row for row in found if not states or row.state in states]

    async def in_room_days(self) -> list[date]:
        """On which days (UTC) the room was asked something."""
        return [row.sent_at.date() for row in await self.rows(ROOM_NUDGE, "sent") if row.sent_at]

    async def change(self, **changes: object) -> None:
        """Of the cohort, as if by command."""
        async with self.world.database.transaction() as store:
            cohort = await store.session.get_one(Cohort, self.made.cohort.id)
            for key, value in changes.items():
                setattr(cohort, key, value)
            cohort.plan_anew()


def labels(message: Message) -> list[str]:
    return [one.label for one in message.buttons]


def _is_nudge(message: Message) -> bool:
    return "None of these" in labels(message)


def _midnights(start: datetime, end: datetime) -> Sequence[datetime]:
    first = start.replace(hour=0, minute=1, second=0, microsecond=0) + timedelta(days=1)
    return [first + timedelta(days=number) for number in range((end - first).days + 1)] if first <= end else []
