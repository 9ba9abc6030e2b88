"""What people do in Teams reaches reception as the bot's own events, and what comes of it is shown to them alone."""

import json
from datetime import date, time
from typing import Any

import pytest

from bot.chat.action import Answer, Run, Skip, Write, WriteFreely
from bot.chat.event import Address, Commanded, Deleted, Edited, Event, OpenedHome, Posted, Pressed, Said, Submitted
from bot.chat.reply import Reply
from bot.errors import TryLater, Unreachable
from bot.teams.tokens import Pass
from prompts.message import (
    Button,
    ChoiceField,
    DateField,
    Form,
    Item,
    Message,
    Option,
    PeopleField,
    TextField,
    TickField,
    TimeField,
)
from tests.microsoft import TENANT
from tests.slack_edge import WORDS
from tests.slack_server import Fault
from tests.teams_edge import ConnectedTeams, teams_connected

WRITE = Write("d1").pack()
FORM = Form(
    "Evening of the first day",
    "What did you **notice**?",
    (
        TextField("words", "Your words", "so far", multiline=True),
        ChoiceField("value", "A value", (Option("a,b", "Trust"), Option("c", "Care")), many=True, optional=True),
        ChoiceField("mood", "How", (Option("x", "X"), Option("y", "Y")), ("y",), optional=True),
        DateField("when", "When", optional=True),
        TimeField("at", "At", optional=True),
        PeopleField("who", "Who", optional=True),
        TickField("keep", "Keep it"),
    ),
    "Save",
    WRITE,
    items=(Item("An item", (Button("Read", Answer("e1").pack()),)),),
)


def taken(bot: ConnectedTeams) -> Event:
    return bot.reception.taken[-1]


def shown(bot: ConnectedTeams, room: str = "a:private") -> str:
    return json.dumps(bot.teams.posted[room][-1], ensure_ascii=False)


def inputs(card: Any) -> dict[str, Any]:
    return {one["id"]: one for one in card["body"] if one["type"].startswith("Input.")}


def dialog(answer: Any) -> Any:
    return answer["task"]["value"]["card"]["content"]


async def test_words_in_the_private_chat_are_words_of_that_person() -> None:
    async with teams_connected() as bot:
        status, _ = await bot.sends(text="Nobody answered at first.")

        said = taken(bot)
        assert status == 200
        assert isinstance(said, Said)
        assert (said.text, said.sender.person, said.sender.workspace) == ("Nobody answered at first.", "ada", TENANT)
        assert (said.profile.name, said.profile.timezone, said.profile.language) == ("Ada Novak", "Europe/London", "en")


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("help", "help"),
        ("/help", "help"),
        ("Exchange Coach journal", "journal"),
        ("/exchange cohort new", "cohort new"),
        ("cohort new", "cohort new"),
        ("dates leg <@U1> <@U2> 2027-03-08", "dates leg <@U1> <@U2> 2027-03-08"),
        ("quiet 20:00-07:00", "quiet 20:00-07:00"),
        ("pause until 2027-03-08", "pause until 2027-03-08"),
        ("note notice she waits", "note notice she waits"),
        ("cohort new Autumn exchange", "cohort new Autumn exchange"),
        ("help pause until", "help pause until"),
        ("language nl", "language nl"),
        ('values statement "Respect and candour."', 'values statement "Respect and candour."'),
        ("Today", "Today"),
    ],
)
async def test_a_typed_command_is_a_command(text: str, command: str) -> None:
    async with teams_connected() as bot:
        await bot.sends(text=text)

        assert isinstance(taken(bot), Commanded)
        assert getattr(taken(bot), "text", "") == command


@pytest.mark.parametrize(
    "text",
    [
        "Today I saw how quiet a morning round can be.",
        "Help was late, and nobody said so.",
        "Leave it to the team, she said.",
        "Note how long nobody spoke.",
        "Values are easy to print.",
        "Days without a word from anybody.",
        "Pause. Then somebody laughed.",
        "Status is what the room was about.",
        "Projects come and go here.",
        "exchanges like this one change me",
        "People add up what others leave out, and nobody thanks them.",
        "Today at 16:30 she asked who was tired.",
        "Help me see it her way, I thought.",
        "Language matters more than I thought.",
    ],
)
async def test_a_reflection_is_never_taken_for_a_command(text: str) -> None:
    async with teams_connected() as bot:
        await bot.sends(text=text)

        said = taken(bot)
        assert isinstance(said, Said)
        assert said.text == text


async def test_a_command_in_a_channel_is_answered_in_the_private_chat() -> None:
    async with teams_connected() as bot:
        bot.reception.reply = Reply(say=Message("This room is the cohort's now."))
        mention = {"type": "mention", "text": "<at>Exchange Coach</at>", "mentioned": {"id": "28:bot", "name": "x"}}
        other = {"type": "mention", "text": "<at>Exchange</at>", "mentioned": {"id": "29:bo", "name": "Bo"}}
        channel = {"id": "19:room@thread.tacv2;messageid=5", "conversationType": "channel", "tenantId": TENANT}

        await bot.sends(
            text="<at>Exchange Coach</at>&nbsp;cohort room here <at>Exchange</at>",
            entities=[mention, other],
            conversation=channel,
        )

        command = taken(bot)
        assert isinstance(command, Commanded)
        assert (command.text, command.room) == ("cohort room here <@29:bo>", "19:room@thread.tacv2")
        assert command.names == {"29:bo": "Bo"}
        assert "cohort's now" in shown(bot, "a:ada")
        assert "19:room@thread.tacv2;messageid=5" not in bot.teams.posted


async def test_what_is_said_in_a_channel_without_us_is_not_ours() -> None:
    async with teams_connected() as bot:
        await bot.sends(conversation={"id": "19:room", "conversationType": "channel", "tenantId": TENANT})

        assert bot.reception.taken == []


async def test_a_changed_and_a_deleted_message_are_changed_and_deleted() -> None:
    async with teams_connected() as bot:
        tenant = {"tenant": {"id": TENANT}}
        await bot.sends(type="messageUpdate", id="7", text="new", channelData={**tenant, "eventType": "editMessage"})
        edited = taken(bot)
        await bot.sends(type="messageDelete", id="7", channelData={**tenant, "eventType": "softDeleteMessage"})
        deleted = taken(bot)

        assert isinstance(edited, Edited)
        assert (edited.message, edited.text) == ("7", "new")
        assert isinstance(deleted, Deleted)
        assert deleted.message == "7"


async def test_who_gets_the_app_sees_home_and_an_upgrade_is_no_news() -> None:
    async with teams_connected() as bot:
        bot.reception.reply = Reply(home=Message("Your home", title="Home"))

        await bot.sends(type="installationUpdate", action="add", text=None)
        await bot.sends(type="installationUpdate", action="add-upgrade", text=None)
        await bot.sends(type="installationUpdate", action="remove-upgrade", text=None)

        assert [type(one) for one in bot.reception.taken] == [OpenedHome]
        assert "Your home" in shown(bot)


async def test_a_button_that_opens_a_form_opens_a_dialog() -> None:
    async with teams_connected() as bot:
        bot.reception.reply = Reply(open=FORM)

        _, answer = await bot.invokes("task/fetch", {"data": {"action": WRITE, "nonce": "n"}}, replyToId="5")

        pressed = taken(bot)
        assert isinstance(pressed, Pressed)
        assert (pressed.action, pressed.posted) == (WRITE, Posted("a:private", "5"))
        assert answer["task"]["value"]["title"] == "Evening of the first day"
        fields = inputs(dialog(answer))
        assert fields["text.words"]["value"] == "so far"
        assert fields["text.words"]["isRequired"]
        assert fields["choice.mood"]["value"] == "1:y"
        assert "a:private" not in bot.teams.posted


async def fill_in(bot: ConnectedTeams, **values: str) -> tuple[int, Any]:
    """Opens the form, and sends it in with these values."""
    bot.reception.reply = Reply(open=FORM)
    _, answer = await bot.invokes("task/fetch", {"data": {"action": WRITE, "nonce": "n"}}, replyToId="5")
    data = dialog(answer)["actions"][0]["data"]
    filled_in = {name.replace("__", "."): value for name, value in values.items()}
    bot.reception.reply = Reply()
    return await bot.invokes("task/submit", {"data": {**data, **filled_in}})


async def test_what_is_filled_in_comes_as_what_it_is() -> None:
    async with teams_connected() as bot:
        await fill_in(
            bot,
            text__words="Nobody answered.",
            choices__value="0:a%2Cb,1:c",
            choice__mood="1:y",
            date__when="2027-03-08",
            time__at="16:30",
            people__who="ada@example.org, bo@example.org",
            tick__keep="true",
        )

        sent = taken(bot)
        assert isinstance(sent, Submitted)
        assert sent.token == WRITE
        assert sent.values == {
            "words": "Nobody answered.",
            "value": ("a,b", "c"),
            "mood": ("y",),
            "when": date(2027, 3, 8),
            "at": time(16, 30),
            "who": "ada@example.org, bo@example.org",
            "keep": True,
        }


async def test_what_was_typed_for_people_stands_there_again_as_it_was_typed() -> None:
    typed = "Ada Novak <ada@example.org>;\n bo"
    async with teams_connected() as bot:
        bot.reception.reply = Reply(open=FORM)
        _, answer = await bot.invokes("task/fetch", {"data": {"action": WRITE, "nonce": "n"}})
        data = dialog(answer)["actions"][0]["data"]
        bot.reception.reply = Reply(problems={"who": "I cannot tell who that is."})
        _, answer = await bot.invokes("task/submit", {"data": {**data, "people.who": typed}})

        assert inputs(dialog(answer))["people.who"]["value"] == typed


async def test_the_same_form_sent_twice_is_one_event_and_with_other_words_another() -> None:
    async with teams_connected() as bot:
        bot.reception.reply = Reply(open=FORM)
        _, answer = await bot.invokes("task/fetch", {"data": {"action": WRITE, "nonce": "n"}})
        data = dialog(answer)["actions"][0]["data"]
        bot.reception.reply = Reply()

        for words in ("one", "one", "two"):
            await bot.invokes("task/submit", {"data": {**data, "text.words": words}})

        first, again, other = [one.id for one in bot.reception.taken[1:]]
        assert first == again != other
        assert "one" not in first


async def test_problems_stand_at_their_fields_and_nothing_typed_is_lost() -> None:
    async with teams_connected() as bot:
        bot.reception.reply = Reply(open=FORM)
        _, answer = await bot.invokes("task/fetch", {"data": {"action": WRITE, "nonce": "n"}})
        data = dialog(answer)["actions"][0]["data"]
        bot.reception.reply = Reply(problems={"words": "This looks like a **name**.", "": "Not today."})

        _, again = await bot.invokes(
            "task/submit", {"data": {**data, "text.words": "Mrs Peters", "tick.keep": "true", "choices.value": "1:c"}}
        )

        body = dialog(again)["body"]
        fields = inputs(dialog(again))
        place = next(number for number, one in enumerate(body) if one.get("id") == "text.words")
        assert body[place + 1]["inlines"][0]["text"] == "This looks like a name."
        assert body[place + 1]["inlines"][0]["color"] == "Attention"
        assert body[0]["inlines"][0]["text"] == "Not today."
        assert fields["text.words"]["value"] == "Mrs Peters"
        assert fields["tick.keep"]["value"] == "true"
        assert fields["choices.value"]["value"] == "1:c"
        assert dialog(again)["actions"][0]["data"]["token"] == WRITE


async def test_a_form_may_take_the_place_of_another_and_else_the_dialog_closes() -> None:
    async with teams_connected() as bot:
        bot.reception.reply = Reply(open=FORM)
        _, answer = await bot.invokes("task/fetch", {"data": {"action": WRITE, "nonce": "n"}})
        data = dialog(answer)["actions"][0]["data"]

        _, more = await bot.invokes("task/submit", {"data": data})
        bot.reception.reply = Reply(say=Message("Kept."))
        status, closed = await bot.invokes("task/submit", {"data": {**data, "text.words": "x"}})

        assert "task" in more
        assert (status, closed) == (200, None)
        assert "Kept." in shown(bot)


async def test_a_button_in_a_dialog_is_answered_in_the_dialog() -> None:
    async with teams_connected() as bot:
        bot.reception.reply = Reply(say=Message("The words of the entry."))

        _, answer = await bot.invokes("task/submit", {"data": {"action": Answer("e1").pack(), "nonce": "n"}})

        assert isinstance(taken(bot), Pressed)
        assert "The words of the entry." in json.dumps(dialog(answer))
        assert "a:private" not in bot.teams.posted


async def test_a_pressed_card_turns_into_its_outcome() -> None:
    async with teams_connected() as bot:
        posted = await bot.edge.channel.send(taken_from(), Message("A question?"), delivery="d1")
        bot.reception.reply = Reply(replace=Message("Skipped."))
        data = {
            "action": {"type": "Action.Execute", "verb": "press", "data": {"action": Skip("d1").pack(), "nonce": "n"}}
        }

        status, answer = await bot.invokes(
            "adaptiveCard/action", data, replyToId=posted.message, conversation=private(posted.room)
        )

        assert (status, answer["statusCode"]) == (200, 200)
        assert "Skipped." in json.dumps(answer["value"])
        assert "Skipped." in shown(bot, posted.room)


async def test_an_old_client_presses_with_a_message() -> None:
    async with teams_connected() as bot:
        posted = await bot.edge.channel.send(taken_from(), Message("A question?"), delivery="d1")
        bot.reception.reply = Reply(replace=Message("Skipped."))

        await bot.sends(
            text=None,
            value={"action": Skip("d1").pack(), "nonce": "n"},
            replyToId=posted.message,
            conversation=private(posted.room),
        )

        assert isinstance(taken(bot), Pressed)
        assert "Skipped." in shown(bot, posted.room)


async def test_a_command_that_needs_a_form_is_answered_with_a_card_that_opens_it() -> None:
    async with teams_connected() as bot:
        bot.reception.reply = Reply(open=FORM)

        await bot.sends(text="cohort new")

        card = bot.teams.posted["a:private"][-1]["attachments"][0]["content"]
        (button,) = card["body"][-1]["actions"]
        assert button["data"]["msteams"] == {"type": "task/fetch"}
        assert button["data"]["action"] == Run("cohort new").pack()


async def test_a_button_that_opens_a_form_unexpectedly_leads_there_too() -> None:
    async with teams_connected() as bot:
        bot.reception.reply = Reply(open=FORM)
        data = {"action": {"data": {"action": WriteFreely().pack(), "nonce": "n"}}}

        await bot.invokes("adaptiveCard/action", data)

        assert "task/fetch" in shown(bot)


async def test_when_nothing_can_be_stored_the_form_stays_with_all_that_was_typed() -> None:
    async with teams_connected() as bot:
        bot.reception.reply = Reply(open=FORM)
        _, answer = await bot.invokes("task/fetch", {"data": {"action": WRITE, "nonce": "n"}})
        data = dialog(answer)["actions"][0]["data"]
        bot.reception.trouble = TryLater()

        said, _ = await bot.sends(text="Words.")
        status, again = await bot.invokes("task/submit", {"data": {**data, "text.words": "Typed."}})

        assert said == 503
        assert status == 200
        assert inputs(dialog(again))["text.words"]["value"] == "Typed."


async def test_an_unknown_request_is_said_to_be_unknown() -> None:
    async with teams_connected() as bot:
        assert (await bot.invokes("composeExtension/query", {}))[0] == 501
        assert (await bot.sends(type="typing", text=None))[0] == 200
        assert (await bot.invokes("task/submit", {"data": 7}))[0] == 400
        assert bot.reception.taken == []


async def test_somebody_who_never_wrote_gets_a_private_chat_of_their_own() -> None:
    async with teams_connected() as bot:
        for _ in range(2):
            await bot.edge.channel.send(taken_from("bo"), Message("Hello"), delivery="d1")

        (begun,) = bot.teams.named("begin")
        assert begun["members"] == [{"id": "bo"}]
        assert (begun["tenantId"], begun["bot"], begun["isGroup"]) == (TENANT, {"id": "28:bot"}, False)
        assert len(bot.teams.posted["a:bo"]) == 2


async def test_our_token_is_fetched_once_for_everybody() -> None:
    fetched: list[int] = []

    def fetch() -> str:
        fetched.append(1)
        return "ours"

    async with teams_connected(credentials=Pass(fetch)) as bot:
        for number in range(20):
            await bot.edge.channel.send(taken_from(f"p{number}"), Message("Hello"), delivery=f"d{number}")

        assert len(fetched) == 1
        assert {header for *_, header in bot.teams.calls} == {"Bearer ours"}


async def test_what_a_model_worded_bears_the_platforms_own_label() -> None:
    async with teams_connected() as bot:
        await bot.edge.channel.send(taken_from(), Message("What made you wait?", by_model=True), delivery="d1")

        (posted,) = bot.teams.posted["a:ada"]
        assert posted["entities"][0]["additionalType"] == ["AIGeneratedContent"]
        assert WORDS["en"].label("slack.by_model") in json.dumps(posted, ensure_ascii=False)


def taken_from(person: str = "ada") -> Address:

    return Address("teams", TENANT, person)


def private(room: str) -> dict[str, str]:
    return {"id": room, "conversationType": "personal", "tenantId": TENANT}


CHANNEL = {"id": "19:room@thread.tacv2;messageid=5", "conversationType": "channel", "tenantId": TENANT}


async def test_a_mention_names_somebody_as_they_are_known_when_they_write_themselves() -> None:
    async with teams_connected() as bot:
        bot.teams.members["29:bo"] = {"id": "29:bo", "objectId": "bo-in-the-directory"}
        us = {"type": "mention", "text": "<at>Exchange Coach</at>", "mentioned": {"id": "28:bot", "name": "x"}}
        bo = {"type": "mention", "text": "<at>Bo</at>", "mentioned": {"id": "29:bo", "name": "Bo"}}

        await bot.sends(text="<at>Exchange Coach</at> people add <at>Bo</at>", entities=[us, bo], conversation=CHANNEL)

        command = taken(bot)
        assert isinstance(command, Commanded)
        assert command.text == "people add <@bo-in-the-directory>"
        assert command.names == {"bo-in-the-directory": "Bo"}


async def test_who_is_in_a_team_with_the_app_is_found_by_address() -> None:
    async with teams_connected() as bot:
        bot.teams.members["bo@halden.example"] = {"id": "29:bo", "aadObjectId": "bo"}
        with pytest.raises(Unreachable):
            await bot.edge.channel.find_by_email(TENANT, "bo@halden.example")

        await bot.sends(type="conversationUpdate", text=None, conversation=CHANNEL)

        assert await bot.edge.channel.find_by_email(TENANT, "bo@halden.example") == "bo"
        bot.teams.faults["member"] = [Fault(status=404, error="MemberNotFoundInConversation")]
        with pytest.raises(Unreachable):
            await bot.edge.channel.find_by_email(TENANT, "nobody@halden.example")
        assert bot.reception.taken == []
