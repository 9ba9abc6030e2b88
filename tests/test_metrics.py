"""The figures tell how many and how long, on a port of their own, and nothing of anybody."""

import json
import logging
import socket
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.chat.event import Address
from bot.chat.permit import Permit
from bot.coach.coach import Spoken, Talk
from bot.coach.llm import Named
from bot.coach.theming import ModelThemes
from bot.errors import TryLater, Unknown
from bot.flows.watching import Figures
from bot.log_lines import JsonLines
from bot.metrics import Metrics
from bot.unmetered import Unmetered, metering
from prompts.message import Markdown, Message
from tests.backstage import builtin_coach
from tests.model_talk import Saying, coach
from tests.running_bot import Hospital, hospital
from tests.silence import remember
from tests.story_facts import NORA
from tests.test_themes_by_model import Sorts
from tests.world import FakeChannel

WORDS = "Canary: at ten the ward fell silent and nobody said why."


@pytest.fixture
async def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
async def place(tmp_path: Path, port: int) -> AsyncIterator[Hospital]:
    async with hospital(tmp_path, (NORA,), EXCHANGE_METRICS_PORT=str(port)) as place:
        yield place


@pytest.mark.one_database("what is counted is tested on both where it is counted")
async def test_the_figures_of_a_running_bot_hold_numbers_and_no_people(place: Hospital, port: int) -> None:
    nora = place.person(NORA.id)
    await nora.runs("/exchange help")
    await nora.says(WORDS)
    await place.application.settle()

    told = await figures_at(port)

    assert 'exchange_event_seconds_count{kind="commanded",outcome="done"} 1.0' in told
    assert 'exchange_event_seconds_count{kind="said",outcome="done"} 1.0' in told
    assert "exchange_outbox_age_seconds 0" in told
    for never in (WORDS, "Canary", NORA.id, NORA.name, NORA.email, "T0"):
        assert never not in told


@pytest.mark.one_database("the port is the same whatever the database")
async def test_the_port_that_everybody_reaches_tells_no_figures(place: Hospital) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{place.application.port}/metrics") as answer,
    ):
        assert answer.status == 404


async def test_without_a_port_nothing_is_measured() -> None:
    channel = FakeChannel()

    unmetered = metering(0, no_figures)

    assert isinstance(unmetered, Unmetered)
    assert unmetered.channel("slack", channel) is channel


async def test_every_message_is_timed_by_how_it_ended() -> None:
    metrics, channel = Metrics(no_figures), FakeChannel(trouble=[TryLater(1), Unknown()])
    measured = metrics.channel("slack", channel)

    for trouble in (TryLater, Unknown, None):
        if trouble is None:
            await measured.send(Address("slack", "T1", "U1"), Message(Markdown("Hello.")), delivery="d")
            continue
        with pytest.raises(trouble):
            await measured.send(Address("slack", "T1", "U1"), Message(Markdown("Hello.")), delivery="d")

    assert samples(metrics, "exchange_send_seconds_count") == {
        ("TryLater", "slack"): 1,
        ("Unknown", "slack"): 1,
        ("done", "slack"): 1,
    }
    assert len(channel.sent) == 1


async def test_what_the_coach_did_is_counted() -> None:
    metrics = Metrics(no_figures)
    measured = metrics.coach(builtin_coach())
    remember(WORDS)

    question = await measured.follow_up(Talk("en", (Spoken("person", "form", WORDS),)))

    assert question is not None
    assert samples(metrics, "exchange_coach_calls_total") == {("no", "question"): 1}


async def test_what_came_of_asking_for_themes_is_counted() -> None:
    metrics = Metrics(no_figures)
    points = {f"p{number}": f"{WORDS} On ward {number} too." for number in range(3)}
    named = (Named("Silent ward", (1, 2, 3)),)
    remember(WORDS)

    for model in (Sorts(named), Sorts(None), Sorts(named)):
        measured = metrics.themes(ModelThemes.beside(coach(Saying()), model, Path("prompts")))
        assert measured is not None
        await measured.suggest(points, "en", Permit("alias", 20.0))

    assert samples(metrics, "exchange_theme_calls_total") == {("themes",): 2, ("none",): 1}
    assert metrics.themes(None) is None  # where no model is set up


async def test_figures_of_the_database_are_not_looked_up_at_every_call() -> None:
    looked: list[int] = []

    async def figures() -> Figures:
        looked.append(1)
        return Figures({("prompt", "sent"): 7}, timedelta(seconds=3), held=True)

    metrics = Metrics(figures)
    for _ in range(3):
        await metrics.page(None)  # type: ignore[arg-type]  # the page asks nothing of its request

    assert looked == [1]
    assert samples(metrics, "exchange_deliveries") == {("prompt", "sent"): 7}
    assert samples(metrics, "exchange_outbox_age_seconds") == {(): 3}
    assert samples(metrics, "exchange_held") == {(): 1}


async def test_without_its_database_the_rest_is_told() -> None:
    async def away() -> Figures:
        raise ConnectionError(WORDS)

    answer = await Metrics(away).page(None)  # type: ignore[arg-type]  # the page asks nothing of its request

    assert answer.status == 200
    assert b"exchange_send_seconds" in (answer.body or b"")  # type: ignore[operator]  # the body is bytes


def test_a_line_of_the_log_is_one_object() -> None:
    record = logging.LogRecord("bot.clock", logging.WARNING, "clock.py", 7, "a beat %s", ("failed",), None)

    line = json.loads(JsonLines().format(record))

    assert (line["level"], line["logger"], line["said"]) == ("warning", "bot.clock", "a beat failed")


def test_a_fault_in_the_log_tells_its_kind_and_place_and_not_its_words() -> None:
    try:
        raise ValueError(WORDS)
    except ValueError as fault:
        exc_info = (ValueError, fault, fault.__traceback__)
    record = logging.LogRecord("bot.clock", logging.ERROR, "clock.py", 7, "it failed", (), exc_info)

    text = JsonLines().format(record)

    assert json.loads(text)["fault"] == "ValueError"
    assert "test_metrics.py" in json.loads(text)["where"]
    assert WORDS not in text


async def no_figures() -> Figures:
    return Figures({}, timedelta(), held=False)


async def figures_at(port: int) -> str:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/metrics") as answer:
        assert answer.status == 200
        return await answer.text()


def samples(metrics: Metrics, name: str) -> dict[tuple[str, ...], float]:
    """The values of that name, by their labels' values in the order of the labels' names."""
    found = [one for family in metrics.registry.collect() for one in family.samples if one.name == name]
    return {tuple(value for _, value in sorted(one.labels.items())): one.value for one in found}
