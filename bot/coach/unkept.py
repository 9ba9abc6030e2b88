"""One question on words that are kept nowhere: asked within the turn, and then the words are gone."""

from bot.chat.event import Said
from bot.chat.keeping import Written, heed_unkept
from bot.chat.looking_like import kinds
from bot.chat.occasion import Occasion
from bot.coach.coach import Coach, Question, Spoken, Talk
from prompts.message import Markdown
from prompts.words import plain


async def ask_unkept(coach: Coach, occasion: Occasion, written: Written, cohort_id: str | None = None) -> Markdown:
    """What is said to somebody who wants nothing kept. `coach` needs no network, or a transaction would wait for it.

    No question comes on words that tell of distress or danger, or that seem to hold patient details.
    """
    words, text = occasion.words, written.text
    seen = await heed_unkept(occasion, text, cohort_id)
    if not seen.calm:
        return words.say("keeping.not_kept_plain")
    if seen.details and not written.cleared:
        asked = words.say("care.asked_unkept", what=kinds(words, seen))
        return Markdown(f"{words.say('keeping.not_kept_plain')}\n\n{asked}")
    surface = "chat" if isinstance(occasion.event, Said) else "form"
    question = await coach.follow_up(Talk(words.language, (Spoken("person", surface, text),)))
    if question is None:
        return words.say("keeping.not_kept_plain")
    return Markdown(f"{words.say('keeping.not_kept')}\n\n{_asked(question)}")


def _asked(question: Question) -> str:
    return f"{plain(question.mirror)}\n{plain(question.question)}".strip()
