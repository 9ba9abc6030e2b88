"""What is said to whoever runs the programme, or about the entry itself: no words to give back or to ask about."""

from bot.coach.ladder import Ladder
from bot.coach.sentences import between_sentences, sentences
from bot.coach.signs import read

_BRIEF = 5  # words; a longer last sentence has gone on from a leave that was taken before it
_REMARK = 14  # words; a longer sentence says more than what it is
_REQUEST = 60  # words; a longer text about a visit that was called off is about more than that


def without_remarks(text: str, ladder: Ladder) -> str:
    """The text without the sentences that are such remarks or requests; the text itself where there are none."""
    if not any(_is_remark(one, ladder) for line in text.splitlines() for one in between_sentences(line)):
        return text
    return "\n".join(kept for line in text.splitlines() if (kept := _told(line, ladder)))


def takes_leave(text: str, ladder: Ladder) -> bool:
    """Whether its last sentences say that this is all there will be today, or ask to put off what was called off."""
    *before, last = sentences(text)[-2:] or [""]
    brief = len(last.split()) < _BRIEF  # "Train's here." may stand behind it
    leaves = any(_signs_off(read(one), ladder) for one in (last, *(before if brief else ())))
    called_off = ladder.says("cancelled", read(text)) and len(text.split()) < _REQUEST
    return leaves or (called_off and is_request(last, ladder))


def is_request(sentence: str, ladder: Ladder) -> bool:
    """Whether it asks whoever runs the programme for something: "Can you move the questions please?"."""
    said = read(sentence)
    begins = ladder.signals["request_first"].match(said.lstrip("(")) is not None
    return begins and ladder.says("of_request", said)


def _told(line: str, ladder: Ladder) -> str:
    return " ".join(one for one in between_sentences(line) if not _is_remark(one, ladder))


def _is_remark(sentence: str, ladder: Ladder) -> bool:
    said = read(sentence)
    about_it = ladder.says("remarks", said) and len(said.split()) < _REMARK
    return about_it or is_request(sentence, ladder) or _signs_off(said, ladder)


def _signs_off(said: str, ladder: Ladder) -> bool:
    """Whether the writer takes leave there and does not go on with a "but"."""
    found = ladder.signals["signs_off"].search(said)
    return found is not None and not ladder.says("after_leave", said[found.end() :])
