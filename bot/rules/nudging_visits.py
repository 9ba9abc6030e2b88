"""Nudges about visits: the talk that two people still owe each other, a thank-you, and dates that nobody has set."""

from datetime import date

from bot.chat.action import SayTalked, ToldThem
from bot.rules.nudging import Facts, Nudge, Visit

YES, BOOKED, NOT_YET = "yes", "booked", "not_yet"
ANSWERS = (YES, BOOKED, NOT_YET)  # to *did you talk?*: nothing else is asked, and nothing else can be said

_OWED = 5  # working days after a visit; the question for the talk came on the third
_OVER = 20  # working days after a visit: by then there is nothing fresh left to talk about
_UNSET = 15  # working days after the workshop without dates for a visit


def pair_talk(facts: Facts) -> Nudge | None:
    """Five working days after a visit, neither of the two has said that they talked or will: once for each leg."""
    for visit in facts.visits:
        settled = visit.said or visit.partner_said in {YES, BOOKED}
        if _is_owed(facts, visit) and not settled and not facts.had_about(visit.leg, "pair_talk"):
            buttons = {f"talking.{one}": SayTalked(visit.leg, one).pack() for one in ANSWERS}
            return Nudge("pair_talk", visit.leg, {"partner": visit.partner}, buttons)
    return None


def appreciation(facts: Facts) -> Nudge | None:
    """After a visit, its visitor may still have something good to say: once for each leg."""
    for visit in facts.visits:
        if visit.visitor and _is_owed(facts, visit) and not facts.had_about(visit.leg, "appreciation"):
            buttons = {"nudge.told_them": ToldThem().pack()}
            return Nudge("appreciation", visit.leg, {"partner": visit.partner}, buttons)
    return None


def unset_dates(facts: Facts) -> Nudge | None:
    """Fifteen working days after the workshop, a visit of the two has no dates: each of them hears of it once."""
    if not _is_late(facts, _UNSET):
        return None
    for visit in facts.visits:
        if visit.first_day is None and not facts.had_about(visit.group, "unset_dates"):
            gaps = {"partner": visit.partner, "facilitators": facts.facilitators}
            return Nudge("unset_dates", visit.group, gaps)
    return None


def _is_owed(facts: Facts, visit: Visit) -> bool:
    if visit.second_day is None or not facts.before_debrief:
        return False
    return _since(facts, visit.second_day, _OWED) and not _since(facts, visit.second_day, _OVER)


def _is_late(facts: Facts, working_days: int) -> bool:
    workshop = facts.days.calendar.workshop_2
    return workshop is not None and facts.before_debrief and _since(facts, workshop, working_days)


def _since(facts: Facts, day: date, working_days: int) -> bool:
    """Whether so many working days have passed since that day."""
    return facts.days.counted(day, working_days) <= facts.today
