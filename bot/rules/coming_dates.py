"""The next days of the program for one person, whatever cohort they belong to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.rules.arrangements import Arrangement, Setting
from storage.tables import Participation, Person

_SHOWN = 3  # as far ahead as one arranges cover


@dataclass(frozen=True, slots=True)
class Ahead:
    """Something of a cohort that is before somebody who takes part in it."""

    setting: Setting
    own: Participation
    what: Arrangement


def dates_ahead(settings: Iterable[Setting], person: Person, today: date) -> tuple[Ahead, ...]:
    """The nearest few that are not over; what has begun is among them until its last day has passed."""
    ahead = [one for setting in settings for one in _of(setting, person) if one.what.days[-1] >= today]
    return tuple(sorted(ahead, key=lambda one: (one.what.days, one.setting.cohort.name, one.what.thing))[:_SHOWN])


def _of(setting: Setting, person: Person) -> Iterator[Ahead]:
    own = next((one for one in setting.taking_part() if one.person_id == person.id), None)
    if own is None:
        return
    for one in setting.all():
        if one.days and own in setting.concerned(one):
            yield Ahead(setting, own, one)
