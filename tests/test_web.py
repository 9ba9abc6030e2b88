"""The web server's own pages tell an operator enough, a stranger nothing, and move a demo's clock."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.web import LARGEST_BODY, Pages
from tests.silence import remember

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
Client = TestClient[web.Request, web.Application]

WORDS = "The doors of the ward stayed shut all afternoon."


class NotBack(Exception):
    """The fake clock's refusal."""


@dataclass
class FakeClock:
    movable: bool = True
    beating: bool = True
    time: datetime = NOW
    moved: list[object] = field(default_factory=list)

    def now(self) -> datetime:
        return self.time

    def is_beating(self) -> bool:
        return self.beating

    async def next_due(self) -> datetime | None:
        return NOW + timedelta(hours=1)

    async def move_to(self, to: datetime) -> None:
        if to < self.time:
            raise NotBack("The clock does not go back.")
        self.time = to

    async def move_to_next(self) -> None:
        self.time = NOW + timedelta(hours=1)


@dataclass
class Writing:
    trouble: Exception | None = None
    word: str = ""

    async def __call__(self) -> str:
        if self.trouble:
            raise self.trouble
        return self.word


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def writing() -> Writing:
    return Writing()


@pytest.fixture
async def client(clock: FakeClock, writing: Writing) -> AsyncIterator[Client]:
    application = Pages(writing, clock, NotBack).application()
    application.router.add_get("/broken", broken)
    application.router.add_post("/words", words)
    async with TestClient(TestServer(application)) as client:
        yield client


async def broken(request: web.Request) -> web.Response:
    remember(WORDS)  # a log line with them in it would fail the test
    raise RuntimeError(WORDS)


async def words(request: web.Request) -> web.Response:
    return web.Response(text=str(len(await request.read())))


async def test_a_process_that_answers_lives(client: Client) -> None:
    assert (await client.get("/livez")).status == 200


async def test_it_is_ready_when_it_can_write_and_its_clock_beats(client: Client) -> None:
    assert (await client.get("/readyz")).status == 200


async def test_it_is_not_ready_without_its_database(client: Client, writing: Writing) -> None:
    writing.trouble = RuntimeError("no route to 10.0.0.7")

    answer = await client.get("/readyz")

    assert (answer.status, await answer.text()) == (503, "database")


async def test_it_is_not_ready_when_its_clock_stands_still(client: Client, clock: FakeClock) -> None:
    clock.beating = False

    assert (await client.get("/readyz")).status == 503


@pytest.mark.parametrize("word", ["time", "outbox"])
async def test_whatever_else_is_wrong_is_named_in_one_word(client: Client, writing: Writing, word: str) -> None:
    writing.word = word

    answer = await client.get("/readyz")

    assert (answer.status, await answer.text()) == (503, word)
    assert (await client.get("/livez")).status == 200


async def test_the_clock_tells_the_time_and_what_comes_next(client: Client) -> None:
    told = await (await client.get("/clock")).json()

    assert told == {"now": "2027-01-04T09:00:00+00:00", "next": "2027-01-04T10:00:00+00:00"}


async def test_the_clock_is_set_forward_to_an_instant(client: Client, clock: FakeClock) -> None:
    answer = await client.post("/clock", json={"to": "2027-03-08T16:30:00Z"})

    assert answer.status == 200
    assert clock.time == datetime(2027, 3, 8, 16, 30, tzinfo=UTC)


async def test_the_clock_is_set_to_the_next_thing_that_happens(client: Client) -> None:
    told = await (await client.post("/clock", json={"next": True})).json()

    assert told["now"] == "2027-01-04T10:00:00+00:00"


async def test_the_clock_says_why_it_does_not_go_back(client: Client) -> None:
    answer = await client.post("/clock", json={"to": "2020-01-01T00:00:00Z"})

    assert (answer.status, await answer.json()) == (409, {"error": "The clock does not go back."})


@pytest.mark.parametrize(
    "body", ["", "x", "[]", "{}", "null", '{"to": 5}', '{"to": "soon"}', '{"to": "2027-03-08T16:30:00"}', b"\xff"]
)
async def test_junk_moves_nothing_and_is_told_how_to_ask(client: Client, clock: FakeClock, body: str | bytes) -> None:
    answer = await client.post("/clock", data=body, headers={"Content-Type": "application/json"})

    assert answer.status == 400
    assert clock.time == NOW


async def test_a_page_in_the_browser_cannot_move_the_clock(client: Client, clock: FakeClock) -> None:
    answer = await client.post("/clock", data='{"next": true}', headers={"Content-Type": "text/plain"})

    assert answer.status == 415
    assert clock.time == NOW


async def test_a_real_clock_has_no_page(writing: Writing) -> None:
    async with TestClient(TestServer(Pages(writing, FakeClock(movable=False), NotBack).application())) as client:
        assert (await client.get("/clock")).status == 404


async def test_an_error_tells_the_caller_nothing(client: Client) -> None:
    answer = await client.get("/broken")

    assert answer.status == 500
    assert WORDS not in await answer.text()


async def test_a_body_of_more_than_a_megabyte_is_refused(client: Client) -> None:
    assert (await client.post("/words", data=BytesIO(b"x" * LARGEST_BODY))).status == 200
    assert (await client.post("/words", data=BytesIO(b"x" * (LARGEST_BODY + 1)))).status == 413
