"""Theming: where people agreed to it, a language model suggests the themes of a wall that was gathered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.chat.permit import Permit
from bot.coach.suggested import Suggested, Suggesting
from bot.rules.asking import language_of
from bot.rules.gathering_points import gathered, put_under
from bot.rules.grouping import Group, Grouping
from bot.rules.model_agreed import agreed
from bot.rules.model_permits import ModelPermits
from bot.rules.suggestions import BY_MODEL, BY_WORDS, is_awaited, sorted_message
from bot.rules.visibility import Reader, Relation, Role, may_read, of_point
from prompts.library import PROMPTS, Library
from prompts.message import Message
from storage.store import Database, Store
from storage.tables import Cohort, Delivery


@dataclass(frozen=True, slots=True)
class _Task:
    """What a model may be told, and what is sorted without it, by the ids of points."""

    cohort: Cohort
    told: Mapping[str, str] = field(repr=False)
    rest: Mapping[str, str] = field(repr=False)
    permit: Permit | None


@dataclass(frozen=True, slots=True)
class Theming:
    """The points are sorted by the words that they share before a model is asked, so that nobody has to wait for it.

    The model is asked with no transaction open, and its themes are put up only if nobody has sorted meanwhile.
    """

    database: Database
    library: Library
    permits: ModelPermits | None = None
    themes: Suggesting | None = None

    async def message(self, row: Delivery, now: datetime) -> Message | None:
        """What whoever leads is told once the themes are there; None where they have sorted by themselves."""
        async with self.database.transaction() as store:
            task = await self._task(store, row, now)
        if task:
            suggested = await self._suggested(task)
            async with self.database.transaction() as store:
                await self._put(store, task, suggested)
        async with self.database.reading() as store:
            return await self._said(store, row)

    async def _suggested(self, task: _Task) -> tuple[Suggested, ...]:
        if self.themes is None or task.permit is None:
            return ()
        return await self.themes.suggest(task.told, self._language(task.cohort), task.permit)

    async def _task(self, store: Store, row: Delivery, now: datetime) -> _Task | None:
        cohort = await store.cohorts.cohort(row.cohort_id or "")
        wall = await store.walls.held(cohort.id) if cohort else None
        if cohort is None or wall is None or not is_awaited(wall):
            return None
        points = await gathered(store, cohort.id)
        reader = Reader(row.person_id, Role.FACILITATOR, Relation.SAME_COHORT)
        granted = [(one, grant) for one in points if (grant := may_read(reader, of_point(one, wall)))]
        texts, yes = await store.points.read(granted, now), await agreed(store, cohort, points)
        told = {point: text for point, text in texts.items() if point in yes}
        rest = {point: text for point, text in texts.items() if point not in yes}
        permit = await self.permits.for_wall(store, row, cohort, now) if self.permits else None
        return _Task(cohort, told, rest, permit)

    async def _put(self, store: Store, task: _Task, suggested: Sequence[Suggested]) -> None:
        wall = await store.walls.held(task.cohort.id)
        if not is_awaited(wall):
            return
        wall.suggestion = BY_MODEL if suggested else BY_WORDS
        if not suggested:
            return
        for theme in await store.walls.themes(wall.cohort_id):
            await store.walls.drop_theme(theme)
        points = await gathered(store, wall.cohort_id)
        there = {one.id for one in points}
        named = [Group(one.name, tuple(point for point in one.points if point in there)) for one in suggested]
        left = {point: text for point, text in task.rest.items() if point in there}
        by_words = Grouping.read(PROMPTS, self._language(task.cohort)).suggest(left)
        names = {one.name.casefold() for one in named}
        others = [one for one in by_words if one.name.casefold() not in names]
        groups = [*((one, True) for one in named), *((one, False) for one in others)]
        await put_under(store, wall.cohort_id, points, groups)

    async def _said(self, store: Store, row: Delivery) -> Message | None:
        wall, standing = await store.walls.of(row.cohort_id or ""), await store.outbox.standing(row)
        if wall.suggestion not in {BY_MODEL, BY_WORDS} or wall.revealed_at:
            return None
        words = self.library.words[language_of(standing.person, standing.cohort, self.library)]
        return sorted_message(words, wall.cohort_id, by_model=wall.suggestion == BY_MODEL)

    def _language(self, cohort: Cohort) -> str:
        return cohort.language if cohort.language in self.library.words else self.library.default
