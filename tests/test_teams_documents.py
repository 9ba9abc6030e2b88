"""Documents in Teams are links: for one reader or for a channel, for a while, and of no use without the link."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlmodel import select

from bot.chat.event import Address
from bot.chat.reply import Document
from bot.teams import cards
from bot.teams.documents import DocumentPages
from bot.web import Pages
from prompts.message import Button, Message
from storage.documents import Documents
from storage.store import Database
from storage.tables import Document as Kept
from storage.tables import Person
from tests.backstage import RealTime
from tests.microsoft import TENANT
from tests.slack_edge import WORDS
from tests.teams_edge import ConnectedTeams, teams_connected
from tests.test_web import FakeClock, NotBack

ADA = Address("teams", TENANT, "ada")
CHANNEL = Address("teams", TENANT, "", "19:channel@thread.tacv2")
EXPORT = Document("Ada's data.json", "Everything about you", b'{"entry": "Nobody answered at first."}\0\xff')


@dataclass
class Post:
    """An edge that keeps its documents in a real database; `real` is the time by which links run out."""

    bot: ConnectedTeams
    database: Database
    real: RealTime

    async def link(self, document: Document = EXPORT) -> str:
        """Gives Ada a document, and tells where the button leads."""
        await self.bot.edge.channel.file(ADA, document)
        (action,) = links(self.bot.teams.posted["a:ada"][-1])
        return self.bot.url + str(action["url"]).removeprefix("https://coach.example/in")

    async def asks(self, method: str, url: str) -> tuple[int, bytes, Any]:
        async with self.bot.session.request(method, url) as answer:
            return answer.status, await answer.read(), answer.headers

    async def rows(self) -> list[Kept]:
        async with self.database.reading() as store:
            return list((await store.session.exec(select(Kept))).all())


@pytest.fixture
async def post(database: Database) -> AsyncIterator[Post]:
    async with database.transaction() as store:
        await store.people.install("teams", TENANT, "", datetime.now(UTC))
        await store.people.meet(ADA, _Nobody(), datetime.now(UTC))
    real = RealTime()
    documents = Documents(database, real)
    async with teams_connected(documents=documents, public_url="https://coach.example/in/") as bot:
        yield Post(bot, database, real)


@dataclass
class _Nobody:
    name: str = "Ada"
    timezone: str = ""
    language: str = ""
    email: str = ""


def links(activity: Any) -> list[dict[str, Any]]:
    """Every action that opens an address, anywhere in a card."""
    if isinstance(activity, dict):
        own = [activity] if activity.get("type") == "Action.OpenUrl" else []
        return own + [found for value in activity.values() for found in links(value)]
    return [found for one in activity for found in links(one)] if isinstance(activity, list) else []


async def test_a_document_is_a_card_with_a_link_to_one_of_our_pages(post: Post) -> None:
    await post.bot.edge.channel.file(ADA, EXPORT)

    shown = post.bot.teams.posted["a:ada"][-1]
    (action,) = links(shown)
    assert action["url"].startswith("https://coach.example/in/documents/")
    assert len(action["url"].rpartition("/")[2]) == 43  # 256 bits
    assert "Everything about you" in json.dumps(shown)
    assert "Nobody answered" not in json.dumps(shown)


async def test_the_document_comes_once_and_nobody_keeps_a_copy(post: Post) -> None:
    url = await post.link()

    status, content, headers = await post.asks("POST", url)
    again = await post.asks("POST", url)
    page = await post.asks("GET", url)

    assert (status, content) == (200, EXPORT.content)
    assert headers["Content-Disposition"] == "attachment; filename*=UTF-8''Ada%27s%20data.json"
    assert headers["Cache-Control"] == "no-store"
    assert "noindex" in headers["X-Robots-Tag"]
    assert (again[0], page[0]) == (404, 404)
    assert again[1] == page[1]
    assert await post.rows() == []


@pytest.mark.parametrize("method", ["HEAD", "GET", "OPTIONS", "PUT"])
async def test_whoever_only_looks_takes_nothing_away(post: Post, method: str) -> None:
    url = await post.link()

    for _ in range(3):
        _, shown, headers = await post.asks(method, url)
        assert EXPORT.content not in shown
        assert method not in {"HEAD", "GET"} or headers["Cache-Control"] == "no-store"

    assert (await post.asks("POST", url))[1] == EXPORT.content


async def test_the_page_has_a_button_that_posts_and_tells_nothing_of_the_document(post: Post) -> None:
    _, shown, headers = await post.asks("GET", await post.link())

    assert b"<form method=post><button>" in shown
    assert b"Ada" not in shown
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "no-referrer"


async def test_after_an_hour_the_link_is_of_no_use_and_the_next_one_sweeps_it_away(post: Post) -> None:
    url = await post.link()
    post.real.passes(minutes=59)
    before = (await post.asks("GET", url))[0]

    post.real.passes(minutes=1)
    after = [(await post.asks(method, url))[0] for method in ("GET", "POST")]
    await post.link()

    assert before == 200
    assert after == [404, 404]
    assert len(await post.rows()) == 1


async def test_a_wrong_link_gets_the_same_page_as_a_used_one(post: Post) -> None:
    url = await post.link()
    wrong = [url[:-1], url + "A", url[:-2] + "__", url.rpartition("/")[0] + "/%00", url.rpartition("/")[0] + "/%ED%A0"]

    answers = [await post.asks(method, one) for one in wrong for method in ("GET", "POST")]
    await post.asks("POST", url)
    used = await post.asks("GET", url)

    assert {(status, shown) for status, shown, _ in answers} == {used[:2]}


async def test_another_process_gives_the_document_too_and_two_never_both(post: Post) -> None:
    url = await post.link()

    @asynccontextmanager
    async def another() -> AsyncIterator[str]:
        app = web.Application()
        app.add_routes(DocumentPages(Documents(post.database, post.real), WORDS["en"]).routes())
        async with TestServer(app) as server:
            yield str(server.make_url("/documents/")) + url.rpartition("/")[2]

    async with another() as there:
        answers = await asyncio.gather(*(post.asks("POST", one) for one in (url, there) * 4))

    assert sorted(status for status, _, _ in answers) == [200] + [404] * 7
    assert [content for status, content, _ in answers if status == 200] == [EXPORT.content]


async def test_the_database_alone_opens_nothing(post: Post) -> None:
    url = await post.link()

    (row,) = await post.rows()

    token = url.rpartition("/")[2]
    assert token not in f"{row.hashed} {row.id}"
    for piece in (b"Nobody answered", b"Ada", token.encode()):
        assert piece not in row.sealed
    assert len(row.sealed) > len(EXPORT.content)


async def test_who_is_erased_leaves_no_document_behind(post: Post) -> None:
    url = await post.link()

    async with post.database.transaction() as store:
        (ada,) = (await store.session.exec(select(Person))).all()
        await store.people.erase(ada, datetime.now(UTC))

    assert await post.rows() == []
    assert (await post.asks("POST", url))[0] == 404


async def test_housekeeping_deletes_what_nobody_took(post: Post) -> None:
    await post.link()

    async with post.database.transaction() as store:
        await store.retention.forget_documents(post.real() + timedelta(hours=2))

    assert await post.rows() == []


async def test_a_link_in_a_channel_serves_everybody_there_for_three_days(post: Post) -> None:
    await post.bot.edge.channel.file(CHANNEL, EXPORT)
    posted = post.bot.teams.posted[CHANNEL.room][-1]
    (action,) = links(posted)
    url = post.bot.url + str(action["url"]).removeprefix("https://coach.example/in")

    _, shown, _ = await post.asks("GET", url)
    taken = [(await post.asks("POST", url))[:2] for _ in range(3)]
    post.real.passes(minutes=3 * 24 * 60 - 1)
    late = await post.asks("POST", url)
    post.real.passes(minutes=1)
    too_late = [(await post.asks(method, url))[0] for method in ("GET", "POST")]

    assert "The link works for three days" in json.dumps(posted)
    assert b"for everybody in the channel" in shown
    assert taken == [(200, EXPORT.content)] * 3
    assert late[1] == EXPORT.content
    assert too_late == [404, 404]


async def test_a_link_to_one_person_is_for_one_download_also_beside_one_for_all(post: Post) -> None:
    await post.bot.edge.channel.file(CHANNEL, EXPORT)
    url = await post.link()

    answers = [(await post.asks("POST", url))[0] for _ in range(2)]

    assert answers == [200, 404]
    assert [(one.for_all, one.person_id) for one in await post.rows()] == [(True, None)]


async def test_without_an_address_of_our_own_it_is_said_that_documents_cannot_be_given() -> None:
    async with teams_connected() as bot:
        await bot.edge.channel.file(ADA, EXPORT)
        answer = await bot.session.get(f"{bot.url}/documents/x")

        shown = bot.teams.posted["a:ada"][-1]
        assert links(shown) == []
        assert "cannot give you Everything about you here" in json.dumps(shown)
        assert answer.status == 404


def test_no_words_of_anybodys_become_a_link() -> None:
    written = "[press](https://evil.example) https://evil.example <a href='https://evil.example'>x</a>"
    shown = Message(written, title=written, buttons=(Button(written, '["Read"]'),))

    assert links(cards.message(shown, WORDS["en"])) == []
    assert [one["url"] for one in links(cards.with_link(shown, WORDS["en"], "Get it", "https://coach.example/d"))] == [
        "https://coach.example/d"
    ]


async def test_a_documents_address_stays_out_of_the_log_when_something_fails(caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        async def waits(self, token: str) -> bool:
            raise RuntimeError(token)

    app = Pages(_well, FakeClock(), NotBack).application()
    app.add_routes(DocumentPages(Broken(), WORDS["en"]).routes())  # type: ignore[arg-type]  # only looked at
    async with TestServer(app, access_log=None) as server, aiohttp.ClientSession() as session:
        answer = await session.get(server.make_url("/documents/SECRET"))

    assert answer.status == 500
    assert "/documents/{token}" in caplog.text
    assert "SECRET" not in "".join(one.getMessage() for one in caplog.records if one.name == "bot.web")


async def _well() -> str:
    return ""
