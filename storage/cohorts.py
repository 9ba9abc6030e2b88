"""Cohorts with their values, problems, participations and legs."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession


@dataclass(frozen=True, slots=True)
class Cohorts:
    """Cohorts with their values, problems, participations and legs."""

    session: AsyncSession
