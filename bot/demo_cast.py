"""The demo's people in its debrief: they press and fill in by themselves what the script says that they would."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from bot.demo_hands import AtSlack, labelled
from bot.demo_script import Reaction
from bot.playground.playground import Playground
from bot.playground.records import Post
from bot.playground.refusal import Refused, Unanswered

log = logging.getLogger(__name__)

_THINKING = 0.3  # seconds between what two people do, so that a watcher sees them do it


@dataclass
class Cast:
    """Whoever is in the room that stands under that id."""

    made: Playground
    room: str
    reactions: Sequence[Reaction]
    _done: set[tuple[str, str, int]] = field(default_factory=set)

    async def take_part(self) -> None:
        """For ever: reacts to whatever stands in the room, once to each card."""
        version = -1
        while not self.made.workspace.closed:
            version = await self.made.workspace.change(version)
            for deed in list(self._due()):
                self._done.add(deed)
                await asyncio.sleep(_THINKING)
                await self._react(*deed)

    def _due(self) -> Iterable[tuple[str, str, int]]:
        """Who has not reacted to which card yet, and how they would."""
        posts = [one for one in self.made.workspace.posts if one.room == self.room and not one.only_for]
        for post in posts[-1:]:
            for number, reaction in enumerate(self.reactions):
                deeds = [(who, post.ts, number) for who in reaction.who] if _fits(reaction, post) else []
                yield from (one for one in deeds if one not in self._done)

    async def _react(self, who: str, ts: str, number: int) -> None:
        reaction, hands = self.reactions[number], AtSlack(self.made, self.made.person(who), self.room)
        try:
            await hands.presses(reaction.presses)
            if reaction.fills is not None:
                await hands.fills_in(reaction.fills)
        except (LookupError, Refused, Unanswered) as trouble:  # the round went on while they were thinking
            log.info("%s did not react to %s: %s", who, ts, type(trouble).__name__)


@asynccontextmanager
async def taking_part(cast: Cast) -> AsyncIterator[None]:
    """They react for as long as the block lasts."""
    task = asyncio.create_task(cast.take_part())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def _fits(reaction: Reaction, post: Post) -> bool:
    return post.text.startswith(reaction.title) and bool(labelled(post.blocks or [], reaction.presses))
