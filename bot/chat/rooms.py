"""What a facilitator hears when the room of their cohort cannot be written to."""

from storage.store import Store
from storage.tables import Delivery
from storage.tables.deliveries import ROOMS


async def told_of_room(store: Store, row: Delivery) -> None:
    """Tells the facilitator whose doing that row is, once a day, where it was meant for a room."""
    cohort = await store.cohorts.cohort(row.cohort_id) if row.kind in ROOMS and row.cohort_id else None
    person = await store.people.person(row.person_id) if cohort else None
    if cohort is None or person is None:
        return
    once = f"{cohort.id} {row.due_at:%Y-%m-%d}"
    gaps = {"name": cohort.name}
    await store.deliveries.notice(person, "lodging.unreachable", row.due_at, cohort_id=cohort.id, once=once, **gaps)
