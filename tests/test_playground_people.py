"""What people do in the playground reaches the app as Slack would tell it, and what it answers is what they see."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from bot.playground.courier import signed
from bot.playground.inhabitant import Inhabitant
from bot.playground.refusal import Refused, Unanswered
from tests.slack_people import SECRET, Person, SlackWorkspace, workspace_for
from tests.stand_in_app import StandIn, stand_in_for

ADA = Inhabitant("U1", "Ada Novak", "America/Toronto", email="ada@halden.example")
BEN = Inhabitant("U2", "Ben Okafor", "Europe/Brussels", email="ben@halden.example")

BUTTONS = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "What did you notice?"}},
    {
        "type": "actions",
        "block_id": "row",
        "elements": [
            {"type": "button", "action_id": "write", "text": {"type": "plain_text", "text": "Write"}, "value": "w"},
            {"type": "button", "action_id": "skip", "text": {"type": "plain_text", "text": "Skip"}, "value": "s"},
        ],
    },
]


def form(**more: Any) -> dict[str, Any]:
    noticed = {
        "type": "input",
        "block_id": "noticed",
        "label": {"type": "plain_text", "text": "What did you notice?"},
        "element": {"type": "plain_text_input", "action_id": "a1", "multiline": True, "max_length": 40},
    }
    return {
        "type": "modal",
        "callback_id": "form",
        "private_metadata": '["Write","d1"]',
        "title": {"type": "plain_text", "text": "Your day"},
        "submit": {"type": "plain_text", "text": "Keep"},
        "blocks": [noticed],
        **more,
    }


@pytest.fixture
async def workspace() -> AsyncIterator[SlackWorkspace]:
    async with workspace_for([ADA, BEN]) as workspace:
        yield workspace


@pytest.fixture
async def app(workspace: SlackWorkspace) -> AsyncIterator[StandIn]:
    async with stand_in_for(workspace) as app:
        yield app


@pytest.fixture
def ada(workspace: SlackWorkspace) -> Person:
    return workspace.person("U1")


async def test_a_typed_message_arrives_signed_escaped_and_as_an_event(app: StandIn, ada: Person) -> None:
    ts = await ada.says("Fewer < more & <@U2>, write to ben@halden.example")

    told = app.told[-1]
    event = told.what["event"]
    assert event["text"] == "Fewer &lt; more &amp; <@U2>, write to <mailto:ben@halden.example|ben@halden.example>"
    assert (event["type"], event["channel"], event["channel_type"]) == ("message", "DU1", "im")
    assert (event["ts"], event["user"], told.what["team_id"]) == (ts, "U1", "T1")
    moment = int(told.headers["X-Slack-Request-Timestamp"])
    assert told.headers["X-Slack-Signature"] == signed(SECRET, told.body, moment)["X-Slack-Signature"]


async def test_a_reply_in_a_thread_names_the_thread(app: StandIn, ada: Person) -> None:
    prompt = await app.call("chat.postMessage", channel="DU1", text="How was it?")

    await ada.says("Loud.", thread="How was it?")

    assert app.events("message")[-1]["thread_ts"] == prompt["ts"]


async def test_an_edit_and_a_deletion_tell_what_was_there_before(app: StandIn, ada: Person) -> None:
    ts = await ada.says("Frist")

    await ada.edits("Frist", "First")
    await ada.deletes(ts)

    edit, deletion = app.events("message")[-2:]
    assert (edit["subtype"], edit["message"]["text"], edit["previous_message"]["text"]) == (
        "message_changed",
        "First",
        "Frist",
    )
    assert edit["message"]["ts"] == ts
    assert (deletion["subtype"], deletion["deleted_ts"], deletion["hidden"]) == ("message_deleted", ts, True)
    assert ada.sees().messages == ()


async def test_a_command_arrives_as_a_form_and_its_answer_is_seen_by_the_asker_alone(
    app: StandIn, ada: Person, workspace: SlackWorkspace
) -> None:
    app.answers.append(web.json_response({"text": "Two cohorts."}))

    await ada.runs("/exchange cohort show @Ben Okafor")

    fields = app.told[-1].what
    assert (fields["command"], fields["text"]) == ("/exchange", "cohort show <@U2|ben.okafor>")
    assert (fields["user_id"], fields["channel_name"]) == ("U1", "directmessage")
    assert ada.sees().only_for_me == ("Two cohorts.",)
    assert workspace.person("U2").sees().messages == ()


async def test_an_unknown_command_never_reaches_the_app(app: StandIn, ada: Person) -> None:
    await ada.runs("/giphy cat")

    assert app.told == []
    assert "not a valid command" in ada.sees().last


async def test_a_command_that_the_app_cannot_take_shows_an_error_and_is_not_repeated(app: StandIn, ada: Person) -> None:
    app.answers.append(web.Response(status=500))

    await ada.runs("/exchange help")

    assert ada.sees().last == '/exchange failed with the error "dispatch_failed"'
    assert len(app.told) == 1


async def test_a_pressed_button_tells_its_message_and_lets_the_app_answer_twice_over(app: StandIn, ada: Person) -> None:
    posted = await app.call("chat.postMessage", channel="DU1", text="What did you notice?", blocks=BUTTONS)

    await ada.presses("Write")

    press = app.last(lambda told: told.get("type") == "block_actions")
    assert press["actions"][0] | {"action_ts": ""} == {
        "type": "button",
        "action_id": "write",
        "block_id": "row",
        "text": {"type": "plain_text", "text": "Write"},
        "value": "w",
        "action_ts": "",
    }
    assert press["container"]["message_ts"] == press["message"]["ts"] == posted["ts"]
    assert (await app.call("views.open", trigger_id=press["trigger_id"], view=form()))["ok"]
    await app.session.post(press["response_url"], json={"replace_original": True, "text": "Written."})
    assert ada.sees().messages == ("Written.",)
    assert ada.sees().modal == "Your day\nWhat did you notice?"


async def test_a_form_is_checked_by_the_client_then_sent_with_everything_that_stands_in_it(
    app: StandIn, ada: Person
) -> None:
    await _opened(app, ada)

    assert await ada.submits() == {"noticed": "Please complete this required field."}
    assert "40" in (await ada.submits(noticed="x" * 41))["noticed"]
    assert await ada.submits(noticed="She asked first.") == {}

    view = app.last(lambda told: told.get("type") == "view_submission")["view"]
    assert view["state"]["values"] == {"noticed": {"a1": {"type": "plain_text_input", "value": "She asked first."}}}
    assert (view["private_metadata"], view["callback_id"]) == ('["Write","d1"]', "form")
    assert ada.modal() is None


async def test_errors_of_the_app_stand_under_their_fields(app: StandIn, ada: Person) -> None:
    await _opened(app, ada)
    app.answers.append(web.json_response({"response_action": "errors", "errors": {"noticed": "Use the role."}}))

    problems = await ada.submits(noticed="Mrs Smith")

    assert problems == ada.sees().problems == {"noticed": "Use the role."}


async def test_errors_for_a_field_that_is_not_there_are_refused(app: StandIn, ada: Person) -> None:
    await _opened(app, ada)
    app.answers.append(web.json_response({"response_action": "errors", "errors": {"nowhere": "No."}}))

    with pytest.raises(Refused, match="invalid_errors"):
        await ada.submits(noticed="x")


async def test_forms_stack_to_three_and_what_was_typed_stays_through_an_update(app: StandIn, ada: Person) -> None:
    await _opened(app, ada)
    answer = {"response_action": "update", "view": form(title={"type": "plain_text", "text": "Once more"})}
    app.answers.append(web.json_response(answer))
    await ada.submits(noticed="kept")
    assert ada.modal() is not None
    assert ada.modal().filled["noticed"]["a1"]["value"] == "kept"  # type: ignore[union-attr]  # asserted just above

    push = {"response_action": "push", "view": form()}
    app.answers += [web.json_response(push), web.json_response(push)]
    await ada.submits(noticed="one")
    await ada.submits(noticed="two")
    app.answers.append(web.json_response(push))
    with pytest.raises(Refused, match="push_limit_reached"):
        await ada.submits(noticed="three")

    app.answers.append(web.json_response({"response_action": "clear"}))
    await ada.submits(noticed="four")
    assert ada.modal() is None


async def test_a_form_that_the_app_does_not_take_stays_open(app: StandIn, ada: Person) -> None:
    await _opened(app, ada)
    app.answers.append(web.Response(status=503))

    with pytest.raises(Unanswered):
        await ada.submits(noticed="x")

    assert ada.modal() is not None


async def test_a_closed_form_is_told_only_where_the_app_asked_for_it(app: StandIn, ada: Person) -> None:
    await _opened(app, ada, notify_on_close=True)
    await ada.closes()
    await _opened(app, ada)
    await ada.closes()

    closed = [one.what for one in app.told if one.what.get("type") == "view_closed"]
    assert [one["is_cleared"] for one in closed] == [False]


async def test_home_is_opened_published_and_pressed(app: StandIn, ada: Person) -> None:
    await ada.opens_home()
    view = {"type": "home", "blocks": BUTTONS}
    assert (await app.call("views.publish", user_id="U1", view=view))["ok"]

    await ada.presses("Skip")

    assert app.events("app_home_opened")[0]["tab"] == "home"
    press = app.last(lambda told: told.get("type") == "block_actions")
    assert press["view"]["type"] == "home"
    assert "response_url" not in press


async def test_shortcuts_tell_their_callback_and_their_message(app: StandIn, ada: Person) -> None:
    await ada.says("A thought")

    await ada.uses("write")
    await ada.uses("keep", message="A thought")

    everywhere, on_message = [one.what for one in app.told if "callback_id" in one.what]
    assert (everywhere["type"], everywhere["callback_id"]) == ("shortcut", "write")
    assert (on_message["type"], on_message["message"]["text"]) == ("message_action", "A thought")


async def test_profiles_change_people_leave_and_the_app_is_taken_out(
    app: StandIn, ada: Person, workspace: SlackWorkspace
) -> None:
    await ada.changes(timezone="Asia/Tokyo", locale="ja-JP")
    await ada.leaves()
    await workspace.playground.uninstalls()

    moved, left = app.events("user_change")
    assert (moved["user"]["tz"], moved["user"]["locale"]) == ("Asia/Tokyo", "ja-JP")
    assert left["user"]["deleted"]
    assert app.events("app_uninstalled")
    assert app.events("tokens_revoked")
    assert (await app.call("auth.test"))["error"] == "token_revoked"


async def _opened(app: StandIn, person: Person, **more: Any) -> None:
    await person.runs("/exchange")
    trigger = app.told[-1].what["trigger_id"]
    assert (await app.call("views.open", trigger_id=trigger, view=form(**more)))["ok"]
