"""The themes that a group voted for in its debrief, as the facilitator worded them."""

from storage.store import Store
from storage.tables import Cohort

_TOLD = 3  # themes: those that the debrief goes on with


async def voted_themes(store: Store, cohort: Cohort) -> tuple[str, ...]:
    """The most voted ones, the most votes first; none before the vote is counted.

    Only themes that were shown are among them: those have enough people behind them, as was found when the wall was
    revealed.
    """
    return (await store.boards.voted_themes(cohort.id))[:_TOLD]
