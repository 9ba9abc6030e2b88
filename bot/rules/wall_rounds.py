"""The three rounds of a live debrief around the wall: the wall itself, the vote, and what is said and done."""

from dataclasses import dataclass
from datetime import datetime

from bot.chat.action import (
    AddLines,
    ApprovePoints,
    CastVotes,
    EnterBallot,
    EnterPoint,
    MatchValues,
    ReadLines,
    ReadWall,
    ShowLines,
    SortWall,
)
from bot.chat.rounds import RoundWork, below, card, form_button
from bot.rules.contrasting import contrasts, told
from bot.rules.gathering_points import gather, is_offered, reveal
from bot.rules.grouping import Grouping
from bot.rules.voting import voted_on
from prompts.message import Button, Message
from prompts.words import Words
from storage.points import GAP
from storage.store import Store
from storage.tables import Debrief, DebriefRound


@dataclass(frozen=True, slots=True)
class WallRound(RoundWork):
    """Points are gathered when the round is closed, sorted by whoever leads, and shown once they are revealed."""

    grouping: Grouping

    async def closed(self, store: Store, debrief: Debrief, round_: DebriefRound, now: datetime) -> None:
        await gather(store, debrief.cohort_id, debrief.driver_id, self.grouping, now)

    async def revealed(self, store: Store, debrief: Debrief, round_: DebriefRound, now: datetime) -> None:
        await gather(store, debrief.cohort_id, debrief.driver_id, self.grouping, now)
        await reveal(store, debrief.cohort_id, now)

    async def ended(self, store: Store, debrief: Debrief, round_: DebriefRound, now: datetime) -> None:
        """From here on the wall is closed, by whoever looks next: what stood there without a name becomes nobody's."""
        wall = await store.walls.held(debrief.cohort_id)
        wall.closing_at = wall.closing_at or now

    async def answered(self, store: Store, debrief: Debrief, round_: DebriefRound) -> int:
        offered = [one for one in await store.points.of(debrief.cohort_id) if is_offered(one)]
        return len({one.author_id or one.id for one in offered})

    async def shown(self, store: Store, debrief: Debrief, round_: DebriefRound, words: Words) -> Message:
        wall = await store.walls.of(debrief.cohort_id)
        own = form_button(words, "offering.own", ApprovePoints(debrief.cohort_id).pack())
        if wall.revealed_at is None:
            shown = card(words, round_, own)
            return shown if wall.gathered_at is None else below(shown, words.say("walling.being_sorted"))
        themes, names = await voted_on(store, debrief.cohort_id)
        said = [
            words.say("walling.line_by_model" if one.by_model else "walling.line", name=names[one.id]) for one in themes
        ]
        text = "\n".join([words.say("walling.revealed"), "", *said]) if said else words.say("walling.no_themes")
        read = form_button(words, "walling.read", ReadWall(debrief.cohort_id).pack(), style="primary")
        return Message(text, title=words.label(f"round.{round_.key}.title"), buttons=(read, own))

    async def steering(self, store: Store, debrief: Debrief, round_: DebriefRound, words: Words) -> tuple[Button, ...]:
        wall = await store.walls.of(debrief.cohort_id)
        if wall.revealed_at:
            return ()
        if wall.gathered_at:
            return (form_button(words, "walling.sort", SortWall(debrief.cohort_id).pack()),)
        return (form_button(words, "walling.enter_card", EnterPoint(debrief.cohort_id).pack()),)


@dataclass(frozen=True, slots=True)
class VoteRound(RoundWork):
    """Votes are counted when the round is closed; from then on only the totals are there."""

    async def opened(self, store: Store, debrief: Debrief, round_: DebriefRound, now: datetime) -> None:
        wall = await store.walls.held(debrief.cohort_id)
        wall.voting_at = wall.voting_at or now

    async def closed(self, store: Store, debrief: Debrief, round_: DebriefRound, now: datetime) -> None:
        """Where nobody has voted, nothing is counted, and the vote can be opened again."""
        wall = await store.walls.held(debrief.cohort_id)
        totals = await store.walls.totals(debrief.cohort_id)
        if wall.counted_at or not totals:
            wall.voting_at = None
            return
        wall.counted_at = now
        for theme in await store.walls.themes(debrief.cohort_id):
            theme.votes = totals.get(theme.id, 0) if theme.shown else None
        await store.walls.destroy_votes(debrief.cohort_id)

    async def answered(self, store: Store, debrief: Debrief, round_: DebriefRound) -> int:
        return await store.walls.ballots(debrief.cohort_id)

    async def outcome(self, store: Store, debrief: Debrief, round_: DebriefRound, words: Words) -> str:
        if (await store.walls.of(debrief.cohort_id)).counted_at is None:
            return ""
        totals = await _totals(store, debrief)
        return "; ".join(words.say("voting.total_short", name=name, number=votes) for name, votes in totals)

    async def shown(self, store: Store, debrief: Debrief, round_: DebriefRound, words: Words) -> Message:
        wall = await store.walls.of(debrief.cohort_id)
        themes, _ = await voted_on(store, debrief.cohort_id)
        if wall.counted_at is None:
            vote = form_button(words, "voting.vote", CastVotes(debrief.cohort_id).pack(), style="primary")
            return card(words, round_, vote) if themes else below(card(words, round_), words.say("voting.no_themes"))
        totals = await _totals(store, debrief)
        lines = [words.say("voting.total", name=name, number=votes) for name, votes in totals]
        text = "\n".join([words.say("voting.counted"), "", *lines])
        return Message(text, title=words.label(f"round.{round_.key}.title"))

    async def steering(self, store: Store, debrief: Debrief, round_: DebriefRound, words: Words) -> tuple[Button, ...]:
        wall = await store.walls.of(debrief.cohort_id)
        if wall.counted_at:
            return ()
        return (form_button(words, "voting.enter_ballot", EnterBallot(debrief.cohort_id).pack()),)


@dataclass(frozen=True, slots=True)
class SaidDoneRound(RoundWork):
    """For the first three themes: what is said, what several people saw done, and what keeps the gap in place."""

    async def answered(self, store: Store, debrief: Debrief, round_: DebriefRound) -> int:
        return len({one.author_id for one in await store.points.of(debrief.cohort_id) if one.kind == GAP})

    async def shown(self, store: Store, debrief: Debrief, round_: DebriefRound, words: Words) -> Message:
        found = await contrasts(store, debrief.cohort_id)
        if not found:
            return below(card(words, round_), words.say("contrasting.not_yet"))
        add = form_button(words, "contrasting.add", AddLines(debrief.cohort_id).pack(), style="primary")
        read = form_button(words, "contrasting.read", ReadLines(debrief.cohort_id).pack())
        revealed = any(one.theme.lines_revealed_at for one in found)
        shown = card(words, round_, add, *((read,) if revealed else ()))
        return below(shown, *(told(words, one) for one in found))

    async def steering(self, store: Store, debrief: Debrief, round_: DebriefRound, words: Words) -> tuple[Button, ...]:
        if not await contrasts(store, debrief.cohort_id):
            return ()
        return (
            form_button(words, "contrasting.match", MatchValues(debrief.cohort_id).pack()),
            Button(words.label("contrasting.show"), ShowLines(debrief.cohort_id).pack()),
        )


async def _totals(store: Store, debrief: Debrief) -> list[tuple[str, int]]:
    """The themes' names with their votes, the most first."""
    themes, names = await voted_on(store, debrief.cohort_id)
    ordered = sorted(themes, key=lambda one: (-(one.votes or 0), one.position))
    return [(names[one.id], one.votes or 0) for one in ordered]
