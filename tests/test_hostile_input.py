"""Whatever somebody types, presses or fills in, they get an answer that can be shown, and nothing breaks."""

import json
import string
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.chat.action import Action
from bot.chat.command import COMMANDS
from bot.chat.event import Edited, Pressed, Profile, Submitted
from bot.chat.reply import Reply
from bot.slack import render
from bot.slack.limits import check_limits
from prompts.message import Form, Message
from storage.store import Database
from tests.factories import running_cohort
from tests.neighbours import all_desks, forms_of, neighbourhood
from tests.reflecting import journal
from tests.sizes import size
from tests.what_is_there import filled
from tests.world import Someone, World

NASTY = (
    "",
    " ",
    "\0",
    "a\0b",
    "\ud800",
    "half \udc00 an emoji \U0001f600",
    "\u202eltr tfel ot thgir",
    "\u200b\u200d\ufeff",
    "<!channel> <@U1> <#C1|general> <https://example.org|here>",
    "**bold** _it_ `code` ~~no~~ # head > quote - list 1. one [a](https://example.org) | a | b |",
    "{name} {0} {0.__class__} %s %(name)s ${x}",
    '"a quote that never closes',
    "'",
    "\\",
    "x" * 10_000,
    "w " * 5_000,
    "\n" * 3_000,
    "2027-02-30",
    "0001-01-01",
    "9999-12-31",
    "2027-W01-1",
    "25:00",
    "24:00-00:00",
    "-1",
    "9" * 5_000,
    "١٢",
    "NaN",
    "null",
    "<@U" + "9" * 500 + ">",
    "a" * 400 + "@example.org",
    "'; DROP TABLE person; --",
)
MORE = (
    "cohort",
    "until",
    "department",
    "reports-to",
    "threshold",
    "country BEL",
    "zone ../../etc/passwd",
    "2027-03-10",
)
WORDS = st.one_of(
    st.sampled_from((*NASTY, *MORE)),
    st.sampled_from(string.printable),
    st.text(st.characters(), max_size=20),  # half a pair of surrogates among them
    st.sampled_from([word for command in COMMANDS for word in command.words]),
)
KEYS = ("cohort", "workshop", "debrief", "leg", "interview", "facilitator", "contacts", "statement", "name")


@st.composite
def typed(draw: st.DrawFn) -> str:
    """A command with something behind it that nobody would type."""
    command = " ".join(draw(st.sampled_from(COMMANDS)).words)
    rest = draw(st.lists(st.one_of(WORDS, st.sampled_from((*KEYS, "<@U1>", "<@U2>", "ada@example.org"))), max_size=6))
    return " ".join([command, *rest])


async def everyone(world: World) -> Someone:
    """Somebody who may do everything, so that no role keeps their words from being read."""
    world.desks = all_desks()
    async with world.database.transaction() as store:
        made = await running_cohort(store, 3)
        for role in ("administrator", "facilitator", "sponsor"):
            await store.people.grant(made.people[0], role, None, "", world.now)
    return world.someone("U1", "Ada")


def assert_can_be_shown(world: World, reply: Reply) -> None:
    """Inside what Slack takes, and without a mention or a link that somebody typed."""
    words = world.words["en"]
    payloads = [render.message(one, words) for one in (reply.say, reply.replace) if one]
    payloads += [render.home(reply.home, words)] if reply.home else []
    payloads += [render.modal(reply.open, words)] if reply.open else []
    for payload in payloads:
        assert check_limits(payload) == []
        told = json.dumps(payload, ensure_ascii=False)
        told.encode()
        assert '"type": "link"' not in told
        assert '"type": "user"' not in told
        assert '"type": "broadcast"' not in told
        assert "<" not in payload.get("text", "")


ONE_WORLD = settings(
    max_examples=size(4_000),
    # one world hears all examples: to make one anew would take most of the time, and nothing of it must break
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.mark.chaos
@ONE_WORLD
@given(text=typed())
@example(text="cohort new X workshop 9999-12-30 9999-12-31 country BE")
@example(text="cohort new X country BEL")
@example(text="dates debrief 9999-12-31")
@example(text="settings threshold " + "9" * 5_000)
@example(text=f"people add <@U{'9' * 500}>")
@example(text=f"people add {'a' * 400}@example.org")
@example(text="note notice a / \0 lived")
@example(text="reflect \ud800")
async def test_every_command_is_answered_whatever_stands_behind_it(world: World, text: str) -> None:
    if not world.desks:
        await everyone(world)
    ada = world.someone("U1", "Ada")

    reply = await ada.types(text)

    assert reply != Reply()
    assert_can_be_shown(world, reply)
    if reply.say and reply.say.buttons:
        assert_can_be_shown(world, await ada.presses(reply.say.buttons[0]))


FORMS: dict[Database, dict[str, tuple[Someone, Form]]] = {}  # all that open in the world of that database
ODD = st.one_of(
    st.sampled_from(NASTY),
    st.booleans(),
    st.none(),
    st.dates(),
    st.times(),
    st.lists(st.sampled_from(NASTY), max_size=3).map(tuple),
)


@pytest.mark.chaos
@settings(parent=ONE_WORLD, max_examples=size(2_000))
@given(data=st.data())
async def test_every_form_is_answered_whatever_was_filled_in(world: World, data: st.DataObject) -> None:
    if not world.desks:
        place = await neighbourhood(world)
        opened = (await forms_of(place)).items()
        FORMS[world.database] = {name: (place.someone(who), form) for name, (who, form) in opened}
    someone, form = FORMS[world.database][data.draw(st.sampled_from(sorted(FORMS[world.database])))]
    values = filled(form) | {"sure": False}
    changed = data.draw(st.dictionaries(st.sampled_from(sorted(values)), ODD, min_size=1, max_size=3))
    dropped = data.draw(st.sets(st.sampled_from(sorted(values)), max_size=2))

    event = someone._happening() | {"token": form.token}
    reply = await someone.reception.take(
        Submitted(**event, values={key: one for key, one in (values | changed).items() if key not in dropped})
    )

    assert_can_be_shown(world, reply)
    assert isinstance(reply.problems, Mapping)


@pytest.mark.chaos
@settings(parent=ONE_WORLD, max_examples=size(4_000))
@given(
    kind=st.sampled_from(sorted(Action.known)),
    values=st.lists(st.sampled_from(NASTY), min_size=3, max_size=3),
    sent_in=st.booleans(),
)
@example(kind="AskToFill", values=["", "x", ""], sent_in=False)
@example(kind="ShowJournal", values=["9" * 5_000, "", ""], sent_in=False)
@example(kind="ReadWordings", values=["x", "", ""], sent_in=False)
async def test_every_button_is_answered_whatever_it_bears(
    world: World, kind: str, values: list[str], sent_in: bool
) -> None:
    if not world.desks:
        await everyone(world)
    ada = world.someone("U1", "Ada")
    packed = json.dumps([kind, *values[: len(fields(Action.known[kind]))]])

    happening: dict[str, Any] = ada._happening()
    event = Submitted(**happening, token=packed, values={}) if sent_in else Pressed(**happening, action=packed)

    assert_can_be_shown(world, await ada.reception.take(event))


@pytest.mark.parametrize(
    "packed", ["", "null", "[]", "{}", "[1]", '["Write"]', '["Write",1]', '["Write","a","b"]', "\0", '[["a"]]']
)
async def test_what_is_no_button_of_ours_is_gone(world: World, packed: str) -> None:
    ada = await everyone(world)

    reply = await ada.presses(packed)

    assert reply.say == Message("That is no longer there.")


@pytest.mark.parametrize("text", [one for one in NASTY if one.replace("\0", "").strip()])
async def test_what_is_typed_is_kept_however_odd_it_is(world: World, text: str) -> None:
    ada = await everyone(world)
    kept = text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    message = "7.0"
    await ada.writes(text, message=message)
    await ada.reception.take(Edited(**ada._happening(), text=f"{text} edited", message=message))

    assert await journal(world) == [[f"{kept} edited"]]
    assert_can_be_shown(world, await ada.types("journal"))


async def test_half_an_emoji_and_an_invisible_zero_do_not_keep_words_from_being_stored(world: World) -> None:
    ada = await everyone(world)

    await ada.writes("Nobody\0 asked \ud83d\ude00 the night shift \ud83d.")

    assert await journal(world) == [["Nobody asked \U0001f600 the night shift \ufffd."]]


async def test_a_name_that_no_column_holds_is_cut(world: World) -> None:
    ada = await everyone(world)
    ada.profile = Profile(name="n\0" * 300, timezone="Europe/Brussels", language="l" * 50, email="e" * 400)

    reply = await ada.types("help")

    assert reply.say is not None
