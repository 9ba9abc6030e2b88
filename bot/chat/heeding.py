"""Heeding: who writes in distress, or of something that has a route of its own, hears from us as soon as it is stored.

Nothing of it is stored with what they wrote, and nobody is told.
"""

from collections.abc import Iterator

from bot.care.distress import Concern
from bot.chat.occasion import Occasion

# The sentences that a message of care may have, as its row names them.
CRISIS, NOT_SEEN, ROUTE, INCIDENT = "crisis", "not_seen", "route", "incident"
_PATIENT_SAFETY = "patient_safety"  # the route that the organisation's incident system belongs to


async def heed(occasion: Occasion, concern: Concern, cohort_id: str | None) -> None:
    """Promises the message of care, at once and once for each thing that somebody does.

    What the concern is goes no further than which sentences the message has.
    """
    parts = tuple(_parts(concern))
    if not parts:
        return
    caring, event = occasion.store.caring, occasion.event
    row = await caring.promise(occasion.person, event.id, parts, occasion.now, cohort_id)
    if row not in occasion.urgent:
        occasion.urgent.append(row)


def _parts(concern: Concern) -> Iterator[str]:
    if concern.distress:
        yield CRISIS
    if concern.route:
        yield ROUTE
    if concern.route == _PATIENT_SAFETY:
        yield INCIDENT
