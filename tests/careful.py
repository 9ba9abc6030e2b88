"""What the tests of the care have in common: a running cohort, everything that one can write in, and what was said."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import select

from bot.chat.action import Answer, ChangeEntry, GoOn, TakeNote, Write, WriteFreely
from bot.chat.event import Edited
from bot.chat.reply import Reply
from bot.flows.answering import Answering
from bot.flows.caring import Caring
from bot.flows.journalling import Journalling
from bot.flows.noting import Noting
from bot.flows.reflecting import Reflecting
from bot.flows.sharing import Sharing
from prompts.message import Message
from storage.tables import Delivery, Entry, Person, Turn
from tests.backstage import builtin_coach, library
from tests.factories import RunningCohort, running_cohort
from tests.replies import opened
from tests.world import Someone, World

MORNING = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)  # a Tuesday, 10:00 in Brussels
CALM = "She asked who was carrying the heaviest load. Nobody answered at first."
DISTRESS = "I want to kill myself."
BULLIED = "My manager bullies me every day and shouts at me."
UNSAFE = "We gave the wrong medicine to a patient and nobody reported it."
DETAILS = "Mrs Peters in bed 4 asked for water three times."
CONTACTS = "Staff care line: ring the switchboard."
PHONE_ME, SEEN = "Ask the facilitator to phone me", "I have seen it"


@dataclass
class Careful:
    """A cohort, and Ada in it."""

    world: World
    spring: RunningCohort
    ada: Someone

    async def asked(self, prompt: str = "D3", message: str = "10.0") -> str:
        """That prompt was sent to Ada; its delivery's id."""
        row = Delivery(
            organisation_id=self.spring.cohort.organisation_id,
            person_id=self.spring.people[0].id,
            participation_id=self.spring.participations[0].id,
            cohort_id=self.spring.cohort.id,
            kind="prompt",
            prompt=prompt,
            anchor_instance=f"X1:{message}",
            state="sent",
            due_at=self.world.now,
            sent_at=self.world.now,
            wording=next(iter(library().prompt("en", prompt).wordings)),
            room="DU1",
            message=message,
        )
        async with self.world.database.transaction() as store:
            await store.deliveries.add(row)
        return row.id

    async def begun(self, text: str = CALM) -> str:
        """Ada wrote something earlier; the entry's id."""
        await self.ada.types(text, name="reflect")
        return str((await self.rows(Entry))[-1].id)

    async def rows(self, table: Any, **where: Any) -> list[Any]:
        async with self.world.database.reading() as store:
            found = (await store.session.exec(select(table))).all()
        return [one for one in found if all(getattr(one, key) == value for key, value in where.items())]

    async def set(self, **values: Any) -> None:
        """Changes Ada's own row."""
        async with self.world.database.transaction() as store:
            person = await store.session.get_one(Person, self.spring.people[0].id)
            for key, value in values.items():
                setattr(person, key, value)

    async def tick(self, **later: float) -> None:
        """The clock beats once, so much later."""
        self.world.now += timedelta(**later)
        await self.world.backstage.delivering.send_due(self.world.now)

    def heard(self, id: str = "U1") -> list[Message]:
        return self.world.heard(id)

    async def said(self) -> list[str]:
        """The words of every turn of Ada's that is kept, oldest first."""
        from bot.rules.visibility import own

        async with self.world.database.reading() as store:
            turns = (await store.session.exec(select(Turn).order_by(Turn.written_at, Turn.position))).all()  # type: ignore[arg-type]  # columns
            grants = [(one, own(one, one.person_id)) for one in turns if one.speaker == "person"]
            return [await store.reflections.open_turn(one, grant) for one, grant in grants if grant]


async def careful(world: World, **cohort: Any) -> Careful:
    """A running cohort with Ada (U1), Ben (U2) and the facilitator Faye (F1), on a Tuesday morning."""
    coach = builtin_coach()
    world.now = MORNING
    world.desks = [
        Reflecting(coach, library()).desk,
        Answering(library(), coach).desk,
        Noting(coach).desk,
        Journalling(library()).desk,
        Sharing().desk,
        Caring().desk,
    ]
    async with world.database.transaction() as store:
        spring = await running_cohort(store, debrief=None, **cohort)
    return Careful(world, spring, world.someone("U1", "Ada"))


Writing = Callable[[Careful, str], Awaitable[Reply]]


async def _in_a_free_form(place: Careful, text: str) -> Reply:
    return await _fills_in(place, WriteFreely(), words=text)


async def _in_a_note(place: Careful, text: str) -> Reply:
    return await _fills_in(place, TakeNote(), words=text)


async def _in_a_prompt(place: Careful, text: str) -> Reply:
    return await _fills_in(place, Write(await place.asked()), words=text)


async def _in_a_promise(place: Careful, text: str) -> Reply:
    return await _fills_in(place, Write(await place.asked(_commitment())), cue="I hear it", deed=text)


async def _going_on(place: Careful, text: str) -> Reply:
    return await _fills_in(place, GoOn(await place.begun()), words=text)


async def _to_a_question(place: Careful, text: str) -> Reply:
    entry = await place.begun()
    await place.tick()
    return await _fills_in(place, Answer(entry), words=text)


async def _in_the_journal(place: Careful, text: str) -> Reply:
    form = opened(await place.ada.presses(ChangeEntry(await place.begun())))
    return await place.ada.fills_in(form, **{form.fields[0].key: text})


async def _fills_in(place: Careful, action: Any, **values: str) -> Reply:
    form = opened(await place.ada.presses(action))
    return await place.ada.fills_in(form, **values)


async def _typed(place: Careful, text: str) -> Reply:
    return await place.ada.writes(text)


async def _typed_under_a_prompt(place: Careful, text: str) -> Reply:
    await place.asked()
    return await place.ada.writes(text, thread="10.0")


async def _after_reflect(place: Careful, text: str) -> Reply:
    return await place.ada.types(text, name="reflect")


async def _after_note(place: Careful, text: str) -> Reply:
    return await place.ada.types(f"note {text}")


async def _edited(place: Careful, text: str) -> Reply:
    await place.ada.writes(CALM, message="77.0")
    event = Edited(**place.ada._happening(), text=text, message="77.0")
    return await place.ada.reception.take(event)


def _commitment() -> str:
    return next(one.key for one in library().program.prompts if one.form == "commitment")


FORMS: dict[str, Writing] = {
    "a free form": _in_a_free_form,
    "a note": _in_a_note,
    "a prompt's form": _in_a_prompt,
    "a promise": _in_a_promise,
    "more words": _going_on,
    "an answer to a question": _to_a_question,
    "the journal": _in_the_journal,
}
TYPED: dict[str, Writing] = {
    "the chat": _typed,
    "a prompt's thread": _typed_under_a_prompt,
    "reflect": _after_reflect,
    "note": _after_note,
    "an edited message": _edited,
}
EVERYWHERE = FORMS | TYPED


def of_care(messages: list[Message]) -> list[Message]:
    return [one for one in messages if CONTACTS in one.text or "emergency number" in one.text]
