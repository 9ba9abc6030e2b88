"""Whether an entry breaks off or says that a thought is not finished, and whether it ends in a quip."""

from bot.coach.entry import Entry
from bot.coach.ladder import Ladder
from bot.coach.quoting import told
from bot.coach.sentences import between_sentences, sentences
from bot.coach.signs import read

_LEAST = 8  # words; a shorter text without a mark at its end is a note
_CLOSE = 3  # sentences: what is unfinished is said at the end
_SHORT = 8  # words; a longer last sentence has gone on from what it sets against the rest
_ADMITTED = 2  # sentences: what is admitted further from the end has been gone on from
_LONG = 100  # words; what somebody says at the end of a shorter text may only be how it was
_WONDERING = 2  # sentences: what somebody wonders further from the end has been answered


def breaks_off(text: str, ladder: Ladder) -> bool:
    """Whether the last sentence stops where something must follow."""
    said = read(text).rstrip()
    bare = said.rstrip(".…")
    if len(said.split()) < _LEAST or (said.endswith((".", "…")) and not said.endswith(("..", "…"))):
        return False
    last = (between_sentences(bare.rpartition("\n")[2]) or [""])[-1]
    return any(found.end() == len(last) for found in ladder.signals["dangling"].finditer(last))


def is_unfinished(entry: Entry) -> bool:
    """Whether it breaks off, says at its end that there is more to think about, or ends where the writer admits it."""
    end = [read(one) for one in sentences(entry.text)[-_CLOSE:]]
    wonders = any(entry.ladder.says("wonders", one) for one in end[-_WONDERING:])
    open_still = any(entry.ladder.says(sign, one) for sign in ("unfinished", "open") for one in end)
    open_still = open_still or entry.prompt_says("unfinished")
    return breaks_off(entry.text, entry.ladder) or wonders or open_still or any(look(entry) for look in _LOOKS)


def _feels_its_way(entry: Entry) -> bool:
    """Whether the writer was asked to look inward, and ends with a thought about it that is only tried out."""
    inward = any(map(entry.prompt_says, ("asks_oneself", "asks_feeling")))
    if not inward or entry.asked.for_a_plan(entry.ladder):
        return False
    end = [read(one) for one in sentences(entry.text)[-1:]]
    return any(entry.ladder.says("tentative", one) and entry.ladder.says("first_person", one) for one in end)


def _admits(entry: Entry) -> bool:
    """Whether the last thing that is told turns to the writer; what will be done about it has not been asked."""
    if entry.asked.for_a_plan(entry.ladder):
        return False
    end = [read(one) for one in told(entry.text, entry.ladder)[-_ADMITTED:]]
    own = (one for one in end if entry.ladder.says("first_person", one))
    return any(entry.ladder.says(sign, one) for one in own for sign in ("admits", "turn", "shift"))


def _ends_with_oneself(entry: Entry) -> bool:
    """Whether a longer text comes to the writer at its end, without anything that will be done."""
    if entry.found.words < _LONG or {"intends", "ahead"} & entry.found.said or entry.asked.for_a_plan(entry.ladder):
        return False
    end = [read(one) for one in told(entry.text, entry.ladder)[-_ADMITTED:]]
    return len(end) == _ADMITTED and all(entry.ladder.says("speaks", one) for one in end)


def _ends_at_home(entry: Entry) -> bool:
    """Whether the last thing that is told sets the writer's own place beside the other, with the writer in it."""
    end = [read(one) for one in told(entry.text, entry.ladder)[-1:]]
    own = [one for one in end if entry.ladder.says("speaks", one) and not entry.ladder.says("intends", one)]
    return not entry.asked.for_a_plan(entry.ladder) and any(entry.ladder.says("contrast", one) for one in own)


def _leaves_standing(entry: Entry) -> bool:
    """Whether it ends in few words that are set against the rest: "Still. Four thousand euros."."""
    ends = (told(entry.text, entry.ladder), sentences(entry.text))
    return any(_is_set_against_the_rest([read(one) for one in end[-_CLOSE:]], entry.ladder) for end in ends)


def _is_set_against_the_rest(end: list[str], ladder: Ladder) -> bool:
    against = [at for at, one in enumerate(end) if ladder.signals["unresolved_first"].match(one)]
    return bool(against) and len(" ".join(end[against[-1] :]).split()) < _SHORT


# any of these leaves a thought to go on from
_LOOKS = (_leaves_standing, _admits, _ends_at_home, _ends_with_oneself, _feels_its_way)
