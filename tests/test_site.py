"""Two pages tell anybody what happens with what people write, and on which terms the product is used."""

import re
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.rules import retention
from bot.site import Site
from bot.teams.packing import manifest as teams_manifest
from prompts.words import Words
from storage.tables import Cohort
from tests.slack_edge import WORDS
from tests.test_teams_package import APP_ID, SITE

PAGES = ["/privacy", "/terms"]
Client = TestClient[web.Request, web.Application]


def served(words: Words) -> Client:
    application = web.Application()
    application.add_routes(Site(words, retention.USUAL, retention.LONGEST).routes())
    return TestClient(TestServer(application))


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with served(WORDS["en"]) as client:
        yield client


async def test_every_page_that_the_teams_manifest_names_is_there(client: Client) -> None:
    developer = teams_manifest(APP_ID, SITE, WORDS["en"])["developer"]
    urls = [value for key, value in developer.items() if key.endswith("Url")]

    answers = [await client.get(urlsplit(url).path) for url in urls]

    assert len(urls) == 3
    assert [one.status for one in answers] == [200, 200, 200]


async def test_the_privacy_page_says_what_the_bot_says_and_for_how_long(client: Client) -> None:
    page = await (await client.get("/privacy")).text()

    for paragraph in WORDS["en"].label("privacy.text").split("\n\n"):
        assert re.sub(r"[*`]", "", paragraph) in re.sub(r"<[^>]+>", "", page).replace("&quot;", '"')
    assert f"deleted {Cohort.model_fields['retention_days'].default} days after the end" in page
    assert "Whom to ask" in page


async def test_the_terms_say_that_it_is_not_for_emergencies_and_that_anybody_may_leave(client: Client) -> None:
    page = await (await client.get("/terms")).text()

    assert "not for emergencies" in page
    assert "You can leave at any time" in page


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_loads_nothing_and_leads_only_to_the_other(client: Client, path: str) -> None:
    answer = await client.get(path)
    page = await answer.text()

    assert re.findall(r'(?:href|src|url|action)\s*[=(]\s*"?([^">)]+)', page) == [other(path)]
    assert "<script" not in page
    assert "http" not in page
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", PAGES)
async def test_no_word_of_a_page_comes_to_life(path: str) -> None:
    said = {key: f"<b>{text}</b> [a](http://a.example)" for key, text in WORDS["en"].sentences.items()}

    async with served(Words("en", said)) as client:
        page = await (await client.get(path)).text()

    assert "<b>" not in page
    assert 'href="http' not in page


def other(path: str) -> str:
    return next(one for one in PAGES if one != path).removeprefix("/")
