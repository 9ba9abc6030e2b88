"""Who offered something for a wall that was not shown there, and what they are told of it once the wall is closed."""

from storage.points import GAP
from storage.store import Store
from storage.tables import Point

HIDDEN, HIDDEN_LINE, NOT_SHOWN = "walling.hidden", "walling.hidden_line", "walling.not_shown"


async def not_shown(store: Store, cohort_id: str) -> dict[str, str]:
    """By the ids of people, the key of the one sentence that each of them is told.

    Of what the facilitator took off, that is said. Why anything else was not shown is not: too few stood behind it,
    and that would tell about others. Asked before the points are sealed, while they have authors.
    """
    points = [one for one in await store.points.of(cohort_id) if one.approved and one.kind != GAP]
    told = dict.fromkeys(await _of_cards(store, cohort_id, points), NOT_SHOWN)
    for point in sorted((one for one in points if not one.shown or one.hidden), key=lambda one: one.hidden):
        told |= dict.fromkeys(await store.points.behind(point), _key(point))
    return told


def _key(point: Point) -> str:
    if not point.hidden:
        return NOT_SHOWN
    return HIDDEN_LINE if point.line_id else HIDDEN


async def _of_cards(store: Store, cohort_id: str, points: list[Point]) -> list[str]:
    """The two of each pair card that waited for the debrief, and of which nothing went up."""
    went_up = {one.line_id for one in points}
    cards = await store.pair_cards.approved(cohort_id)
    left = [one.card for one in cards if not any(line.id in went_up for line in one.lines)]
    return [person for card in left for person in (card.visitor_id, card.host_id)]
