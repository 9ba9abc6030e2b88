"""A cohort runs its whole exchange, from the first command to ninety days after the debrief, seen from the chat alone.

The story is one; it is told over Slack's two ways in, and in Teams with Microsoft's own client.
"""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from bot.playground.inhabitant import Inhabitant
from bot.rules.days_off import days_off
from storage.tables import Delivery, Leg, Participation, Person
from tests.chat import Someone
from tests.heard import Heard
from tests.running_bot import Hospital, hospital, teams_hospital
from tests.story_facts import DAYS, GRACE, HOURS, MANAGERS, NORA, TOMAS, TRIO, each_of, set_up_commands

VISITS = (35, 42, 49, 56, 63)  # days after the first workshop day: a Monday for each leg
PAUSE = (24, 40)  # days after the debrief in which one of them hears nothing: the question after 30 days is missed
A_MOMENT = timedelta(minutes=1)  # of the program's time: long enough that real time does not overtake it
LATEST = timedelta(minutes=2)  # after its moment, in which a message of a moved clock is written


@dataclass
class Diary:
    """What was written where: `typed` in the chat, `filled_in` in forms, by person."""

    typed: dict[str, list[str]] = field(default_factory=dict)
    filled_in: dict[str, list[str]] = field(default_factory=dict)
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
    managers: Sequence[Inhabitant]
    diary: Diary = field(default_factory=Diary)

    @property
    def people(self) -> list[Someone]:
        return [self.place.person(one.id) for one in self.managers]


@asynccontextmanager
async def told_over(way: str, folder: Path) -> AsyncIterator[Story]:
    if way == "Teams":
        async with teams_hospital(folder, (NORA, TOMAS, GRACE, *TRIO)) as place:
            yield Story(place, TRIO)
    else:
        async with hospital(folder, (NORA, TOMAS, GRACE, *MANAGERS), socket_mode=way == "Socket Mode") as place:
            yield Story(place, MANAGERS)


@pytest.mark.parametrize("way", ["Slack over HTTP", "Socket Mode"])
@pytest.mark.one_database("the storage tests run on both; this one is about the chat")
async def test_a_cohort_runs_its_whole_exchange(tmp_path: Path, way: str) -> None:
    async with told_over(way, tmp_path) as story:
        await the_whole_exchange(story)


@pytest.mark.usefixtures("agents_playground")
@pytest.mark.one_database("the storage tests run on both; this one is about the chat")
async def test_a_cohort_runs_its_whole_exchange_in_teams(tmp_path: Path) -> None:
    async with told_over("Teams", tmp_path) as story:
        await the_whole_exchange(story)


async def the_whole_exchange(story: Story) -> None:
    place, diary = story.place, story.diary
    first_day = a_monday(place.now.date() + timedelta(days=16))
    debrief = first_day + timedelta(days=DAYS["debrief"])
    requests = await set_up(story, first_day)
    assert requests < 15

    await set_dates(story, first_day)
    await everybody_consents(story)
    emma = story.people[-1]
    await live(story, until=debrief + timedelta(days=PAUSE[0]))
    await emma.runs(f"/exchange pause until {debrief + timedelta(days=PAUSE[1])}")
    await live(story, until=debrief + timedelta(days=96))

    sent = await prompts_sent(place)
    for manager in story.managers:
        mine = sent[manager.id]
        missed = {"J2"} if manager.id == emma.id else set()
        assert Counter(row.prompt for row, _ in mine) == each_of(without=missed)
        assert_in_time(manager, mine, first_day)
        assert len({post.words for _, post in mine}) == len(mine), "no wording twice"
    assert_private(place, diary)
    await assert_kept(story)
    assert place.chat.refusals == []


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
    """Every second question in the form, the others in its thread; the coach's question once each time."""
    if "Write" not in post.buttons:
        return
    if len(diary.all) % 2:
        await person.presses("Write", message=post.words)
        await person.waits_until(lambda seen: seen.modal)
        assert await person.submits({key: diary.words(person, diary.filled_in) for key in person.text_fields()}) == {}
        return
    await person.says(diary.words(person, diary.typed), thread=post.id)


# -- what must be true at the end ----------------------------------------------------------------------------------


async def prompts_sent(place: Hospital) -> dict[str, list[tuple[Delivery, Heard]]]:
    """Every prompt that stands in somebody's chat, by person: its row, and the one message that it became."""
    async with place.application.database.reading() as store:
        wanted = select(Delivery, Person).where(Delivery.kind == "prompt", Delivery.person_id == Person.id)
        rows = (await store.session.exec(wanted)).all()
    sent: dict[str, list[tuple[Delivery, Heard]]] = {}
    for row, person in rows:
        posts = place.chat.became(row)
        assert len(posts) == (row.state == "sent"), "asked once if at all"
        sent.setdefault(person.external_id, []).extend((row, post) for post in posts)
    return sent


def assert_in_time(manager: Inhabitant, mine: Sequence[tuple[Delivery, Heard]], first_day: date) -> None:
    zone = ZoneInfo(manager.timezone)
    off = days_off("GB", "", first_day - timedelta(days=30), first_day + timedelta(days=300))
    for row, post in mine:
        local = post.at.astimezone(zone)
        planned = datetime.combine(local.date(), HOURS[row.prompt], zone)
        assert timedelta() <= local - planned < LATEST, (row.prompt, local)
        assert time(7, 30) <= local.time() < time(20, 0)
        assert local.date() not in off, (row.prompt, local)
        if manager is MANAGERS[-1]:
            assert not PAUSE[0] < (local.date() - first_day).days - DAYS["debrief"] <= PAUSE[1]


def assert_private(place: Hospital, diary: Diary) -> None:
    """No word of anybody in another's chat, and what is written in a form in no chat at all."""
    canaries = {text.split()[1]: (author, text) for author, text in diary.all}
    for owner, words in place.chat.shown():
        for canary in {one for one in words.split() if one in canaries}:
            author, text = canaries[canary]
            assert author == owner, "somebody else's words"
            assert text not in diary.filled_in.get(author, []), "what is written in a form stays in forms"


async def assert_kept(story: Story) -> None:
    """Everybody finds all that they wrote in their own journal, and nothing of anybody else."""
    for person in story.people:
        await person.runs("/exchange journal")
        await person.waits_until(lambda seen: seen.modal)
        seen = person.sees().modal
        while "Older" in person.sees().buttons:
            before = person.sees().modal
            await person.presses("Older")
            await person.waits_until(lambda now, before=before: now.modal != before)  # type: ignore[misc]  # bound now
            seen += person.sees().modal
        for author, text in story.diary.all:
            assert (text in seen) == (author == person.id)
