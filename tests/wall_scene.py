"""A cohort on the day of its debrief, with a wall to offer for, for the tests of walls."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlmodel import select

from bot.chat.action import ReadWall
from bot.flows.closing import Closing
from bot.flows.contrasting import Contrasting
from bot.flows.offering import Offering
from bot.flows.sorting import Sorting
from bot.flows.voting import Voting
from bot.rules.grouping import Grouping
from bot.rules.wall_rounds import WallRound
from prompts.library import PROMPTS, Library
from prompts.message import Form
from storage.pair_cards import KINDS
from storage.tables import Debrief, DebriefRound
from tests.factories import RunningCohort, running_cohort
from tests.replies import opened
from tests.world import Someone, World

NOW = datetime(2027, 5, 20, 8, 0, tzinfo=UTC)
ROTA = ("The rota decides who is heard.", "Nobody owns the rota at night.", "The rota hides the night team.")
BEDS = ("We count beds, not waits.", "Empty beds are nobody's news.", "Beds are found by who knows whom.")


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


async def day_of_the_wall(world: World) -> Scene:
    """Eight people, and nothing is offered yet."""
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


def shown(form: Form) -> dict[str, Any]:
    return {one.key: one.value for one in form.fields}
