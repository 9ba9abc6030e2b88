"""Brings in the language model, where the settings name one; everywhere else the built-in coach is alone."""

from bot.care.care import Care
from bot.clock import real_now
from bot.coach.coach import Coach
from bot.coach.suggested import Suggesting
from bot.errors import Misconfigured
from bot.rules.model_permits import ModelPermits
from bot.settings import Settings
from prompts.library import PROMPTS
from storage.master_keys import MasterKeys

_ALIASES = "aliases of people at a language model"  # what their key is for: it is used for nothing else


def asked_coach(
    settings: Settings, builtin: Coach, care: Care, masters: MasterKeys
) -> tuple[Coach, ModelPermits | None, Suggesting | None]:
    """The coach that may take its time, what permits to ask a model, and what suggests themes. Raises Misconfigured."""
    if not settings.model_is_set:
        return builtin, None, None
    from bot.coach.cautious import CautiousCoach
    from bot.coach.llm import LanguageModel
    from bot.coach.theming import ModelThemes

    model = LanguageModel(settings.llm_base_url, settings.llm_model, settings.llm_api, settings.llm_api_key)
    try:
        coach = CautiousCoach.read(model, builtin, care, PROMPTS, settings.llm_timeout)
    except ValueError as trouble:
        raise Misconfigured(str(trouble)) from None
    permits = ModelPermits(masters.derived(_ALIASES), real_now)
    return coach, permits, ModelThemes.beside(coach, model, PROMPTS)
