"""What an entry can be asked about a plan, a list of things to do, or a log."""

import re
from collections.abc import Iterator

from bot.coach.dated import names_a_day
from bot.coach.entry import Entry
from bot.coach.quoting import step
from bot.coach.rows import is_list, is_log, is_numbered
from bot.coach.sentences import sentences
from bot.coach.signs import read

_BRIEF = 40  # words; a longer text that means to do something is about more than that
_FEW = 10  # words; so short a plan for one occasion shows little of it
_SHORT = 25  # words; in a shorter text, its step is what it says
_WISH = 5  # words; a longer thing says what it would be
_CONDITION = 6  # words; a longer "if" has shown what it is about
_LOGGED = 100  # words; a longer log has shown what it is about
_BESIDE = 4  # sentences; a day that is named further away is about something else
_CLOSE = 2  # sentences; what makes a plan hard is said behind it
_STEPS = 3  # two things to do are no row
_BETWEEN_STEPS = re.compile(r"[,;]\s|\.\s+")
_BETWEEN_WISHES = re.compile(r"[,;\n]|\.\s|\s(?=and\s)")
_CONDITION_ENDS = re.compile(r"[,.;:\n]")


def of_a_plan(entry: Entry) -> Iterator[tuple[str, bool]]:
    found, listed = entry.found, is_list(entry.text, entry.ladder)
    steps = listed and entry.asked.for_a_plan(entry.ladder)
    bulleted = steps and not is_numbered(entry.text)
    promised = entry.asked.promise and (entry.begins("cue") or not found.tells)
    timed = found.cue or begins_with_its_moment(entry)
    meant = (found.plan or promised) and not (listed or _looks_ahead(entry))
    plan = meant or (steps and not bulleted)
    singled = listed and not steps and entry.ladder.says("singled", read(entry.text))
    yield "singled", singled
    yield "undone", bulleted or _is_row_of_steps(entry)
    yield "list", (listed and not (steps or singled)) or _is_bare_log(entry)
    hard = entry.prompt_says("asks_when_hard")
    yield "step", meant and not (found.plan or found.cue or hard or _is_a_step_at_once(entry))
    yield "cue", plan and found.plan and not timed and _is_about_its_step(entry)
    vague = promised and not listed and "wishes_well" in found.said
    yield "shown", vague and found.cue and found.words < _BRIEF
    yield "step", vague
    unsure = "unsure" in found.said  # whoever doubts the plan is not asked how it is kept
    asked_for = promised or entry.asked.for_a_plan(entry.ladder) or found.words < _BRIEF
    yield "come", promised and not listed and not unsure and found.words < _BRIEF and _comes_unseen(entry)
    yield "brief", promised and found.words < _FEW and entry.prompt_says("asks_once")  # one day is not a bad day
    told = unsure or "obstacle" in found.said or names_what_hinders(entry)
    yield "hold", plan and asked_for and not told and (timed or _is_a_step_at_once(entry))
    yield "sign", plan and asked_for and not unsure and (timed or hard) and "measure" not in found.said


def begins_with_its_moment(entry: Entry) -> bool:
    """Whether the first sentence of a promise says when, and what is done then."""
    first, ladder = next(map(read, sentences(entry.text)), ""), entry.ladder
    meant = ladder.means_to(first) or ladder.says("then_done", first)
    return entry.asked.promise and entry.begins("cue") and meant and not ladder.says("vague", first)


def names_what_hinders(entry: Entry) -> bool:
    """Whether behind the plan the writer says what makes it hard, or the prompt asked what is done when it is."""
    behind = [read(one) for one in sentences(entry.text)[1:][-_CLOSE:]]
    return entry.prompt_says("asks_against") or any(entry.ladder.says("hinders", one) for one in behind)


def _comes_unseen(entry: Entry) -> bool:
    """Whether the "if" of a plan holds no moment that can be seen: "If nobody reads it, then I stop"."""
    begins = entry.ladder.signals["branch_first"].match(read(entry.text))
    if begins is None:
        return False
    condition = _CONDITION_ENDS.split(read(entry.text)[begins.end() :], maxsplit=1)[0]
    condition = entry.ladder.signals["then_done"].split(condition, maxsplit=1)[0]
    unseen = entry.ladder.says("comes_unseen", condition) and not entry.ladder.says("seen_at_once", condition)
    return len(condition.split()) < _CONDITION and unseen


def _looks_ahead(entry: Entry) -> bool:
    """Whether the prompt asks what somebody fears, hopes, feels, thinks or says: a step is said in passing then."""
    felt = any(map(entry.prompt_says, ("asks_worry", "asks_hope", "asks_feeling", "asks_thought", "asks_told")))
    return felt and not entry.asked.for_a_plan(entry.ladder)


def _is_bare_log(entry: Entry) -> bool:
    """Whether it goes from one time of day to the next, with not a word about it, as it was asked to or not."""
    thoughts = {"shift", "opinions", "wonders", "reasons", "turn", "contrast"} & entry.found.said
    told = entry.found.words < _LOGGED and not (thoughts or entry.asked.for_a_plan(entry.ladder))
    return told and is_log(entry.text, entry.ladder)


def _is_a_step_at_once(entry: Entry) -> bool:
    """Whether a promise only says what will be done, as one says it to oneself."""
    told = any(map(entry.begins, ("imperatives", "promised_first"))) and "vague" not in entry.found.said
    return entry.asked.promise and told and not entry.found.plan


def _is_about_its_step(entry: Entry) -> bool:
    """Whether the step is what the text says, or can be given back: else nobody knows what "that" would be."""
    if names_a_day(" ".join(sentences(entry.text)[-_BESIDE:]), entry.ladder):
        return False
    asked = entry.found.words < _SHORT or entry.asked.for_a_plan(entry.ladder)
    return asked or bool(step(entry.text, entry.ladder))


def is_row_of_wishes(entry: Entry) -> bool:
    """Whether a few words name several things, each of them bare and without its moment, where a step is wanted."""
    found, ladder = entry.found, entry.ladder
    if not entry.asked.wants_a_step(ladder) or entry.asked.promise or is_list(entry.text, ladder):
        return False
    said = read(entry.text).strip()
    wants = ladder.signals["wants_first"].match(said)
    said = said[wants.end() if wants else 0 :]
    things = [one.strip(" .!") for one in _BETWEEN_WISHES.split(said) if one.strip(" .!")]
    bare = all(len(one.split()) <= _WISH for one in things) and not {"happened", "dated"} & found.said
    bare = bare and not ladder.says("first_person", said)
    vague = [one for one in things if ladder.says("vaguely", one) or ladder.signals["imperatives"].fullmatch(one)]
    return bare and len(things) >= _STEPS and 2 * len(vague) > len(things) and found.words < _BRIEF


def _is_row_of_steps(entry: Entry) -> bool:
    """Whether a short text names several things to do, one after the other, and nothing else."""
    found = entry.found
    steps = [one for one in _BETWEEN_STEPS.split(read(entry.text)) if entry.ladder.signals["imperatives"].match(one)]
    wanted = entry.asked.wants_a_step(entry.ladder) and not (entry.asked.promise or entry.prompt_says("asks_taken"))
    wanted = wanted and found.words < _BRIEF
    return wanted and len(steps) >= _STEPS and not {"first_person", "happened"} & found.said
