"""Plays the demo's script: its people type, press and fill in, until a cohort is about to begin."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from bot.clock import Clock
from bot.playground.doing import Doing
from bot.playground.playground import Playground
from bot.playground.refusal import Json
from prompts.library import PROMPTS

SCRIPT = PROMPTS / "en" / "demo.toml"
# The first prompt comes fourteen days before the workshop, and must still be to come.
_DAYS_AHEAD = 16
# Days after the first workshop day: visits, interviews and the debrief of a program of about 26 weeks.
_DAYS = {"workshop_2": 1, "out": 36, "out_2": 37, "back": 50, "back_2": 51, "interview": 72, "debrief": 98}

_A_MOMENT = timedelta(seconds=5)  # of the program's time, in which the bot does what the step asked for

Step = Mapping[str, Any]


async def perform(made: Playground, clock: Clock) -> None:
    """Every step of the script in its order. Raises LookupError where a step has nothing to press or fill in."""
    script = tomllib.loads(SCRIPT.read_text("utf-8"))
    dates = _dates(clock.now().date())
    for step in script["steps"]:
        await _perform(made, made.person(step["who"]), step, dates)
        await clock.move_to(clock.now() + _A_MOMENT)


async def _perform(made: Playground, hands: Doing, step: Step, dates: Mapping[str, str]) -> None:
    if "types" in step:
        await hands.run(step["types"].format(**dates))
    if "fills" in step:
        await _fill_in(made, hands, step["fills"])
    if "presses" in step:
        post, block_id, action_id = _button(made, hands.me, step["presses"])
        await hands.press(post, block_id, action_id)


async def _fill_in(made: Playground, hands: Doing, values: Json) -> None:
    form = made.workspace.stack(hands.me)[-1]
    hands.fill_in(form, values)
    if problems := await hands.submit(form):
        raise LookupError(f"the form was not taken: {problems}")


def _button(made: Playground, person: str, label: str) -> tuple[Any, str, str]:
    """The newest button of that label among all that the person sees."""
    workspace = made.workspace
    for post in reversed(workspace.seen_by(person, workspace.direct(person).id)):
        for block_id, action_id in _labelled(post.blocks, label):
            return post, block_id, action_id
    raise LookupError(f"{person} has no button {label!r}")


def _labelled(blocks: Sequence[Json], label: str) -> list[tuple[str, str]]:
    return [
        (block["block_id"], element["action_id"])
        for block in blocks
        for element in block.get("elements", [])
        if element.get("type") == "button" and element["text"]["text"] == label
    ]


def _dates(today: date) -> Mapping[str, str]:
    """The script's dates by name, counted from the first Monday that is far enough ahead."""
    ahead = today + timedelta(days=_DAYS_AHEAD)
    workshop = ahead + timedelta(days=-ahead.weekday() % 7)
    days = {name: (workshop + timedelta(days=number)).isoformat() for name, number in _DAYS.items()}
    return {"workshop_1": workshop.isoformat(), **days}
