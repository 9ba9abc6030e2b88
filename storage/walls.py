"""How far each cohort's wall has come, with its themes and the votes for them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, delete, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.deliveries import made_once, promise_id
from storage.key_ring import KeyRing
from storage.sealed import bound_to, open_sealed, seal
from storage.tables import Cohort, Delivery, Point, Theme, Vote, Wall
from storage.tables.deliveries import THEMES


@dataclass(frozen=True, slots=True)
class Walls:
    """A cohort has one wall; it is there from the first look on. Names of themes are sealed under the cohort's key."""

    session: AsyncSession
    keys: KeyRing

    async def of(self, cohort_id: str) -> Wall:
        """The cohort's wall, as it stands now."""
        if found := await self.session.get(Wall, cohort_id):
            return found
        wall = Wall(cohort_id=cohort_id)
        self.session.add(wall)
        await self.session.flush()
        return wall

    async def held(self, cohort_id: str) -> Wall:
        """The same, standing still until the transaction ends."""
        await self.of(cohort_id)
        asked = select(Wall).where(Wall.cohort_id == cohort_id).with_for_update()
        return (await self.session.exec(asked.execution_options(populate_existing=True))).one()

    async def is_gathered(self, cohort_id: str) -> bool:
        """Whether the points of that wall are a fixed group by now, so that it takes no more."""
        wall = await self.session.get(Wall, cohort_id)
        return wall is not None and wall.gathered_at is not None

    async def foretold(self) -> frozenset[str]:
        """The cohorts whose facilitators were told whether the wall opens."""
        return frozenset(await self.session.exec(select(Wall.cohort_id).where(col(Wall.foretold_at).is_not(None))))

    async def staying_shut(self, cohorts: Collection[str]) -> frozenset[str]:
        """Those of these cohorts whose facilitators were told that too little was offered for the wall."""
        told = select(Wall.cohort_id).where(col(Wall.foretold_at).is_not(None), col(Wall.opens).is_(False))
        return frozenset(await self.session.exec(told.where(col(Wall.cohort_id).in_(cohorts))))

    async def closing(self) -> tuple[str, ...]:
        """The cohorts of those whose sealing was begun and is not at its very end."""
        begun = col(Wall.closing_at).is_not(None), col(Wall.wiped_at).is_(None)
        return tuple(await self.session.exec(select(Wall.cohort_id).where(*begun).order_by(col(Wall.cohort_id))))

    async def ask_for_themes(self, cohort: Cohort, leader_id: str, now: datetime) -> None:
        """Promises whoever leads what a model suggests for the wall's themes, once."""
        (await self.of(cohort.id)).suggestion = "asked"
        row = Delivery(
            id=promise_id(THEMES, cohort.id),
            organisation_id=cohort.organisation_id,
            person_id=leader_id,
            cohort_id=cohort.id,
            kind=THEMES,
            prompt="walling.themes",
            anchor_instance=cohort.id,
            asked_for=True,
            due_at=now,
        )
        await made_once(self.session, row)

    # -- themes ----------------------------------------------------------------------------------------------------

    async def themes(self, cohort_id: str) -> tuple[Theme, ...]:
        """The wall's themes in their order."""
        found = await self.session.exec(select(Theme).where(Theme.cohort_id == cohort_id).order_by(col(Theme.position)))
        return tuple(found.all())

    async def names(self, cohort_id: str) -> dict[str, str]:
        """What the themes are called, by their ids."""
        return {one.id: await self._name(one) for one in await self.themes(cohort_id)}

    async def add_theme(self, cohort_id: str, position: int, name: str, *, by_model: bool = False) -> Theme:
        theme = Theme(cohort_id=cohort_id, position=position, sealed=b"", by_model=by_model)
        await self.rename(theme, name)
        self.session.add(theme)
        await self.session.flush()
        return theme

    async def rename(self, theme: Theme, name: str) -> None:
        theme.sealed = seal(name, await self.keys.made(theme.cohort_id), await self._bound(theme))

    async def drop_theme(self, theme: Theme) -> None:
        """The theme is gone; its points stand under none."""
        for point in await self.session.exec(select(Point).where(Point.theme_id == theme.id)):
            point.theme_id = None
        await self.session.flush()
        await self.session.delete(theme)
        await self.session.flush()

    # -- votes -----------------------------------------------------------------------------------------------------

    async def vote(self, cohort_id: str, ballot: str, person_id: str | None, times: Mapping[str, int]) -> None:
        """That ballot as it stands now, in place of what it said before: how often it names each theme."""
        await self.session.exec(delete(Vote).where(col(Vote.ballot) == ballot, col(Vote.cohort_id) == cohort_id))
        self.session.add_all(
            Vote(cohort_id=cohort_id, theme_id=theme, ballot=ballot, person_id=person_id, times=many)
            for theme, many in times.items()
            if many
        )
        await self.session.flush()

    async def ballot(self, cohort_id: str, ballot: str) -> dict[str, int]:
        """How often that ballot names each theme."""
        found = await self.session.exec(select(Vote).where(Vote.cohort_id == cohort_id, Vote.ballot == ballot))
        return {one.theme_id: one.times for one in found}

    async def ballots(self, cohort_id: str) -> int:
        """How many ballots there are."""
        counted = select(func.count(func.distinct(col(Vote.ballot)))).where(Vote.cohort_id == cohort_id)
        return (await self.session.exec(counted)).one()

    async def totals(self, cohort_id: str) -> dict[str, int]:
        """How often each theme was named, by all ballots together."""
        summed = select(Vote.theme_id, func.sum(Vote.times)).where(Vote.cohort_id == cohort_id)
        return {theme: int(many) for theme, many in await self.session.exec(summed.group_by(col(Vote.theme_id)))}

    async def destroy_votes(self, cohort_id: str) -> None:
        """From now on nothing says who voted what."""
        await self.session.exec(delete(Vote).where(col(Vote.cohort_id) == cohort_id))

    async def _name(self, theme: Theme) -> str:
        return open_sealed(theme.sealed, await self.keys.key(theme.cohort_id), await self._bound(theme))

    async def _bound(self, theme: Theme) -> bytes:
        cohort = await self.session.get_one(Cohort, theme.cohort_id)
        return bound_to(cohort.organisation_id, cohort.id, theme.id)
