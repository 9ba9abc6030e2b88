"""What somebody may read of a cohort's wall: every point against its own grant, with the label that tells the truth."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.chat.command import FACILITATOR
from bot.chat.occasion import Occasion
from bot.errors import NotAllowed
from bot.rules.signing import signature
from bot.rules.visibility import Reader, Relation, Role, may_read, of_point
from prompts.words import Words
from storage.points import GAP
from storage.store import Store
from storage.tables import Cohort, Person, Point, Theme


@dataclass(frozen=True, slots=True)
class Read:
    """One point with its words and its label, as Markdown."""

    point: Point
    text: str = field(repr=False)
    label: str = ""


@dataclass(frozen=True, slots=True)
class OnWall:
    """The themes in their order, what they are called by their ids, and what somebody may read under them."""

    themes: Sequence[Theme] = ()
    names: Mapping[str, str] = field(default_factory=dict, repr=False)
    read: Sequence[Read] = ()


async def reader_at(store: Store, person: Person, cohort: Cohort) -> Reader | None:
    """In which capacity somebody stands before that cohort's wall; None for whoever has no business there."""
    if await store.cohorts.one(person, cohort.id, FACILITATOR):
        return Reader(person.id, Role.FACILITATOR, Relation.SAME_COHORT)
    place = await store.cohorts.participation(cohort.id, person.id)
    if place is None or place.state == "left":
        return None
    return Reader(person.id, Role.PARTICIPANT, Relation.SAME_COHORT)


async def before_the_wall(occasion: Occasion, cohort_id: str) -> tuple[Cohort, Reader]:
    """The cohort, and the person as a reader of its wall. Raises NotAllowed, as for one that does not exist."""
    cohort = await occasion.store.cohorts.cohort(cohort_id)
    reader = await reader_at(occasion.store, occasion.person, cohort) if cohort else None
    if cohort is None or reader is None:
        raise NotAllowed(occasion.words.say("trouble.gone"))
    return cohort, reader


async def readable(
    store: Store, cohort_id: str, reader: Reader, words: Words, now: datetime, *, lines: bool = False
) -> tuple[Read, ...]:
    """The points of the wall that this reader may read now; with `lines`, those on what keeps a gap in place."""
    wall = await store.walls.of(cohort_id)
    points = [one for one in await store.points.of(cohort_id) if (one.kind == GAP) is lines]
    granted = [(one, grant) for one in points if (grant := may_read(reader, of_point(one, wall)))]
    texts = await store.points.read(granted, now)
    names = await _names(store, points)
    return tuple(
        Read(one, texts[one.id], signature(words, one, names.get(one.author_id or "", ""))) for one, _ in granted
    )


def under(read: Iterable[Read], theme: Theme | None) -> tuple[Read, ...]:
    """Those that stand under that theme, or under none."""
    wanted = theme.id if theme else None
    return tuple(one for one in read if one.point.theme_id == wanted)


async def _names(store: Store, points: Iterable[Point]) -> dict[str, str]:
    """The names of those who signed."""
    signed = {one.author_id for one in points if one.signed and one.author_id}
    people = [await store.people.person(one) for one in sorted(signed)]
    return {one.id: one.name for one in people if one}
