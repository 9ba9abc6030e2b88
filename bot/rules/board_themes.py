"""The themes that a group voted for in its debrief, as the facilitator worded them."""

from bot.rules.voting import top_themes
from storage.store import Store
from storage.tables import Cohort


async def voted_themes(store: Store, cohort: Cohort) -> tuple[str, ...]:
    """Those that the debrief goes on with, the most votes first; none before the vote is counted."""
    names = await store.walls.names(cohort.id)
    return tuple(names[one.id] for one in await top_themes(store, cohort.id))
