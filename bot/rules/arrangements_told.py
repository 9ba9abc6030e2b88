"""How dates read, and what a change of dates does to the coming messages, for the one who arranges them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from bot.chat.dates import day, hour
from bot.rules.arrangements import Arrangement, Kind, Setting
from bot.rules.moving import Change, Comes, Goes, Moves, Stays
from prompts.message import Item
from prompts.words import Words
from storage.tables import Participation

LONGEST = 12  # lines of a preview: beyond that nobody reads, and the counts say the rest


def what(arrangement: Arrangement, setting: Setting, words: Words) -> str:
    """`Ada visits Ben`, `The debrief`: plain text."""
    match arrangement.kind:
        case Kind.VISIT:
            leg = next(one for one in setting.company.legs if one.id == arrangement.thing)
            visitor, host = setting.name(leg.visitor_id), setting.name(leg.host_id)
            return words.label("arranging.what_leg", visitor=visitor, host=host)
        case Kind.INTERVIEW:
            return words.label("arranging.what_interview", name=setting.name(arrangement.thing))
        case Kind.WORKSHOP | Kind.DEBRIEF:
            return words.label(f"arranging.what_{arrangement.kind}")
    assert_never(arrangement.kind)


def what_for(reader: Participation, arrangement: Arrangement, setting: Setting, words: Words) -> str:
    """The same to somebody whom it concerns: `Your visit to Ben`, `Your interview`."""
    if arrangement.kind is Kind.INTERVIEW:
        return words.label("arranging.your_interview")
    if arrangement.kind is not Kind.VISIT:
        return what(arrangement, setting, words)
    leg = next(one for one in setting.company.legs if one.id == arrangement.thing)
    if reader.id == leg.visitor_id:
        return words.label("arranging.your_visit", host=setting.name(leg.host_id))
    return words.label("arranging.visit_to_you", visitor=setting.name(leg.visitor_id))


def when(arrangement: Arrangement, words: Words) -> str:
    """Its days, and the hours of a visit: plain text."""
    days = [day(one, words) for one in arrangement.days]
    if not days:
        return words.label("arranging.when_open")
    if len(days) == 1:
        return words.label("arranging.when_one", first=days[0])
    if arrangement.starts is None or arrangement.ends is None:
        return words.label("arranging.when_two", first=days[0], second=days[1])
    hours = {"starts": hour(arrangement.starts, words), "ends": hour(arrangement.ends, words)}
    return words.label("arranging.when_visit", first=days[0], second=days[1], **hours)


def change_in_words(wished: Arrangement, setting: Setting, words: Words) -> str:
    """From when to when it moves."""
    before = setting.current(wished.kind, wished.thing) or wished
    return words.say(
        "arranging.preview", what=what(wished, setting, words), before=when(before, words), after=when(wished, words)
    )


def counted(found: Iterable[Change], words: Words) -> str:
    """How many messages move, stay as they were sent, come and go."""
    kinds = [type(one) for one in found]
    if not kinds:
        return words.say("arranging.nothing_moves")
    counts = {"moves": Moves, "stays": Stays, "comes": Comes, "goes": Goes}
    return "\n".join(
        words.say(f"arranging.count_{key}", count=kinds.count(kind)) for key, kind in counts.items() if kind in kinds
    )


def listed(found: Iterable[Change], setting: Setting, title: Callable[[str], str], words: Words) -> tuple[Item, ...]:
    """Each change on a line; what comes to several people at the same local time stands there once, with their names.

    `title` says what a prompt is called, by its key.
    """
    grouped: dict[_Line, list[str]] = {}
    for change in found:
        line, participation_id = _line(change)
        grouped.setdefault(line, []).append(setting.name(participation_id))
    lines = [_said(line, names, title, words) for line, names in grouped.items()]
    more = [words.say("arranging.more", count=len(lines) - LONGEST)] if len(lines) > LONGEST else []
    return tuple(Item(one) for one in [*lines[:LONGEST], *more])


@dataclass(frozen=True, slots=True)
class _Line:
    """What happens to a prompt, with the local moments before and after."""

    what: str
    prompt: str
    before: datetime | None = None
    after: datetime | None = None


def _line(change: Change) -> tuple[_Line, str]:
    match change:
        case Moves(before, after):
            return _Line("moves", after.prompt, before.local, after.local), after.participant
        case Stays(sent):
            return _Line("stays", sent.prompt, before=sent.local), sent.participant
        case Goes(before):
            return _Line("goes", before.prompt, before=before.local), before.participant
        case Comes(after):
            return _Line("comes", after.prompt, after=after.local), after.participant
    assert_never(change)


def _said(line: _Line, names: list[str], title: Callable[[str], str], words: Words) -> str:
    return words.say(
        f"arranging.line_{line.what}",
        title=title(line.prompt),
        names=", ".join(names),
        before=_moment(line.before, words),
        after=_moment(line.after, words),
    )


def _moment(local: datetime | None, words: Words) -> str:
    return words.label("arranging.at", day=day(local.date(), words), hour=hour(local.time(), words)) if local else ""
