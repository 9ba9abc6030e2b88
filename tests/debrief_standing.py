"""How a debrief stands: what is kept of everybody, what was posted, and what anybody can see that they must not."""

import re
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlmodel import col, select

from bot.playground.playground import Playground
from bot.playground.records import Post
from bot.rules.visibility import own
from storage.points import holder_of
from storage.sealed import Grant, bound_to, open_sealed
from storage.store import Database, Store
from storage.tables import (
    BoardLine,
    BoardNote,
    BoardVoice,
    Cohort,
    CohortValue,
    Commitment,
    Contribution,
    Debrief,
    DebriefPresence,
    DebriefRound,
    Delivery,
    Entry,
    Participation,
    Person,
    Point,
    Problem,
    Project,
    ProjectOwner,
    StoryOffer,
    Theme,
    Turn,
    Vote,
)
from tests.debrief_script import SECRETS
from tests.factories import NAMES
from tests.slack_beside import copies
from tests.slack_text import text_of, view_text

Row = TypeVar("Row")
LEADERS, ROOM = ("F1", "F2"), "C77"
# times and days, and who sits with whom
_PASSING = re.compile(r"\d{1,2}:\d\d|\w{3}, \d{1,2} \w{3} \d{4}|\b(" + "|".join(NAMES) + r")\b")


@dataclass(frozen=True)
class Standing:
    """Of two debriefs in which the same was done, these are the same."""

    debrief: tuple[object, ...]
    kept: Counter[str]
    in_room: Counter[str]
    in_private: Counter[str]
    copies: int  # of the message that came most often


async def standing(database: Database, playground: Playground) -> Standing:
    posts = [one for one in playground.workspace.posts if _delivery(one)]
    seen = {one: times for one, times in copies(playground).items() if not one.startswith("reply ")}
    async with database.reading() as store:
        return Standing(
            await _debrief(store),
            Counter([one async for one in _kept(store)]),
            Counter(_lasting(one) for one in posts if one.room == ROOM),
            Counter(_lasting(one) for one in posts if one.room != ROOM),
            max(seen.values(), default=0),
        )


def _delivery(post: Post) -> str:
    """The promise that it keeps; empty for an answer, which is said again when it is asked for again."""
    name = str((post.metadata or {}).get("event_payload", {}).get("delivery_id", ""))
    return "" if name.startswith("reply ") else name


def _lasting(post: Post) -> str:
    """Its words in an order that does not change from one time to the next."""
    return "\n".join(sorted(_PASSING.sub("–", text_of(post)).split("\n")))


# -- what is kept ------------------------------------------------------------------------------------------------------


async def _debrief(store: Store) -> tuple[object, ...]:
    found = (await store.session.exec(select(Debrief))).all()
    if not found:
        return ()
    (one,) = found
    rounds = await store.debriefs.rounds(one.id)
    driver = await store.session.get_one(Person, one.driver_id)
    return one.state, rounds[one.position].key, one.version, driver.external_id, *(row.state for row in rounds)


async def _kept(store: Store) -> AsyncIterator[str]:
    for part in (_written, _on_the_wall, _around, _work):
        async for line in part(store):
            yield line


async def _written(store: Store) -> AsyncIterator[str]:
    places = await _places(store)
    for row in await _all(store, Contribution):
        text = await store.debriefs.open(row, Grant("test", row.sealed_for, row.id))
        yield f"{places.get(row.participation_id, 'nobody')} sent in to {row.round_key}: {text}"
    for turn in await _all(store, Turn):
        entry = await store.session.get_one(Entry, turn.entry_id)
        author = await store.session.get_one(Person, turn.person_id)
        grant = own(turn, turn.person_id)
        text = await store.reflections.open_turn(turn, grant) if grant else ""
        yield f"{author.external_id} has in the journal ({entry.kind}, {turn.speaker}): {text}"


async def _on_the_wall(store: Store) -> AsyncIterator[str]:
    people = {one.id: one.external_id for one in await _all(store, Person)}
    (cohort,) = await _all(store, Cohort)
    names = await store.walls.names(cohort.id)
    for row in await _all(store, Point):
        bound = bound_to(row.organisation_id, holder_of(row), row.id)
        text = open_sealed(row.sealed, await store.points.keys.key(holder_of(row)), bound)  # and leaves no trail
        about = f"{names.get(row.theme_id or '', 'no theme')} approved={row.approved} signed={row.signed}"
        about += f" up={row.on_wall} shown={row.shown} hidden={row.hidden}"
        yield f"{people.get(row.author_id or '', 'nobody')} offered ({row.kind}, {about}): {text}"
    values = {one.id: one.name for one in await _all(store, CohortValue)}
    problems = {one.id: one.text for one in await _all(store, Problem)}
    for theme in await _all(store, Theme):
        held = f"{values.get(theme.value_id, '-')}, {problems.get(theme.problem_id, '-')}"
        yield f"theme {names[theme.id]}: shown={theme.shown} votes={theme.votes} {held}"
    for vote in await _all(store, Vote):
        yield f"{people.get(vote.person_id or '', 'nobody')} votes {vote.times} for {names[vote.theme_id]}"


async def _around(store: Store) -> AsyncIterator[str]:
    places = await _places(store)
    for one in await _all(store, DebriefPresence):
        how = f"agreed={one.agreed_at is not None} gone={one.left_at is not None} seated={one.seat is not None}"
        yield f"{places[one.participation_id]} is there: {how}"
    for offer in await _all(store, StoryOffer):
        yield f"{places[offer.participation_id]} could tell a story: named={offer.named}"
    for voice in await _all(store, BoardVoice):
        yield f"{places[voice.participation_id]} says {voice.says} of a line"


async def _work(store: Store) -> AsyncIterator[str]:
    people, places = {one.id: one.external_id for one in await _all(store, Person)}, await _places(store)
    for promise in await _all(store, Commitment):
        yield f"{people[promise.person_id]} made a promise"
    for project in await _all(store, Project):
        yield f"project {project.name}, made by {people.get(project.made_by or '', 'nobody')}"
    for owner in await _all(store, ProjectOwner):
        yield f"{places[owner.participation_id]} owns a project: confirmed={owner.confirmed_at is not None}"
    for note in await _all(store, BoardNote):
        yield f"board note: {note.state}"
    for line in await _all(store, BoardLine):
        yield f"board line: {line.part} {line.state} settled={line.settled_at is not None}"


async def _places(store: Store) -> dict[str | None, str]:
    people = {one.id: one.external_id for one in await _all(store, Person)}
    return {one.id: people[one.person_id] for one in await _all(store, Participation)}


async def _all(store: Store, table: type[Row]) -> Sequence[Row]:
    return (await store.session.exec(select(table))).all()


# -- what can be seen --------------------------------------------------------------------------------------------------


def seen_early(playground: Playground, shown: frozenset[str], sorting: str) -> list[str]:
    """Words that stand where somebody else can read them before they are shown to all, or in a chat at all."""
    hidden = {text: who for text, who in SECRETS.items() if text not in shown}
    chats = [text_of(one) for one in playground.workspace.posts]
    homes = [view_text(one.body) for one in playground.workspace.homes.values()]
    found = [text for text in hidden if any(text in one for one in (*chats, *homes))]
    for person, stack in playground.workspace.modals.items():
        forms = "\n".join(view_text(one.body) for one in stack)
        found += [text for text, who in hidden.items() if text in forms and person not in {who, sorting}]
    return found


def names_learnt(playground: Playground, known: frozenset[str]) -> list[str]:
    """People whose names stand where who leads reads them, or the whole room, and who did not say that they may."""
    posts = [one for one in playground.workspace.posts if one.room in {ROOM, *(f"D{who}" for who in LEADERS)}]
    read = [text_of(one) for one in posts if one.only_for in {"", *LEADERS}]
    read += [view_text(view.body) for who in LEADERS for view in playground.workspace.stack(who)]
    return [name for name in NAMES if name not in known and any(re.search(rf"\b{name}\b", one) for one in read)]


def said_in_log(log: str) -> list[str]:
    return [text for text in SECRETS if text in log] + [one for one in NAMES if re.search(rf"\b{one}\b", log)]


# -- what is left after the close --------------------------------------------------------------------------------------


async def rows_of_authors(database: Database) -> frozenset[str]:
    """The rows in which something stands with its author, though it is shown without."""
    async with database.reading() as store:
        points = select(Point.id).where(col(Point.shown), ~col(Point.signed), col(Point.author_id).is_not(None))
        shown = select(DebriefRound.key).where(DebriefRound.state == "revealed")
        sent_in = select(Contribution.id).where(
            col(Contribution.participation_id).is_not(None), col(Contribution.round_key).in_(shown)
        )
        votes = select(Vote.id).where(col(Vote.person_id).is_not(None))
        found = [one for asked in (points, sent_in, votes) for one in (await store.session.exec(asked)).all()]
    return frozenset(found)


async def under_way(database: Database, now: datetime) -> int:
    """How much that is due has not come to its end: promises, and the closing of a wall."""
    async with database.reading() as store:
        rows = select(Delivery.state, Delivery.due_at).where(col(Delivery.state).in_(("planned", "sending", "unknown")))
        closing = len(await store.walls.closing())
        return closing + sum(state != "planned" or due <= now for state, due in await store.session.exec(rows))
