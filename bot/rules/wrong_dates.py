"""Dates that cannot be: the wrong way round, past, or out of order; and those that deserve a second look."""

from collections.abc import Iterator
from datetime import date

from bot.chat.dates import day, is_far
from bot.chat.wrong import Wrong
from bot.rules.arrangements import Arrangement, Kind, Setting
from prompts.days import Days
from prompts.words import Words


def wrong_dates(wished: Arrangement, setting: Setting, today: date, words: Words) -> dict[str, Wrong]:
    """What is wrong, by the field of the form that it belongs to; empty where it can be arranged so."""
    if wished.has_two_days and (wished.first is None) != (wished.second is None):
        return {"second" if wished.first else "first": Wrong("arranging.both_days")}
    if far := [key for key in ("first", "second") if is_far(getattr(wished, key))]:
        return dict.fromkeys(far, Wrong("founding.far_date"))
    if wished.first and wished.second and wished.second <= wished.first:
        return {"second": Wrong("arranging.second_after_first", {"first": day(wished.first, words)})}
    if wished.starts and wished.starts == wished.ends:
        return {"ends": Wrong("arranging.no_hours")}
    before = setting.current(wished.kind, wished.thing)
    if wished.first and wished.first < today and (before is None or wished.first != before.first):
        return {"first": Wrong("arranging.past", {"day": day(wished.first, words)})}
    wrong = _out_of_order(wished, setting, words)
    return {"first": wrong} if wrong else {}


def doubts(wished: Arrangement, setting: Setting, words: Words) -> tuple[Wrong, ...]:
    """What may be meant so, but should be seen before it is confirmed: days off, and two things on one day."""
    if wished.kind is not Kind.VISIT:
        return ()
    without = setting.arranged(Arrangement(Kind.VISIT, wished.thing))
    return tuple(
        Wrong(key, {"name": setting.name(one.id), "day": day(when, words)})
        for one in setting.concerned(wished)
        for key, when in _doubts_of(wished, without.days(one), one.interview_on)
    )


def _doubts_of(wished: Arrangement, days: Days, interview: date | None) -> Iterator[tuple[str, date]]:
    """`days` are the person's without the visit itself."""
    if interview and wished.days and interview <= max(wished.days):
        yield "arranging.doubt_interview", interview
    for when in wished.days:
        if days.busy(when):
            yield "arranging.doubt_busy", when
        elif days.paused(when):
            yield "arranging.doubt_paused", when
        elif not days.works(when):
            yield "arranging.doubt_day_off", when


def _out_of_order(wished: Arrangement, setting: Setting, words: Words) -> Wrong | None:
    """The workshop comes first, then the visits, then the debrief."""
    cohort = setting.cohort
    visits = [one for leg in setting.company.legs for one in (leg.first_day_on, leg.second_day_on) if one]
    match wished.kind:
        case Kind.WORKSHOP:
            return _late(wished.second, min([*visits, *_day(cohort.debrief_on)], default=None), "workshop_late", words)
        case Kind.VISIT:
            early = _early(wished.first, cohort.workshop_2_on, "visit_early", words)
            return early or _late(wished.second, cohort.debrief_on, "visit_late", words)
        case Kind.INTERVIEW:
            return _early(wished.first, cohort.workshop_2_on, "interview_early", words)
        case Kind.DEBRIEF:
            return _early(
                wished.first, max([*visits, *_day(cohort.workshop_2_on)], default=None), "debrief_early", words
            )


def _day(value: date | None) -> list[date]:
    return [value] if value else []


def _late(wished: date | None, limit: date | None, key: str, words: Words) -> Wrong | None:
    return Wrong(f"arranging.{key}", {"day": day(limit, words)}) if wished and limit and wished >= limit else None


def _early(wished: date | None, limit: date | None, key: str, words: Words) -> Wrong | None:
    return Wrong(f"arranging.{key}", {"day": day(limit, words)}) if wished and limit and wished <= limit else None
