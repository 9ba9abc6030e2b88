"""`python -m bot show`: writes down everything that people can be shown, so that it can be read before they are."""

import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path

from bot.showing.at_home import show_homes, show_many_cohorts
from bot.showing.boarded import show_board
from bot.showing.by_model import ask_by_model
from bot.showing.carding import show_cards
from bot.showing.debriefed import hold_debrief
from bot.showing.interviewing import show_interviews
from bot.showing.joining import join_by_code
from bot.showing.leading import ANOTHER_COHORT, ARRANGING, ENDING, EVERYTHING_WELL, LOOKING_AFTER, PAUSING
from bot.showing.mapped import show_maps
from bot.showing.nudged import show_nudges
from bot.showing.projects import show_projects
from bot.showing.promised import ON_THE_DAY, PROMISING, TYPED_ONE, show_shared
from bot.showing.questions import ask_everything
from bot.showing.setting_up import SETTING_UP
from bot.showing.stage import View, stage
from bot.showing.taking_part import CHANGING_THE_MODEL, GOING, TAKING_PART
from bot.showing.wall import show_wall
from bot.showing.walling import offer_points
from bot.slack import show as slack
from bot.teams import show as teams
from prompts.library import PROMPTS, Library


def show(folder: Path) -> int:
    """Writes one JSON file for each message, form and Home view, in a folder of its own for every further language.

    Teams' cards of the same stand in a folder `teams`. Prints what either platform would refuse in them. Returns the
    exit code: 0 when that is nothing, 1 otherwise.
    Raises Mistakes when the program or its words cannot be read.
    """
    return write(Library.load(PROMPTS), folder)


def write(library: Library, folder: Path) -> int:
    """The same for a program with words that were read already."""
    problems, views = [], 0
    for language, words in library.words.items():
        samples = asyncio.run(sampled(library, language))
        place = folder if language == library.default else folder / language
        problems += [*slack.show(place, samples, words), *teams.show(place / "teams", samples, words)]
        views += len(samples)
    sys.stdout.write("".join(f"{problem}\n" for problem in problems))
    sys.stdout.write(f"Wrote {views} views to {folder}\n")
    return 1 if problems else 0


async def sampled(library: Library, language: str) -> Mapping[str, View]:
    """Every view by its name, in that language."""
    async with stage(library, language) as made:
        for step in (*SETTING_UP, *TAKING_PART, *PROMISING):
            await made.play(step)
        await show_shared(made)
        for step in ARRANGING:
            await made.play(step)
        await ask_by_model(made)
        for step in (*CHANGING_THE_MODEL, *ON_THE_DAY):
            await made.play(step)
        await ask_everything(made)
        await offer_points(made)
        await show_wall(made)
        for step in TYPED_ONE:
            await made.play(step)
        await show_projects(made)
        for step in LOOKING_AFTER:
            await made.play(step)
        await show_homes(made)
        for step in (*GOING, *PAUSING, *EVERYTHING_WELL):
            await made.play(step)
        await show_interviews(made)
        await show_cards(made)
        await show_maps(made)
        await show_board(made)
        await show_nudges(made)
        await hold_debrief(made)
        for step in (*ENDING, *ANOTHER_COHORT):
            await made.play(step)
        await join_by_code(made)
        await show_many_cohorts(made)
        return made.shown
