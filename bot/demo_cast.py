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

_STILL_HEARD = 2  # messages of a room: that the time is up hides no card
_THINKING = 0.3  # seconds between what two people do, so that a watcher sees them do it


@dataclass
class Cast:
    """Whoever is in the room that stands under that id."""

    made: Playground
    room: str
    reactions: Sequence[Reaction]
    _done: set[tuple[str, int]] = field(default_factory=set)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def heard(self, beginning: str) -> bool:
        """Whether something that begins so was said in the room."""
        return any(one.text.startswith(beginning) for one in self._posts(self.room))

    async def rest(self) -> None:
        """Returns when each has reacted to what there is now, without taking their time."""
        await self._react_all(thinking=0)

    async def take_part(self) -> None:
        """For ever: reacts to whatever stands in the room, each of them once in each way."""
        version = -1
        while not self.made.workspace.closed:
            version = await self.made.workspace.change(version)
            await self._react_all(_THINKING)

    async def _react_all(self, thinking: float) -> None:
        """One after the other, each after so many seconds."""
        async with self._turn:
            while deed := next(iter(self._due()), None):
                self._done.add(deed)
                await asyncio.sleep(thinking)
                await self._react(*deed)

    def _due(self) -> Iterable[tuple[str, int]]:
        """Who has not reacted yet in which way to what stands there."""
        for number, reaction in enumerate(self.reactions):
            for who in reaction.who:
                place = self.made.workspace.direct(who).id if reaction.private else self.room
                heard = self._posts(place)[-_STILL_HEARD:]
                if (who, number) not in self._done and any(_fits(reaction, post) for post in heard):
                    yield who, number

    def _posts(self, place: str) -> list[Post]:
        return [one for one in self.made.workspace.posts if one.room == place and not one.only_for]

    async def _react(self, who: str, number: int) -> None:
        reaction, hands = self.reactions[number], AtSlack(self.made, self.made.person(who), self.room)
        try:
            for label in reaction.presses:
                await hands.presses(label)
            if reaction.fills is not None:
                await hands.fills_in(reaction.fills)
        except (LookupError, Refused, Unanswered) as trouble:  # the round went on while they were thinking
            log.info("%s did not react to %s: %s", who, reaction.title, type(trouble).__name__)
        finally:
            await hands.puts_away()


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
    return post.text.startswith(reaction.title) and bool(labelled(post.blocks or [], reaction.presses[0]))
