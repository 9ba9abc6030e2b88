"""What is shown of a live debrief: its card for all, the card of who leads it, and the summary."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.chat.action import Lead, Run
from bot.chat.dates import hour
from bot.chat.rounds import Rounds, RoundWork
from bot.rules.bands import band
from bot.rules.debrief_rows import state_of
from bot.rules.debrief_state import CLOSED, COLLECTING, REVEALED, RUNNING, SKIPPED, RoundState, before, following
from bot.rules.lateness import lateness
from prompts.message import Button, Item, Message
from prompts.words import Words
from storage.store import Store
from storage.tables import Debrief, DebriefRound

MINUTES_MORE = 5  # what the button adds
_FEWEST = 3  # people, before a band of them is told


@dataclass(frozen=True, slots=True)
class Reader:
    """In which words something is read, and in which zone (an IANA name)."""

    words: Words
    zone: str

    def title(self, key: str) -> str:
        """What that round is called."""
        return self.words.label(f"round.{key}.title")

    def hour(self, at: datetime | None) -> str:
        return hour(at.astimezone(ZoneInfo(self.zone)).time(), self.words) if at else ""


@dataclass(frozen=True, slots=True)
class Cards:
    """`rounds` know what is to be shown of each; `drop` is the order in which rounds are given up, by their keys."""

    rounds: Rounds
    drop: Mapping[str, int]

    async def for_all(self, store: Store, debrief: Debrief, row: DebriefRound, reader: Reader) -> Message:
        """What everybody reads of that round, with its place and its time under it."""
        shown = await self._work(row).shown(store, debrief, row, reader.words)
        place = reader.words.say("debrief.place", **await _place(store, row), until=reader.hour(row.ends_at))
        return replace(shown, text=f"{shown.text}\n\n{place}")

    async def for_driver(
        self, store: Store, debrief: Debrief, reader: Reader, now: datetime, head: str = ""
    ) -> Message:
        """Where the debrief is, for whoever leads it, with all that can be done now. `head` is said first."""
        rows = await store.debriefs.rounds(debrief.id)
        if debrief.state != RUNNING:
            return Message("\n\n".join(filter(None, [head, reader.words.say("debrief.is_over")])))
        here, state = rows[debrief.position], state_of(debrief, rows)
        text = [head, *await self._where(store, debrief, here, reader, now), _coming(reader, following(state))]
        own = await self._work(here).steering(store, debrief, here, reader.words)
        likeliest, *others = _moves(debrief, here, reader, back=before(state) is not None)
        buttons = (likeliest, *own, *others, _again(reader))
        late = tuple(self._late(debrief, rows, reader, now))
        return Message("\n\n".join(filter(None, text)), items=late, buttons=buttons)

    async def summary(self, store: Store, debrief: Debrief, reader: Reader) -> Message:
        """Where each round stands, and what came of it."""
        rows = await store.debriefs.rounds(debrief.id)
        lines = [await self._line(store, debrief, row, reader) for row in rows]
        return Message("\n".join(lines), title=reader.words.label("debrief.summary_title"))

    async def _where(
        self, store: Store, debrief: Debrief, here: DebriefRound, reader: Reader, now: datetime
    ) -> list[str]:
        words, over = reader.words, here.ends_at is not None and here.ends_at <= now
        gaps = {**await _place(store, here), "what": reader.title(here.key), "until": reader.hour(here.ends_at)}
        return [
            words.say(
                "debrief.control_over" if over else "debrief.control",
                **gaps,
                how=words.label(f"debrief.state.{here.state}"),
            ),
            words.say(f"round.{here.key}.lead"),
            await self._work(here).briefing(store, debrief, here, words),
            await self._sent_in(store, debrief, here, words),
        ]

    async def _line(self, store: Store, debrief: Debrief, row: DebriefRound, reader: Reader) -> str:
        words, on = reader.words, debrief.state == RUNNING and row.position == debrief.position
        how = words.label(f"debrief.state.{'now' if on else 'done' if row.state == CLOSED else row.state}")
        line = words.say("debrief.summary_line", what=reader.title(row.key), how=how)
        outcome = await self._work(row).outcome(store, debrief, row, words)
        return f"{line} {outcome}" if outcome else line

    async def _sent_in(self, store: Store, debrief: Debrief, row: DebriefRound, words: Words) -> str:
        """How many have sent something in so far, as a band of those who are there."""
        if row.state != COLLECTING:
            return ""
        there = [one for one in await store.debriefs.presences(debrief.id) if one.left_at is None]
        everybody = len(there) or len(await store.cohorts.members(debrief.cohort_id))
        answered = await self._work(row).answered(store, debrief, row)
        if everybody < _FEWEST:
            return words.say("debrief.too_few_to_tell")
        return words.say("debrief.sent_in", band=words.label(band(answered, max(everybody, answered))))

    def _late(self, debrief: Debrief, rows: tuple[DebriefRound, ...], reader: Reader, now: datetime) -> Iterator[Item]:
        """What can be done about the time, where it runs over."""
        words, state = reader.words, state_of(debrief, rows)
        found = lateness(state, debrief.started_at, self.drop, now)
        if found.minutes and not found.drop:
            yield Item(words.say("debrief.late", minutes=found.minutes))
        elif found.minutes:
            leave_out = Button(words.label("debrief.leave_out"), _lead(debrief, "drop", found.drop))
            asked = words.say("debrief.late_drop", minutes=found.minutes, what=reader.title(found.drop))
            yield Item(asked, (leave_out,))

    def _work(self, row: DebriefRound) -> RoundWork:
        return self.rounds.get(row.key, RoundWork())


def _coming(reader: Reader, ahead: RoundState | None) -> str:
    if ahead is None:
        return reader.words.say("debrief.coming_none")
    return reader.words.say("debrief.coming", what=reader.title(ahead.key))


def _moves(debrief: Debrief, here: DebriefRound, reader: Reader, *, back: bool) -> Iterator[Button]:
    """What can be done now, the likeliest first."""
    collects = here.state == COLLECTING
    moves = ["close"] if collects and here.hidden else []
    moves += ["reveal"] if here.hidden and here.state != REVEALED else []
    moves += ["next", *(["close"] if collects and not here.hidden else [])]
    moves += ["extend", *(["back"] if back else []), "skip"]
    for place, move in enumerate(moves):
        yield Button(reader.words.label(f"debrief.{move}"), _lead(debrief, move), style="" if place else "primary")


def _again(reader: Reader) -> Button:
    return Button(reader.words.label("debrief.look_again"), Run("debrief").pack())


def _lead(debrief: Debrief, move: str, key: str = "") -> str:
    return Lead(debrief.id, str(debrief.version), move, key).pack()


async def _place(store: Store, row: DebriefRound) -> dict[str, str]:
    """Which round of how many it is; those that are left out are not counted."""
    rows = [one for one in await store.debriefs.rounds(row.debrief_id) if one.state != SKIPPED or one.id == row.id]
    return {"number": str([one.id for one in rows].index(row.id) + 1), "count": str(len(rows))}
