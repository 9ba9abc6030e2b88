"""Gathering the points of a wall once, sorting them, and finding once, at the reveal, what of them can be shown."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.chat.themes import FEWEST_POINTS, MOST_THEMES
from bot.rules.grouping import Group, Grouping
from bot.rules.model_agreed import agreed
from bot.rules.visibility import Reader, Relation, Role, may_read, of_point
from bot.rules.wall_anonymity import Unsigned, cards_go_up, crowded, opens, shown_of
from storage.points import GAP
from storage.store import Store
from storage.tables import Point


async def people_of(
    store: Store, cohort_id: str, joined_by: datetime | None = None
) -> tuple[frozenset[str], dict[str, str]]:
    """Who takes part, and of which pair each is, by the ids of people; with `joined_by`, who has since that moment."""
    members = {
        one.participation.id: one.person.id
        for one in await store.cohorts.members(cohort_id)
        if joined_by is None or one.participation.joined_at <= joined_by
    }
    pairs = {
        members[end]: leg.group_id
        for leg in await store.cohorts.legs(cohort_id)
        for end in (leg.visitor_id, leg.host_id)
        if end in members
    }
    return frozenset(members.values()), pairs


async def would_open(store: Store, cohort_id: str) -> bool:
    """Whether enough people have approved points by now."""
    group, pairs = await people_of(store, cohort_id)
    approved = [one for one in await store.points.of(cohort_id) if is_offered(one)]
    return opens({one.author_id for one in approved if one.author_id}, group, pairs)


async def gather(store: Store, cohort_id: str, facilitator_id: str, grouping: Grouping, now: datetime) -> None:
    """Makes what is approved by now the fixed group of the wall, and sorts it as the words suggest. Only once.

    A wall for which nobody offered anything stays open.
    """
    wall = await store.walls.held(cohort_id)
    if wall.gathered_at:
        return
    group, _ = await people_of(store, cohort_id)
    points = [one for one in await store.points.of(cohort_id) if _goes_up(one, group)]
    points += await _lines(store, cohort_id)
    if not points:
        return
    wall.gathered_at = now
    for point in points:
        point.on_wall = True
    reader = Reader(facilitator_id, Role.FACILITATOR, Relation.SAME_COHORT)
    granted = [(one, grant) for one in points if (grant := may_read(reader, of_point(one, wall)))]
    texts = await store.points.read(granted, now)
    await put_under(store, cohort_id, points, [(one, False) for one in grouping.suggest(texts)])
    cohort = await store.cohorts.cohort(cohort_id)
    if cohort and len(await agreed(store, cohort, points)) >= FEWEST_POINTS:
        await store.walls.ask_for_themes(cohort, facilitator_id, now)


async def reveal(store: Store, cohort_id: str, now: datetime) -> None:
    """Finds what can be shown, once and for good. A theme with too few people keeps nothing but what is signed.

    Only who was there when the points were gathered can be behind one: nobody else makes the group larger.
    """
    wall = await store.walls.held(cohort_id)
    if wall.revealed_at or wall.gathered_at is None:
        return
    wall.revealed_at = now
    points = await gathered(store, cohort_id)
    lines = [one for one in points if one.line_id]
    unsigned = [one for one in points if not one.signed and not one.line_id]
    group = await people_of(store, cohort_id, joined_by=wall.gathered_at)
    found = shown_of([Unsigned(one.theme_id, one.author_id) for one in unsigned], *group)
    for point in points:
        point.shown = point.signed or bool(point.line_id) or found.others or point.theme_id in found.themes
        if not point.signed and point.theme_id not in found.themes:
            point.theme_id = None
    _part(lines)
    standing = {one.theme_id for one in points if one.shown}
    for theme in await store.walls.themes(cohort_id):
        theme.shown = theme.id in standing


async def reveal_lines(store: Store, cohort_id: str, theme_ids: tuple[str, ...], now: datetime) -> bool:
    """Shows the lines on what keeps these themes' gaps in place, each where enough people wrote. Once for each theme.

    False where there was none to show.
    """
    group, pairs = await people_of(store, cohort_id)
    lines = [one for one in await store.points.of(cohort_id) if one.kind == GAP]
    shown = False
    for theme in await store.walls.themes(cohort_id):
        own = [one for one in lines if one.theme_id == theme.id]
        authors = {one.author_id for one in own if one.author_id}
        if theme.id in theme_ids and theme.lines_revealed_at is None and opens(authors, group, pairs):
            theme.lines_revealed_at, shown = now, True
            for line in own:
                line.on_wall = line.shown = True
    return shown


async def gathered(store: Store, cohort_id: str) -> tuple[Point, ...]:
    """What hangs on the wall to be sorted and shown: neither what was hidden, nor lines about a gap."""
    points = await store.points.of(cohort_id)
    return tuple(one for one in points if one.on_wall and not one.hidden and one.kind != GAP)


def is_offered(point: Point) -> bool:
    """Whether it is a point that somebody offered and approved: no line of a pair card, nor one about a gap."""
    return point.approved and point.kind != GAP and point.line_id is None


async def _lines(store: Store, cohort_id: str) -> list[Point]:
    """The lines of the pair cards that wait for the debrief, if they are of enough pairs: from here on points too."""
    there = {one.participation.id for one in await store.cohorts.members(cohort_id)}
    legs = [leg for leg in await store.cohorts.legs(cohort_id) if {leg.visitor_id, leg.host_id} <= there]
    pairs = {leg.id: leg.group_id for leg in legs}
    cards = await store.pair_cards.approved(cohort_id)
    if not cards_go_up([pairs[one.card.leg_id] for one in cards], pairs.values()):
        return []
    return [await store.points.line(one.card, line) for one in cards for line in one.lines]


def _part(lines: Sequence[Point]) -> None:
    """Takes lines of pair cards from under a theme that has too many of them; they stand with what is left."""
    cards = max(Counter(one.kind for one in lines).values(), default=0)
    full = crowded([(one.theme_id, one.kind) for one in lines], cards)
    for one in lines:
        one.theme_id = None if one.theme_id in full else one.theme_id


def _goes_up(point: Point, group: frozenset[str]) -> bool:
    there = point.author_id is None or point.author_id in group
    return is_offered(point) and there


async def put_under(
    store: Store, cohort_id: str, points: Sequence[Point], groups: Iterable[tuple[Group, bool]]
) -> None:
    """Makes these groups the themes of the wall, in their order; True beside those that a model suggested."""
    of = {point.id: point for point in points}
    for position, (group, by_model) in enumerate(list(groups)[:MOST_THEMES]):
        theme = await store.walls.add_theme(cohort_id, position, group.name, by_model=by_model)
        for point in group.points:
            of[point].theme_id = theme.id
