"""One question on words that are kept nowhere: asked within the turn, and then the words are gone."""

from bot.chat.event import Said
from bot.chat.occasion import Occasion
from bot.coach.coach import Coach, Question, Spoken, Talk
from prompts.message import Markdown
from prompts.words import plain


async def ask_unkept(coach: Coach, occasion: Occasion, text: str) -> Markdown:
    """What is said to somebody who wants nothing kept. `coach` needs no network, or a transaction would wait for it."""
    words = occasion.words
    surface = "chat" if isinstance(occasion.event, Said) else "form"
    question = await coach.follow_up(Talk(words.language, (Spoken("person", surface, text),)))
    if question is None:
        return words.say("keeping.not_kept_plain")
    return Markdown(f"{words.say('keeping.not_kept')}\n\n{_asked(question)}")


def _asked(question: Question) -> str:
    return f"{plain(question.mirror)}\n{plain(question.question)}".strip()
