"""What whoever leads a debrief is told about themes that were suggested for its wall."""

from bot.chat.action import SortWall
from bot.chat.rounds import form_button
from prompts.message import Message
from prompts.words import Words
from storage.tables import Wall

ASKED, BY_MODEL, BY_WORDS = "asked", "model", "words"  # how far a wall's suggestion is
NOW = "now"  # the page of a form to sort with that waits for no suggestion


def is_awaited(wall: Wall) -> bool:
    """Whether a model's themes may still be put up: not once anything of the group that was gathered is gone."""
    return wall.suggestion == ASKED and wall.revealed_at is None and not wall.words_over


def sorted_message(words: Words, cohort_id: str, *, by_model: bool) -> Message:
    """That the points are sorted: by a model, or by the words that they share because it had nothing of use."""
    sort = form_button(words, "walling.sort", SortWall(cohort_id).pack(), style="primary")
    text = words.say("walling.sorted_by_model" if by_model else "walling.sorted_by_words")
    return Message(text, buttons=(sort,), by_model=by_model)


def suggesting_message(words: Words, cohort_id: str) -> Message:
    """That a model is being asked just now, with a way to sort without it."""
    now = form_button(words, "walling.sort_now", SortWall(cohort_id, NOW).pack())
    return Message(words.say("walling.suggesting"), buttons=(now,))
