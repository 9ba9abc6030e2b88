"""What people are asked to say yes or no to: keeping what they write, AI, and the group's themes, each for itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.chat.action import Action, AgreeToAI, AgreeToThemes, KeepEntries
from bot.chat.occasion import Occasion
from bot.rules.model_allowed import agreed_to, offers_model, provider_hash
from prompts.message import Button, Markdown, Message
from prompts.words import Words
from storage.store import Store
from storage.tables import Cohort, Delivery, Person

YES, NO = "yes", "no"
CARD, PRIVACY = "card", "privacy"  # where a question is read: in the chat or on Home, or on the page about privacy
_UNANNOUNCED = "draft"  # before its start nobody hears of a cohort from us


@dataclass(frozen=True, slots=True)
class Question:
    """One yes or no as it is put to somebody: all that they read of it, and the two answers, neither before the other.

    `provider` is what the question names of a model's provider.
    """

    text: Markdown
    yes: Button
    no: Button
    provider: str = ""

    def message(self, before: str = "") -> Message:
        return Message(f"{before}\n\n{self.text}" if before else self.text, buttons=(self.yes, self.no))


def about_keeping(words: Words) -> Question:
    """The question of the first card, as it stands on the page about privacy."""
    return Question(
        words.say("consents.keeping"),
        Button(words.label("enrolling.keep"), KeepEntries(YES, PRIVACY).pack()),
        Button(words.label("enrolling.do_not_keep"), KeepEntries(NO, PRIVACY).pack()),
    )


def about_ai(words: Words, cohort: Cohort, shown: str = CARD) -> Question:
    """Whether a model may read what somebody writes in that cohort, with its provider as the administrator named it."""
    gaps = _named(cohort)
    return Question(
        words.say("consents.ai", **gaps),
        Button(words.label("consents.ai_agree"), _ai(YES, cohort, shown).pack()),
        Button(words.label("consents.ai_refuse"), _ai(NO, cohort, shown).pack()),
        gaps["provider"],
    )


def about_themes(words: Words, shown: str = CARD) -> Question:
    """Whether what somebody writes counts when themes of the group are looked for."""
    return Question(
        words.say("consents.themes"),
        Button(words.label("consents.themes_agree"), AgreeToThemes(YES, shown).pack()),
        Button(words.label("consents.themes_refuse"), AgreeToThemes(NO, shown).pack()),
    )


async def next_question(occasion: Occasion) -> Question | None:
    """The next one that the person has not answered. Without a yes to keeping there is nothing else to ask."""
    person, words = occasion.person, occasion.words
    if not person.keeps_entries:
        return None
    if asking := unanswered_ai(person, await offering(occasion)):
        return about_ai(words, asking)
    return about_themes(words) if person.agrees_themes is None else None


async def promise_next_question(occasion: Occasion) -> None:
    """Puts the same in the chat, for somebody whose answer came with a form."""
    person, store, now = occasion.person, occasion.store, occasion.now
    if not person.keeps_entries:
        return
    if asking := unanswered_ai(person, await offering(occasion)):
        await promise_ai(store, person, asking, now, asked_for=True)
    elif person.agrees_themes is None:
        buttons: dict[str, str] = _buttons("themes", AgreeToThemes(YES), AgreeToThemes(NO))
        await store.deliveries.notice(person, "consents.themes", now, once="themes", **buttons)


async def promise_ai(store: Store, person: Person, cohort: Cohort, now: datetime, *, asked_for: bool) -> Delivery:
    """Asks somebody in the chat about that cohort's model: once, and once more when another provider is named."""
    buttons = _buttons("ai", _ai(YES, cohort, CARD), _ai(NO, cohort, CARD))
    once = f"{cohort.id}:{provider_hash(cohort)[:16]}"
    detail = {**_named(cohort), **buttons}
    asked = await store.deliveries.notice(person, "consents.ai", now, cohort_id=cohort.id, once=once, **detail)
    asked.asked_for = asked_for
    return asked


async def offering(occasion: Occasion) -> tuple[Cohort, ...]:
    """The cohorts of the occasion's person in which they may be asked about AI."""
    joined = await occasion.store.cohorts.joined_by(occasion.person)
    return offering_of(joined, model_is_set=occasion.model_is_set)


def offering_of(joined: Iterable[Cohort], *, model_is_set: bool) -> tuple[Cohort, ...]:
    """Those of these cohorts in which people may be asked about AI."""
    return tuple(one for one in joined if one.state != _UNANNOUNCED and offers_model(one, model_is_set=model_is_set))


def unanswered_ai(person: Person, offers: Iterable[Cohort]) -> Cohort | None:
    """The first cohort about whose model the person has not said anything. A no is a no to every one."""
    if person.agrees_ai is False:
        return None
    return next((one for one in offers if not agreed_to(person, one)), None)


def _ai(answer: str, cohort: Cohort, shown: str) -> AgreeToAI:
    return AgreeToAI(answer, cohort.id, provider_hash(cohort), shown)


def _named(cohort: Cohort) -> dict[str, str]:
    return {"cohort": cohort.name, "provider": cohort.ai_provider.strip()}


def _buttons(purpose: str, yes: Action, no: Action) -> dict[str, str]:
    return {f"action:consents.{purpose}_agree": yes.pack(), f"action:consents.{purpose}_refuse": no.pack()}
