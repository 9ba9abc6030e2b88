"""Reception takes every event once, and refuses in clear words."""

import asyncio
import json
from pathlib import Path

from sqlmodel import select

from bot.chat.command import Typed, understand
from bot.chat.event import Commanded
from bot.flows.disclosing import Disclosing
from bot.flows.helping import Helping
from bot.flows.reflecting import Reflecting
from storage.tables import Entry, Person
from tests.backstage import builtin_coach, library
from tests.world import Someone, World

MANIFESTS = [json.loads(one.read_text("utf-8")) for one in sorted(Path("bot/slack").glob("manifest.*.json"))]


async def test_an_unknown_command_suggests_the_nearest_one(world: World) -> None:
    ada = world.someone("U1", "Ada")

    reply = await ada.types("jurnal")

    assert reply.say is not None
    assert "`journal`" in reply.say.text


async def test_a_command_of_another_role_is_not_suggested(world: World) -> None:
    ada = world.someone("U1", "Ada")

    for typed in ("chort new", "cohort"):
        reply = await ada.types(typed)

        assert reply.say is not None
        assert "cohort new" not in reply.say.text


async def test_the_first_word_of_several_commands_lists_them(world: World) -> None:
    ada = world.someone("U1", "Ada")

    reply = await ada.types("mydata")

    assert reply.say is not None
    assert "`mydata export`, `mydata erase`" in reply.say.text


def test_the_first_word_of_one_command_is_that_command() -> None:
    typed = understand("Pause")

    assert isinstance(typed, Typed)
    assert typed.command.words == ("pause", "until")


async def test_the_word_help_typed_in_the_chat_is_no_answer(world: World) -> None:
    world.desks = [Helping().desk, Reflecting(builtin_coach(), library()).desk]
    ada = world.someone("U1", "Ada")

    reply = await ada.writes("Help?")

    assert reply.say is not None
    assert "`journal`" in "\n".join(item.text for item in reply.say.items)


async def test_a_greeting_or_a_question_what_can_be_done_is_answered_with_help_and_not_kept(world: World) -> None:
    ada = await keeper(world)

    for typed in ("hello, what can you do?", "Hi there!", "What’s this?", "How does this work"):
        reply = await ada.writes(typed)

        assert reply.say is not None
        assert reply.say.title == "What you can do"
    assert await entries(world) == 0


async def test_a_question_what_becomes_of_what_one_writes_is_answered_and_not_kept(world: World) -> None:
    ada = await keeper(world)

    for typed in (
        "What does this bot do with my data?",
        "Hi, who can read this?",
        "Is this private?",
        "Delete my data!",
    ):
        reply = await ada.writes(typed)

        assert reply.say is not None
        assert "Erase" in " ".join(one.label for one in reply.say.buttons)
    assert await entries(world) == 0


async def test_a_reflection_with_such_a_question_in_it_is_kept(world: World) -> None:
    ada = await keeper(world)

    await ada.writes(
        "On the ward nobody knows who can read this board. Is it private? I asked, and there was laughter."
    )

    assert await entries(world) == 1


async def test_help_tells_where_sharing_is(world: World) -> None:
    ada = await keeper(world)

    reply = await ada.types("help")

    assert reply.say is not None
    assert "**Sharing** is a button" in "\n".join(item.text for item in reply.say.items)


async def test_more_than_a_greeting_is_kept(world: World) -> None:
    ada = await keeper(world)

    for typed in ("Help came too late for the night shift.", "Hello was all that she said to me."):
        await ada.writes(typed)

    assert await entries(world) == 2


async def test_what_slack_suggests_to_type_opens_the_way_to_writing_and_is_not_kept(world: World) -> None:
    ada = await keeper(world)

    for suggested in [one for made in MANIFESTS for one in made["features"]["agent_view"]["suggested_prompts"]]:
        reply = await ada.writes(suggested["message"])

        assert reply.say is not None
        assert [(one.label, one.opens_form) for one in reply.say.buttons] == [("Write something", True)]
    assert len(MANIFESTS) == 2
    assert await entries(world) == 0


async def keeper(world: World) -> Someone:
    """Somebody who said yes to keeping."""
    world.desks = [Helping().desk, Disclosing(library()).desk, Reflecting(builtin_coach(), library()).desk]
    ada = world.someone("U1", "Ada")
    await ada.types("help")
    async with world.database.transaction() as store:
        for person in await store.session.exec(select(Person)):
            person.keeps_entries = True
    return ada


async def entries(world: World) -> int:
    async with world.database.transaction() as store:
        return len((await store.session.exec(select(Entry))).all())


async def test_an_event_that_comes_twice_is_answered_once(world: World) -> None:
    ada = world.someone("U1", "Ada")
    event = Commanded(**ada._happening(), name="exchange", text="chort new")

    first, second = await ada.reception.take(event), await ada.reception.take(event)

    assert first.say is not None
    assert second.say is None


async def test_a_command_of_another_role_is_refused(world: World) -> None:
    ada = world.someone("U1", "Ada")

    reply = await ada.types("cohort new")

    assert reply.say is not None
    assert "not for your role. It is for: Administrator." in reply.say.text


async def test_what_a_newcomer_does_twice_at_the_same_moment_is_taken_both_times(world: World) -> None:
    world.desks = (Helping().desk,)
    ada = world.someone("U1", "Ada")

    replies = await asyncio.gather(*(ada.types("help") for _ in range(4)))

    assert all(reply.say for reply in replies)
