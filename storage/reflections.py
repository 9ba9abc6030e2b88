"""What people wrote: entries, turns, tags and shares. Text is opened only against a grant."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from storage.sealed import Keys


@dataclass(frozen=True, slots=True)
class Reflections:
    """What people wrote. Text is opened only against a grant of the visibility rule."""

    session: AsyncSession
    keys: Keys
