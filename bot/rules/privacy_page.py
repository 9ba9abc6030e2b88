"""The page about privacy: what is stored, what somebody said yes or no to, and the other answer beside each."""

from collections.abc import Iterator, Sequence

from bot.chat.action import AgreeToAI, Run, ShowJournal
from bot.chat.occasion import Occasion
from bot.rules.consent_questions import NO, PRIVACY, Question, about_ai, about_keeping, about_themes, offering
from bot.rules.model_allowed import agreed_to, provider_hash
from prompts.message import Button, Item, Markdown, Message
from prompts.words import Words
from storage.tables import Cohort, Person


async def privacy_page(occasion: Occasion, before: str = "") -> Message:
    """The page as things stand in this occasion. `before` is said above it."""
    words = occasion.words
    text = words.say("privacy.text")
    items = tuple(_answers(occasion.person, await offering(occasion), words))
    return Message(
        f"{before}\n\n{text}" if before else text, words.label("privacy.title"), items, buttons=_buttons(words)
    )


def ai_said(person: Person, offers: Sequence[Cohort]) -> str:
    """What the person said to AI: "yes", "no", "none", "off" where none is offered, "changed" where it is another."""
    if not offers:
        return "off"
    if person.agrees_ai is None or not person.agrees_ai:
        return said(person.agrees_ai)
    return "yes" if all(agreed_to(person, one) for one in offers) else "changed"


def said(answer: bool | None) -> str:
    """The answer as it ends the keys of the sentences about it."""
    return "none" if answer is None else "yes" if answer else "no"


def _answers(person: Person, offers: Sequence[Cohort], words: Words) -> Iterator[Item]:
    keeps = person.keeps_entries
    yield _item(words.say(f"privacy.keeping_{said(keeps)}"), about_keeping(words), keeps)
    if not keeps:
        yield Item(words.say("privacy.only_kept"))
    if keeps or person.agrees_ai:
        yield from _ai(person, offers, words)
    if keeps or person.agrees_themes:
        stands = words.say(f"privacy.themes_{said(person.agrees_themes)}")
        yield _item(stands, about_themes(words, PRIVACY), person.agrees_themes)


def _ai(person: Person, offers: Sequence[Cohort], words: Words) -> Iterator[Item]:
    """One for each provider that is named; where none is, the sentence that says so."""
    if not offers:
        refuse = Button(words.label("consents.ai_refuse"), AgreeToAI(NO, "", "", PRIVACY).pack())
        yield Item(words.say("privacy.ai_off"), (refuse,) if person.agrees_ai else ())
    for one in {provider_hash(cohort): cohort for cohort in reversed(offers)}.values():
        agreed = person.agrees_ai and agreed_to(person, one)
        answer = True if agreed else None if person.agrees_ai else person.agrees_ai
        stands = words.say(f"privacy.ai_{ai_said(person, (one,))}")
        yield _item(stands, about_ai(words, one, PRIVACY), answer)


def _item(stands: Markdown, question: Question, answer: bool | None) -> Item:
    """How it stands, what it is about, and the answer that was not given; where none was, both."""
    others = (*((question.yes,) if answer is not True else ()), *((question.no,) if answer is not False else ()))
    return Item(Markdown(f"{stands}\n\n{question.text}"), others)


def _buttons(words: Words) -> tuple[Button, ...]:
    return (
        Button(words.label("journal.show"), ShowJournal().pack(), opens_form=True),
        Button(words.label("privacy.export"), Run("mydata export").pack()),
        Button(words.label("privacy.erase"), Run("mydata erase").pack(), opens_form=True, style="danger"),
    )
