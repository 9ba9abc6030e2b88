"""Whatever order messages, edits and deletions come in, and however often, the same words are kept in the end."""

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.chat.event import Deleted, Edited, Event, Said
from bot.flows.reflecting import Reflecting
from bot.rules.visibility import own
from tests.backstage import builtin_coach, library
from tests.factories import person
from tests.sizes import size
from tests.world import Someone, World

START = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
MESSAGES = 3
DESK = Reflecting(builtin_coach(), library()).desk


@dataclass(frozen=True)
class Deed:
    """Something done to one message in the chat. `number` tells deeds apart; the higher one was done later."""

    kind: str
    message: int
    number: int
    in_thread: bool = False

    @property
    def text(self) -> str:
        return f"{self.kind} {self.message}.{self.number}"

    def event(self, by: Someone, event_id: str) -> Event:
        message = f"{by.id}-{self.message}"
        about: dict[str, Any] = {"id": event_id, "sender": by.address, "at": START + timedelta(seconds=self.number)}
        match self.kind:
            case "post":
                return Said(**about, text=self.text, message=message, thread=f"{by.id}-0" if self.in_thread else "")
            case "edit":
                return Edited(**about, text=self.text, message=message)
            case _:
                return Deleted(**about, message=message)


@dataclass
class Model:
    """What should be kept: of each message that was not deleted its last edit, or else the words first posted."""

    posted: dict[int, str] = field(default_factory=dict)
    edited: dict[int, Deed] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)

    def take(self, deed: Deed) -> None:
        match deed.kind:
            case "post":
                self.posted.setdefault(deed.message, deed.text)
            case "edit":
                last = self.edited.get(deed.message, deed)
                self.edited[deed.message] = max(last, deed, key=lambda one: one.number)
            case _:
                self.deleted.add(deed.message)

    @property
    def kept(self) -> list[str]:
        texts = self.posted | {message: deed.text for message, deed in self.edited.items()}
        return sorted(text for message, text in texts.items() if message not in self.deleted)


KINDS = st.sampled_from(["post", "post", "edit", "delete"])
DEEDS = st.lists(st.builds(Deed, KINDS, st.integers(0, MESSAGES - 1), st.integers(0, 9), st.booleans()), max_size=4)


@st.composite
def orders(draw: st.DrawFn) -> list[tuple[Deed, int]]:
    """Deeds with the number of their event: some events come twice, some deeds in two events, in any order."""
    deeds = draw(DEEDS)
    events = list(enumerate(deeds))
    repeated = draw(st.lists(st.sampled_from(events), max_size=2)) if events else []
    retried = [(number, deed) for number, deed in repeated[:1]]
    again = [(len(events) + extra, deed) for extra, (_, deed) in enumerate(repeated[1:])]
    return [(deed, number) for number, deed in draw(st.permutations([*events, *retried, *again]))]


_people = itertools.count(100)


@pytest.mark.chaos
@pytest.mark.one_database(reason="every statement that an order runs is run on both databases by test_reflecting")
@settings(
    max_examples=size(20_000),
    # one database serves all orders, each with a person of its own: making one anew would take most of the time
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(order=orders())
@example(order=[(Deed("delete", 0, 2), 1), (Deed("post", 0, 1), 2)])
@example(order=[(Deed("edit", 0, 2), 1), (Deed("post", 0, 1), 2), (Deed("delete", 0, 3), 3), (Deed("edit", 0, 9), 4)])
async def test_every_order_ends_in_the_state_of_a_simple_model(world: World, order: list[tuple[Deed, int]]) -> None:
    world.desks = [DESK]
    ada = world.someone(f"U{next(_people)}")
    async with world.database.transaction() as store:
        await person(store, ada.id, "Ada")
    model = Model()

    for deed, number in order:
        model.take(deed)
        await ada.reception.take(deed.event(ada, f"{ada.id}-event-{number}"))

    assert await kept(world, ada) == model.kept


async def kept(world: World, who: Someone) -> list[str]:
    async with world.database.transaction() as store:
        author = await person(store, who.id, "Ada")
        texts = []
        for entry in await store.reflections.journal(author.id):
            turns = await store.reflections.turns(entry.id)
            assert turns, "an entry without words is left over"
            granted = [(turn, own(turn, author.id)) for turn in turns]
            texts += [await store.reflections.open_turn(turn, grant) for turn, grant in granted if grant]
    return sorted(texts)
