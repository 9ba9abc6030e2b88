"""Allowing AI in a cohort: who runs it must be said first, everybody is asked before anything is read, off is off."""

from collections.abc import Mapping

from bot.chat.command import FACILITATOR
from bot.chat.occasion import Occasion
from bot.chat.trail import leave_trail
from bot.chat.welcome import UNDER_WAY
from bot.chat.wrong import Wrong
from bot.rules.consent_questions import NO, YES, promise_ai, unanswered_ai
from bot.rules.model_allowed import offers_model, provider_hash
from prompts.words import Words
from storage.tables import Cohort, Person

AI, PROVIDER = "ai", "ai-provider"
LONGEST_PROVIDER = 600  # characters: it stands in the middle of a question


def wrong_ai(cohort: Cohort, changes: Mapping[str, str], *, model_is_set: bool) -> dict[str, Wrong]:
    """What is wrong with these changes, by the setting: AI needs a model here, and somebody who says whose it is."""
    wanted = changes.get(AI, YES if cohort.ai_allowed else NO)
    provider = changes.get(PROVIDER, cohort.ai_provider)
    if wanted not in {YES, NO}:
        return {AI: Wrong("safeguarding.ai_yes_or_no")}
    if len(provider) > LONGEST_PROVIDER:
        return {PROVIDER: Wrong("safeguarding.too_long", {"longest": str(LONGEST_PROVIDER)})}
    if wanted == NO:
        return {}
    if AI in changes and not model_is_set:
        return {AI: Wrong("safeguarding.ai_no_model")}
    return {} if provider.strip() else {PROVIDER: Wrong("safeguarding.ai_needs_provider")}


def told_of_ai(cohort: Cohort, changes: Mapping[str, str], words: Words) -> list[str]:
    """What the summary says of it, for whoever is about to confirm."""
    allowed = changes.get(AI, YES if cohort.ai_allowed else NO) == YES
    if allowed and {AI, PROVIDER} & set(changes):
        return ["", words.say("safeguarding.ai_will_ask")]
    return ["", words.say("safeguarding.ai_will_stop")] if AI in changes else []


def offered(cohort: Cohort) -> str:
    """What the cohort offers, as the hash of its provider's description; empty where AI is not allowed."""
    return provider_hash(cohort) if offers_model(cohort, model_is_set=True) else ""


async def ai_changed(occasion: Occasion, cohort: Cohort, before: str) -> None:
    """Asks everybody whom it concerns, tells the facilitators, and leaves a trail; nothing where nothing changed.

    `before` is what was offered until now. A question that still waits to be sent is about that, and taken back.
    """
    after = offered(cohort)
    if after == before:
        return
    deed = "ai_described" if before and after else "ai_allowed" if after else "ai_stopped"
    await leave_trail(occasion, deed, cohort)
    await occasion.store.deliveries.take_back("consents.ai", cohort.id)
    if cohort.state not in UNDER_WAY:
        return
    if after:
        await _ask_everybody(occasion, cohort)
    await _tell_facilitators(occasion, cohort, deed)


async def _ask_everybody(occasion: Occasion, cohort: Cohort) -> None:
    """Unasked: it comes when such messages may, and never twice about the same provider."""
    for member in await occasion.store.cohorts.members(cohort.id):
        if _is_asked(member.person, cohort):
            await promise_ai(occasion.store, member.person, cohort, occasion.now, asked_for=False)


def _is_asked(person: Person, cohort: Cohort) -> bool:
    """Not who keeps nothing, said no to AI before, or said yes to this very provider."""
    return bool(person.keeps_entries) and unanswered_ai(person, (cohort,)) is not None


async def _tell_facilitators(occasion: Occasion, cohort: Cohort, deed: str) -> None:
    store, person = occasion.store, occasion.person
    holding = await store.people.holding(cohort.organisation_id, cohort.id, FACILITATOR)
    gaps = {"cohort": cohort.name, "who": person.name, "provider": cohort.ai_provider.strip()}
    for one in {held.id: held for _, held in holding}.values():
        await store.deliveries.notice(one, f"safeguarding.told_{deed}", occasion.now, cohort_id=cohort.id, **gaps)
