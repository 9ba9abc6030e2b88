"""A request of Slack's is stored, then acknowledged, then answered where the person is."""

import asyncio
import logging
import time
from dataclasses import replace
from typing import Any

import pytest

from bot.chat.action import Run, Skip
from bot.chat.event import Commanded, Joined, Left, Posted, Said, Submitted
from bot.chat.reply import Document, Reply
from bot.errors import Misconfigured, TryLater
from bot.playground.courier import PATIENCE
from bot.slack import answering, calls, people
from prompts.message import Form, Message, TextField
from tests.slack_edge import connected
from tests.slack_payloads import command, event, message, press, shortcut, submission, words
from tests.slack_server import Fault, command_body, event_body, interaction_body, signed

SAY = Reply(say=Message("Kept."))
WRITE = Form("Write", "What did you notice?", (TextField("words", "Words"),), "Keep", '["Write","d1"]')
JOURNAL = Form("Journal", "Page two", token='["ShowJournal","2"]')
IN_A_FORM = {
    "container": {"type": "view", "view_id": "V1"},
    "channel": None,
    "view": {"id": "V1", "type": "modal", "title": {"type": "plain_text", "text": "Journal"}},
}
ON_HOME = {
    "container": {"type": "view", "view_id": "V2"},
    "channel": None,
    "view": {"id": "V2", "type": "home"},
}


async def test_a_message_is_answered_in_its_thread() -> None:
    async with connected() as bot:
        bot.reception.reply = Reply(say=Message("Kept."), in_thread="1804500000.000100")

        status, _ = await bot.sends(event_body(event(message())))

        assert status == 200
        assert isinstance(bot.reception.taken[0], Said)
        [posted] = bot.slack.posted
        assert (posted["channel"], posted["text"], posted["thread_ts"]) == ("DU1", "Kept.", "1804500000.000100")


@pytest.mark.parametrize("trouble", [TryLater(), RuntimeError("CANARY")])
async def test_what_was_not_stored_is_not_acknowledged(trouble: Exception, caplog: pytest.LogCaptureFixture) -> None:
    async with connected() as bot:
        bot.reception.trouble = trouble

        status, _ = await bot.sends(event_body(event(message("CANARY"))))

        assert status == 503
        assert "not stored" in caplog.text
        assert "CANARY" not in caplog.text


async def test_a_command_is_answered_to_the_asker_alone() -> None:
    async with connected() as bot:
        bot.reception.reply = SAY

        status, body = await bot.sends(command_body(command()))

        assert (status, body["response_type"], body["text"]) == (200, "ephemeral", "Kept.")
        assert isinstance(bot.reception.taken[0], Commanded)
        assert bot.slack.posted == []


async def test_those_who_are_mentioned_are_named_as_slack_names_them() -> None:
    async with connected() as bot:
        bot.reception.reply = SAY
        bot.slack.users = {one: {"id": one, "real_name": name} for one, name in (("U7", "Ada Novak"), ("U8", "Ben"))}
        chosen = {"people": {"people-1": {"type": "multi_users_select", "selected_users": ["U8"]}}}

        await bot.sends(command_body(command("people add <@U7|ada> <@U7> <@U8>")))
        await bot.sends(interaction_body(submission('["X"]', chosen)))

        assert bot.reception.taken[0].names == {"U7": "Ada Novak", "U8": "Ben"}
        assert bot.reception.taken[1].names == {"U8": "Ben"}


async def test_a_name_that_slack_does_not_tell_holds_nothing_up() -> None:
    async with connected() as bot:
        bot.reception.reply = SAY
        bot.slack.faults["users.info"] = [Fault(error="user_not_found")] * 5

        status, _ = await bot.sends(command_body(command("people add <@U7>")))

        assert status == 200
        assert bot.reception.taken[0].names == {}


async def test_somebody_who_waits_is_told_when_nothing_can_be_stored() -> None:
    async with connected() as bot:
        bot.reception.trouble = TryLater()

        _, after_command = await bot.sends(command_body(command()))
        _, after_form = await bot.sends(interaction_body(submission('["X"]', {"words": words("long work")})))
        await bot.sends(interaction_body(press(Skip("d1"), response_url=f"{bot.slack.url}/respond")))

        assert "try again" in after_command["text"]
        assert after_form["response_action"] == "errors"
        assert "try again" in after_form["errors"]["words"]
        assert "try again" in bot.slack.responses[0]["text"]


async def test_a_pressed_button_turns_into_its_outcome() -> None:
    async with connected() as bot:
        bot.reception.reply = Reply(replace=Message("Skipped."), say=Message("All right."))

        await bot.sends(interaction_body(press(Skip("d1"), response_url=f"{bot.slack.url}/respond")))

        replaced, said = bot.slack.responses
        assert (replaced["text"], replaced["replace_original"]) == ("Skipped.", True)
        assert (said["text"], said["response_type"], said["replace_original"]) == ("All right.", "ephemeral", False)


async def test_a_server_without_response_urls_is_served_too() -> None:
    async with connected() as bot:
        bot.reception.reply = Reply(replace=Message("Skipped."), say=Message("All right."))

        await bot.sends(interaction_body(press(Skip("d1"))))

        assert bot.slack.named("chat.update")[0]["ts"] == "1804500000.000900"
        assert bot.slack.posted[0]["channel"] == "DU1"


async def test_after_a_form_the_message_it_came_from_turns_into_its_outcome() -> None:
    async with connected() as bot:
        bot.reception.reply = Reply(replace=Message("Answered."), replaced=Posted("DU1", "7.7"), say=Message("Kept."))

        status, body = await bot.sends(interaction_body(submission('["X"]', {"words": words("long work")})))

        assert (status, body) == (200, "")
        assert isinstance(bot.reception.taken[0], Submitted)
        assert bot.slack.named("chat.update")[0]["ts"] == "7.7"
        assert bot.slack.posted[0]["channel"] == "DU1"


async def test_after_a_reply_every_message_that_asked_turns_into_its_outcome() -> None:
    async with connected() as bot:
        others = ((Posted("DU1", "8.8"), Message("Answered.")),)
        bot.reception.reply = Reply(
            replace=Message("Answered."), replaced=Posted("DU1", "7.7"), others=others, say=Message("Kept.")
        )

        await bot.sends(event_body(event(message())))

        assert [(one["ts"], one["text"]) for one in bot.slack.named("chat.update")] == [
            ("7.7", "Answered."),
            ("8.8", "Answered."),
        ]
        assert [one["text"] for one in bot.slack.posted] == ["Kept."]


async def test_a_form_opens_with_the_trigger() -> None:
    async with connected() as bot:
        bot.reception.reply = Reply(open=WRITE)

        await bot.sends(interaction_body(press(Skip("d1"))))
        await bot.sends(interaction_body(shortcut("write")))

        opened, _ = bot.slack.named("views.open")
        assert opened["trigger_id"] == press(Skip("d1"))["trigger_id"]
        assert opened["view"]["private_metadata"] == WRITE.token
        assert bot.slack.posted == []


@pytest.mark.parametrize("error", ["expired_trigger_id", "trigger_exchanged"])
async def test_an_expired_trigger_leaves_a_button_to_try_again(error: str) -> None:
    async with connected() as bot:
        bot.reception.reply = Reply(open=WRITE)
        bot.slack.faults["views.open"] = [Fault(error=error), Fault(error=error)]

        await bot.sends(interaction_body(press(Skip("d1"))))
        await bot.sends(command_body(command("cohort new", response_url=f"{bot.slack.url}/respond")))

        assert _button(bot.slack.posted[0])["value"] == Skip("d1").pack()
        assert _button(bot.slack.responses[0])["value"] == Run("cohort new").pack()


async def test_a_server_that_knows_no_forms_gets_a_sentence() -> None:
    async with connected() as bot:
        bot.reception.reply = Reply(open=WRITE)
        bot.slack.missing = {"views.open", "users.info"}

        status, _ = await bot.sends(interaction_body(press(Skip("d1"))))

        assert status == 200
        assert "could not open" in bot.slack.posted[0]["text"]


async def test_problems_stand_under_their_fields() -> None:
    async with connected() as bot:
        bot.reception.reply = Reply(problems={"day": "This is *not* a day.", "gone": "Something else."})

        values = {"words": words("x"), "day": {"date-1": {"type": "datepicker", "selected_date": None}}}
        _, body = await bot.sends(interaction_body(submission('["X"]', values)))

        assert body == {
            "response_action": "errors",
            "errors": {"day": "This is not a day.", "words": "Something else."},
        }


async def test_after_a_form_another_can_take_its_place() -> None:
    async with connected() as bot:
        bot.reception.reply = Reply(open=WRITE)

        _, body = await bot.sends(interaction_body(submission('["X"]', {"words": words("x")})))

        assert (body["response_action"], body["view"]["private_metadata"]) == ("update", WRITE.token)
        assert bot.slack.named("views.open") == []


async def test_in_a_form_the_next_page_takes_its_place_and_another_lies_over_it() -> None:
    async with connected() as bot:
        bot.reception.reply = Reply(open=JOURNAL)
        await bot.sends(interaction_body(press(Skip("d1"), **IN_A_FORM)))
        bot.reception.reply = Reply(open=WRITE)
        await bot.sends(interaction_body(press(Skip("d2"), **IN_A_FORM)))
        bot.slack.faults["views.push"] = [Fault(error="push_limit_reached")]
        await bot.sends(interaction_body(press(Skip("d3"), **IN_A_FORM)))

        assert [one["view_id"] for one in bot.slack.named("views.update")] == ["V1", "V1"]
        assert len(bot.slack.named("views.push")) == 2


async def test_what_is_answered_in_a_form_stays_in_forms() -> None:
    async with connected() as bot:
        bot.reception.reply = Reply(say=Message("Only you."), replace=Message("Closed.", title="Journal"))

        await bot.sends(interaction_body(press(Skip("d1"), **IN_A_FORM)))

        assert bot.slack.posted == []
        assert len(bot.slack.named("views.update")) + len(bot.slack.named("views.push")) == 2


@pytest.mark.parametrize(
    "shown", [Reply(say=Message("The pause is over.")), Reply(replace=Message("The pause is over."))]
)
async def test_what_is_said_to_a_press_on_home_opens_over_home(shown: Reply) -> None:
    async with connected() as bot:
        bot.reception.reply = replace(shown, home=Message("No pause."))

        await bot.sends(interaction_body(press(Skip("d1"), **ON_HOME)))

        [opened] = bot.slack.named("views.open")
        assert "The pause is over." in str(opened["view"])
        assert len(bot.slack.named("views.publish")) == 1
        assert bot.slack.posted == []


async def test_what_is_said_too_late_to_open_over_home_is_said_in_the_chat() -> None:
    async with connected() as bot:
        bot.slack.faults["views.open"] = [Fault(error="expired_trigger_id")]
        bot.reception.reply = Reply(say=Message("The pause is over."))

        await bot.sends(interaction_body(press(Skip("d1"), **ON_HOME)))

        assert "The pause is over." in str(bot.slack.posted)


async def test_home_and_documents_are_shown_to_the_person() -> None:
    async with connected() as bot:
        bot.reception.reply = Reply(home=Message("Next: Monday"), documents=(Document("a.txt", "A", b"a"),))

        await bot.sends(event_body(event({"type": "app_home_opened", "user": "U1", "channel": "DU1", "tab": "home"})))

        [published] = bot.slack.named("views.publish")
        assert (published["user_id"], published["view"]["type"]) == ("U1", "home")
        assert bot.slack.uploads == [b"a"]


async def test_the_profile_comes_with_the_event_and_is_asked_once() -> None:
    async with connected() as bot:
        bot.slack.users["U1"] = {"id": "U1", "tz": "Europe/Oslo", "profile": {"display_name": "Ada"}}

        await bot.sends(event_body(event(message())))
        await bot.sends(event_body(event(message(ts="1804500009.000100"))))
        change = {"type": "user_change", "user": {"id": "U1", "name": "ada", "tz": "Asia/Tokyo"}}
        await bot.sends(event_body(event(change, event_id="Ev3")))
        await bot.sends(event_body(event(message(ts="1804500010.000100"))))

        assert [one.profile.timezone for one in bot.reception.taken] == [
            "Europe/Oslo",
            "Europe/Oslo",
            "Asia/Tokyo",
            "Asia/Tokyo",
        ]
        assert isinstance(bot.reception.taken[2], Joined)
        assert len(bot.slack.named("users.info")) == 1


@pytest.mark.parametrize(
    "fault", [Fault(error="unknown_method"), Fault(drop=True), Fault(held=asyncio.Event()), Fault(500)]
)
async def test_without_a_profile_the_event_is_taken_all_the_same(fault: Fault) -> None:
    async with connected() as bot:
        bot.slack.faults["users.info"] = [fault, *([fault] if fault.drop else [])]  # aiohttp asks a lost one once more
        started = time.monotonic()

        status, _ = await bot.sends(event_body(event(message())))
        await bot.sends(event_body(event(message(ts="1804500009.000100"))))

        assert status == 200
        late = time.monotonic() - started
        if fault.held:
            fault.held.set()
        assert [one.profile.name for one in bot.reception.taken] == ["", ""]
        assert bot.slack.faults["users.info"] == []
        assert late < calls.TIMEOUT, "it was waited for as long as for what somebody asked for"


async def test_what_a_bot_says_is_not_taken() -> None:
    async with connected() as bot:
        bot.slack.users["U1"] = {"id": "U1", "is_bot": True}

        status, _ = await bot.sends(event_body(event(message())))

        assert status == 200
        assert bot.reception.taken == []


async def test_somebody_of_another_organisation_is_told_politely() -> None:
    async with connected() as bot:
        stranger = {"id": "U9", "team_id": "T9"}

        await bot.sends(event_body(event(message(user_team="T9"), is_ext_shared_channel=True)))
        await bot.sends(interaction_body(press(Skip("d"), user=stranger, response_url=f"{bot.slack.url}/respond")))

        assert bot.reception.taken == []
        assert bot.slack.posted == []
        assert "only for people" in bot.slack.responses[0]["text"]


async def test_after_an_uninstall_the_token_is_forgotten() -> None:
    async with connected() as bot:
        await bot.sends(event_body(event({"type": "app_uninstalled"})))

        [left] = bot.reception.taken
        assert isinstance(left, Left)
        assert left.sender.person == ""
        assert bot.installations.tokens == {}


def test_what_an_answer_waits_for_leaves_time_of_what_slack_waits() -> None:
    assert people._PATIENCE < answering._ANSWER_WITHIN < PATIENCE


async def test_slack_is_answered_in_time_even_when_showing_takes_longer() -> None:
    async with connected() as bot:
        bot.reception.reply = SAY
        shown = asyncio.Event()
        bot.slack.faults["chat.postMessage"] = [Fault(held=shown)]
        content, kind = event_body(event(message()))

        headers = {**signed(content), "Content-Type": kind}
        async with bot.session.post(f"{bot.url}/slack/events", data=content, headers=headers) as answer:
            assert answer.status == 200

        assert bot.slack.posted == []
        shown.set()
        await bot.edge.settle()
        assert [one["text"] for one in bot.slack.posted] == ["Kept."]


async def test_an_answer_waits_while_slack_asks_for_it() -> None:
    async with connected() as bot:
        bot.reception.reply = SAY
        bot.slack.faults["chat.postMessage"] = [Fault(429, "ratelimited", retry_after="1")]

        await bot.sends(event_body(event(message())))

        assert [one["text"] for one in bot.slack.posted] == ["Kept."]


async def test_many_at_once_are_all_taken_and_answered() -> None:
    async with connected() as bot:
        bot.reception.reply = SAY
        bot.slack.faults["chat.postMessage"] = [Fault(slow=0.15) for _ in range(40)]  # as long as Slack takes

        answers = await asyncio.gather(
            *(bot.sends(event_body(event(message(ts=f"1804500000.{n:06}"), event_id=f"Ev{n}"))) for n in range(100))
        )

        assert {status for status, _ in answers} == {200}
        assert len({one.id for one in bot.reception.taken}) == 100
        await bot.edge.settle()
        assert len(bot.slack.posted) == 100


async def test_starting_keeps_the_workspace_of_the_token() -> None:
    async with connected() as bot:
        assert bot.installations.names == {"T1": "Halden Health"}


@pytest.mark.parametrize("fault", [Fault(error="unknown_method"), Fault(error="invalid_auth"), Fault(500)])
async def test_a_token_that_slack_does_not_take_is_named_at_the_start(fault: Fault) -> None:
    async with connected() as bot:
        bot.slack.faults["auth.test"] = [fault]

        with pytest.raises(Misconfigured, match="bot token"):
            await bot.edge.start()


async def test_slacks_libraries_have_no_say_through_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SIGNING_SECRET", "BOT_TOKEN", "CLIENT_ID", "CLIENT_SECRET", "APP_TOKEN", "VERIFICATION_TOKEN"):
        monkeypatch.setenv(f"SLACK_{name}", "not-ours")
    monkeypatch.setenv("SLACK_SCOPES", "admin")

    async with connected() as bot:
        bot.reception.reply = SAY
        status, _ = await bot.sends(event_body(event(message())))

        assert status == 200
        assert {token for _, _, token in bot.slack.calls} == {"Bearer xoxb-test"}
        assert len(bot.reception.taken) == 1


@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO])
async def test_no_log_line_holds_what_somebody_wrote(level: int, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(level)

    async with connected() as bot:
        bot.reception.reply = Reply(say=Message("CANARY"), open=WRITE, home=Message("CANARY"))
        bodies: list[tuple[bytes, str]] = [
            event_body(event(message("CANARY"))),
            command_body(command("note CANARY", response_url=f"{bot.slack.url}/nowhere")),
            interaction_body(press(Run("CANARY"))),
            interaction_body(submission('["X"]', {"words": words("CANARY")})),
        ]
        for fault in (None, Fault(error="invalid_blocks"), Fault(500), Fault(drop=True)):
            for method in ("chat.postMessage", "views.open", "views.publish"):
                bot.slack.faults[method] = [fault] * 9 if fault else []
            for body in bodies:
                await bot.sends(body)
                await _badly_signed(bot, body)

    assert "could not" in caplog.text
    assert "CANARY" not in caplog.text


async def _badly_signed(bot: Any, body: tuple[bytes, str]) -> None:
    headers = {**signed(body[0], secret="old"), "Content-Type": body[1]}
    async with bot.session.post(f"{bot.url}/slack/events", data=body[0], headers=headers) as answer:
        assert answer.status == 401


def _button(shown: dict[str, Any]) -> dict[str, Any]:
    [button] = [one for block in shown["blocks"] if block["type"] == "actions" for one in block["elements"]]
    assert isinstance(button, dict)
    return button
