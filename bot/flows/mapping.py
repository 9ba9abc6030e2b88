"""The values map: what a cohort says of its values, beside what several of its people saw."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.chat.action import GetDocument, GiveToRoom, Run
from bot.chat.command import FACILITATOR, Typed
from bot.chat.dates import day, today_of
from bot.chat.desk import Desk
from bot.chat.details import details
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.rules.anonymity import Shown, present
from bot.rules.cohorts_meant import Unclear, ask_which, meant
from bot.rules.map_windows import AFTER, Window, counted_in, windows_left
from bot.rules.printing import CHART, MARKDOWN, VALUES_MAP, WORD
from prompts.message import Button, Message
from prompts.words import Words
from storage.store import Database, Store
from storage.tables import Cohort, CohortValue, ValuesMap

_TYPED = {"cohort": 1, "window": 1}
_SEEN = ("lived", "strained", "absent")


@dataclass(frozen=True, slots=True)
class Mapmaking:
    """Makes each map once, in the night after its window closed."""

    database: Database

    async def make(self, now: datetime) -> None:
        """Makes the maps of all windows that are closed. Doing it twice changes nothing. Raises Unavailable."""
        async with self.database.reading() as store:
            cohorts = [one.id for one in await store.cohorts.all()]
        for one in cohorts:
            await self._make_of(one, now)

    async def _make_of(self, cohort_id: str, now: datetime) -> None:
        """In a transaction of its own, so that people of other cohorts need not wait for it."""
        async with self.database.transaction() as store:
            if cohort := await store.cohorts.cohort(cohort_id):
                await _make_closed(store, cohort, now)


@dataclass(frozen=True, slots=True)
class ValuesMapping:
    """`values map`, for the people of a cohort and its facilitators: they all see the same."""

    @property
    def desk(self) -> Desk:
        return Desk(commands={("values", "map"): self.values_map})

    async def values_map(self, occasion: Occasion, typed: Typed) -> Reply:
        """The newest map, with a button for each one before it; and when the next is made."""
        given = details(typed.arguments, _TYPED)
        found = meant(await _open_to(occasion), given.text("cohort") or given.first)
        if isinstance(found, Unclear):
            return ask_which(found, typed, occasion.words)
        maps = await occasion.store.maps.of(found.id)
        chosen = [one for one in maps if one.window == given.text("window")] or maps[-1:]
        coming = _coming(found, await _windows_left(occasion.store, found), maps, occasion.words)
        if not chosen:
            return Reply(say=Message(f"{occasion.words.say('values_map.none_yet', name=found.name)} {coming}"))
        others = tuple(_button(found, one, occasion.words) for one in maps if one is not chosen[0])
        leads = await occasion.store.cohorts.one(occasion.person, found.id, FACILITATOR) is not None
        buttons = (*_documents(found, chosen[0], occasion.words, leads=leads), *others)
        return Reply(say=Message(f"{_map(found, chosen[0], occasion.words)}\n\n{coming}", buttons=buttons))


async def _make_closed(store: Store, cohort: Cohort, now: datetime) -> None:
    for window in await _windows_left(store, cohort):
        if window.closes <= now:
            await _make(store, cohort, window, now)


async def _make(store: Store, cohort: Cohort, window: Window, now: datetime) -> None:
    counted = counted_in(window, await store.maps.staying(cohort.id))
    marks = await store.maps.marks(cohort.id, window.opens, window.closes)
    shown = present(marks, counted, cohort.threshold)
    stated = [_entry(value, shown) for value in await store.cohorts.values(cohort.id)]
    made = ValuesMap(cohort_id=cohort.id, window=window.key, closed_at=window.closes, made_at=now, shown=stated)
    await store.maps.keep(made)


def _entry(value: CohortValue, shown: Shown) -> dict[str, Any]:
    seen = [how for how in _SEEN if (value.id, how) in shown]
    return {"name": value.name, "behaviours": list(value.behaviours), "seen": seen}


async def _windows_left(store: Store, cohort: Cohort) -> tuple[Window, ...]:
    made = {one.window: one.closed_at for one in await store.maps.of(cohort.id)}
    return tuple(windows_left(cohort, await store.cohorts.legs(cohort.id), made))


async def _open_to(occasion: Occasion) -> tuple[Cohort, ...]:
    joined = await occasion.store.cohorts.joined_by(occasion.person)
    led = await occasion.store.cohorts.of(occasion.person, FACILITATOR)
    return tuple({one.id: one for one in (*joined, *led)}.values())


def _map(cohort: Cohort, made: ValuesMap, words: Words) -> str:
    of = words.label(f"values_map.window_{made.window}")
    head = words.say("values_map.head", name=cohort.name, what=of, when=day(today_of(cohort, made.made_at), words))
    values = [_value(one, words) for one in made.shown] or [words.say("values_map.no_values")]
    return "\n\n".join([head, *values])


def _value(one: dict[str, Any], words: Words) -> str:
    said = [words.say("values_map.behaviour", text=text) for text in one["behaviours"]]
    seen = [words.say(f"values_map.seen_{how}") for how in one["seen"]] or [words.say("values_map.too_few")]
    apart = [""] if said else []  # so that what was seen is no part of the last behaviour
    return "\n".join([words.say("values_map.value", value=one["name"]), *said, *apart, " ".join(seen)])


def _coming(cohort: Cohort, left: Iterable[Window], maps: Iterable[ValuesMap], words: Words) -> str:
    coming = next(iter(left), None)
    if coming is not None:
        of = words.label(f"values_map.window_{coming.key}")
        return words.say("values_map.next", what=of, when=day(today_of(cohort, coming.closes), words))
    last = cohort.finished_on or any(one.window == AFTER for one in maps)
    return words.say("values_map.last" if last else "values_map.waits")


def _documents(cohort: Cohort, made: ValuesMap, words: Words, *, leads: bool) -> Iterator[Button]:
    for form in (CHART, WORD, MARKDOWN):
        yield Button(words.label(f"documenting.{form}"), GetDocument(VALUES_MAP, form, cohort.id, made.window).pack())
    if leads and cohort.room:
        give = GiveToRoom(VALUES_MAP, WORD, cohort.id, made.window)
        yield Button(words.label("documenting.give_to_room"), give.pack())


def _button(cohort: Cohort, one: ValuesMap, words: Words) -> Button:
    return Button(
        words.label(f"values_map.show_{one.window}"), Run(f"values map cohort {cohort.id} window {one.window}").pack()
    )
