"""What an answer to one of the three questions changes, from now on, and the proof of it."""

import hashlib

from bot.chat.consent import WELCOME
from bot.chat.event import Commanded, Said
from bot.chat.occasion import Occasion
from bot.rules.consent_questions import (
    CARD,
    Question,
    about_ai,
    about_keeping,
    about_themes,
    promise_next_question,
)
from bot.rules.model_allowed import provider_hash
from storage.tables import Cohort, Consent

KEEPING, AI, THEMES = "keeping", "ai", "themes"


async def record(occasion: Occasion, *, given: bool) -> None:
    """The yes or no to keeping that came with a form. What else there is to ask follows in the chat."""
    await keep(occasion, given=given)
    await promise_next_question(occasion)


async def keep(occasion: Occasion, *, given: bool, shown: str = CARD) -> None:
    """Whether what the person writes is kept."""
    occasion.person.keeps_entries = given
    text = occasion.words.say(WELCOME) if shown == CARD else about_keeping(occasion.words).text
    await _prove(occasion, KEEPING, text, given=given)


async def agree_to_ai(occasion: Occasion, cohort: Cohort) -> None:
    """A yes holds for the provider that this cohort names, beside others that the person said yes to before."""
    person = occasion.person
    person.agrees_ai = True
    person.ai_agreed_to = " ".join(sorted({*person.ai_agreed_to.split(), provider_hash(cohort)}))
    await _prove_asked(occasion, AI, about_ai(occasion.words, cohort), given=True)


async def refuse_ai(occasion: Occasion, cohort: Cohort | None) -> None:
    """A no holds everywhere, whoever the provider is. Without a cohort there was only the sentence that AI is off."""
    occasion.person.agrees_ai, occasion.person.ai_agreed_to = False, ""
    if cohort is None:
        await _prove(occasion, AI, occasion.words.say("privacy.ai_off"), given=False)
        return
    await _prove_asked(occasion, AI, about_ai(occasion.words, cohort), given=False)


async def agree_to_themes(occasion: Occasion, *, given: bool) -> None:
    """Whether what the person writes counts when the group's themes are looked for."""
    occasion.person.agrees_themes = given
    await _prove_asked(occasion, THEMES, about_themes(occasion.words), given=given)


async def _prove_asked(occasion: Occasion, purpose: str, question: Question, *, given: bool) -> None:
    await _prove(occasion, purpose, question.text, question.provider, given=given)


async def _prove(occasion: Occasion, purpose: str, shown: str, provider: str = "", *, given: bool) -> None:
    """Remembers who said what, when, and where, with the SHA-256 of the words that they read."""
    person = occasion.person
    await occasion.store.people.consent(
        Consent(
            organisation_id=person.organisation_id,
            person_id=person.id,
            purpose=purpose,
            given=given,
            text_hash=hashlib.sha256(shown.encode()).hexdigest(),
            provider=provider,
            surface=f"{occasion.event.sender.platform} {_surface(occasion)}",
            said_at=occasion.now,
        )
    )


def _surface(occasion: Occasion) -> str:
    return "chat" if isinstance(occasion.event, Said | Commanded) else "button or form"
