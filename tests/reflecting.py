"""Somebody who is asked and writes, for the tests of reflecting."""

from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import select

from bot.coach.builtin import BuiltinCoach
from bot.coach.coach import Question
from bot.flows.answering import Answering
from bot.flows.journalling import Journalling
from bot.flows.noting import Noting
from bot.flows.reflecting import Reflecting
from bot.rules.visibility import own
from prompts.library import Library
from storage.store import Store
from storage.tables import Delivery, Entry, Person
from tests.factories import running_cohort
from tests.world import Someone, World

LIBRARY = Library.load(Path("prompts"))
COACH = BuiltinCoach.read(Path("prompts"), "en")
DESKS = [
    Reflecting(COACH, LIBRARY).desk,
    Answering(LIBRARY, COACH).desk,
    Noting(COACH).desk,
    Journalling(LIBRARY).desk,
]
MORNING = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)  # a Tuesday, 10:00 in Brussels
WORDS = "She asked who was carrying the heaviest load. Nobody answered at first."


async def ada_who_writes(world: World) -> Someone:
    """She takes part, has agreed to keeping, and nothing was asked of her yet."""
    world.desks, world.now = DESKS, MORNING
    async with world.database.transaction() as store:
        await running_cohort(store, debrief=None)
    return world.someone("U1", "Ada")


async def asked(world: World, prompt: str = "D3", message: str = "10.0", sent_at: datetime = MORNING) -> str:
    """That prompt was sent to Ada; its delivery's id."""
    async with world.database.transaction() as store:
        person = (await store.session.exec(select(Person).where(Person.external_id == "U1"))).one()
        (cohort,) = await store.cohorts.joined_by(person)
        participation = await store.cohorts.participation(cohort.id, person.id)
        assert participation is not None
        row = Delivery(
            organisation_id=person.organisation_id,
            person_id=person.id,
            participation_id=participation.id,
            cohort_id=cohort.id,
            kind="prompt",
            prompt=prompt,
            anchor_instance=f"I#{message}",
            state="sent",
            due_at=sent_at,
            sent_at=sent_at,
            wording=next(iter(LIBRARY.prompt("en", prompt).wordings)),
            room="DU1",
            message=message,
        )
        await store.deliveries.add(row)
        return row.id


async def question_on(
    world: World, entry_id: str, surface: str = "form", mirror: str = "You write: “Nobody answered”."
) -> Delivery:
    """The coach's question on that entry was stored and sent."""
    async with world.database.transaction() as store:
        entry = await store.session.get_one(Entry, entry_id)
        (row,) = await _promised(store, "follow_up")
        position = int(row.anchor_instance.rpartition(":")[2])
        text = Question(mirror, "What was behind it?").text
        await store.reflections.seal_turn(entry, position, "coach", surface, text, "", world.now)
        row.state, row.sent_at, row.room, row.message = "sent", world.now, "DU1", "50.0"
        return row


async def promised(world: World, kind: str, state: str = "planned") -> list[Delivery]:
    async with world.database.transaction() as store:
        return await _promised(store, kind, state)


async def _promised(store: Store, kind: str, state: str = "planned") -> list[Delivery]:
    return list(await store.session.exec(select(Delivery).where(Delivery.kind == kind, Delivery.state == state)))


async def journal(world: World, *, speaker: str = "person") -> list[list[str]]:
    """Ada's entries, newest first, each with what was said in it."""
    async with world.database.transaction() as store:
        person = (await store.session.exec(select(Person).where(Person.external_id == "U1"))).one()
        found = []
        for entry in await store.reflections.journal(person.id):
            turns = [(one, own(one, person.id)) for one in await store.reflections.turns(entry.id)]
            found.append(
                [await store.reflections.open_turn(one, by) for one, by in turns if by and one.speaker == speaker]
            )
    return found


async def the_entry(world: World) -> Entry:
    async with world.database.transaction() as store:
        return (await store.session.exec(select(Entry))).one()
