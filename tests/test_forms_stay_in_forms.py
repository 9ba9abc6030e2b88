"""What is written in a form appears in forms alone: in no chat message, not on Home, in no column but a sealed one."""

import re
from dataclasses import dataclass

import pytest
from sqlmodel import select

from bot.chat.action import Action, ChangeEntry, GoOn, ReadShare, ShareEntry, StopHere, TakeBack, Write, WriteFreely
from bot.chat.event import OpenedHome
from bot.chat.reply import Reply
from prompts.message import Form
from storage.tables import Entry, Person, Share
from tests.neighbours import Neighbourhood, forms_of, neighbourhood
from tests.what_is_there import filled, in_the_chat, rows_of, shown
from tests.world import Someone, World

# long enough for the coach to quote, with a feeling and a value to ask about
SECRET = "Canarysecret made me ashamed of how little Openness there was on that ward in the morning."
CHATTED = "The night shift was told last, and nobody asked them why they had waited with it."


@dataclass
class Chat:
    """Everything that stood in the chat, or on Home."""

    world: World
    said: list[Reply]

    def hears(self, reply: Reply) -> Reply:
        self.said.append(in_the_chat(reply))
        return reply

    @property
    def text(self) -> str:
        told = [Reply(say=one.message) for one in self.world.channel.sent]
        return "\n".join(shown(one) for one in (*self.said, *told))

    async def questions(self) -> None:
        """Whatever was promised is sent."""
        await self.world.backstage.delivering.send_due(self.world.now)


@pytest.fixture
async def place(world: World) -> Neighbourhood:
    return await neighbourhood(world)


# the first takes everything away; what a project is belongs to the organisation, and stands in the open
NOT_ONES_OWN = frozenset({"EraseMe", "NewProject", "ChangeProject", "UpdateProject"})


def without_the_groups(text: str) -> str:
    """Without what a cohort, a project or the board note is called: nobody's own words."""
    return re.sub("Canary(spring|project|board)", "", text)


@pytest.fixture
def chat(world: World) -> Chat:
    return Chat(world, [])


async def keeps(place: Neighbourhood, answer: bool | None) -> None:
    async with place.world.database.transaction() as store:
        (await store.session.get_one(Person, place.spring.people[0].id)).keeps_entries = answer


@pytest.mark.parametrize("answer", [True, False, None])
async def test_no_form_of_ones_own_leaves_a_word_in_the_chat(
    place: Neighbourhood, chat: Chat, answer: bool | None
) -> None:
    ada, keeping = place.someone("herself"), {} if answer is not None else {"keeping": ("yes",)}
    forms = [form for who, form in (await forms_of(place)).values() if who == "herself"]
    await keeps(place, answer)

    for form in [one for one in forms if type(Action.unpack(one.token)).__name__ not in NOT_ONES_OWN]:
        values = filled(form, SECRET) | keeping
        if '"ShareEntry"' in form.token:
            values["with"] = (f"partner {place.spring.people[1].id} {place.spring.cohort.id}",)
        chat.hears(await ada.fills_in(form, **values))
        await chat.questions()
    chat.hears(await ada.reception.take(OpenedHome(**ada._happening())))
    for command in ("today", "privacy", "help", "mydata export", "leave"):
        chat.hears(await ada.types(command))

    assert len(chat.said) > 10
    assert "Canary" not in without_the_groups(chat.text)
    assert "ashamed" not in chat.text


async def test_a_share_goes_from_form_to_form(place: Neighbourhood, chat: Chat) -> None:
    ada, ben, entry = place.someone("herself"), place.someone("partner"), place.ids["entry"][0]
    before = await shares(place.world)
    form = chat.hears(await ada.presses(ShareEntry(entry))).open
    assert form is not None
    to_ben = (f"partner {place.spring.people[1].id} {place.spring.cohort.id}",)

    chat.hears(await ada.fills_in(form, **{"with": to_ben, "words": SECRET}))
    await chat.questions()
    (share,) = await shares(place.world) - before
    read = chat.hears(await ben.presses(ReadShare(share)))
    chat.hears(await ada.presses(TakeBack(share)))

    assert read.open is not None
    assert "Canarysecret" in shown(Reply(open=read.open))
    assert "Canarysecret" not in chat.text


async def test_nothing_that_was_written_stands_in_any_table_in_the_open(place: Neighbourhood) -> None:
    ada = place.someone("herself")
    for name, (who, form) in (await forms_of(place)).items():
        if who == "herself" and name not in NOT_ONES_OWN:
            await ada.fills_in(form, **filled(form, SECRET))
    await ada.writes(SECRET)
    await ada.types(f"reflect {SECRET}")
    await ada.types(f"note wonder {SECRET}")
    await Chat(place.world, []).questions()

    stored = str(list((await rows_of(place.world)).values()))

    assert "Canary" not in without_the_groups(stored)
    assert "ashamed" not in stored


async def test_a_question_in_the_chat_draws_on_nothing_that_was_written_in_a_form(
    place: Neighbourhood, chat: Chat
) -> None:
    ada = place.someone("herself")
    entry = await written_in_a_form(place, ada)

    await ada.writes(CHATTED, message="90.0")
    async with place.world.database.transaction() as store:
        typed = await store.reflections.typed(place.spring.people[0].id, "90.0")
        assert typed is not None
        typed.entry_id, typed.position = entry, 2
    chat.hears(await ada.writes(CHATTED, thread="90.0", message="91.0"))
    await chat.questions()

    assert "?" in "".join(one.message.text for one in place.world.channel.sent)
    assert "Canary" not in without_the_groups(chat.text)
    assert "ashamed" not in chat.text
    assert "Openness" not in chat.text


async def test_what_was_typed_and_then_changed_in_a_form_is_asked_about_in_a_form(
    place: Neighbourhood, chat: Chat
) -> None:
    ada = place.someone("herself")
    chat.hears(await ada.writes(CHATTED, message="90.0"))
    async with place.world.database.transaction() as store:
        typed = await store.reflections.typed(place.spring.people[0].id, "90.0")
        assert typed is not None
    form = chat.hears(await ada.presses(ChangeEntry(typed.entry_id))).open
    assert form is not None
    fields = {one.key: SECRET for one in form.fields if one.key == f"turn:{typed.id}"}
    chat.hears(await ada.fills_in(form, **fields))
    await chat.questions()

    assert "There is a question for you" in chat.text
    assert "Canary" not in without_the_groups(chat.text)
    assert "ashamed" not in chat.text


async def test_why_two_are_paired_all_the_same_is_not_repeated_in_the_chat(place: Neighbourhood) -> None:
    alma, spring = place.someone("administrator"), place.spring
    form = (await alma.types(f"pairs set cohort {spring.cohort.id}")).open
    assert form is not None
    two = tuple(one.id for one in spring.participations[2:4])

    reply = await alma.fills_in(form, people=two, reason=SECRET)

    assert reply.say is not None
    assert "Canarysecret" not in shown(reply)


async def test_who_wants_nothing_kept_leaves_nothing_behind(place: Neighbourhood, chat: Chat) -> None:
    await keeps(place, False)
    ada, before = place.someone("herself"), await entries(place.world)

    chat.hears(await ada.writes(CHATTED))
    chat.hears(await ada.fills_in(Form("", token=Write(place.ids["delivery"][2]).pack()), words=SECRET))
    chat.hears(await ada.fills_in(Form("", token=WriteFreely().pack()), words=SECRET))
    chat.hears(await ada.fills_in(Form("", token=GoOn(place.ids["entry"][0]).pack()), words=SECRET))
    chat.hears(await ada.presses(StopHere(place.ids["entry"][0])))

    assert await entries(place.world) == before
    assert "Canarysecret" not in chat.text


async def written_in_a_form(place: Neighbourhood, ada: Someone) -> str:
    before = await entries(place.world)
    await ada.fills_in(Form("", token=WriteFreely().pack()), words=SECRET)
    (entry,) = await entries(place.world) - before
    return entry


async def entries(world: World) -> set[str]:
    async with world.database.transaction() as store:
        return {one.id for one in await store.session.exec(select(Entry))}


async def shares(world: World) -> set[str]:
    async with world.database.transaction() as store:
        return {one.id for one in await store.session.exec(select(Share))}
