"""What all documents share: their forms, their names, and how they are made."""

import re
from collections.abc import Callable

from bot.rules.last_look import Made
from prompts.words import Words

CHART, MARKDOWN, WORD = "chart", "markdown", "word"
FORMS = (WORD, CHART, MARKDOWN)
# The names of documents, as their promises have them.
VALUES_MAP, JOURNAL, BOARD_NOTE, SUMMARY, UPDATE = "values_map", "journal", "board_note", "summary", "board_update"

Printed = Callable[[], Made]
"""Makes a document of what was read before. Takes a second or two: it is called outside of the event loop."""

_LONGEST_NAME = 80  # characters; some systems hold no more than 255 bytes


def file_name(title: str, ending: str) -> str:
    """The title as the name of a file on any system."""
    words = re.findall(r"\w+", title)
    return f"{'-'.join(words)[:_LONGEST_NAME]}.{ending}"


def locale_of(words: Words) -> str:
    """The language of a document, as Word and screen readers name it: `en-GB`."""
    return words.locale.replace("_", "-")
