"""A cohort runs its whole exchange, from the first command to ninety days after the debrief, seen from the chat alone.

The story is one; it is told over Slack's two ways in, and in Teams with Microsoft's own client.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from bot.playground.inhabitant import Inhabitant
from bot.rules.days_off import days_off
from storage.tables import Delivery, Person
from tests.chat import Someone
from tests.heard import Heard
from tests.running_bot import Hospital
from tests.story import (
    A_MOMENT,
    Diary,
    Story,
    a_monday,
    everybody_consents,
    live,
    set_dates,
    set_up,
    told_over,
)
from tests.story_facts import DAYS, HOURS, MANAGERS, TOMAS, each_of

PAUSE = (24, 40)  # days after the debrief in which one of them hears nothing: the question after 30 days is missed
POINTS = "My points for the wall"
SHARED = "She asked the others before she said what she thought."
LATEST = timedelta(minutes=2)  # after its moment, in which a message of a moved clock is written


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
    assert diary.followed == {one.id for one in story.managers}, "everybody answered the coach"
    assert_private(place, diary)
    await assert_kept(story)
    await share(story)
    await take_everything_along(story)
    await erase(story)
    assert place.chat.refusals == []


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
        seen = await the_journal(person)
        for author, text in story.diary.all:
            assert (in_essence(text) in seen) == (author == person.id)


def in_essence(text: str) -> str:
    """Without its first word and its full stop: what somebody promises is made a part of a sentence."""
    return text.partition(" ")[2].rstrip(".")


async def the_journal(person: Someone) -> str:
    """All its pages, and the points that the person offered for the wall."""
    await person.runs("/exchange journal")
    await person.waits_until(lambda seen: seen.modal)
    seen = person.sees().modal
    while "Older" in person.sees().buttons:
        seen += await turned_to(person, "Older")
    await person.runs("/exchange journal")
    await person.waits_until(lambda now: POINTS in now.buttons)
    return seen + await turned_to(person, POINTS)


async def turned_to(person: Someone, button: str) -> str:
    before = person.sees().modal
    await person.presses(button)
    await person.waits_until(lambda now: now.modal != before)
    return person.sees().modal


# -- what people do with what they wrote ---------------------------------------------------------------------------


async def share(story: Story) -> None:
    """One of them shares words of one entry with the facilitator by name, who opens them; no chat has them."""
    ada, tomas = story.people[0], story.place.person(TOMAS.id)
    await ada.puts_away()
    await ada.runs("/exchange journal")
    await ada.waits_until(lambda seen: "Share" in seen.buttons)
    await ada.presses("Share")
    await ada.waits_for("With whom")
    (field,) = ada.text_fields()
    assert await ada.submits({"With whom": f"{TOMAS.name}, facilitator of Halden", field: SHARED}) == {}
    await ada.waits_for(f"Shared with {TOMAS.name}")
    await story.place.until(story.place.now + A_MOMENT)

    await tomas.waits_for("Ada Novak shared something with you")
    await tomas.presses("Read")
    await tomas.waits_for(SHARED)
    assert SHARED not in "".join(words for _, words in story.place.chat.shown())


async def take_everything_along(story: Story) -> None:
    """All that one of them wrote is in the documents that she gets, and nothing of anybody else."""
    ada = story.people[0]
    await ada.puts_away()
    await ada.runs("/exchange mydata export")
    await ada.waits_until(lambda seen: "Send them" in seen.buttons)
    await ada.presses("Send them")
    await ada.waits_for("Everything about you, for machines")

    to_read, for_machines = [content.decode() for content in (await ada.takes_documents()).values()]
    for author, text in story.diary.all:
        told = in_essence(text)
        assert (told in to_read, told in for_machines) == (author == ada.id, author == ada.id)
    assert SHARED in to_read


async def erase(story: Story) -> None:
    """All that is left of one of them is that there was somebody; the others keep what is theirs."""
    ada, tomas = story.people[0], story.place.person(TOMAS.id)
    await ada.runs("/exchange mydata erase")
    await ada.waits_until(lambda seen: seen.modal)
    assert await ada.submits(sure=True) == {}
    await ada.waits_for("Everything is erased")
    await story.place.until(story.place.now + A_MOMENT)

    async with story.place.application.database.reading() as store:
        people = (await store.session.exec(select(Person))).all()
    assert {one.name for one in people if one.name} == {one.name for one in story.everybody} - {"Ada Novak"}
    await tomas.puts_away()
    await tomas.presses("Read")
    await tomas.waits_for("That is no longer there.")
    assert SHARED not in tomas.sees().modal
