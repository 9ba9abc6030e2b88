"""Who did what, chained so that a changed row shows."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession


@dataclass(frozen=True, slots=True)
class Audit:
    """Who did what, chained so that a changed row shows."""

    session: AsyncSession
