"""What the bot says is plain, calm and adult, asks one thing at a time, and is never said twice."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from prompts.library import Library
from prompts.program import Audience
from prompts.wordings import PromptWords, gaps

LIBRARY = Library.load(Path("prompts"))
ENGLISH = LIBRARY.prompts["en"]
PEOPLE = [one.key for one in LIBRARY.program.prompts if one.audience is not Audience.FACILITATOR]
MORNINGS = {"D2", "D4"}  # sent within three hours of the visit day's start, so that "today" is true

# Words of offices and courses: each has a plainer one.
JARGON = (
    "action item|actionable|align(?:ed|ment)?|best practice|deep dive|empower\\w*|feedback|framework|going forward|"
    "growth|holistic|impactful|journey|key learnings?|learnings|leverage|low-hanging|mindset|paradigm|proactive\\w*|"
    "reach out|resilien\\w+|robust|roll out|safe space|stakeholders?|synerg\\w+|takeaways?|touch base|unpack|utili[sz]e"
)
LONGEST_SENTENCE = 25  # words; the usual bound of plain-language guides
LONGEST_WORD = 15  # letters: "confidentiality" is the longest that nobody can do without


def texts(words: PromptWords) -> dict[str, str]:
    """Everything that a prompt can say, by name."""
    parts = {"help": words.help_long, "short_help": words.help_short, "gentler": words.gentler, "offer": words.offer}
    return {**words.wordings, **{name: text for name, text in parts.items() if text}}


EVERYTHING = {
    **{f"{key}.{name}": text for key, words in ENGLISH.items() for name, text in texts(words).items()},
    **{f"{key}.title": words.title for key, words in ENGLISH.items()},
    **LIBRARY.words["en"].sentences,
}
SAID_TO_PEOPLE = {f"{key}.{name}": text for key in PEOPLE for name, text in texts(ENGLISH[key]).items()}


def sentences(text: str) -> list[str]:
    return [one for one in re.split(r"(?<=[.?:;…])\*?\s+", text) if one.strip()]


def failing(said: Mapping[str, str], wrong: Callable[[str], object]) -> dict[str, object]:
    """What is wrong, by the name of the text that it is wrong in."""
    return {name: found for name, text in said.items() if (found := wrong(text))}


def test_nothing_shouts() -> None:
    assert failing(EVERYTHING, lambda text: "!" in text) == {}


def test_nothing_is_decorated() -> None:
    signs = failing(EVERYTHING, lambda text: [sign for sign in text if unicodedata.category(sign) == "So"])

    assert {key for key in signs if "_bar" not in str(key)} == set()  # three circles are a chart, beside their words


def test_nothing_sounds_like_a_course() -> None:
    assert failing(EVERYTHING, lambda text: re.findall(rf"\b(?:{JARGON})\b", text, re.IGNORECASE)) == {}


def test_sentences_are_short() -> None:
    long = failing(SAID_TO_PEOPLE, lambda text: [one for one in sentences(text) if len(one.split()) > LONGEST_SENTENCE])

    assert long == {}


def test_words_are_short() -> None:
    assert failing(SAID_TO_PEOPLE, lambda text: re.findall(rf"[^\W\d_]{{{LONGEST_WORD + 1},}}", text)) == {}


def test_nothing_depends_on_the_day_that_it_is_read() -> None:
    """A message may wait for the end of a weekend or of quiet hours: "tomorrow" may then be long gone."""
    dated = re.compile(r"\b(?:today|tonight|tomorrow|yesterday|this morning|this evening)\b", re.IGNORECASE)
    later = {name: text for name, text in SAID_TO_PEOPLE.items() if name[:2] not in MORNINGS}

    assert failing(later, dated.findall) == {}


@pytest.mark.parametrize("key", PEOPLE)
def test_one_question_at_a_time(key: str) -> None:
    asked = {name: text.count("?") for name, text in texts(ENGLISH[key]).items()}

    assert {name for name, count in asked.items() if count > 1} == set()


@pytest.mark.parametrize("key", PEOPLE)
def test_a_prompt_can_be_said_in_three_ways_or_more(key: str) -> None:
    words, prompt = ENGLISH[key], LIBRARY.program.prompt(key)

    assert len(words.wordings) >= 3
    assert len(words.fitting(())) >= max(2, prompt.times)
    assert bool(words.gentler) == (prompt.ring >= 4)


def test_nothing_is_said_twice() -> None:
    said = [
        texts(words)[name]
        for words in ENGLISH.values()
        for name in (*words.wordings, "gentler")
        if name in texts(words)
    ]
    titles = [words.title for words in ENGLISH.values()]

    assert [text for text, count in Counter(said).items() if count > 1] == []
    assert [title for title, count in Counter(titles).items() if count > 1] == []


def test_no_gap_can_hold_what_somebody_wrote() -> None:
    used = {gap for text in SAID_TO_PEOPLE.values() for gap in gaps(text)}

    assert used <= {"organisation", "date", "value", "partner", "partner_department"}


def test_the_closing_lines_tell_the_truth_for_where_they_are_read() -> None:
    words = LIBRARY.words["en"]

    assert "belongs to your employer" in words.say("prompt.closing_chat")
    assert "does not appear in the chat" in words.say("prompt.closing_form")
