"""Nudges to those who lead a cohort: visits that still have no dates, and a value under strain."""

from bot.chat.action import Arrange, Run
from bot.rules.nudging import Facts, Nudge

_UNSET = 20  # working days after the workshop; five after the two themselves heard of it
_AGAIN = 5  # working days, as long as a visit has no dates
_SHOWN = 3  # visits that are named: the form and the week have the others


def visits_undated(facts: Facts) -> Nudge | None:
    """Visits without dates that their own people have not settled, every five working days until they have some."""
    workshop, last = facts.days.calendar.workshop_2, facts.last("visits_undated")
    if not facts.undated or workshop is None or not facts.before_debrief:
        return None
    if facts.days.counted(workshop, _UNSET) > facts.today:
        return None
    if last and facts.days.counted(last, _AGAIN) > facts.today:
        return None
    buttons = {
        "+overseeing.set_dates": Arrange(facts.cohort, "leg", facts.undated_leg).pack(),
        "prompt.opens_week": Run(f"week cohort {facts.cohort}").pack(),
    }
    gaps = {"visits": ", ".join(facts.undated[:_SHOWN]), "number": str(len(facts.undated))}
    return Nudge("visits_undated", facts.cohort, gaps, buttons)


def value_strained(facts: Facts) -> Nudge | None:
    """A value that the newest map shows under strain, and a debrief in which there is room for it: once for each.

    The map itself, which everybody of the cohort can see, is all that this rule knows.
    """
    if not facts.before_debrief:
        return None
    for value in facts.strained:
        if not facts.had_about(value, "value_strained"):
            buttons = {"nudge.see_map": Run(f"values map cohort {facts.cohort}").pack()}
            return Nudge("value_strained", value, {"value": value}, buttons)
    return None
