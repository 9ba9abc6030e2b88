"""With whom people would like to exchange, and with whom they must not: read by the pairing, and by whoever said it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import PairWish, Participation


@dataclass(frozen=True, slots=True)
class Wishes:
    """What people said in private about pairs. Whoever asks must see to it that nobody is told."""

    session: AsyncSession

    async def say(self, of: Participation, wished: Collection[str], unwanted: Collection[str]) -> None:
        """Keeps these, by the ids of participations, in place of all that this person said before."""
        await self.session.exec(delete(PairWish).where(col(PairWish.participation_id) == of.id))
        said = dict.fromkeys(wished, True) | dict.fromkeys(unwanted, False)
        self.session.add_all(PairWish(participation_id=of.id, other_id=key, wished=so) for key, so in said.items())
        await self.session.flush()

    async def among(self, participations: Iterable[str]) -> list[PairWish]:
        """All that these people said."""
        found = await self.session.exec(select(PairWish).where(col(PairWish.participation_id).in_([*participations])))
        return list(found.all())
