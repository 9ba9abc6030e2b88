"""The maps of the sample's values: the one that a night made, and later ones, whose marks are made up here."""

from datetime import datetime

from bot.rules.map_windows import AFTER, DEBRIEF
from bot.showing.acts import Presses, Types
from bot.showing.stage import Stage
from storage.store import Store
from storage.tables import ValuesMap

_SEEN: tuple[list[str], ...] = (
    ["lived", "strained"],
    ["absent"],
    [],
)  # of the first three values: everything that a map can say


async def show_maps(stage: Stage) -> None:
    """As somebody who takes part sees them, and a facilitator; with an earlier one, and one without any value."""
    await stage.play(("values-map", "ada", Types("values map")))
    async with stage.database.transaction() as store:
        await _keep(store, stage, DEBRIEF)
        await _keep(store, stage, AFTER)
    await stage.play(("values-map-last", "tomas", Types("values map")))
    await stage.play(("values-map-earlier", "tomas", Presses("values_map.show_debrief")))
    await stage.play(("values-history", "tomas", Types("values history")))
    await stage.play(("document-comes", "tomas", Presses("documenting.word")))
    await stage.play(("document-to-room", "tomas", Presses("documenting.give_to_room")))
    await stage.play(("document-given", "tomas", Presses("preview.confirm")))
    await stage.play(("journal-document", "ada", Types("journal document")))
    await stage.play(("journal-document-comes", "ada", Presses("documenting.journal_confirm")))


async def _keep(store: Store, stage: Stage, window: str) -> None:
    cohort = await stage.cohort(store)
    values = await store.cohorts.values(cohort.id) if window != AFTER else ()
    shown = [
        {"name": one.name, "behaviours": one.behaviours, "seen": seen} for one, seen in zip(values, _SEEN, strict=False)
    ]
    made = ValuesMap(
        cohort_id=cohort.id, window=window, closed_at=_closed(stage, window), made_at=stage.now, shown=shown
    )
    await store.maps.keep(made)


def _closed(stage: Stage, window: str) -> datetime:
    return stage.now.replace(minute=(DEBRIEF, AFTER).index(window))
