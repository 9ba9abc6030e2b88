"""The adapter against a whole Slack: what it sends is taken, and people see what they should.

The first half is the contract of every channel; another platform joins by a fixture of its own.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.chat.action import Skip, Write
from bot.chat.channel import Channel
from bot.chat.event import Address, Commanded, Deleted, Edited, OpenedHome, Pressed, Said, Submitted
from bot.chat.reply import Document, Reply
from bot.errors import TryLater, Unknown, Unreachable
from bot.playground.inhabitant import Inhabitant
from bot.playground.weather import Weather
from bot.slack.connect import SlackEdge, connect
from prompts.message import Button, Form, Message, TextField
from tests.slack_edge import WORDS, FakeReception
from tests.slack_people import APP_TOKEN, BOT_TOKEN, SECRET, SlackWorkspace, workspace_for
from tests.slack_server import FakeInstallations

ADA = Inhabitant("U1", "Ada Novak", timezone="Europe/Oslo", email="ada@example.org")
GONE = Inhabitant("U2", "Ben Falk", deleted=True)
WRITE = Form("Write", "What did you notice?", (TextField("words", "Words", multiline=True),), "Keep", '["Write","d1"]')


@dataclass
class Playing:
    """An edge that lives in a playground."""

    edge: SlackEdge
    workspace: SlackWorkspace
    reception: FakeReception

    @property
    def channel(self) -> Channel:
        return self.edge.channel

    def heard(self) -> list[str]:
        """What Ada reads in her chat, oldest first."""
        return list(self.workspace.person("U1").sees().messages)

    def weather(self, *forecast: str, methods: Sequence[str] = ("chat.postMessage",), **wishes: object) -> None:
        self.workspace.playground.change_weather(
            Weather(forecast=list(forecast), methods=frozenset(methods), **wishes)  # type: ignore[arg-type] # by name
        )


@asynccontextmanager
async def playing(**settings: object) -> AsyncIterator[Playing]:
    reception = FakeReception()
    async with workspace_for([ADA, GONE]) as workspace, aiohttp.ClientSession() as session:
        edge = connect(
            reception=reception,
            installations=FakeInstallations({}),
            words=WORDS,
            language="en",
            session=session,
            api_url=workspace.playground.api_url,
            bot_token=BOT_TOKEN,
            **(settings or {"signing_secrets": (SECRET,)}),  # type: ignore[arg-type] # by name
        )
        app = web.Application()
        app.add_routes(edge.routes())
        async with TestServer(app) as server:
            workspace.playground.app_at(str(server.make_url("/slack/events")))
            await edge.start()
            try:
                yield Playing(edge, workspace, reception)
            finally:
                await edge.close()
                await workspace.playground.closes()


ADDRESS = Address("slack", "T1", "U1")
HELLO = Message("Hello **Ada**", buttons=(Button("Skip", Skip("d1").pack()),))


def since() -> datetime:
    return datetime.now(UTC) - timedelta(seconds=5)


class TestChannel:
    """What holds for a channel of any platform."""

    @pytest.fixture
    async def at(self) -> AsyncIterator[Playing]:
        async with playing() as at:
            yield at

    async def test_what_is_sent_is_read_and_can_be_found(self, at: Playing) -> None:
        posted = await at.channel.send(ADDRESS, HELLO, delivery="d1")

        assert "Hello Ada" in at.heard()[-1]
        assert await at.channel.find(ADDRESS, "d1", since()) == posted
        assert await at.channel.find(ADDRESS, "d2", since()) is None

    async def test_what_is_sent_into_a_thread_can_be_found(self, at: Playing) -> None:
        first = await at.channel.send(ADDRESS, HELLO, delivery="d1")

        posted = await at.channel.send(ADDRESS, HELLO, delivery="d2", thread=first.message)

        assert await at.channel.find(ADDRESS, "d2", since(), thread=first.message) == posted

    async def test_what_was_sent_can_be_replaced(self, at: Playing) -> None:
        posted = await at.channel.send(ADDRESS, HELLO, delivery="d1")

        await at.channel.replace(posted, Message("Skipped."), to=ADDRESS)

        assert len(at.heard()) == 1
        assert "Skipped." in at.heard()[0]
        assert at.workspace.person("U1").sees().buttons == ()

    async def test_a_busy_platform_has_posted_nothing(self, at: Playing) -> None:
        at.weather("rate_limited")

        with pytest.raises(TryLater):
            await at.channel.send(ADDRESS, HELLO, delivery="d1")

        assert at.heard() == []

    @pytest.mark.parametrize(
        ("fault", "arrived"),
        [("dropped_before", False), ("failed_before", False), ("dropped_after", True), ("failed_after", True)],
    )
    async def test_what_may_have_been_posted_is_unknown_until_it_is_looked_for(
        self, at: Playing, fault: str, arrived: bool
    ) -> None:
        at.weather(fault)

        with pytest.raises(Unknown):
            await at.channel.send(ADDRESS, HELLO, delivery="d1")

        assert len(at.heard()) == arrived
        assert (await at.channel.find(ADDRESS, "d1", since()) is not None) == arrived

    async def test_what_cannot_be_looked_for_stays_unknown(self, at: Playing) -> None:
        at.weather(history_readable=False)

        with pytest.raises(Unknown):
            await at.channel.find(ADDRESS, "d1", since())

    @pytest.mark.parametrize("nobody", ["U2", "U404"])
    async def test_somebody_who_left_cannot_be_reached(self, at: Playing, nobody: str) -> None:
        with pytest.raises(Unreachable):
            await at.channel.send(Address("slack", "T1", nobody), HELLO, delivery="d1")

    async def test_people_are_known_by_profile_and_found_by_address(self, at: Playing) -> None:
        profile = await at.channel.profile(ADDRESS)

        assert (profile.name, profile.timezone, profile.language) == ("Ada Novak", "Europe/Oslo", "en")
        assert await at.channel.find_by_email("T1", "ada@example.org") == "U1"
        assert await at.channel.find_by_email("T1", "nobody@example.org") is None

    async def test_a_file_arrives(self, at: Playing) -> None:
        await at.channel.file(ADDRESS, Document("mine.json", "Everything of yours", b'{"a":1}'))

        [file] = at.workspace.playground.workspace.files.values()
        assert file.content == b'{"a":1}'


@pytest.mark.parametrize("settings", [{}, {"app_token": APP_TOKEN}], ids=["http", "socket"])
async def test_a_turn_from_the_command_to_the_outcome(settings: dict[str, object]) -> None:
    async with playing(**settings) as at:
        ada = at.workspace.person("U1")

        at.reception.reply = Reply(say=Message("This is help."))
        seen = await ada.runs("/exchange help")
        assert "This is help." in seen.only_for_me[-1]

        posted = await at.channel.send(
            ADDRESS, Message("Monday?", buttons=(Button("Write", Write("d1").pack(), opens_form=True),)), delivery="d1"
        )
        at.reception.reply = Reply(open=WRITE)
        seen = await ada.presses("Write")
        assert "What did you notice?" in seen.modal

        at.reception.reply = Reply(problems={"words": "Please say a little more."})
        assert await ada.submits(words="She asked.") == {"words": "Please say a little more."}
        at.reception.reply = Reply(replace=Message("Answered."), replaced=posted, say=Message("Kept."))
        assert await ada.submits(words="She asked who carried the load.") == {}
        await ada.waits_for("Kept.")
        assert ada.modal() is None
        assert any("Answered." in one for one in ada.sees().messages)

        kinds = [type(one) for one in at.reception.taken]
        assert kinds == [Commanded, Pressed, Submitted, Submitted]
        assert isinstance(at.reception.taken[-1], Submitted)
        assert at.reception.taken[-1].values == {"words": "She asked who carried the load."}
        assert at.workspace.playground.refusals == []


async def test_words_are_said_edited_and_deleted_and_our_own_are_not_heard() -> None:
    async with playing() as at:
        ada = at.workspace.person("U1")
        at.reception.reply = Reply(say=Message("Kept."))

        ts = await ada.says("We & <they>")
        at.reception.reply = Reply()
        await ada.edits(ts, "We & they")
        await ada.deletes(ts)
        at.reception.reply = Reply(home=Message("Next: Monday"))
        home = await ada.opens_home()
        await at.edge.settle()

        said, edited, deleted, opened = at.reception.taken
        assert isinstance(said, Said)
        assert isinstance(edited, Edited)
        assert isinstance(deleted, Deleted)
        assert isinstance(opened, OpenedHome)
        assert (said.text, edited.text, deleted.message) == ("We & <they>", "We & they", ts)
        assert said.profile.timezone == "Europe/Oslo"
        assert "Next: Monday" in home


async def test_an_expired_form_can_be_opened_again() -> None:
    async with playing() as at:
        ada = at.workspace.person("U1")
        at.reception.reply = Reply(open=WRITE)
        await at.channel.send(
            ADDRESS, Message("Monday?", buttons=(Button("Write", Write("d1").pack()),)), delivery="d1"
        )
        at.weather(methods=(), triggers_expired=True)

        seen = await ada.presses("Write")
        at.weather(methods=())
        again = await ada.presses("Open it")

        assert "a little too long" in seen.last
        assert "What did you notice?" in again.modal
