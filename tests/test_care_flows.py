"""Patient details: found in whatever somebody writes, asked about once, and kept where the author says so."""

import pytest

from bot.chat.action import ChangeEntry, KeepAsItIs, ShareEntry, WriteFreely
from bot.chat.event import Edited
from bot.chat.reply import Reply
from prompts.message import Form, TickField
from storage.tables import Delivery, Entry, Share, Turn
from tests.careful import CALM, DETAILS, DISTRESS, FORMS, TYPED, Careful, careful
from tests.replies import opened
from tests.world import World, button

TITLED, BED = "Mrs Peters", "bed 4"


@pytest.fixture
async def place(world: World) -> Careful:
    return await careful(world)


def box(form: Form) -> list[TickField]:
    return [one for one in form.fields if isinstance(one, TickField)]


async def questions(place: Careful) -> list[Delivery]:
    return [one for one in await place.rows(Delivery, kind="follow_up") if one.state != "cancelled"]


@pytest.mark.parametrize("where", FORMS)
async def test_a_form_comes_back_with_the_problem_under_its_field_and_a_box(place: Careful, where: str) -> None:
    before = await place.said()

    reply = await FORMS[where](place, DETAILS)

    ((key, problem),) = reply.problems.items()
    form = opened(reply)
    keys = [one.key for one in form.fields]
    assert TITLED in problem
    assert BED in problem
    assert "use the role instead" in problem
    assert [one.value for one in form.fields if one.key == key] == [DETAILS]
    assert [keys[keys.index(key) + 1]] == [one.key for one in box(form)]
    assert not box(form)[0].value
    assert DETAILS not in " ".join(await place.said())
    assert len(await place.said()) <= len(before) + 1  # what was there before the form


@pytest.mark.parametrize("where", FORMS)
async def test_it_is_kept_as_it_is_once_the_box_is_ticked(place: Careful, where: str) -> None:
    form = opened(await FORMS[where](place, DETAILS))

    reply = await place.ada.fills_in(form, keep_it=True)

    assert not reply.problems
    assert any(DETAILS.rstrip(".") in text for text in await place.said())  # a promise ends without a full stop
    assert await place.rows(Turn, speaker="person", cleared=True)


async def test_nothing_else_that_was_filled_in_is_lost(place: Careful) -> None:
    await place.set(keeps_entries=None)
    form = opened(await place.ada.presses(WriteFreely()))

    back = opened(await place.ada.fills_in(form, words=DETAILS, keeping=("yes",)))
    reply = await place.ada.fills_in(back, words=CALM)

    assert {one.key: one.value for one in back.fields}["keeping"] == ("yes",)
    assert not reply.problems
    assert await place.said() == [CALM]


async def test_who_sends_it_once_more_unchanged_is_told_under_the_field_again(place: Careful) -> None:
    form = opened(await FORMS["a free form"](place, DETAILS))

    again = await place.ada.fills_in(form)

    assert again.open is None
    assert TITLED in again.problems["words"]
    assert await place.said() == []


async def test_no_box_stands_in_a_form_before_there_is_a_reason(place: Careful) -> None:
    form = opened(await place.ada.presses(WriteFreely()))

    assert box(form) == []


@pytest.mark.parametrize("where", TYPED)
async def test_typed_words_are_kept_and_asked_about_once(place: Careful, where: str) -> None:
    reply = await TYPED[where](place, DETAILS)
    await place.tick()

    assert reply.say is not None
    assert "a person's name or a bed or a room" in reply.say.text
    assert TITLED not in reply.say.text  # the chat must not hold it twice
    assert [one.label for one in reply.say.buttons] == ["Keep it, it is not", "Change", "Delete"]
    assert (await place.said())[-1] == DETAILS
    assert not [one for one in await place.rows(Turn, speaker="coach") if one.position > 1]
    assert place.heard() == [] or where == "an edited message"


async def test_after_keep_it_the_coaching_goes_on(place: Careful) -> None:
    reply = await place.ada.writes(DETAILS, message="70.0")
    assert reply.say is not None
    await place.tick()
    assert place.heard() == []

    answer = await place.ada.presses(button(reply.say, "Keep it, it is not"))
    again = await place.ada.presses(button(reply.say, "Keep it, it is not"))
    await place.tick()

    assert answer.replace is not None
    assert again.replace == answer.replace
    assert [one.text.endswith("?") for one in place.heard()] == [True]
    assert place.world.channel.sent[-1].thread == "70.0"


async def test_after_the_words_were_changed_the_coaching_goes_on(place: Careful) -> None:
    await place.ada.writes(DETAILS)
    (entry,) = await place.rows(Entry)
    form = opened(await place.ada.presses(ChangeEntry(entry.id)))

    await place.ada.fills_in(form, **{form.fields[0].key: "A patient asked for water three times, and I heard it."})
    await place.tick()

    assert [one.cleared for one in await place.rows(Turn, speaker="person")] == [None]
    assert len(place.heard()) == 1


async def test_an_edit_in_the_chat_that_takes_them_out_settles_it_too(place: Careful) -> None:
    await place.ada.writes(DETAILS, message="70.0")

    edited = Edited(**place.ada._happening(), text="A patient asked for water, and I heard it.", message="70.0")
    reply = await place.ada.reception.take(edited)
    await place.tick()

    assert reply.say is None
    assert len(place.heard()) == 1


async def test_who_was_asked_is_not_asked_again_about_the_same(place: Careful) -> None:
    reply = await place.ada.writes(DETAILS, message="70.0")
    assert reply.say is not None
    await place.ada.presses(button(reply.say, "Keep it, it is not"))

    same = Edited(**place.ada._happening(), text=f"{DETAILS} I heard it.", message="70.0")
    told_same = await place.ada.reception.take(same)
    another = Edited(**place.ada._happening(), text=f"{DETAILS} Mr Jansen heard it.", message="70.0")
    told_another = await place.ada.reception.take(another)

    assert told_same.say is None
    assert told_another.say is not None


async def test_a_question_that_was_promised_is_taken_back_when_an_edit_brings_details(place: Careful) -> None:
    await place.ada.writes(CALM, message="70.0")

    await place.ada.reception.take(Edited(**place.ada._happening(), text=DETAILS, message="70.0"))
    await place.tick()
    assert place.heard() == []

    (turn,) = await place.rows(Turn)
    await place.ada.presses(KeepAsItIs(turn.id))
    await place.tick()
    assert len(place.heard()) == 1


async def test_only_the_author_says_that_it_is_none(place: Careful) -> None:
    await place.ada.writes(DETAILS)
    (turn,) = await place.rows(Turn)

    reply = await place.world.someone("U2", "Ben").presses(KeepAsItIs(turn.id))

    assert reply.say is not None
    assert [one.cleared for one in await place.rows(Turn)] == [False]


@pytest.mark.parametrize("typed", [True, False])
async def test_who_wants_nothing_kept_is_told_and_asked_no_question(place: Careful, *, typed: bool) -> None:
    await place.set(keeps_entries=False)

    reply = await (place.ada.writes(DETAILS) if typed else FORMS["a free form"](place, DETAILS))

    assert await place.rows(Turn) == []
    if typed:
        assert reply.say is not None
        assert "a person's name" in reply.say.text
        assert "?" not in reply.say.text
    else:
        assert TITLED in reply.problems["words"]


async def test_who_wants_nothing_kept_can_say_that_it_is_none(place: Careful) -> None:
    await place.set(keeps_entries=False)
    form = opened(await FORMS["a free form"](place, DETAILS))

    reply = await place.ada.fills_in(form, keep_it=True)

    assert opened(reply).text.endswith("?")
    assert await place.rows(Turn) == []


# -- sharing -------------------------------------------------------------------------------------------------------


async def sharing(place: Careful, entry: str, text: str) -> Reply:
    form = opened(await place.ada.presses(ShareEntry(entry)))
    ben = f"partner {place.spring.people[1].id} {place.spring.cohort.id}"
    return await place.ada.fills_in(form, words=text, **{"with": (ben,)})


async def test_nothing_of_that_kind_goes_into_a_share(place: Careful) -> None:
    entry = await place.begun(CALM)

    refused = await sharing(place, entry, DETAILS)
    shared = await sharing(place, entry, "A patient asked for water three times.")

    assert TITLED in refused.problems["words"]
    assert "Nothing of that kind can be shared" in refused.problems["words"]
    assert refused.open is None
    assert not shared.problems
    assert len(await place.rows(Share)) == 1


async def test_what_the_author_said_is_none_may_be_shared_from_that_entry_alone(place: Careful) -> None:
    reply = await place.ada.writes(DETAILS)
    assert reply.say is not None
    entry, other = (await place.rows(Entry))[0].id, await place.begun(CALM)
    before = await sharing(place, entry, DETAILS)

    await place.ada.presses(button(reply.say, "Keep it, it is not"))
    from_it = await sharing(place, entry, f"{TITLED} asked for water.")
    from_another = await sharing(place, other, f"{TITLED} asked for water.")
    more = await sharing(place, entry, "Mrs Peters and Mr Jansen asked for water.")

    assert before.problems
    assert not from_it.problems
    assert from_another.problems
    assert "Mr Jansen" in more.problems["words"]
    assert TITLED not in more.problems["words"]


async def test_it_can_be_said_in_the_journal_too(place: Careful) -> None:
    await place.ada.writes(DETAILS)
    (entry,) = await place.rows(Entry)
    form = opened(await place.ada.presses(ChangeEntry(entry.id)))

    back = opened(await place.ada.fills_in(form))
    await place.ada.fills_in(back, keep_it=True)
    await place.tick()

    assert [one.cleared for one in await place.rows(Turn, speaker="person")] == [True]
    assert len(place.heard()) == 1
    assert not (await sharing(place, entry.id, DETAILS)).problems


async def test_who_writes_in_distress_is_not_asked_about_details(place: Careful) -> None:
    reply = await FORMS["a free form"](place, f"{DETAILS} {DISTRESS}")

    assert not reply.problems
    assert await place.said() == [f"{DETAILS} {DISTRESS}"]
    assert [one.cleared for one in await place.rows(Turn)] == [None]
    assert len(place.heard()) == 1
