"""Without everybody's yes not one byte of what somebody wrote leaves for a model, whichever way it was written."""

import itertools
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.action import Action, TakeNote, WriteFreely
from bot.chat.event import Edited
from bot.coach.cautious import CautiousCoach
from bot.desks import desks
from bot.flows.granting import Granting
from bot.rules.model_allowed import provider_hash
from bot.rules.model_permits import ModelPermits
from prompts.message import TextField
from storage.store import Store
from storage.tables import Cohort, Person
from tests.backstage import Backstage, builtin_coach, library
from tests.factories import RunningCohort, running_cohort
from tests.model_server import ModelServer, says, serving
from tests.model_talk import coach, line_to
from tests.sizes import size
from tests.world import Someone, World

WORDS = "I saw that nobody asked the newest colleague, and I kept quiet as well because it was late."
PROVIDER = "Halden AI, in the EU, keeps nothing"
answers = st.sampled_from([None, False, True])


@dataclass(frozen=True)
class Wills:
    """What everybody concerned has said. `late` is what the person takes back between the writing and the call."""

    keeps: bool | None
    agrees: bool | None
    to: str
    allowed: bool
    provider: str
    late: str

    @property
    def yes(self) -> bool:
        """Written down here once more, apart from the rule that is tested."""
        everybody = self.keeps is True and self.agrees is True and self.allowed and self.provider == self.to == PROVIDER
        return everybody and self.late == ""


wills = st.builds(
    Wills,
    keeps=answers,
    agrees=answers,
    to=st.sampled_from(["", PROVIDER, "Another AI"]),
    allowed=st.booleans(),
    provider=st.sampled_from(["", PROVIDER]),
    late=st.sampled_from(["", "keeping", "ai", "cohort", "provider"]),
)
all_yes = st.just(Wills(keeps=True, agrees=True, to=PROVIDER, allowed=True, provider=PROVIDER, late=""))
A_NOTE = "takes a note"  # no question is asked on it
WAYS = ("types", "fills in a form", A_NOTE, "types and edits", "types twice")


@dataclass
class Stage:
    world: World
    made: RunningCohort
    server: ModelServer
    coach: CautiousCoach
    written: int = 0

    async def set(self, will: Wills) -> None:
        async with self.world.database.transaction() as store:
            person, cohort = await self._rows(store)
            person.keeps_entries, person.agrees_ai = will.keeps, will.agrees
            cohort.ai_allowed, cohort.ai_provider = will.allowed, will.provider
            cohort.ai_provider = will.to
            person.ai_agreed_to = provider_hash(cohort) if will.to else ""
            cohort.ai_provider = will.provider

    async def take_back(self, what: str) -> None:
        async with self.world.database.transaction() as store:
            person, cohort = await self._rows(store)
            match what:
                case "keeping":
                    person.keeps_entries = False
                case "ai":
                    person.agrees_ai = False
                case "cohort":
                    cohort.ai_allowed = False
                case "provider":
                    cohort.ai_provider = "Somebody else's AI"

    async def write(self, how: str) -> None:
        ada, text = self.world.someone(self.made.people[0].external_id, "Ada"), self._text()
        match how:
            case "types":
                await ada.writes(text, message=f"m{self.written}")
            case "types twice":
                await ada.writes(text, message=f"m{self.written}", thread="t1")
                await ada.writes(self._text(), message=f"m{self.written}", thread="t1")
            case "types and edits":
                await ada.writes(text, message=f"m{self.written}")
                await edited(ada, f"m{self.written}", self._text())
            case "fills in a form":
                await fill(ada, WriteFreely(), text)
            case _:
                await fill(ada, TakeNote(), text)

    async def let_time_pass(self) -> None:
        permits = ModelPermits(b"k" * 32, self.world.real)
        behind = Backstage(self.world.database, self.world.channel, self.world.real, self.coach, permits)
        await behind.delivering.send_due(self.world.now)

    def _text(self) -> str:
        self.written += 1
        return f"{WORDS} It was day {self.written}."

    async def _rows(self, store: Store) -> tuple[Person, Cohort]:
        return (
            await store.session.get_one(Person, self.made.people[0].id),
            await store.session.get_one(Cohort, self.made.cohort.id),
        )


async def fill(ada: Someone, action: Action, text: str) -> None:
    form = (await ada.presses(action)).open
    if form is None:  # who has not said yet whether anything may be kept is asked that first
        return
    key = next(one.key for one in form.fields if isinstance(one, TextField))
    await ada.fills_in(form, **{key: text})


async def edited(ada: Someone, message: str, text: str) -> None:
    await ada._take(Edited(**ada._happening(), message=message, text=text))


@settings(max_examples=size(1_000), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(wills, all_yes), st.sampled_from(WAYS))
@pytest.mark.one_database("the rule reads rows, and it is the flows that are tried here")
async def test_without_everybody_s_yes_no_byte_leaves(world: World, will: Wills, how: str) -> None:
    async with serving(says("You write that you kept quiet as well.", "What was that like?")) as server:
        stage = await set_up(world, server)

        await stage.set(will)
        await stage.write(how)
        await stage.take_back(will.late)
        await stage.let_time_pass()

        assert bool(server.requests) == (will.yes and how != A_NOTE)


@pytest.mark.parametrize("how", [one for one in WAYS if one != A_NOTE])
@pytest.mark.one_database("the rule reads rows, and it is the flows that are tried here")
async def test_with_everybody_s_yes_it_does_leave(world: World, how: str) -> None:
    async with serving(says("You write that you kept quiet as well.", "What was that like?")) as server:
        stage = await set_up(world, server)

        await stage.set(Wills(keeps=True, agrees=True, to=PROVIDER, allowed=True, provider=PROVIDER, late=""))
        await stage.write(how)
        await stage.let_time_pass()

        assert WORDS in server.sent


_numbers = itertools.count(1)


async def set_up(world: World, server: ModelServer) -> Stage:
    """A cohort of its own for each example, so that no daily limit and no earlier question stands in the way."""
    number = next(_numbers)
    async with world.database.transaction() as store:
        made = await running_cohort(store, name=f"Spring {number}", ids=f"N{number}N")
    world.desks, world.model_is_set = desks(library(), builtin_coach(), Granting()), True
    return Stage(world, made, server, coach(line_to(server), 5))
