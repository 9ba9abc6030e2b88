"""What goes out to Slack goes out once, and every outcome has the name of what to do about it."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.breaker import MOST_FAILURES
from bot.chat.channel import Channel
from bot.chat.event import Address, Posted
from bot.chat.reply import Document
from bot.errors import Crowded, Rejected, Revoked, TryLater, Unknown, Unreachable
from prompts.message import Message
from tests.slack_edge import connected
from tests.slack_server import Fault

ADA = Address("slack", "T1", "U1")
ROOM = Address("slack", "T1", "", "C1")
HELLO = Message("Hello **Ada**")


def since() -> datetime:
    return datetime.now(UTC) - timedelta(seconds=10)


async def test_a_message_is_posted_and_found_again() -> None:
    async with connected() as bot:
        channel: Channel = bot.edge.channel

        posted = await channel.send(ADA, HELLO, delivery="d1")

        assert posted.room == "DU1"
        assert await channel.find(ADA, "d1", since()) == posted
        assert await channel.find(ADA, "d2", since()) is None


async def test_a_message_in_a_thread_is_found_again() -> None:
    async with connected() as bot:
        first = await bot.edge.channel.send(ADA, HELLO, delivery="d1")

        posted = await bot.edge.channel.send(ADA, HELLO, delivery="d2", thread=first.message)

        assert bot.slack.posted[-1]["thread_ts"] == first.message
        assert await bot.edge.channel.find(ADA, "d2", since(), thread=first.message) == posted


async def test_what_is_posted_is_dead_marked_and_signed_with_our_token() -> None:
    async with connected() as bot:
        await bot.edge.channel.send(ADA, Message("<!channel> & **us**"), delivery="d1")
        await bot.edge.channel.send(ADA, HELLO, delivery="d1")

        first, again = bot.slack.posted
        assert first["text"] == "&lt;!channel&gt; &amp; us"
        assert first["metadata"] == {"event_type": "exchange_coach_delivery", "event_payload": {"delivery_id": "d1"}}
        assert first["client_msg_id"] == again["client_msg_id"]
        assert (first["unfurl_links"], first["unfurl_media"], first["parse"]) == (False, False, "none")
        assert bot.slack.calls[-1][2] == "Bearer xoxb-test"
        assert len(bot.slack.named("conversations.open")) == 1


async def test_a_message_is_changed_in_its_place() -> None:
    async with connected() as bot:
        await bot.edge.channel.replace(Posted("DU1", "1.2"), Message("Skipped."), to=ADA)

        [changed] = bot.slack.named("chat.update")
        assert (changed["channel"], changed["ts"], changed["text"]) == ("DU1", "1.2", "Skipped.")


@pytest.mark.parametrize("asked", ["2", "1.5", "nonsense", "", "nan", "1e3", "99999999999"])
async def test_when_slack_asks_to_wait_nothing_more_is_asked_until_then(asked: str) -> None:
    async with connected() as bot:
        bot.slack.faults["chat.postMessage"] = [Fault(429, "ratelimited", retry_after=asked)]

        with pytest.raises(TryLater) as first:
            await bot.edge.channel.send(ADA, HELLO, delivery="d1")
        with pytest.raises(TryLater) as second:
            await bot.edge.channel.send(ADA, HELLO, delivery="d1")

        assert 1 < second.value.after <= first.value.after <= 3600
        assert first.value.after == {"2": 2, "1.5": 2, "99999999999": 3600}.get(asked, 30)
        assert len(bot.slack.named("chat.postMessage")) == 1
        await bot.edge.channel.replace(Posted("DU1", "1.2"), HELLO, to=ADA)


async def test_after_the_wait_it_is_asked_again() -> None:
    async with connected() as bot:
        bot.slack.faults["chat.postMessage"] = [Fault(429, "ratelimited", retry_after="0")]
        with pytest.raises(TryLater):
            await bot.edge.channel.send(ADA, HELLO, delivery="d1")

        assert await bot.edge.channel.send(ADA, HELLO, delivery="d1")


UNCLEAR = [
    Fault(drop=True),
    Fault(drop=True, after=True),
    Fault(500),
    Fault(503, after=True),
    Fault(error="fatal_error"),
    Fault(error="internal_error", after=True),
    Fault(error="request_timeout"),
    Fault(error="duplicate_message"),
    Fault(slow=1.5, after=True),
    Fault(200, "", slow=1.5),
]


@pytest.mark.parametrize("fault", UNCLEAR)
async def test_what_may_have_been_posted_is_unknown_and_tried_once(fault: Fault) -> None:
    async with connected() as bot:
        bot.edge.channel.calls.timeout = 0.3
        bot.slack.faults["chat.postMessage"] = [fault]

        with pytest.raises(Unknown):
            await bot.edge.channel.send(ADA, HELLO, delivery="d1")

        assert len(bot.slack.named("chat.postMessage")) == 1
        found = await bot.edge.channel.find(ADA, "d1", since())
        assert (found is not None) == fault.after


@pytest.mark.parametrize(
    "error",
    [
        "channel_not_found",
        "user_not_found",
        "is_archived",
        "user_disabled",
        "cannot_dm_bot",
        "not_in_channel",
        "restricted_action",
    ],
)
async def test_a_no_about_a_person_or_a_room_is_one_to_everything_there(error: str) -> None:
    async with connected() as bot:
        bot.slack.faults["chat.postMessage"] = [Fault(error=error)]

        with pytest.raises(Unreachable) as trouble:
            await bot.edge.channel.send(ROOM, HELLO, delivery="d1")

        assert trouble.value.reason == error
        assert not isinstance(trouble.value, Revoked)


@pytest.mark.parametrize(
    "error",
    [
        "unknown_method",
        "missing_scope",
        "invalid_blocks",
        "msg_too_long",
        "thread_not_found",
        "team_access_not_granted",
        "something_that_slack_invents_next_year",
    ],
)
async def test_any_other_no_is_about_that_one_message(error: str) -> None:
    async with connected() as bot:
        bot.slack.faults["chat.postMessage"] = [Fault(error=error)]

        with pytest.raises(Rejected) as trouble:
            await bot.edge.channel.send(ROOM, HELLO, delivery="d1")

        assert trouble.value.reason == error
        assert not isinstance(trouble.value, Unreachable)
        assert await bot.edge.channel.send(ROOM, HELLO, delivery="d2")


@pytest.mark.parametrize("error", ["missing_scope", "file_uploads_disabled"])
@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
async def test_a_file_that_is_rejected_says_nothing_about_its_reader(method: str, error: str) -> None:
    async with connected() as bot:
        bot.slack.faults[method] = [Fault(error=error)]

        with pytest.raises(Rejected) as trouble:
            await bot.edge.channel.file(ADA, Document("journal.docx", "Journal", b"PK"))

        assert not isinstance(trouble.value, Unreachable)


@pytest.mark.parametrize("error", ["token_revoked", "account_inactive"])
async def test_a_workspace_that_took_its_permission_back_is_forgotten(error: str) -> None:
    async with connected() as bot:
        bot.slack.faults["chat.postMessage"] = [Fault(error=error)]

        with pytest.raises(Revoked):
            await bot.edge.channel.send(ROOM, HELLO, delivery="d1")
        with pytest.raises(Revoked):
            await bot.edge.channel.send(ROOM, HELLO, delivery="d1")

        assert bot.installations.tokens == {}
        assert len(bot.slack.named("chat.postMessage")) == 1


@pytest.mark.parametrize("error", ["invalid_auth", "token_expired", "not_authed"])
async def test_a_token_that_is_not_taken_just_now_is_tried_again_a_minute_later(error: str) -> None:
    async with connected() as bot:
        bot.slack.faults["chat.postMessage"] = [Fault(error=error)]
        calls = bot.edge.channel.calls

        for _ in range(2):
            with pytest.raises(TryLater):
                await bot.edge.channel.send(ROOM, HELLO, delivery="d1")
        asked = len(bot.slack.named("chat.postMessage"))
        calls.monotonic = lambda: time.monotonic() + 61
        await bot.edge.channel.send(ROOM, HELLO, delivery="d1")

        assert asked == 1
        assert bot.installations.tokens == {"T1": "xoxb-test"}


async def test_a_workspace_that_never_installed_us_is_not_asked() -> None:
    async with connected() as bot:
        with pytest.raises(Revoked):
            await bot.edge.channel.send(Address("slack", "T9", "U1"), HELLO, delivery="d1")


@pytest.mark.parametrize("fault", [Fault(drop=True), Fault(500), Fault(429, "ratelimited", retry_after="1")])
async def test_while_the_chat_itself_cannot_be_opened_nothing_was_said(fault: Fault) -> None:
    async with connected() as bot:
        bot.slack.faults["conversations.open"] = [fault]

        with pytest.raises(TryLater):
            await bot.edge.channel.send(ADA, HELLO, delivery="d1")

        assert bot.slack.posted == []


async def test_where_slack_cannot_be_reached_at_all_nothing_was_said() -> None:
    async with connected() as bot:
        bot.edge.channel.calls.api_url = "http://127.0.0.1:9/api/"

        with pytest.raises(TryLater):
            await bot.edge.channel.send(ROOM, HELLO, delivery="d1")


@pytest.mark.parametrize(
    "fault",
    [
        Fault(error="missing_scope"),
        Fault(error="not_in_channel"),
        Fault(error="unknown_method"),
    ],
)
async def test_a_chat_that_cannot_be_read_tells_nothing(fault: Fault) -> None:
    async with connected() as bot:
        bot.slack.faults["conversations.history"] = [fault]

        with pytest.raises(Unknown):
            await bot.edge.channel.find(ADA, "d1", since())


@pytest.mark.parametrize("method", ["conversations.open", "conversations.history"])
async def test_a_chat_that_slack_lets_nobody_read_just_now_can_be_read_later(method: str) -> None:
    async with connected() as bot:
        bot.slack.faults[method] = [Fault(429, "ratelimited", retry_after="60")]

        with pytest.raises(TryLater) as later:
            await bot.edge.channel.find(ADA, "d1", since())

        assert 59 < later.value.after <= 60


@pytest.mark.parametrize("fault", [Fault(500), Fault(drop=True), Fault(error="internal_error")])
async def test_half_an_answer_about_a_chat_is_asked_for_later(fault: Fault) -> None:
    async with connected() as bot:
        bot.slack.faults["conversations.history"] = [fault, fault]  # a lost reading is asked once more by aiohttp

        with pytest.raises(TryLater):
            await bot.edge.channel.find(ADA, "d1", since())


async def test_a_workspace_that_gives_no_answers_is_left_alone_for_a_while_and_then_tried_once() -> None:
    async with connected() as bot:
        calls, moment = bot.edge.channel.calls, [100.0]
        calls.monotonic = lambda: moment[0]
        bot.slack.faults["chat.postMessage"] = [Fault(500)] * (MOST_FAILURES + 1)

        for _ in range(MOST_FAILURES):
            with pytest.raises(Unknown):
                await bot.edge.channel.send(ROOM, HELLO, delivery="d1")
        asked = len(bot.slack.calls)
        with pytest.raises(Crowded):
            await bot.edge.channel.send(ROOM, HELLO, delivery="d1")
        assert len(bot.slack.calls) == asked, "nobody was asked"

        moment[0] += 31
        with pytest.raises(Unknown):
            await bot.edge.channel.send(ROOM, HELLO, delivery="d1")
        with pytest.raises(Crowded):
            await bot.edge.channel.send(ROOM, HELLO, delivery="d1")
        moment[0] += 31
        assert (await bot.edge.channel.send(ROOM, HELLO, delivery="d1")).room == "C1"
        assert (await bot.edge.channel.send(ROOM, HELLO, delivery="d2")).room == "C1"


async def test_a_file_arrives_whole_in_the_private_chat() -> None:
    async with connected() as bot:
        posted = await bot.edge.channel.file(ADA, Document("mine.json", "Everything of yours", b'{"a":1}'))

        assert bot.slack.uploads == [b'{"a":1}']
        assert posted == Posted("DU1", "F1")
        [completed] = bot.slack.named("files.completeUploadExternal")
        assert completed["channel_id"] == "DU1"


async def test_a_profile_has_zone_language_and_name() -> None:
    async with connected() as bot:
        bot.slack.users["U1"] = {
            "id": "U1",
            "tz": "America/Toronto",
            "locale": "fr-CA",
            "is_restricted": True,
            "profile": {"display_name": "lovelace", "real_name": "Ada", "email": "ada@example.org"},
        }

        profile = await bot.edge.channel.profile(ADA)

        assert (profile.name, profile.timezone, profile.language) == ("Ada", "America/Toronto", "fr")
        assert (profile.email, profile.guest, profile.gone) == ("ada@example.org", True, False)


@pytest.mark.parametrize(
    ("user", "found"),
    [({"id": "U7"}, "U7"), ({"id": "U7", "deleted": True}, None), ({"id": "U7", "is_bot": True}, None)],
)
async def test_a_person_is_found_by_address(user: dict[str, object], found: str | None) -> None:
    async with connected() as bot:
        bot.slack.answers["users.lookupByEmail"] = {"user": user}

        assert await bot.edge.channel.find_by_email("T1", "a@example.org") == found


async def test_nobody_has_that_address() -> None:
    async with connected() as bot:
        bot.slack.faults["users.lookupByEmail"] = [Fault(error="users_not_found")]

        assert await bot.edge.channel.find_by_email("T1", "a@example.org") is None


async def test_one_line_serves_all_calls() -> None:
    async with connected() as bot:
        for number in range(20):
            await bot.edge.channel.send(ADA, HELLO, delivery=str(number))

        assert len(bot.slack.lines) == 1
