"""The buttons that lead on from one step of setting a cohort up to the next."""

from bot.chat.action import Run
from prompts.message import Button
from prompts.words import Words
from storage.tables import Cohort


def to_checklist(cohort: Cohort, words: Words) -> Button:
    """Shows what is there and what is missing."""
    return Button(words.label("founding.checklist"), Run(f"cohort show cohort {cohort.id}").pack())


def to_pairs(cohort: Cohort, words: Words) -> Button:
    """Suggests pairs for everybody who has no partner."""
    return Button(words.label("gathering.suggest_pairs"), Run(f"pairs suggest cohort {cohort.id}").pack())
