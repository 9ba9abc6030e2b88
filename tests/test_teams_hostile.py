"""People in Teams who press what is not theirs, come too late, write odd things, or come and go."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.agents_playground.hands import Json, Teams, in_channel
from bot.agents_playground.reading import buttons_of, card_text, filled_in, labelled
from bot.playground.inhabitant import Inhabitant
from tests.running_bot import Hospital, teams_without_client
from tests.silence import remember
from tests.story_facts import MANAGERS, NORA
from tests.teams_people import Person
from tests.teams_tenant import TeamsTenant

ADA = MANAGERS[0]
BEN = Inhabitant("U12", "Бен <b>*Ōkafor*</b> \u202e\u200b[x](http://evil.example) 👩🏽‍⚕️")
WRITTEN = "The canaryada asked who was carrying the heaviest load."
GONE = "That is no longer there."
COACH = {"type": "mention", "text": "<at>Coach</at>", "mentioned": {"id": "28:exchange-coach", "name": "Coach"}}

pytestmark = pytest.mark.one_database("a whole bot runs here, and it has a database of its own")


@dataclass(frozen=True)
class Place:
    """Ada and Ben, who both agreed that what they write is kept."""

    bot: Hospital
    ada: Person
    ben: Person

    @property
    def teams(self) -> Teams:
        return self.ada.teams

    def posts(self, who: Person) -> list[Any]:
        return list(self.teams.between.in_room(who.room))

    def card_with(self, who: Person, label: str) -> tuple[str, Json, Json]:
        """The newest message that has that button: its id, what the button bears, and the card."""
        for post in reversed(self.posts(who)):
            card = post.activity["attachments"][0]["content"]
            if found := labelled(card, label):
                return post.id, found["data"], card
        raise LookupError(label)

    async def journal(self, who: Person) -> str:
        await who.runs("/exchange journal")
        seen = who.sees().modal
        await who.closes()
        return seen


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with teams_without_client(tmp_path, (NORA, ADA, BEN)) as bot:
        assert isinstance(bot.chat, TeamsTenant)
        ada, ben = bot.chat.person(ADA.id), bot.chat.person(BEN.id)
        for one in (ada, ben):
            await one.says("Hello there, this is the first thing that I write.")
            await one.waits_until(lambda seen: "Yes, keep what I write" in seen.buttons)
            await one.presses("Yes, keep what I write")
        yield Place(bot, ada, ben)


# -- what is not theirs ------------------------------------------------------------------------------------------------


async def test_a_forwarded_card_gives_nobody_anything_and_changes_nothing(place: Place) -> None:
    await place.ada.says(WRITTEN)
    message, _, card = place.card_with(place.ada, "Share")
    (shown,) = [one for one in place.posts(place.ada) if one.id == message]
    before = shown.activity

    answers = []
    for _, action in buttons_of(card):
        answers.append(await place.teams.opens(BEN.id, message, action["data"]))
        answers.append(await place.teams.presses(BEN.id, message, action["data"]))
    elsewhere = place.teams.does(
        ADA.id,
        type="invoke",
        name="task/fetch",
        value={"data": labelled(card, "Share")["data"]},
        conversation={"id": "a:elsewhere", "conversationType": "personal", "tenantId": "another-tenant"},
        channelData={"tenant": {"id": "another-tenant"}},
    )
    answers.append(await elsewhere)

    assert {one.status for one in answers} == {200}
    assert "canaryada" not in str([one.body for one in answers])
    assert "canaryada" not in str([one.activity for one in place.posts(place.ben)])
    assert GONE in str([one.body for one in answers])
    assert shown.activity == before
    assert WRITTEN in await place.journal(place.ada)


async def test_anothers_dialog_sent_in_is_ones_own_words(place: Place) -> None:
    await place.ada.runs("/exchange reflect")
    await place.ben.runs("/exchange reflect")
    forms = {one.id: one.modal() or {} for one in (place.ada, place.ben)}
    sent = {
        "of Ada": (ADA.id, forms[ADA.id], "The canaryone stayed."),
        "of Ben": (BEN.id, forms[BEN.id], "The canarytwo stayed."),
        "by Ben, in Ada's dialog": (BEN.id, forms[ADA.id], "The canarythree stayed."),
    }
    for who, card, text in sent.values():
        remember(text)
        fields = {
            one: text if one.startswith("text.") else value for one, value in filled_in(card, {"words": text}).items()
        }
        assert (await place.teams.sends_in(who, {**card["actions"][0]["data"], **fields})).status == 200
    await place.ada.closes()
    await place.ben.closes()

    adas, bens = await place.journal(place.ada), await place.journal(place.ben)

    assert ("canaryone" in adas, "canarytwo" in adas, "canarythree" in adas) == (True, False, False)
    assert ("canaryone" in bens, "canarytwo" in bens, "canarythree" in bens) == (False, True, True)


# -- too late ----------------------------------------------------------------------------------------------------------


async def test_a_card_pressed_again_says_so_and_does_nothing_more(place: Place) -> None:
    message, data, _ = place.card_with(place.ada, "No, leave it out")

    first = await place.teams.presses(ADA.id, message, data)
    again = [await place.teams.presses(ADA.id, message, data) for _ in range(2)]
    same = [
        await place.teams.does(
            ADA.id, type="invoke", name="adaptiveCard/action", id="one", replyToId=message,
            value={"action": {"data": data}},
        )
        for _ in range(2)
    ]  # fmt: skip

    assert {one.status for one in (first, *again, *same)} == {200}
    assert same[1].body["value"] == "", "Teams came again with the same request, which is answered but not done"
    async with place.bot.application.database.reading() as store:
        ada = await store.people.at((await workspace(store)).id, ADA.id)
        assert ada
        assert (ada.keeps_entries, ada.agrees_themes) == (True, False)


async def test_a_dialog_sent_in_after_erasing_brings_nothing_back_and_loses_no_words(place: Place) -> None:
    await place.ada.runs("/exchange reflect")
    form = place.ada.modal() or {}
    await place.ada.closes()
    await place.ada.runs("/exchange mydata erase")
    await place.ada.submits(sure=True)

    text = "The canarylate came too late."
    late = await place.teams.sends_in(
        ADA.id, {**form["actions"][0]["data"], **filled_in(form, {"words": remembered(text)})}
    )
    await place.bot.application.settle()

    assert late.status == 200
    again = late.body["task"]["value"]["card"]["content"]
    (field,) = [one for one in again["body"] if one["type"] == "Input.Text"]
    assert "This is not kept yet" in card_text(again)
    assert field["value"] == text
    assert "canarylate" not in await place.journal(place.ada)

    agreed = filled_in(again, {"words": text, "keeping": "Yes, keep what I write"})
    await place.teams.sends_in(ADA.id, {**again["actions"][0]["data"], **agreed})

    assert "canarylate" in await place.journal(place.ada)


def remembered(text: str) -> str:
    remember(text)
    return text


async def workspace(store: Any) -> Any:
    found = await store.people.workspace("teams", (in_channel())["conversation"]["tenantId"])
    assert found
    return found


# -- odd words ---------------------------------------------------------------------------------------------------------

ODD = {
    "from right to left": "אף אחד canaryrtl לא ענה בהתחלה, וחיכיתי.",
    "turned round": "She \u202edias canaryturned\u202c nothing at all, and I waited.",
    "invisible": "No\u200bbody\u200d canaryhidden\ufeff answered at first\u2060.",
    "combined": "Z\u0351\u036b\u0343a\u0321lgo canaryzalgo answered at first, not I.",
    "markup": "<script>canaryscript</script> <at>everyone</at> answered at first.",
    "a zero": "Nobody\0 answered the canaryzero at first.",
    "half a character": "Nobody \ud83d answered the canaryhalf at first.",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
async def test_odd_words_are_kept_and_shown_to_their_writer(place: Place, text: str) -> None:
    canary = next(one for one in text.replace("<", " ").replace(">", " ").split() if "canary" in one)[:10]

    answered = await place.teams.does(ADA.id, text=text)

    assert answered.status == 200
    assert canary in await place.journal(place.ada)
    assert "canary" not in str([one.activity for one in place.posts(place.ben)])


async def test_a_hundred_thousand_letters_are_answered(place: Place) -> None:
    before = len(place.posts(place.ada))

    answered = await place.teams.does(ADA.id, text="Nobody said anything at all. " * 3500)

    assert answered.status == 200
    assert len(place.posts(place.ada)) > before


@pytest.mark.parametrize("text", ["<at>Coach</at>", " \u00a0 <at>Coach</at>&nbsp; ", "", " \u200b "])
async def test_nothing_but_a_mention_is_nothing_to_keep(place: Place, text: str) -> None:
    before = await place.journal(place.ada)

    answered = await place.teams.does(ADA.id, text=text, entities=[COACH])

    assert answered.status == 200
    assert await place.journal(place.ada) == before


async def test_a_name_stays_a_name_whatever_it_is_made_of(place: Place) -> None:
    await place.bot.person(NORA.id).runs(
        "/exchange cohort new Halden workshop 2027-03-01 2027-03-02 debrief 2027-06-01 country GB"
    )
    await place.bot.person(NORA.id).presses("Make this cohort")

    seen = await place.bot.person(NORA.id).runs(f"/exchange people add <@{BEN.id}>")

    assert "http://evil.example" in seen.last
    assert "Бен <b>*Ōkafor*</b>" in seen.last
    assert "Action.OpenUrl" not in str([one.activity for one in place.teams.between.posted])


# -- changed and deleted -----------------------------------------------------------------------------------------------


async def test_what_was_changed_in_the_chat_is_changed_and_what_was_deleted_is_gone(place: Place) -> None:
    first = await place.ada.says("The canarychanged stood at the door.")
    second = await place.ada.says("The canarydeleted stood at the door.")

    await place.ada.edits(first, "The canarynew stood at the door.")
    await place.ben.edits(first, "The canarystolen stood at the door.")
    await place.ben.deletes(first)
    await place.ada.deletes(second)
    await place.ada.deletes(second)
    await place.ada.edits(second, "The canaryghost stood at the door.")

    kept = await place.journal(place.ada)
    found = [one for one in ("changed", "new", "stolen", "deleted", "ghost") if f"canary{one}" in kept]
    assert found == ["new"]
    assert "canary" not in await place.journal(place.ben)


# -- rooms, and coming and going ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["channel", "groupChat"])
@pytest.mark.parametrize("command", ["journal", "mydata export", "today", "privacy", "reflect The canaryroom is loud."])
async def test_what_is_personal_is_answered_in_the_private_chat_alone(place: Place, kind: str, command: str) -> None:
    await place.ada.says(WRITTEN)
    before, where = len(place.teams.between.posted), in_channel()
    room = {**where, "conversation": {**where["conversation"], "conversationType": kind}}

    answered = await place.teams.does(ADA.id, **room, text=f"<at>Coach</at> {command}", entities=[COACH])
    unasked = await place.teams.does(ADA.id, **room, text=command)
    await place.bot.application.settle()

    assert (answered.status, answered.body, unasked.body) == (200, None, None)
    shown = place.teams.between.posted[before:]
    assert {one.room for one in shown} == {place.ada.room}


async def test_whoever_removes_the_app_and_takes_it_again_finds_everything_there(place: Place) -> None:
    await place.ada.says(WRITTEN)
    await place.ada.waits_until(lambda seen: "Stop here" in seen.buttons)  # stands under the coach's question
    before = len(place.posts(place.ada))

    for action in ("add-upgrade", "remove-upgrade", "remove"):
        assert (await place.teams.does(ADA.id, type="installationUpdate", action=action)).status == 200
    gone = len(place.posts(place.ada))
    await place.ada.installs()

    assert gone == before
    assert len(place.posts(place.ada)) == before + 1
    assert WRITTEN in await place.journal(place.ada)
