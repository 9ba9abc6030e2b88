"""The sponsor's list of problems: a problem that a project works on does not vanish from it."""

from collections.abc import Sequence

from bot.chat.occasion import Occasion
from bot.chat.wrong import Wrong
from bot.rules.stated_values import wrong_problems
from storage.tables import Cohort


async def wrong_list(occasion: Occasion, cohort: Cohort, problems: Sequence[str]) -> Wrong | None:
    """What is wrong with these problems as the cohort's list: with them as they are, or with one that is left out."""
    if wrong := wrong_problems(problems):
        return wrong
    left_out = await occasion.store.projects.would_drop(cohort.id, problems)
    if not left_out:
        return None
    problem, project = left_out[0]
    return Wrong("valuing.problem_in_use", {"text": problem.text, "name": project.name})
