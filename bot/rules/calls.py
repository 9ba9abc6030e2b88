"""Wishes to be phoned that a facilitator was told of, and whether anybody has said that it was seen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from bot.chat.occasion import Occasion
from storage.tables import Delivery

WANTED, SEEN = "care.call_wanted", "care.call_seen"  # the two notices: to the facilitators, and back to who asked
SEEN_BUTTON = "action:care.call_seen_button"
_REMEMBERED = timedelta(days=14)  # an older wish is past helping by a line on a list; the notice itself stays


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody's wish to be phoned: a name, and the packed action that says *seen*."""

    name: str
    seen: str


async def calls_waiting(occasion: Occasion) -> dict[str, tuple[Call, ...]]:
    """Those that nobody has seen, of the facilitators who were asked only for the asker themselves, by cohort."""
    since = occasion.now - _REMEMBERED
    rows = await occasion.store.caring.unanswered(occasion.person.id, WANTED, SEEN, since)
    return {cohort: tuple(_calls(rows, cohort)) for cohort in {row.cohort_id or "" for row in rows}}


def _calls(rows: Iterable[Delivery], cohort_id: str) -> Iterable[Call]:
    """What was forgotten of a notice cannot be said again."""
    for row in rows:
        name, seen = row.detail.get("name", ""), row.detail.get(SEEN_BUTTON, "")
        if row.cohort_id == cohort_id and name and seen:
            yield Call(name, seen)
