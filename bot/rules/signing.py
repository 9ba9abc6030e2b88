"""The label under a point: whether it is signed, and by whom, as it is stored and in no other way."""

from prompts.message import Markdown
from prompts.words import Words
from storage.pair_cards import KINDS
from storage.tables import Point


def signature(words: Words, point: Point, author: str) -> Markdown:
    """*signed by NAME* or *not signed*, for every surface and every document; a line of a pair card says what it is.

    `author` is the name of the point's author now; it is looked at only where the point is signed.
    """
    if point.signed and point.author_id:
        return words.say("signing.signed", name=author)
    if point.kind in KINDS:
        return words.say("signing.of_card", what=words.label(f"pair_card.{point.kind}"))
    return words.say("signing.unsigned")
