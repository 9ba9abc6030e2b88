"""People's own points for the wall, opened for them alone, and how far that wall is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.chat.occasion import Occasion
from bot.errors import NotAllowed
from bot.rules.visibility import Reader, Relation, Role, may_read, of_point
from bot.rules.wall_anonymity import MOST_POINTS
from storage.tables import Cohort, Entry, Point, Wall

LONGEST_POINT = 300  # characters: what fits a card, and is read across a room
ASKED_FOR = ("together", "lived", "strained")  # the three that everybody is asked for, in their order
FREELY = "free"  # the kind of a point that nobody asked for
FROM_ENTRY = "entry"  # the kind of one that says an entry in other words
_RUNNING = "running"  # the state of a cohort whose wall can come


@dataclass(frozen=True, slots=True)
class OwnPoint:
    """One of the person's own points with its words."""

    point: Point
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OwnPoints:
    """Everything that the person offered for one cohort's wall."""

    cohort: Cohort
    wall: Wall
    points: tuple[OwnPoint, ...]

    @property
    def is_open(self) -> bool:
        """Whether points can still be offered, reworded and approved."""
        return self.wall.gathered_at is None

    @property
    def has_room(self) -> bool:
        """Whether the person can offer one more."""
        return self.is_open and len(self.points) < MOST_POINTS


async def own_points(occasion: Occasion, cohort_id: str) -> OwnPoints:
    """The person's own points there. Raises NotAllowed where they take part in no cohort of that id."""
    store, person = occasion.store, occasion.person
    place = await store.cohorts.participation(cohort_id, person.id)
    cohort = await store.cohorts.cohort(cohort_id)
    if cohort is None or place is None or place.state == "left":
        raise NotAllowed(occasion.words.say("trouble.gone"))
    wall = await store.walls.of(cohort_id)
    reader = Reader(person.id, Role.PARTICIPANT, Relation.SELF)
    own = sorted(await store.points.own(person.id, cohort_id), key=_place)
    granted = [(one, may_read(reader, of_point(one, wall))) for one in own]
    texts = await store.points.read([(one, grant) for one, grant in granted if grant], occasion.now)
    return OwnPoints(cohort, wall, tuple(OwnPoint(one, texts[one.id]) for one in own))


async def open_walls(occasion: Occasion) -> dict[str, Cohort]:
    """The cohorts whose walls take points of this person still, by the id of their participation."""
    store, found = occasion.store, dict[str, Cohort]()
    for cohort in await store.cohorts.joined_by(occasion.person):
        place = await store.cohorts.participation(cohort.id, occasion.person.id)
        if place and cohort.state == _RUNNING and not await store.walls.is_gathered(cohort.id):
            found[place.id] = cohort
    return found


def wall_of(entry: Entry, walls: Mapping[str, Cohort]) -> Cohort | None:
    """The one of these walls for which words of that entry can be offered: its own cohort's; of none, the first."""
    return walls.get(entry.participation_id) if entry.participation_id else next(iter(walls.values()), None)


def _place(point: Point) -> int:
    return ASKED_FOR.index(point.kind) if point.kind in ASKED_FOR else len(ASKED_FOR)
