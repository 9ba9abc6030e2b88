"""Which points of a wall a language model may be told: those of people who all said yes to AI and to themes."""

from collections.abc import Sequence

from bot.rules.model_allowed import may_ask_model
from storage.store import Store
from storage.tables import Cohort, Person, Point


async def agreed(store: Store, cohort: Cohort, points: Sequence[Point]) -> frozenset[str]:
    """The ids of those points, as people have it now. For a line of a pair card both must have said yes.

    A card on paper is nobody's, so nobody has said yes for it.
    """
    found = set()
    for point in points:
        people = [await store.people.person(one) for one in await store.points.behind(point)]
        if people and all(_agrees(one, cohort) for one in people):
            found.add(point.id)
    return frozenset(found)


def _agrees(person: Person | None, cohort: Cohort) -> bool:
    return person is not None and bool(person.agrees_themes) and may_ask_model(person, cohort, model_is_set=True)
