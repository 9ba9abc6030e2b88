"""How far each cohort's wall has come."""

from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Wall


@dataclass(frozen=True, slots=True)
class Walls:
    """A cohort has one wall; it is there from the first look on."""

    session: AsyncSession

    async def of(self, cohort_id: str) -> Wall:
        """The cohort's wall, as it stands now."""
        if found := await self.session.get(Wall, cohort_id):
            return found
        wall = Wall(cohort_id=cohort_id)
        self.session.add(wall)
        await self.session.flush()
        return wall

    async def closing(self) -> tuple[Wall, ...]:
        """Those whose sealing was begun and is not at its very end."""
        begun = col(Wall.closing_at).is_not(None), col(Wall.wiped_at).is_(None)
        return tuple(await self.session.exec(select(Wall).where(*begun).order_by(col(Wall.cohort_id))))
