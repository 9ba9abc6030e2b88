"""A cohort runs its whole exchange, from the first command to ninety days after the debrief, seen from Slack alone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from bot.playground.inhabitant import Inhabitant
from bot.playground.records import Post
from bot.rules.days_off import days_off
from storage.tables import Delivery, Leg, Participation, Person
from tests.running_bot import Hospital, hospital
from tests.slack_people import Person as AtSlack
from tests.slack_text import buttons_in, text_of, view_text
from tests.story_facts import DAYS, GRACE, HOURS, MANAGERS, NORA, TOMAS, each_of, set_up_commands

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

    def words(self, person: AtSlack, where: dict[str, list[str]]) -> str:
        self._number += 1
        text = f"The canary{self._number:03} of {person.id} kept quiet, because nobody had asked her."
        where.setdefault(person.id, []).append(text)
        return text

    @property
    def all(self) -> list[tuple[str, str]]:
        kept = [*self.typed.items(), *self.filled_in.items()]
        return [(person, text) for person, texts in kept for text in texts]


@pytest.mark.parametrize("socket_mode", [False, True], ids=["over HTTP", "over Socket Mode"])
@pytest.mark.one_database("the storage tests run on both; this one is about Slack")
async def test_a_cohort_runs_its_whole_exchange(tmp_path: Path, socket_mode: bool) -> None:
    async with hospital(tmp_path, (NORA, TOMAS, GRACE, *MANAGERS), socket_mode=socket_mode) as place:
        first_day = a_monday(place.now.date() + timedelta(days=16))
        debrief = first_day + timedelta(days=DAYS["debrief"])
        requests = await set_up(place, first_day)
        assert requests < 15

        await set_dates(place, first_day)
        await everybody_consents(place)
        diary = Diary()
        emma = place.person(MANAGERS[-1].id)
        await live(place, diary, until=debrief + timedelta(days=PAUSE[0]))
        await emma.runs(f"/exchange pause until {debrief + timedelta(days=PAUSE[1])}")
        await live(place, diary, until=debrief + timedelta(days=96))

        sent = await prompts_sent(place)
        for manager in MANAGERS:
            mine = sent[manager.id]
            missed = {"J2"} if manager.id == emma.id else set()
            assert Counter(row.prompt for row, _ in mine) == each_of(without=missed)
            assert_in_time(manager, mine, first_day)
            assert len({text_of(post) for _, post in mine}) == len(mine), "no wording twice"
        assert_private(place, diary)
        await assert_kept(place, diary)
        assert place.workspace.playground.refusals == []


def a_monday(day: date) -> date:
    """The first Monday from that day on."""
    return day + timedelta(days=-day.weekday() % 7)


# -- setting up ----------------------------------------------------------------------------------------------------


async def set_up(place: Hospital, first_day: date) -> int:
    """From nothing to a cohort that has started; the number of requests that it took."""
    steps = set_up_commands(first_day)
    for who, command, button in steps:
        person = place.person(who)
        await person.runs(command)
        await person.waits_until(lambda seen, label=button: label in seen.buttons)  # type: ignore[misc]  # bound now
        await person.presses(button)
        await place.until(place.now + A_MOMENT)
    return 2 * len(steps)


async def set_dates(place: Hospital, first_day: date) -> None:
    """The facilitator sets the visits, one direction and then the other, and the interviews."""
    tomas = place.person(TOMAS.id)
    lines = [
        f"leg <@{visitor}> <@{host}> {first_day + timedelta(number)} {first_day + timedelta(number + 1)}"
        for number, (visitor, host) in zip(VISITS, await legs(place), strict=True)
    ]
    lines += [f"interview <@{one.id}> {first_day + timedelta(DAYS['interview'])}" for one in MANAGERS]
    for line in lines:
        await tomas.runs(f"/exchange dates {line}")
        await tomas.waits_until(lambda seen: "Change the dates" in seen.buttons)
        await tomas.presses("Change the dates")
    await place.until(place.now + A_MOMENT)


async def legs(place: Hospital) -> list[tuple[str, str]]:
    """Who visits whom, by their ids at Slack: a pair and a trio, however they were suggested."""
    async with place.application.database.reading() as store:
        found = (await store.session.exec(select(Leg))).all()
        people = {
            one.id: person.external_id
            for one, person in (
                await store.session.exec(select(Participation, Person).where(Participation.person_id == Person.id))
            ).all()
        }
    return sorted((people[leg.visitor_id], people[leg.host_id]) for leg in found)


async def everybody_consents(place: Hospital) -> None:
    for one in MANAGERS:
        person = place.person(one.id)
        await person.waits_for("May I keep what you write?")
        await person.presses("Yes, keep what I write")


# -- living through it ---------------------------------------------------------------------------------------------


async def live(place: Hospital, diary: Diary, *, until: date) -> None:
    """Moves from one thing that happens to the next; everybody answers what they are asked, here or there."""
    last = datetime.combine(until, time(23, 0), ZoneInfo("UTC"))
    while (due := await place.application.clock.next_due()) and due <= last:
        before = {one.id: len(place.person(one.id).hears()) for one in MANAGERS}
        await place.next()
        for one in MANAGERS:
            person = place.person(one.id)
            for post in person.hears()[before[one.id] :]:
                await answer(person, post, diary)
    await place.until(last)


async def answer(person: AtSlack, post: Post, diary: Diary) -> None:
    """Every second question in the form, the others in its thread; the coach's question once each time."""
    if "Write" not in [element["text"]["text"] for _, element in buttons_in(post.blocks)]:
        return
    if len(diary.all) % 2:
        await person.presses("Write", message=text_of(post))
        await person.waits_until(lambda seen: seen.modal)
        fields = [one for one in person.modal().body["blocks"] if one["type"] == "input"]  # type: ignore[union-attr]  # it was waited for
        texts = [one["block_id"] for one in fields if one["element"]["type"] == "plain_text_input"]
        assert await person.submits({key: diary.words(person, diary.filled_in) for key in texts}) == {}
        return
    await person.says(diary.words(person, diary.typed), thread=post.ts)


# -- what must be true at the end ----------------------------------------------------------------------------------


async def prompts_sent(place: Hospital) -> dict[str, list[tuple[Delivery, Post]]]:
    """Every prompt that stands in somebody's chat, by person: its row, and the one message that it became."""
    async with place.application.database.reading() as store:
        wanted = select(Delivery, Person).where(Delivery.kind == "prompt", Delivery.person_id == Person.id)
        rows = (await store.session.exec(wanted)).all()
    posts: dict[str, list[Post]] = {}
    for post in place.workspace.playground.workspace.posts:
        if post.app and post.metadata:
            posts.setdefault(post.metadata["event_payload"]["delivery_id"], []).append(post)
    sent: dict[str, list[tuple[Delivery, Post]]] = {}
    for row, person in rows:
        if row.state == "sent":
            assert len(posts[row.id]) == 1, "asked twice"
            sent.setdefault(person.external_id, []).append((row, posts[row.id][0]))
        else:
            assert row.id not in posts
    return sent


def assert_in_time(manager: Inhabitant, mine: Sequence[tuple[Delivery, Post]], first_day: date) -> None:
    zone = ZoneInfo(manager.timezone)
    off = days_off("GB", "", first_day - timedelta(days=30), first_day + timedelta(days=300))
    for row, post in mine:
        local = post.shown_at.astimezone(zone)
        planned = datetime.combine(local.date(), HOURS[row.prompt], zone)
        assert timedelta() <= local - planned < LATEST, (row.prompt, local)
        assert time(7, 30) <= local.time() < time(20, 0)
        assert local.date() not in off, (row.prompt, local)
        if manager is MANAGERS[-1]:
            assert not PAUSE[0] < (local.date() - first_day).days - DAYS["debrief"] <= PAUSE[1]


def assert_private(place: Hospital, diary: Diary) -> None:
    workspace = place.workspace.playground.workspace
    for author, text in diary.all:
        canary = text.split()[1]
        for post in workspace.posts:
            assert canary not in text_of(post) or post.room == f"D{author}", "somebody else's words"
            if text in diary.filled_in.get(author, []):
                assert canary not in text_of(post), "what is written in a form stays in forms"
        for home in workspace.homes.values():
            assert canary not in view_text(home.body)


async def assert_kept(place: Hospital, diary: Diary) -> None:
    """Everybody finds all that they wrote in their own journal, and nothing of anybody else."""
    for one in MANAGERS:
        person = place.person(one.id)
        await person.runs("/exchange journal")
        await person.waits_until(lambda seen: seen.modal)
        seen = person.sees().modal
        while "Older" in person.sees().buttons:
            before = person.sees().modal
            await person.presses("Older")
            await person.waits_until(lambda now, before=before: now.modal != before)  # type: ignore[misc]  # bound now
            seen += person.sees().modal
        for author, text in diary.all:
            assert (text in seen) == (author == one.id)
