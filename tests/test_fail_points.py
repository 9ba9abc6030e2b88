"""The process ends at every step there is, on both databases and in bad weather: whatever was promised is kept."""

import asyncio
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest

from bot.playground.weather import Weather
from storage.fail_points import STEPS
from tests.crash_stories import (
    ASKING,
    ERASING,
    MIGRATING,
    PEOPLE,
    SHARING,
    WRITING,
    Scene,
    Story,
    at_rest,
    fill,
    planned_in_peace,
)
from tests.databases import KINDS
from tests.dying_bot import KILLED, dying_bot
from tests.places import Template, empty, template
from tests.slack_beside import RepeatsToTheLiving, slack_environment
from tests.slack_people import workspace_for

PATIENCE = 0.03  # leases of 1.8 and settling of 2.7 seconds: a case takes some seconds and not some minutes
AT_ONCE = 3  # cases under way: they wait most of the time

STORIES = {
    "event": WRITING,
    "plan": ASKING,
    "delivery": ASKING,
    "coach": WRITING,
    "question": WRITING,
    "share": SHARING,
    "person": ERASING,
    "erasure": ERASING,
    "key": ERASING,
    "migration": MIGRATING,
}
WEATHERS = {"clean": "", "drop": "dropped_after", "429": "rate_limited"}

# One of each kind of harm: acknowledged and not begun, said and not noted, asked and not told, half shared, half erased
# (in the ledger alone, in the database alone), half made.
SHORT = (
    ("event acknowledged", "clean"),
    ("event stored", "429"),
    ("plan written", "clean"),
    ("delivery answered", "drop"),
    ("question stored", "drop"),
    ("share frozen", "clean"),
    ("erasure noted", "clean"),
    ("key destroyed", "clean"),
    ("migration written", "clean"),
)
ELSEWHERE = frozenset({"wall"})  # steps that no platform has a part in: the test of what they belong to tries them
ALL = tuple(product([step for step in STEPS if step.partition(" ")[0] not in ELSEWHERE], WEATHERS))


@dataclass
class Outcome:
    step: str
    weather: str
    trouble: str
    seconds: float


@pytest.mark.chaos
@pytest.mark.parametrize("kind", KINDS)
async def test_wherever_the_process_ends_the_next_one_keeps_every_promise(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    server = request.getfixturevalue("postgresql_server") if kind == "postgresql" else None
    made = await template(tmp_path / "template", fill, server)
    wanted = await planned_in_peace(await made.copy(tmp_path / "peace"))
    cases = ALL if os.environ.get("CHAOS") == "1" else SHORT
    turns = asyncio.Semaphore(AT_ONCE)

    outcomes = await asyncio.gather(*(tried(made, wanted, step, weather, turns) for step, weather in cases))

    sys.stdout.write(table(kind, outcomes))
    assert [one for one in outcomes if one.trouble] == []


def test_every_step_has_its_story() -> None:
    assert {step.partition(" ")[0] for step in STEPS} == set(STORIES) | ELSEWHERE


async def tried(made: Template, wanted: frozenset[str], step: str, weather: str, turns: asyncio.Semaphore) -> Outcome:
    async with turns:
        began, trouble = time.monotonic(), ""
        folder = made.place.folder.parent / f"{step} {weather}".replace(" ", "_")
        try:
            await one_case(made, wanted, folder, step, weather)
        except Exception as fault:  # noqa: BLE001 one case that fails must not hide the others
            trouble = f"{type(fault).__name__} {str(fault).splitlines()[0] if str(fault) else ''}".strip()
        return Outcome(step, weather, trouble, time.monotonic() - began)


async def one_case(made: Template, wanted: frozenset[str], folder: Path, step: str, weather: str) -> None:
    story = STORIES[step.partition(" ")[0]]
    place = await (empty(folder, made.server) if story is MIGRATING else made.copy(folder))
    async with workspace_for(PEOPLE, weather=_weather(weather, story)) as slack:
        environment = {**place.environment, **slack_environment(slack.playground, PATIENCE)}
        async with dying_bot(environment, folder / "log") as bot:
            slack.playground.courier.way = RepeatsToTheLiving(slack.playground.courier.way, bot)
            scene = Scene(place, slack, bot)
            if await bot.start(step):
                slack.playground.app_at(f"{bot.url}/slack/events")
                await story.happens(scene)
            assert await bot.end() == KILLED, "the step was not reached"
            async with place.opened() as database:
                if story.left:
                    await story.left(scene, database)
                assert await bot.start(), "it did not start again"
                slack.playground.app_at(f"{bot.url}/slack/events")
                await story.goes_on(scene)
                await at_rest(database)
                await story.rests(scene, database)
            if story is ASKING:
                assert await planned_in_peace(place) == wanted, "the plan is another one"


def _weather(name: str, story: Story) -> Weather:
    bad = WEATHERS[name]
    return Weather(forecast=[bad] * story.calls if bad else [], methods=frozenset({"chat.postMessage"}))


def table(kind: str, outcomes: Sequence[Outcome]) -> str:
    """Every step with the seconds until all was well again, or with what was not."""
    lines = [f"\n{kind:<28}" + "".join(f"{name:>10}" for name in WEATHERS)]
    found = {(one.step, one.weather): one.trouble or f"{one.seconds:.1f} s" for one in outcomes}
    for step in dict.fromkeys(one.step for one in outcomes):
        lines += [f"{step:<28}" + "".join(f"{found.get((step, name), ''):>10}" for name in WEATHERS)]
    return "\n".join(lines) + "\n"
