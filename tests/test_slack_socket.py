"""Over Socket Mode everything comes and is answered as it is over HTTP."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import pytest

from bot.chat.event import Commanded, Said, Submitted
from bot.chat.reply import Reply
from bot.errors import Misconfigured, TryLater
from prompts.message import Message
from tests.slack_edge import Connected, connected
from tests.slack_payloads import command, event, message, submission, words
from tests.slack_server import Fault

SOCKET = {"signing_secrets": (), "app_token": "xapp-test"}


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(60):  # seconds; a busy machine takes long
        while not true():  # noqa: ASYNC110 what is waited for happens in the server
            await asyncio.sleep(0.01)


async def arrives(bot: Connected, kind: str, payload: dict[str, Any], envelope: str = "E1") -> None:
    await until(lambda: bot.slack.sockets)
    await bot.slack.sockets[-1].send_json({"type": kind, "envelope_id": envelope, "payload": payload})


async def test_events_commands_and_forms_come_over_the_line() -> None:
    async with connected(**SOCKET) as bot:
        bot.reception.reply = Reply(say=Message("Kept."))

        await arrives(bot, "events_api", event(message()), "E1")
        await arrives(bot, "slash_commands", command(), "E2")
        await arrives(bot, "interactive", submission('["X"]', {"words": words("x")}), "E3")
        await until(lambda: len(bot.slack.acknowledged) == 3)
        await bot.edge.settle()

        assert {type(one) for one in bot.reception.taken} == {Said, Commanded, Submitted}
        answers = {one["envelope_id"]: one.get("payload", {}) for one in bot.slack.acknowledged}
        assert answers["E2"]["text"] == "Kept."
        assert [one["channel"] for one in bot.slack.posted] == ["DU1", "DU1"]
        assert [route.path for route in bot.edge.routes() if hasattr(route, "path")] == []


async def test_what_was_not_stored_is_not_acknowledged_on_the_line() -> None:
    async with connected(**SOCKET) as bot:
        bot.reception.trouble = TryLater()
        await arrives(bot, "events_api", event(message()), "E1")
        await until(lambda: bot.slack.named("users.info"))
        await bot.edge.settle()
        bot.reception.trouble = None

        await arrives(bot, "events_api", event(message()), "E2")
        await until(lambda: bot.reception.taken)
        await until(lambda: bot.slack.acknowledged)

        assert [one["envelope_id"] for one in bot.slack.acknowledged] == ["E2"]


async def test_a_line_that_slack_takes_away_is_opened_again() -> None:
    async with connected(**SOCKET) as bot:
        await until(lambda: bot.slack.sockets)

        await bot.slack.sockets[0].send_json({"type": "disconnect", "reason": "refresh_requested"})
        await until(lambda: len(bot.slack.sockets) == 2)
        await arrives(bot, "events_api", event(message()))
        await until(lambda: bot.reception.taken)

        assert len(bot.slack.named("apps.connections.open")) == 2


@pytest.mark.parametrize("fault", [Fault(error="invalid_auth"), Fault(error="unknown_method")])
async def test_an_app_token_that_slack_does_not_take_is_named_at_the_start(fault: Fault) -> None:
    async with connected(**SOCKET) as bot:
        bot.slack.faults["apps.connections.open"] = [fault]

        with pytest.raises(Misconfigured, match="app token"):
            await bot.edge.start()


async def test_no_log_line_of_the_line_holds_what_somebody_wrote(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    async with connected(**SOCKET) as bot:
        bot.reception.reply = Reply(say=Message("CANARY"))
        await arrives(bot, "slash_commands", command("note CANARY"), "E1")
        await until(lambda: bot.slack.acknowledged)
        bot.reception.trouble = RuntimeError("CANARY")
        await arrives(bot, "events_api", event(message("CANARY")), "E2")
        await until(lambda: "not stored" in caplog.text)

    assert "CANARY" not in caplog.text
