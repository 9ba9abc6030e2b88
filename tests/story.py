"""The story of a cohort, step by step, as its people live it in the chat: the same on every platform."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import select

from bot.playground.inhabitant import Inhabitant
from storage.tables import Leg, Participation, Person
from tests.chat import Someone
from tests.heard import Heard
from tests.running_bot import Hospital, hospital, teams_hospital
from tests.story_facts import DAYS, GRACE, MANAGERS, NORA, TOMAS, TRIO, set_up_commands

LEADING = (NORA, TOMAS, GRACE)
VISITS = (35, 42, 49, 56, 63)  # days after the first workshop day: a Monday for each leg
A_MOMENT = timedelta(minutes=1)  # of the program's time: long enough that real time does not overtake it


@dataclass
class Diary:
    """What was written where: `typed` in the chat, `filled_in` in forms, by person; and who answered the coach."""

    typed: dict[str, list[str]] = field(default_factory=dict)
    filled_in: dict[str, list[str]] = field(default_factory=dict)
    followed: set[str] = field(default_factory=set)
    _number: int = 0

    def words(self, person: Someone, where: dict[str, list[str]]) -> str:
        self._number += 1
        text = f"The canary{self._number:03} of {person.id} kept quiet, because nobody had asked her."
        where.setdefault(person.id, []).append(text)
        return text

    @property
    def all(self) -> list[tuple[str, str]]:
        kept = [*self.typed.items(), *self.filled_in.items()]
        return [(person, text) for person, texts in kept for text in texts]


@dataclass(frozen=True)
class Story:
    """Where it is told, by whom it is lived, and what they write on the way."""

    place: Hospital
    everybody: Sequence[Inhabitant]
    managers: Sequence[Inhabitant]
    diary: Diary = field(default_factory=Diary)

    @property
    def people(self) -> list[Someone]:
        return [self.place.person(one.id) for one in self.managers]


@asynccontextmanager
async def told_over(way: str, folder: Path) -> AsyncIterator[Story]:
    slack = way != "Teams"
    managers = MANAGERS if slack else TRIO
    people = (*LEADING, *managers)
    told = hospital(folder, people, socket_mode=way == "Socket Mode") if slack else teams_hospital(folder, people)
    async with told as place:
        yield Story(place, people, managers)


def a_monday(day: date) -> date:
    """The first Monday from that day on."""
    return day + timedelta(days=-day.weekday() % 7)


# -- setting up ----------------------------------------------------------------------------------------------------


async def set_up(story: Story, first_day: date) -> int:
    """From nothing to a cohort that has started; the number of requests that it took."""
    place, steps = story.place, set_up_commands(first_day, story.managers)
    for who, command, button in steps:
        person = place.person(who)
        await person.runs(command)
        await person.waits_until(lambda seen, label=button: label in seen.buttons)  # type: ignore[misc]  # bound now
        await person.presses(button)
        await place.until(place.now + A_MOMENT)
    return 2 * len(steps)


async def set_dates(story: Story, first_day: date) -> None:
    """The facilitator sets the visits, one direction and then the other, and the interviews."""
    place = story.place
    tomas = place.person(TOMAS.id)
    lines = [
        f"leg <@{visitor}> <@{host}> {first_day + timedelta(number)} {first_day + timedelta(number + 1)}"
        for number, (visitor, host) in zip(VISITS, await legs(place), strict=False)
    ]
    lines += [f"interview <@{one.id}> {first_day + timedelta(DAYS['interview'])}" for one in story.managers]
    for line in lines:
        await tomas.runs(f"/exchange dates {line}")
        await tomas.waits_until(lambda seen: "Change the dates" in seen.buttons)
        await tomas.presses("Change the dates")
    await place.until(place.now + A_MOMENT)


async def legs(place: Hospital) -> list[tuple[str, str]]:
    """Who visits whom, by their ids in the chat: a pair and a trio, in Teams the trio alone."""
    async with place.application.database.reading() as store:
        found = (await store.session.exec(select(Leg))).all()
        people = {
            one.id: person.external_id
            for one, person in (
                await store.session.exec(select(Participation, Person).where(Participation.person_id == Person.id))
            ).all()
        }
    return sorted((people[leg.visitor_id], people[leg.host_id]) for leg in found)


async def everybody_consents(story: Story) -> None:
    for person in story.people:
        await person.waits_for("May I keep what you write?")
        await person.presses("Yes, keep what I write")


# -- living through it ---------------------------------------------------------------------------------------------


async def live(story: Story, *, until: date) -> None:
    """Moves from one thing that happens to the next; everybody answers what they are asked, here or there."""
    last, place = datetime.combine(until, time(23, 0), ZoneInfo("UTC")), story.place
    while (due := await place.application.clock.next_due()) and due <= last:
        before = [len(one.hears()) for one in story.people]
        await place.next()
        for person, heard in zip(story.people, before, strict=True):
            for post in person.hears()[heard:]:
                await answer(person, post, story.diary)
    await place.until(last)


async def answer(person: Someone, post: Heard, diary: Diary) -> None:
    """Every second question in the form, the others in its thread; the coach's first question in its form."""
    if "Open the question" in post.buttons and person.id not in diary.followed:
        diary.followed.add(person.id)
        await fill_in(person, "Open the question", post, diary)
    if "Write" not in post.buttons:
        return
    if len(diary.all) % 2:
        await fill_in(person, "Write", post, diary)
        return
    await person.says(diary.words(person, diary.typed), thread=post.id)


async def fill_in(person: Someone, label: str, post: Heard, diary: Diary) -> None:
    await person.presses(label, message=post.words)
    await person.waits_until(lambda seen: seen.modal)
    assert await person.submits({key: diary.words(person, diary.filled_in) for key in person.text_fields()}) == {}
