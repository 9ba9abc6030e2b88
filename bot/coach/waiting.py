"""What the end of an entry holds out to be asked for: a reason denied, an answer owed, something that stays."""

from collections.abc import Iterator

from bot.coach.closing import closing_line
from bot.coach.entry import Entry
from bot.coach.quoting import question_within
from bot.coach.sentences import sentences
from bot.coach.signs import read

_CLOSE = 2  # sentences; a reason is denied in the last ones
_DENIAL = 7  # words; a longer one, or a longer sentence behind it, goes on to what it was
_NEAR = 4  # sentences; a step or a question that stands further from the end has been left behind
_STAYS = 60  # words; in a longer text, what stays has been told about
_LONG = 150  # words; a longer text has left it behind


def waits(entry: Entry) -> bool:
    """Whether something at the end does."""
    looks = (denies_a_reason, owes_an_answer, keeps_thinking_of_it, wants_to_know_who_reads)
    return any(look(entry) for look in looks)


def held_out(entry: Entry) -> Iterator[tuple[str, bool]]:
    """The rungs for it."""
    yield "denied", denies_a_reason(entry)
    yield "unsaid", owes_an_answer(entry)
    yield "stays", keeps_thinking_of_it(entry)


def wants_to_know_who_reads(entry: Entry) -> bool:
    """Whether the last thing said is that the writer wants to know it, with a question mark or without."""
    last = [read(one) for one in sentences(entry.text)[-1:]]
    return any(entry.ladder.says("asks_who_reads", one) and entry.ladder.says("asks_for_it", one) for one in last)


def has_led_on(entry: Entry) -> bool:
    """Whether a thought has come to a step with its day, or to a question of the writer's own, by the end."""
    near, ladder = [read(one) for one in sentences(entry.text)[-_NEAR:]], entry.ladder
    steps = [one for one in near if any(ladder.says(sign, one) for sign in ("intends", "wish", "might"))]
    asks = entry.found.words < _LONG and bool(question_within(entry.text, ladder))
    return asks or any(ladder.says("dated", one) for one in steps)


def denies_a_reason(entry: Entry) -> bool:
    """Whether it says at its end what the reason was not, and nothing of what it was."""
    ladder, end = entry.ladder, [read(one) for one in sentences(entry.text)[-_CLOSE:]]
    denied = [at for at, one in enumerate(end) if ladder.says("denies_reason", one)]
    if not denied and _takes_back(end, entry):
        return True
    if not denied or entry.found.words >= _LONG:
        return False
    if denied[-1] + 1 < len(end) and len(end[-1].split()) >= _DENIAL:
        return False
    behind = ladder.signals["denies_reason"].split(" ".join(end[denied[-1] :]))[-1]
    return not ladder.says("reason_given", behind)


def _takes_back(end: list[str], entry: Entry) -> bool:
    """Whether what the writer told somebody is denied in a few words: "I said it was the train. It wasn't."."""
    ladder, last = entry.ladder, end[-1] if len(end) == _CLOSE else ""
    denies = ladder.signals["denies_first"].match(last) is not None and len(last.split()) < _DENIAL
    return denies and ladder.says("gave_as_reason", end[0])


def owes_an_answer(entry: Entry) -> bool:
    """Whether behind a promise the last thing told is that the writer did not know what to say to somebody."""
    ladder, end = entry.ladder, [read(one) for one in sentences(entry.text)[-_CLOSE:]]
    unsaid = [one for one in end if ladder.says("unsaid", one) and not ladder.says("said_then", one)]
    last = any(ladder.means_to(one) for one in end)
    return entry.asked.promise and bool(unsaid) and not last and entry.found.words < _LONG


def keeps_thinking_of_it(entry: Entry) -> bool:
    """Whether the last thing said is that something stays with the writer."""
    ladder, last = entry.ladder, [read(one) for one in sentences(entry.text)[-1:]]
    stays = any(ladder.says("stays", one) for one in last)
    return (
        stays
        and not closing_line(entry.text, ladder)[1]
        and entry.found.words < _STAYS
        and not entry.asked.for_a_plan(ladder)
    )
