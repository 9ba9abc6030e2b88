"""Nudges about questions: one that was opened and not answered, one that closes soon, and three that went by."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.chat.action import Answer, Run, Skip, StopHere, Write, WriteFreely
from bot.rules.nudging import Asked, Facts, Nudge

_HALF_WRITTEN = timedelta(hours=20)  # long enough to come back by oneself, and mostly the next day
_STALE = timedelta(days=7)  # what was opened longer ago is not in anybody's mind any more
_LINE = timedelta(hours=1)  # must be left of a window: time to see the message and write one line
_IN_A_ROW = 3  # unanswered prompts that are a lapse; one or two are a busy week
_LAPSE_AGAIN = 14  # days
_REMINDERS = ("resume_draft", "resume_question", "missed_prompt")  # nobody is reminded of one question twice


def resume_draft(facts: Facts) -> Nudge | None:
    """A form that was opened twenty hours ago and not sent in: once for each question."""
    for one in _newest_first(facts.asked):
        if one.opened_at and _HALF_WRITTEN <= facts.at - one.opened_at < _STALE and _may_remind(facts, one):
            return _resume_question(one) if one.entry else _resume_prompt(one)
    return None


def missed_prompt(facts: Facts) -> Nudge | None:
    """A prompt whose window is half gone, unanswered: its one reminder."""
    for one in _newest_first(facts.asked):
        if not one.entry and not one.again and _closes(one, facts.at) and _may_remind(facts, one):
            buttons = {"+prompt.write": Write(one.delivery).pack(), "prompt.skip": Skip(one.delivery).pack()}
            return Nudge("missed_prompt", one.about, buttons=buttons, prompt=one.prompt, until=one.ends_at)
    return None


def lapse_return(facts: Facts) -> Nudge | None:
    """Three prompts in a row that closed unanswered, while nothing else was written: at most once in two weeks."""
    closed = [one for one in _oldest_first(facts.asked) if not one.entry and one.ends_at and one.ends_at <= facts.at]
    lapsed, last = closed[-_IN_A_ROW:], facts.last("lapse_return")
    if len(lapsed) < _IN_A_ROW or any(one.done or one.again for one in lapsed):
        return None
    if facts.at - lapsed[-1].sent_at > timedelta(days=_LAPSE_AGAIN) or _wrote_since(facts, lapsed[0].sent_at):
        return None
    if last and ((facts.today - last).days < _LAPSE_AGAIN or lapsed[-1].sent_at.date() <= last):
        return None
    buttons = {"+nudge.write_today": WriteFreely().pack(), "+nudge.pause": Run("pause until").pack()}
    return Nudge("lapse_return", lapsed[-1].delivery, buttons=buttons)


def _resume_prompt(one: Asked) -> Nudge:
    buttons = {"+nudge.finish": Write(one.delivery).pack(), "nudge.let_go": Skip(one.delivery).pack()}
    return Nudge("resume_draft", one.about, buttons=buttons, prompt=one.prompt)


def _resume_question(one: Asked) -> Nudge:
    buttons = {"+nudge.finish": Answer(one.entry).pack(), "nudge.let_go": StopHere(one.entry).pack()}
    return Nudge("resume_question", one.about, buttons=buttons)


def _may_remind(facts: Facts, one: Asked) -> bool:
    return not one.done and not facts.had_about(one.about, *_REMINDERS)


def _closes(one: Asked, at: datetime) -> bool:
    """Whether half of its time is over and there is still time to answer."""
    return one.ends_at is not None and one.sent_at + (one.ends_at - one.sent_at) / 2 <= at <= one.ends_at - _LINE


def _wrote_since(facts: Facts, moment: datetime) -> bool:
    return facts.wrote_at is not None and facts.wrote_at >= moment


def _oldest_first(asked: Iterable[Asked]) -> list[Asked]:
    return sorted(asked, key=lambda one: (one.sent_at, one.delivery))


def _newest_first(asked: Iterable[Asked]) -> list[Asked]:
    return _oldest_first(asked)[::-1]
